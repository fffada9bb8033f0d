// Whether a group is fit for Diffie-Hellman: what a careful peer checks before
// it uses parameters that somebody else chose.

package dhgroup

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"primebench/millerrabin"
)

// MinBits and MaxBits are the sizes of p that Validate looks at. A group of
// fewer than 2048 bits may be sound and still too weak to use: see
// Group.Strength.
const (
	MinBits = 64
	MaxBits = millerrabin.MaxBits
)

// ErrUnsound is wrapped by every error that says that a group is not sound, as
// against one that kept Validate from finding out. The others say what is wrong
// and wrap ErrUnsound.
var (
	ErrUnsound   = errors.New("not a sound group")
	ErrSize      = fmt.Errorf("%w: size", ErrUnsound)      // of p
	ErrForm      = fmt.Errorf("%w: form", ErrUnsound)      // p is not 2q + 1
	ErrGenerator = fmt.Errorf("%w: generator", ErrUnsound) // g not in [2, p-2]
	ErrComposite = fmt.Errorf("%w: composite", ErrUnsound) // p or q
)

// An Order is the order of a group's generator.
type Order uint8

// A generator of a safe prime's group has one of two orders. Both are sound.
// With 2q, the Legendre symbol of a public value shows whether the private one
// is even; with q it shows nothing.
const (
	OrderQ  Order = 1 + iota // g is a square and generates the subgroup of prime order
	Order2Q                  // g generates all numbers from 1 to p-1
)

// String returns "q" or "2q".
func (o Order) String() string {
	switch o {
	case OrderQ:
		return "q"
	case Order2Q:
		return "2q"
	}
	return fmt.Sprintf("Order(%d)", uint8(o))
}

// A Verdict says how a sound group came through its checks.
type Verdict struct {
	Policy millerrabin.Policy // that P and Q passed
	Kernel string             // of the arithmetic
	P, Q   millerrabin.Verdict
	Order  Order // of G
}

// Validate checks a group whoever made it: p has MinBits to MaxBits bits, as
// many as the group states; p = 2q + 1; 2 <= g <= p-2; q and p are prime under
// the policy; and it finds the order of g. Checks that cost nothing come first.
//
// The zero policy stands for millerrabin.Untrusted; a nil Q for (P-1)/2; an empty
// kernel for the machine's best. Only safe primes are sound here: a group with a
// short q fails with ErrForm.
//
// An error that wraps ErrUnsound says that the group is bad, and which of its
// numbers. Any other one means that there is no answer: the context's error,
// millerrabin.ErrPolicy, or internal/montgomery's about the kernel.
func Validate(ctx context.Context, g Group, policy millerrabin.Policy, kernel string) (Verdict, error) {
	if policy.IsZero() {
		policy = millerrabin.Untrusted
	}
	q, err := g.shape()
	if err != nil {
		return Verdict{}, g.explain(err)
	}
	tester, err := millerrabin.NewTester(kernel, g.P.BitLen())
	if err != nil {
		return Verdict{}, g.explain(err)
	}
	v := Verdict{Policy: policy, Kernel: tester.Kernel()}
	if v.Q, err = prime(ctx, tester, "q", q, policy); err != nil {
		return Verdict{}, g.explain(err)
	}
	if v.P, err = prime(ctx, tester, "p", g.P, policy); err != nil {
		return Verdict{}, g.explain(err)
	}
	v.Order = order(g.G, g.P)
	return v, nil
}

// shape checks all that needs no primality test, and returns q.
func (g Group) shape() (q *big.Int, err error) {
	if g.P == nil || g.G == nil {
		return nil, fmt.Errorf("%w: p or g is missing", ErrForm)
	}
	if g.P.Sign() < 0 || g.P.BitLen() < MinBits || g.P.BitLen() > MaxBits {
		return nil, fmt.Errorf("%w: p = %s, want %d to %d bits", ErrSize, show(g.P), MinBits, MaxBits)
	}
	if g.Bits != 0 && g.Bits != g.P.BitLen() {
		return nil, fmt.Errorf("%w: p = %s, but %d bits are stated", ErrSize, show(g.P), g.Bits)
	}
	if g.P.Bit(0) == 0 {
		return nil, fmt.Errorf("%w: p = %s is even", ErrForm, show(g.P))
	}
	q = new(big.Int).Rsh(g.P, 1)
	if g.Q != nil && g.Q.Cmp(q) != 0 {
		return nil, fmt.Errorf("%w: q = %s, want (p-1)/2 = %s", ErrForm, show(g.Q), show(q))
	}
	highest := new(big.Int).Sub(g.P, big.NewInt(2))
	if g.G.Cmp(big.NewInt(2)) < 0 || g.G.Cmp(highest) > 0 {
		return nil, fmt.Errorf("%w: g = %s, want 2 to p-2", ErrGenerator, show(g.G))
	}
	return q, nil
}

// prime holds one of a group's numbers to the policy.
func prime(ctx context.Context, tester *millerrabin.Tester, name string, n *big.Int, policy millerrabin.Policy) (millerrabin.Verdict, error) {
	v, err := tester.Verify(ctx, n, policy)
	if err == nil && !v.Prime {
		err = fmt.Errorf("%w: %s = %s: %s", ErrComposite, name, show(n), v.Reason)
	}
	return v, err
}

// order returns the order of g modulo the safe prime p, for 2 <= g <= p-2. It
// divides 2q, and is not 1 or 2, as g is not 1 or -1. By Euler's criterion g^q is
// the Legendre symbol.
func order(g, p *big.Int) Order {
	if big.Jacobi(g, p) == 1 {
		return OrderQ
	}
	return Order2Q
}

// explain puts the package's and the group's name before an error.
func (g Group) explain(err error) error {
	if g.Name == "" {
		return fmt.Errorf("dhgroup: %w", err)
	}
	const limit = 40
	return fmt.Errorf("dhgroup: %.*q: %w", limit, g.Name, err)
}

// show writes a number so that it fits a line: in full while it is short.
func show(n *big.Int) string {
	const whole, ends = 96, 16 // bits; digits
	if n.BitLen() <= whole {
		return n.String()
	}
	digits := fmt.Sprintf("%#x", n)
	return fmt.Sprintf("%s...%s (%d bits)", digits[:ends], digits[len(digits)-ends:], n.BitLen())
}
