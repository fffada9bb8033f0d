package dhgroup

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"primebench/millerrabin"
)

// quickBits is the largest size whose groups the fast tests put to the test.
const quickBits = 2048

// few is a policy that tells right from wrong in a hurry.
var few = millerrabin.Policy{Rounds: 2, Lucas: true}

func named(t testing.TB, name string) Group {
	t.Helper()
	g, err := Named(name)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func testSound(t *testing.T, g Group, policy millerrabin.Policy) {
	t.Helper()
	v, err := Validate(context.Background(), g, policy, "")
	if err != nil {
		t.Error(err)
		return
	}
	if !v.P.Prime || !v.Q.Prime || v.Order != OrderQ || v.Safe == (g.Source == "RFC 5114") || v.Policy != policy || v.P.Policy != policy || v.Kernel == "" {
		t.Errorf("%s: %+v", g.Name, v)
	}
}

func TestPublishedGroupsAreSound(t *testing.T) {
	for _, g := range All() {
		if g.Bits <= quickBits {
			testSound(t, g, few)
		}
	}
}

func TestValidateRefuses(t *testing.T) {
	sound := named(t, "modp768")
	minus := func(x int64) *big.Int { return new(big.Int).Sub(sound.P, big.NewInt(x)) }
	for name, c := range map[string]struct {
		change func(*Group)
		want   error
		says   string // a part of the message
	}{
		"no p":           {func(g *Group) { g.P = nil }, ErrForm, "missing"},
		"no g":           {func(g *Group) { g.G = nil }, ErrForm, "missing"},
		"p negative":     {func(g *Group) { g.P = new(big.Int).Neg(g.P) }, ErrSize, "-0xfff"},
		"p zero":         {func(g *Group) { g.P = new(big.Int) }, ErrSize, "p = 0,"},
		"p tiny":         {func(g *Group) { g.P, g.Q, g.Bits = big.NewInt(23), nil, 0 }, ErrSize, "p = 23,"},
		"p huge":         {func(g *Group) { g.P, g.Bits = new(big.Int).Lsh(g.P, 1<<20), 0 }, ErrSize, "(1049344 bits), want 64 to 16384 bits"},
		"p even":         {func(g *Group) { g.P = minus(1) }, ErrForm, "is even"},
		"stated larger":  {func(g *Group) { g.Bits = 769 }, ErrSize, "769 bits are stated"},
		"stated smaller": {func(g *Group) { g.Bits = 767 }, ErrSize, "767 bits are stated"},
		"q zero":         {func(g *Group) { g.Q = new(big.Int) }, ErrForm, "q = 0,"},
		"q is p":         {func(g *Group) { g.Q = g.P }, ErrForm, "(768 bits), want (p-1)/2 or an odd divisor"},
		"q negative":     {func(g *Group) { g.Q = new(big.Int).Neg(g.Q) }, ErrForm, "q = -0x7fff"},
		"q off by one":   {func(g *Group) { g.Q = new(big.Int).Add(g.Q, big.NewInt(1)) }, ErrForm, "want (p-1)/2"},
		"g zero":         {func(g *Group) { g.G = new(big.Int) }, ErrGenerator, "g = 0,"},
		"g one":          {func(g *Group) { g.G = big.NewInt(1) }, ErrGenerator, "g = 1,"},
		"g negative":     {func(g *Group) { g.G = big.NewInt(-2) }, ErrGenerator, "g = -2,"},
		"g is -1":        {func(g *Group) { g.G = minus(1) }, ErrGenerator, "want 2 to p-2"},
		"g is p":         {func(g *Group) { g.G = minus(0) }, ErrGenerator, "want 2 to p-2"},
		"g above p":      {func(g *Group) { g.G = minus(-2) }, ErrGenerator, "want 2 to p-2"},
		"j wrong":        {func(g *Group) { g.J = big.NewInt(3) }, ErrForm, "j = 3, want (p-1)/q = 2"},
		"private values": {func(g *Group) { g.PrivateBits = 768 }, ErrSize, "private values of 768 bits"},
		"negative ones":  {func(g *Group) { g.PrivateBits = -1 }, ErrSize, "private values of -1 bits"},
		"q composite":    {func(g *Group) { g.P, g.Q = minus(-4), nil }, ErrComposite, "p = 0xffff"},
		// The smallest prime above 2^256, whose half is even.
		"p no safe prime": {func(g *Group) {
			g.P = new(big.Int).Lsh(big.NewInt(1), 256)
			g.P.Add(g.P, big.NewInt(297))
			g.Q, g.Bits = nil, 0
		}, ErrForm, "p is prime and no safe prime, q is not stated"},
		"p of 10001 bits": {func(g *Group) {
			g.P, g.Q, g.Bits = new(big.Int).Lsh(big.NewInt(1), 10_000), nil, 0
			g.P.Add(g.P, big.NewInt(1))
		}, ErrComposite, "(10001 bits): "},
		// 2^89 - 1 is prime, and 3 divides its double plus one.
		"p composite": {func(g *Group) {
			g.Q = new(big.Int).Lsh(big.NewInt(1), 89)
			g.Q.Sub(g.Q, big.NewInt(1))
			g.P = new(big.Int).Lsh(g.Q, 1)
			g.P.Add(g.P, big.NewInt(1))
			g.Bits = 90
		}, ErrComposite, "divisible by 3"},
	} {
		g := named(t, "modp768")
		c.change(&g)
		_, err := Validate(context.Background(), g, few, "")
		if !errors.Is(err, c.want) || !errors.Is(err, ErrUnsound) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
			continue
		}
		var bad *UnsoundError
		if !errors.As(err, &bad) || bad.Group != "modp768" || err.Error() != `dhgroup: "modp768": `+ErrUnsound.Error()+": "+bad.Reason {
			t.Errorf("%s: %v is no UnsoundError of the group with its Reason", name, err)
		}
		if msg := err.Error(); !strings.Contains(msg, c.says) || !strings.HasPrefix(msg, `dhgroup: "modp768": `) || len(msg) > 300 {
			t.Errorf("%s: %q does not say %q in one short line", name, msg, c.says)
		}
	}
}

func TestValidateFindsTheOrder(t *testing.T) {
	g := named(t, "modp768")
	for x := int64(2); x < 40; x++ {
		g.G = big.NewInt(x)
		want := Order2Q
		if new(big.Int).Exp(g.G, g.Q, g.P).Cmp(big.NewInt(1)) == 0 {
			want = OrderQ
		}
		if got, err := order(context.Background(), g.G, g.Q, g.P); got != want || err != nil {
			t.Errorf("the order of %d is %v, %v, want %v", x, got, err, want)
		}
	}
	g.G = new(big.Int).Sub(g.P, big.NewInt(2))
	if v, err := Validate(context.Background(), g, few, ""); err != nil || v.Order != Order2Q {
		t.Errorf("p-2: %v, %v, want 2q as -1 is no square", v.Order, err)
	}
}

// TestValidateShortOrder spoils a group that has a q of its own.
func TestValidateShortOrder(t *testing.T) {
	background := context.Background()
	sound := named(t, "modp1024-160")
	sound.J = new(big.Int).Quo(sound.P, sound.Q)
	if v, err := Validate(background, sound, few, ""); err != nil || v.Safe || v.Order != OrderQ {
		t.Errorf("%+v, %v", v, err)
	}
	for name, c := range map[string]struct {
		change func(*Group)
		want   error
		says   string // a part of the message
	}{
		"g without q":  {func(g *Group) { g.Q, g.J, g.G = nil, nil, big.NewInt(2) }, ErrGenerator, "g = 2: g^q is not 1"},
		"q no divisor": {func(g *Group) { g.Q = new(big.Int).Add(g.Q, big.NewInt(2)) }, ErrForm, "odd divisor of p-1"},
		"q even":       {func(g *Group) { g.Q = new(big.Int).Lsh(g.Q, 1) }, ErrForm, "odd divisor of p-1"},
		"q above p":    {func(g *Group) { g.Q = new(big.Int).Lsh(g.P, 9000) }, ErrForm, "(10024 bits), want"},
		"q one":        {func(g *Group) { g.Q, g.J = big.NewInt(1), nil }, ErrSize, "q = 1, want 160 bits"},
		"q short": {func(g *Group) {
			g.P, g.Q, g.J, g.G, g.Bits = big.NewInt(1), big.NewInt(3), nil, big.NewInt(2), 0
			g.P.Lsh(g.P, 200).Sub(g.P, big.NewInt(3)) // 1 modulo 3, and odd
		}, ErrSize, "q = 3, want 160 bits"},
		"q with factor": {func(g *Group) { g.Q = new(big.Int).Rsh(g.J, 1); g.J = nil; g.Q.Mul(g.Q, sound.Q) }, ErrComposite, "q = "},
		"g of order 2q": {func(g *Group) { g.G = new(big.Int).Sub(g.P, g.G) }, ErrGenerator, "order is not q"},
		"g of any":      {func(g *Group) { g.G = big.NewInt(2) }, ErrGenerator, "g = 2: g^q is not 1"},
		"j wrong":       {func(g *Group) { g.J = new(big.Int).Sub(g.J, big.NewInt(1)) }, ErrForm, "want (p-1)/q"},
	} {
		g := sound
		c.change(&g)
		if _, err := Validate(background, g, few, ""); !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %v and %q", name, err, c.want, c.says)
		}
	}
	cancelled, cancel := context.WithCancel(background)
	cancel()
	if _, err := exp(cancelled, sound.G, sound.Q, sound.P); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestOrigins: q is stated, follows from p, or is the one that is published with p, and
// what is not known is said beside the error.
func TestOrigins(t *testing.T) {
	short, safe := named(t, "modp1024-160"), named(t, "modp768")
	unknown := new(big.Int).Lsh(big.NewInt(1), 256) // plus 297 the smallest prime above, whose half is even
	unknown.Add(unknown, big.NewInt(297))
	for name, c := range map[string]struct {
		group  Group
		safe   bool
		q      *big.Int
		origin Origin
		order  Order
		fault  error
	}{
		"stated":           {Group{P: short.P, Q: short.Q, G: short.G}, false, short.Q, Stated, OrderQ, nil},
		"published":        {Group{P: short.P, G: short.G}, false, short.Q, Published, OrderQ, nil},
		"published, bad g": {Group{P: short.P, G: big.NewInt(2)}, false, short.Q, Published, 0, ErrGenerator},
		"half, stated":     {Group{P: safe.P, Q: safe.Q, G: safe.G}, true, safe.Q, Stated, OrderQ, nil},
		"half":             {Group{P: safe.P, G: safe.G}, true, safe.Q, Derived, OrderQ, nil},
		"unknown":          {Group{P: unknown, G: big.NewInt(2)}, false, nil, Unknown, 0, ErrForm},
	} {
		v, err := Validate(context.Background(), c.group, few, "")
		if !v.P.Prime || v.Safe != c.safe || v.Origin != c.origin || v.Order != c.order || !errors.Is(err, c.fault) {
			t.Errorf("%s: %+v, %v", name, v, err)
		}
		if (v.Subgroup == nil) != (c.q == nil) || c.q != nil && v.Subgroup.Cmp(c.q) != 0 {
			t.Errorf("%s: the subgroup has the order %v, want %v", name, v.Subgroup, c.q)
		}
	}
	v, err := Validate(context.Background(), Group{P: new(big.Int).Add(short.P, big.NewInt(2)), G: short.G}, few, "")
	if v.P.Prime || v.P.Reason == "" || v.Origin != Unknown || !errors.Is(err, ErrComposite) {
		t.Errorf("p + 2: %+v, %v", v, err)
	}
}

func TestValidateDefaults(t *testing.T) {
	g := Group{P: big.NewInt(0).SetBytes([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfa, 0x6b}), G: big.NewInt(4)}
	for !g.P.ProbablyPrime(0) || !new(big.Int).Rsh(g.P, 1).ProbablyPrime(0) {
		g.P.Sub(g.P, big.NewInt(4))
	}
	v, err := Validate(context.Background(), g, millerrabin.Policy{}, "")
	if err != nil || v.Policy != millerrabin.Untrusted || v.Order != OrderQ || !v.P.Proven {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestValidateWithoutAnswer(t *testing.T) {
	g := named(t, "modp768")
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Validate(cancelled, g, few, ""); !errors.Is(err, context.Canceled) || errors.Is(err, ErrUnsound) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := Validate(context.Background(), g, millerrabin.Policy{Rounds: -1}, ""); !errors.Is(err, millerrabin.ErrPolicy) || errors.Is(err, ErrUnsound) {
		t.Errorf("policy: %v", err)
	}
	if _, err := Validate(context.Background(), g, few, "abacus"); err == nil || errors.Is(err, ErrUnsound) {
		t.Errorf("kernel: %v", err)
	}
}

func TestNamesOfFindings(t *testing.T) {
	if got := OrderQ.String() + " " + Order2Q.String() + " " + Order(0).String(); got != "q 2q Order(0)" {
		t.Error(got)
	}
	if got := fmt.Sprint(Unknown, Stated, Derived, Published, Origin(9)); got != "unknown stated derived published Origin(9)" {
		t.Error(got)
	}
}

// TestValidateAll: groups side by side come out as each does by itself, good and bad ones in
// any order.
func TestValidateAll(t *testing.T) {
	small, short := named(t, "modp768"), named(t, "modp1024-160")
	composite := Group{P: new(big.Int).Add(small.P, big.NewInt(2)), G: small.G}
	half := Group{P: short.P, G: short.G, Q: new(big.Int).Rsh(short.P, 1)}
	groups := []Group{composite, small, {}, short, {P: small.P, G: big.NewInt(1)}, half, named(t, "modp1024"), {P: small.P, G: big.NewInt(5)}, small, small, small}
	verdicts, faults, err := ValidateAll(context.Background(), groups, few, "", 1)
	if err != nil || len(verdicts) != len(groups) || len(faults) != len(groups) {
		t.Fatalf("%d verdicts and %d faults of %d groups, %v", len(verdicts), len(faults), len(groups), err)
	}
	for i, g := range groups {
		v, err := Validate(context.Background(), g, few, "")
		if got, want := fmt.Sprintf("%+v %v", verdicts[i], faults[i]), fmt.Sprintf("%+v %v", v, err); got != want {
			t.Errorf("group %d: %s beside others, %s by itself", i, got, want)
		}
	}
	if _, _, err := ValidateAll(context.Background(), groups, millerrabin.Policy{Rounds: -1}, "", 1); !errors.Is(err, millerrabin.ErrPolicy) {
		t.Errorf("a policy that cannot be: %v", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, _, err := ValidateAll(ctx, groups, few, "", 1); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that has ended: %v", err)
	}
}

// Workers who share the rounds of a few groups say what one says of each.
func TestValidateAllTogether(t *testing.T) {
	small := named(t, "modp768")
	composite := Group{P: new(big.Int).Add(small.P, big.NewInt(2)), G: small.G}
	policy := millerrabin.Policy{Rounds: 20, Lucas: true}
	for _, groups := range [][]Group{{small}, {composite}, {{}}, {small, named(t, "modp1024-160"), composite}} {
		want, wantFaults, err := ValidateAll(context.Background(), groups, policy, "", 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, workers := range []int{2, 3, 64} {
			verdicts, faults, err := ValidateAll(context.Background(), groups, policy, "", workers)
			if got, want := fmt.Sprintf("%+v %v", verdicts, faults), fmt.Sprintf("%+v %v", want, wantFaults); err != nil || got != want {
				t.Errorf("%d workers: %s, %v; one: %s", workers, got, err, want)
			}
		}
	}
}
