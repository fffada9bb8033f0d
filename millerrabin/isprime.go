// The question in one call, for whoever has one number and no wish to choose.

package millerrabin

import (
	"context"
	"errors"
	"math/big"
)

// IsPrime reports whether n is prime, whoever chose it: by the policy Untrusted,
// which is 64 strong tests to random bases from crypto/rand and a Baillie-PSW
// test. An n called composite is composite, and below 2^64 every answer is exact.
// A larger composite, also one built to deceive, is called prime with a chance of
// at most 2^-128. Negative numbers, 0 and 1 are not prime.
//
// A prime takes the longest of its size, on one core with AVX-512 IFMA about 4 ms
// at 1024 bits, 25 ms at 2048, 0.2 s at 4096 and 8 s at 16384; with AVX2 two to
// three times as long, and eight times with neither. A composite takes a tenth of
// that, or next to nothing where it has a divisor below 1000.
//
// Beyond the arithmetic of this package, for more than MaxBits bits, it asks
// math/big, whose 64 bases follow from the number and which takes minutes and more.
// A kernel in PRIMEBENCH_KERNEL that cannot run here is passed over. A Tester returns
// errors for both; it also says why a number is not prime, can be cancelled, and
// keeps its memory from one number to the next.
func IsPrime(n *big.Int) bool {
	bits := max(1, n.BitLen())
	tester, err := NewTester("", bits)
	if errors.Is(err, ErrKernel) {
		tester, err = NewTester(portableKernel, bits)
	}
	if err != nil {
		return n.ProbablyPrime(Untrusted.Rounds)
	}
	verdict, err := tester.Verify(context.Background(), n, Untrusted)
	return err == nil && verdict.Prime // no error: n fits, and nobody cancels
}

// portableKernel runs on every machine.
const portableKernel = "generic"
