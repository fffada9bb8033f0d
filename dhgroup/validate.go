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
//
// MinSubgroupBits is the size that a q which is not (p-1)/2 must have: the
// shortest one that FIPS 186 ever allowed. A logarithm in a subgroup costs the
// square root of q, so 160 bits are 80 bits strong, and SP 800-56A wants 224 or
// more.
const (
	MinBits         = 64
	MaxBits         = millerrabin.MaxBits
	MinSubgroupBits = 160
)

// ErrUnsound is wrapped by every error that says that a group is not sound, as
// against one that kept Validate from finding out. The others say what is wrong
// and wrap ErrUnsound.
var (
	ErrUnsound         = errors.New("not a sound group")
	ErrSize      error = flaw("size")      // of p, q or private values
	ErrForm      error = flaw("form")      // p, q and j do not fit together
	ErrGenerator error = flaw("generator") // g not in [2, p-2], or not of order q
	ErrComposite error = flaw("composite") // p or q
	ErrSeed      error = flaw("seed")      // p and q do not come from it
)

// A flaw is what can be wrong with a group, in a word.
type flaw string

func (f flaw) Error() string { return ErrUnsound.Error() + ": " + string(f) }
func (f flaw) Unwrap() error { return ErrUnsound }

// An UnsoundError says why a group is not sound. It wraps one of the errors above.
type UnsoundError struct {
	Group  string // its name, cut to 40 characters; "" when it has none
	Reason string // the flaw, the number that has it, and what would be right
	flaw   flaw
}

// unsound is the UnsoundError of a group whose name Validate adds.
func unsound(what error, format string, args ...any) error {
	f := what.(flaw)
	return &UnsoundError{Reason: string(f) + ": " + fmt.Sprintf(format, args...), flaw: f}
}

// Error names the package, the group and the Reason.
func (e *UnsoundError) Error() string {
	name := ""
	if e.Group != "" {
		name = fmt.Sprintf("%q: ", e.Group)
	}
	return fmt.Sprintf("dhgroup: %s%v: %s", name, ErrUnsound, e.Reason)
}

// Unwrap is what is wrong, such as ErrSize.
func (e *UnsoundError) Unwrap() error { return e.flaw }

// An Order is the order of a group's generator.
type Order uint8

// A generator of a safe prime's group has one of two orders. Both are sound.
// With 2q, the Legendre symbol of a public value shows whether the private one
// is even; with q it shows nothing. The published groups have generators of order
// q, and the OpenSSH moduli those of order 2q. Where q is not (p-1)/2 only order q
// is sound.
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

// An Origin says from where the order q of a group's subgroup is known.
type Origin uint8

// Where q comes from.
const (
	Unknown   Origin = iota // p is no safe prime, none of the published ones, and no q is stated
	Stated                  // it stands beside p
	Derived                 // it is (p-1)/2 of a safe prime
	Published               // p is a published prime, with this q
)

// String returns "unknown", "stated", "derived" or "published".
func (o Origin) String() string {
	names := [...]string{"unknown", "stated", "derived", "published"}
	if int(o) < len(names) {
		return names[o]
	}
	return fmt.Sprintf("Origin(%d)", uint8(o))
}

// A Verdict says how a group came through its checks. Beside an error that wraps
// ErrUnsound it says what was found before that: a verdict on p or q without a Policy
// was not come to.
type Verdict struct {
	Policy   millerrabin.Policy // that P and Q passed
	Kernel   string             // of the arithmetic
	P, Q     millerrabin.Verdict
	Safe     bool     // P is a safe prime; otherwise Q is an order of its own
	Subgroup *big.Int // its order q; nil where it is not known
	Origin   Origin   // of the order q
	Order    Order    // of G; 0 where it is not known
	// Grown says how P and Q come from the Seed of the group, if it states one.
	Grown *Provenance
}

// Validate checks a group whoever made it, in this order:
//
//   - p has MinBits to MaxBits bits, as many as the group states, and is odd;
//   - 2 <= g <= p-2; a length of private values fits where it is stated;
//   - q is (p-1)/2, or an odd divisor of p-1 of MinSubgroupBits or more; a
//     cofactor fits where it is stated;
//   - q and p are prime under the policy: once q is and is (p-1)/2, p is proven
//     prime from that, by Pocklington's theorem;
//   - g^q = 1 modulo p unless q is (p-1)/2;
//   - a seed that is stated gives q, and with its counter p (FIPS 186-4, A.1.1.3).
//
// Of a safe prime's generator it finds the order, q or 2q.
//
// The zero policy stands for millerrabin.Untrusted; an empty kernel for the machine's
// best. A nil Q stands for the one that is published with p, or else for (p-1)/2. A
// group whose p is no safe prime is sound only with its q: without it nothing is known
// of the subgroup.
//
// An error that wraps ErrUnsound says that the group is bad, and which of its
// numbers. Any other one means that there is no answer: the context's error,
// millerrabin.ErrPolicy, or internal/montgomery's about the kernel.
func Validate(ctx context.Context, g Group, policy millerrabin.Policy, kernel string) (Verdict, error) {
	verdicts, faults, err := ValidateAll(ctx, []Group{g}, policy, kernel, 1)
	if err != nil {
		return Verdict{}, g.explain(err)
	}
	return verdicts[0], faults[0]
}

// ValidateAll checks groups as Validate does, with the tests of all of them side by side,
// which fills lanes that one group would leave empty. Each group has an error of its own
// that wraps ErrUnsound, or nil. The last error means that there is no answer for any.
// Where the groups are as few as the workers, these share the rounds, as
// millerrabin.Tester.VerifyTogether has it.
func ValidateAll(ctx context.Context, groups []Group, policy millerrabin.Policy, kernel string, workers int) ([]Verdict, []error, error) {
	if policy.IsZero() {
		policy = millerrabin.Untrusted
	}
	verdicts, faults := make([]Verdict, len(groups)), make([]error, len(groups))
	orders := make([]*big.Int, len(groups))
	largest := 1
	var shaped []int
	for i, g := range groups {
		verdicts[i].Policy = policy
		if orders[i], faults[i] = g.shape(); faults[i] == nil {
			shaped, largest = append(shaped, i), max(largest, g.P.BitLen())
		}
	}
	tester, err := millerrabin.NewTester(kernel, largest)
	if err == nil {
		verify := func(numbers []*big.Int) ([]millerrabin.Verdict, error) {
			return tester.VerifyTogether(ctx, numbers, policy, workers)
		}
		err = primality(ctx, tester, verify, groups, orders, shaped, verdicts)
	}
	if err != nil {
		return nil, nil, err
	}
	for _, i := range shaped {
		faults[i] = verdicts[i].judge(ctx, tester, groups[i], orders[i])
	}
	for i, fault := range faults {
		var bad *UnsoundError
		if fault != nil && !errors.As(fault, &bad) {
			return nil, nil, fault
		}
		if fault != nil {
			faults[i] = groups[i].explain(fault)
		}
	}
	return verdicts, faults, nil
}

// primality tests q and p of some of the groups, and verify holds them to the policy. It takes q first, since a composite one
// costs next to nothing and a prime one may prove p.
func primality(ctx context.Context, tester *millerrabin.Tester, verify func([]*big.Int) ([]millerrabin.Verdict, error), groups []Group, orders []*big.Int, some []int, verdicts []Verdict) error {
	pick := func(which []int, of func(i int) *big.Int) []*big.Int {
		numbers := make([]*big.Int, len(which))
		for k, i := range which {
			numbers[k] = of(i)
		}
		return numbers
	}
	p := func(i int) *big.Int { return groups[i].P }
	tested, err := verify(pick(some, func(i int) *big.Int { return orders[i] }))
	if err != nil {
		return err
	}
	var halves, rest []int
	for k, i := range some {
		verdicts[i].Kernel, verdicts[i].Q = tester.Kernel(), tested[k]
		if tested[k].Prime && isHalf(orders[i], groups[i].P) {
			halves = append(halves, i)
		} else {
			rest = append(rest, i)
		}
	}
	proven, err := tester.PocklingtonSafeAll(ctx, pick(halves, p))
	if err != nil {
		return err
	}
	for k, i := range halves {
		if verdicts[i].Safe = proven[k]; proven[k] {
			verdicts[i].P = verdicts[i].Q
		} else {
			rest = append(rest, i)
		}
	}
	if tested, err = verify(pick(rest, p)); err != nil {
		return err
	}
	for k, i := range rest {
		verdicts[i].P = tested[k]
	}
	return nil
}

// subgroupOrder returns the q that a group states or that is published with its p, or
// else (p-1)/2, which is Derived.
func (g Group) subgroupOrder() (*big.Int, Origin) {
	if g.Q != nil {
		return g.Q, Stated
	}
	half := new(big.Int).Rsh(g.P, 1)
	if known, match := Identify(g.P, g.G); match != NoMatch && known.Q.Cmp(half) != 0 {
		return known.Q, Published
	}
	return half, Derived
}

// judge says what is wrong after the tests of q and p, first of p, since a q means nothing
// beside a composite p. Of a sound p and q it finds the order of g, and whether the seed
// gives them.
func (v *Verdict) judge(ctx context.Context, tester *millerrabin.Tester, g Group, q *big.Int) error {
	_, origin := g.subgroupOrder()
	switch {
	case !v.P.Prime:
		return unsound(ErrComposite, "p = %s: %s", show(g.P), v.P.Reason)
	case !v.Q.Prime && origin == Derived:
		v.Q = millerrabin.Verdict{}
		return unsound(ErrForm, "p is prime and no safe prime, q is not stated, and nothing tells the order of g")
	}
	v.Subgroup, v.Origin = q, origin
	if !v.Q.Prime {
		return unsound(ErrComposite, "q = %s: %s", show(q), v.Q.Reason)
	}
	var err error
	if v.Order, err = order(ctx, g.G, q, g.P); err != nil || len(g.Seed) == 0 {
		return err
	}
	return v.trace(ctx, tester, g)
}

// trace finds how the group comes from its seed.
func (v *Verdict) trace(ctx context.Context, tester *millerrabin.Tester, g Group) error {
	name, err := g.grown(ctx, tester, v.Subgroup)
	if err != nil {
		return err
	}
	index, err := g.canonical(ctx, v.Subgroup)
	v.Grown = &Provenance{Procedure: name, Index: index}
	return err
}

// isHalf reports whether q is (p-1)/2, for an odd p.
func isHalf(q, p *big.Int) bool {
	return q.Cmp(new(big.Int).Rsh(p, 1)) == 0
}

// shape checks all that needs no power and no primality test, and returns q.
func (g Group) shape() (q *big.Int, err error) {
	if g.P == nil || g.G == nil {
		return nil, unsound(ErrForm, "p or g is missing")
	}
	if g.P.Sign() < 0 || g.P.BitLen() < MinBits || g.P.BitLen() > MaxBits {
		return nil, unsound(ErrSize, "p = %s, want %d to %d bits", show(g.P), MinBits, MaxBits)
	}
	if g.Bits != 0 && g.Bits != g.P.BitLen() {
		return nil, unsound(ErrSize, "p = %s, but %d bits are stated", show(g.P), g.Bits)
	}
	if g.P.Bit(0) == 0 {
		return nil, unsound(ErrForm, "p = %s is even", show(g.P))
	}
	highest := new(big.Int).Sub(g.P, big.NewInt(2))
	if g.G.Cmp(big.NewInt(2)) < 0 || g.G.Cmp(highest) > 0 {
		return nil, unsound(ErrGenerator, "g = %s, want 2 to p-2", show(g.G))
	}
	if g.PrivateBits < 0 || g.PrivateBits >= g.P.BitLen() {
		return nil, unsound(ErrSize, "private values of %d bits, want fewer than the %d of p", g.PrivateBits, g.P.BitLen())
	}
	q, _ = g.subgroupOrder()
	return q, g.subgroup(q)
}

// subgroup checks that q can be the order of a subgroup, and j its cofactor.
func (g Group) subgroup(q *big.Int) error {
	cofactor, rest := new(big.Int), new(big.Int).Sub(g.P, big.NewInt(1))
	if q.Sign() > 0 {
		cofactor.QuoRem(rest, q, rest)
	}
	switch {
	case q.Sign() <= 0 || q.Bit(0) == 0 && !isHalf(q, g.P) || rest.Sign() != 0:
		return unsound(ErrForm, "q = %s, want (p-1)/2 or an odd divisor of p-1", show(q))
	case q.BitLen() < MinSubgroupBits && !isHalf(q, g.P):
		return unsound(ErrSize, "q = %s, want %d bits or more", show(q), MinSubgroupBits)
	case g.J != nil && g.J.Cmp(cofactor) != 0:
		return unsound(ErrForm, "j = %s, want (p-1)/q = %s", show(g.J), show(cofactor))
	}
	return nil
}

// order returns the order of g modulo the prime p, for 2 <= g <= p-2. That of a
// safe prime's group divides 2q, and is not 1 or 2, as g is not 1 or -1; and by
// Euler's criterion g^q is the Legendre symbol. Otherwise g^q must be 1.
func order(ctx context.Context, g, q, p *big.Int) (Order, error) {
	if isHalf(q, p) {
		if big.Jacobi(g, p) == 1 {
			return OrderQ, nil
		}
		return Order2Q, nil
	}
	power, err := exp(ctx, g, q, p)
	switch {
	case err != nil:
		return 0, err
	case power.Cmp(big.NewInt(1)) != 0:
		return 0, unsound(ErrGenerator, "g = %s: g^q is not 1 modulo p, so its order is not q", show(g))
	}
	return OrderQ, nil
}

// exp returns g^q modulo p. It squares and multiplies by hand, as a q of
// thousands of bits in a hostile file takes big.Int.Exp seconds, and that cannot
// be cancelled.
func exp(ctx context.Context, g, q, p *big.Int) (*big.Int, error) {
	power := big.NewInt(1)
	for i := q.BitLen() - 1; i >= 0; i-- {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		power.Mod(power.Mul(power, power), p)
		if q.Bit(i) == 1 {
			power.Mod(power.Mul(power, g), p)
		}
	}
	return power, nil
}

// explain puts the package's and the group's name before an error.
func (g Group) explain(err error) error {
	const limit = 40
	name := []rune(g.Name)
	name = name[:min(limit, len(name))]
	var bad *UnsoundError
	if errors.As(err, &bad) {
		bad.Group = string(name)
		return bad
	}
	if g.Name == "" {
		return fmt.Errorf("dhgroup: %w", err)
	}
	return fmt.Errorf("dhgroup: %q: %w", string(name), err)
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
