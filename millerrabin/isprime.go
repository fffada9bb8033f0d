// The question in one call, for whoever has one number and no wish to choose.

package millerrabin

import (
	"context"
	"math/big"
)

// IsPrime reports whether n is prime, whoever chose it: by the policy Untrusted,
// which is 64 strong tests to random bases from crypto/rand and a Baillie-PSW
// test. An n called composite is composite, and below 2^64 every answer is exact.
// A larger composite, also one built to deceive, is called prime with a chance of
// at most 2^-128. Negative numbers, 0 and 1 are not prime.
//
// A prime takes the longest of its size, on one core with AVX-512 IFMA about 2 ms
// at 1024 bits, 14 ms at 2048, 0.1 s at 4096 and 7 s at 16384; with AVX2 two to
// three times as long, and eight times with neither. A composite takes a tenth of
// that, or next to nothing where it has a divisor below 1000.
//
// IsPrime panics if n has more than MaxBits bits, or the variable PRIMEBENCH_KERNEL
// names a kernel that cannot run here. Tester.Verify returns an error instead; it
// also says why a number is not prime, can be cancelled, and keeps its memory from
// one number to the next.
func IsPrime(n *big.Int) bool {
	tester, err := NewTester("", max(1, n.BitLen()))
	if err != nil {
		panic(err)
	}
	verdict, err := tester.Verify(context.Background(), n, Untrusted)
	if err != nil {
		panic(err) // cannot happen: n fits, and nobody cancels
	}
	return verdict.Prime
}

// IsPrime64 reports whether n is prime. The answer is exact.
func IsPrime64(n uint64) bool {
	if n < 3 || n%2 == 0 {
		return n == 2
	}
	return exact(n) == (failure{})
}
