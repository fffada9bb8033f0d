// Verifying finds that come from elsewhere: a file, another machine.

package engine

import (
	"context"
	"fmt"
	"math/big"

	"primebench/millerrabin"
	"primebench/sieve"
)

// Verify holds numbers of one kind and class to a policy, a safe prime p and its
// (p-1)/2 alike, and returns the index of the first one that fails with the reason, or
// -1. Its error wraps millerrabin's about the policy and the size, or is the context's.
func Verify(ctx context.Context, kind sieve.Kind, class Class, policy millerrabin.Policy, finds []*big.Int) (bad int, reason string, err error) {
	bits := 1
	numbers := make([]*big.Int, 0, 2*len(finds))
	for _, p := range finds {
		bits = max(bits, p.BitLen())
		numbers = append(numbers, p)
	}
	if kind == sieve.Safe {
		for _, p := range finds {
			numbers = append(numbers, new(big.Int).Rsh(p, 1))
		}
	}
	tester, err := millerrabin.NewTester("", bits)
	if err != nil {
		return -1, "", fmt.Errorf("engine: %w", err)
	}
	verdicts, err := tester.VerifyAll(ctx, numbers, policy)
	if err != nil {
		return -1, "", fmt.Errorf("engine: %w", err)
	}
	for i, v := range verdicts {
		if !v.Prime {
			return i % len(finds), fmt.Sprintf("no %v: %s", kind, v.Reason), nil
		}
	}
	for i, p := range finds {
		if class != (Class{}) && new(big.Int).Mod(p, new(big.Int).SetUint64(class.Modulus)).Uint64() != class.Residue {
			return i, fmt.Sprintf("not %d modulo %d", class.Residue, class.Modulus), nil
		}
	}
	return -1, "", nil
}
