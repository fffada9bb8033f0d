// Package capacity turns measured costs into cores, latency and money: what a
// stated load of primes, groups, keys or handshakes takes, what its users will
// see, and how sure that is. It is pure: it reads no file, knows no flag and prints
// nothing. Make is the whole of it; the rest is what Make is made of.
//
// # Steps
//
//  1. A Scenario says what is wanted, in Go or as a YAML file (LoadScenario).
//  2. For each service and size a Cost is found in the analyses of runs: measured
//     where it was, reckoned from another number of workers where not, and
//     predicted for other sizes (see Prediction).
//  3. The cost becomes a Law: a fixed part and a memoryless one.
//  4. The least number of servers is looked for with which the load, the headroom
//     and every objective or deadline are met; by formula, then confirmed by the
//     simulation. All of it is done at the upper end of the cost's interval.
//  5. Those servers are described: utilisation, waits and responses by three models
//     and how far these are apart, the pool, money, energy, alternatives.
//  6. The one demand that binds, the assumptions and the warnings are put into
//     sentences; for a plan that is not feasible, what would make it so.
//
// # Guarantees
//
// The same scenario, runs and seed give the same plan. No number of a plan is NaN
// or infinite. Every number that a formula was given stands in the plan beside its
// result. Bad input is an error of one line that wraps ErrScenario, ErrMissing,
// ErrInfeasible or, from the models by themselves, ErrModel. A plan takes some
// hundredths of a second a size, nearly all of it for the simulations.
//
// # Formulas
//
//   - A search takes A + exponential(tau): a memoryless number of tests at a steady
//     pace after a fixed part. With k workers on one search tau is divided by k.
//   - Erlang B and C, and P(wait > t) in M/M/c: ErlangB, ErlangC, MMc.
//   - G/G/c by Allen and Cunneen: AllenCunneen. Response: Wait.ResponseTail.
//   - Simulation by Kiefer and Wolfowitz's recursion, with batch means: Simulate.
//   - Universal Scalability Law: USL, FitUSL.
//   - Pool as a base-stock queue: Dry.
//   - Counts within a time, by order statistics of memoryless services.
//   - Other sizes: stats.PredictPowerLaw and stats.PredictSquareCube for the cost of
//     a test, times the tests that theory expects.
//
// docs/CAPACITY.md has them with their sources and limits.
package capacity
