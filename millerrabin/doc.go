// Package millerrabin gives verdicts on whether numbers are prime, each under a
// stated Policy and with the bound on its error that the policy buys.
//
// IsPrime answers for one number in one call. A Tester judges any number of them,
// in this order, cheap tests first: sign, size and parity; trial division by the
// primes below 1000; strong (Miller-Rabin) tests to base 2 and to random bases, up
// to eight side by side; and, where the policy asks for it, the strong Lucas test
// in the strengthened form of Baillie, Fiori and Wagstaff. Base 2 and the Lucas
// test together are the Baillie-PSW test.
//
// A number called composite is composite. A number below 2^64 gets the Baillie-PSW
// test alone under any policy, by arithmetic in single words, and its verdict is exact:
// by the lists of base-2 pseudoprimes of Feitsma and of Galway no composite below 2^64
// passes that test. Its policy is called Exact. A
// larger number called prime is prime but for the error bound, which comes from the
// random bases alone. They are drawn from crypto/rand anew in each call, so nobody
// can prepare a composite that fools them.
//
// There are two bounds, for two questions. Policy.Log2ErrorUnknown holds for any
// number, also one that an enemy chose. Policy.Log2Error holds for a candidate
// drawn uniformly at random, and is far smaller at the same number of rounds.
package millerrabin
