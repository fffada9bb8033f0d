// Package millerrabin gives verdicts on whether numbers are prime, each under a
// stated Policy and with the bound on its error that the policy buys.
//
// A Tester judges a number in this order, cheap before dear: sign, size and
// parity; trial division by the primes below 1000; strong (Miller-Rabin) tests
// to base 2 and to random bases, up to eight at a time through
// internal/montgomery; and, where the policy asks for it, the strong Lucas test
// in the strengthened form of Baillie, Fiori and Wagstaff. Base 2 and the Lucas
// test together are the Baillie-PSW test.
//
// What it guarantees: a number called composite is composite. A number below
// 2^64 gets the Baillie-PSW test whatever the policy, and its verdict is exact:
// by the lists of base-2 pseudoprimes of Feitsma and of Galway no composite
// below 2^64 passes that test. A larger number called prime is prime but for
// the error bound, which comes from the random bases alone. They are drawn from
// crypto/rand anew in each call, so nobody can prepare a composite that fools
// them.
//
// Two bounds exist, for two questions. Policy.Log2ErrorUnknown holds for any
// number, also one chosen by an enemy. Policy.Log2Error holds for a candidate
// drawn uniformly at random and is far smaller at the same number of rounds.
package millerrabin
