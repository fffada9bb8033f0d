// A group: what it is made of, and whether that is sound and strong enough.

package inspect

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"primebench/dhgroup"
	"primebench/millerrabin"
)

// Levels are what a group must reach not to be weak. The zero value asks for nothing.
type Levels struct {
	Bits     int // size of the prime
	Strength int // work of an attack, in bits of a symmetric key
}

// NewUses are the levels for new uses: 112 bits of strength, for which a prime needs
// 2048 (NIST SP 800-57, part 1; SP 800-131A).
var NewUses = Levels{Bits: 2048, Strength: 112}

// sharedBits is the largest size at which one precomputation for a prime is within
// reach, so that it matters how many share it (D. Adrian et al., Imperfect Forward
// Secrecy: How Diffie-Hellman Fails in Practice, 2015).
const sharedBits = 1024

// Group inspects a group. Errors are as in Numbers; that a group is unsound is
// none.
func (i Inspector) Group(ctx context.Context, e dhgroup.Entry) (Finding, error) {
	g := e.Group
	f := Finding{Kind: KindGroup, Policy: i.policy().String()}
	if g.P != nil {
		f.Bits = g.P.BitLen()
	}
	v, err := dhgroup.Validate(ctx, g, i.policy(), i.Kernel)
	var bad *dhgroup.UnsoundError
	if err != nil && !errors.As(err, &bad) {
		return Finding{}, err
	}
	f.structure(v)
	if g.P != nil && g.P.Sign() > 0 {
		f.describe(g.P, g.G)
	}
	reason := contradiction(e, v)
	if bad != nil {
		reason = bad.Reason
	}
	if reason != "" {
		f.Reason, f.Proven = reason, true
		if f.FoundP == "prime" && !f.Safe {
			f.remark(smoothness(g.P))
		}
		return f, nil
	}
	f.Sound, f.Proven = true, v.P.Proven && v.Q.Proven
	f.Log2Error = max(v.P.Log2Error, v.Q.Log2Error)
	i.Levels.weigh(&f, g)
	if v.Order == dhgroup.Order2Q {
		f.remark("the generator has the order 2q: the Legendre symbol of a public value shows whether the private one is even")
	}
	if v.Grown != nil {
		f.remark(v.Grown.String())
	}
	return f, nil
}

// contradiction says what a file states of a sound group that is not so: the name of a
// published group with other numbers, or, in the form of X9.42, the order q of a g that
// has 2q (RFC 2631, section 2.2; OpenSSL refuses such parameters).
func contradiction(e dhgroup.Entry, v dhgroup.Verdict) string {
	if named, err := dhgroup.Named(strings.ToLower(e.Name)); err == nil && e.P != nil && named.P.Cmp(e.P) != 0 {
		return fmt.Sprintf("form: it is named %s, and p is not that of %s", named.Name, named.Source)
	}
	if e.X942() && v.Order == dhgroup.Order2Q {
		return "generator: g has the order 2q, and X9.42 wants q; OpenSSL refuses such parameters"
	}
	return ""
}

// structure says of which numbers the group is made, as far as that was found out.
func (f *Finding) structure(v dhgroup.Verdict) {
	switch {
	case v.P.Policy == millerrabin.Policy{}:
		return
	case !v.P.Prime:
		f.FoundP = "composite"
		return
	}
	f.FoundP, f.Safe, f.OriginQ, f.Order = "prime", v.Safe, v.Origin.String(), "unknown"
	if v.Subgroup != nil {
		f.BitsQ = v.Subgroup.BitLen()
	}
	if v.Order != 0 {
		f.Order = v.Order.String()
	}
}

// weigh finds the strength of a sound group, and says of one that is below a level
// that it is weak.
func (l Levels) weigh(f *Finding, g dhgroup.Group) {
	field := dhgroup.FieldStrength(f.Bits)
	f.Strength, f.StrengthSource = min(field, dhgroup.SubgroupStrength(f.BitsQ)), dhgroup.StrengthEstimate
	if g.PrivateBits > 0 {
		f.Strength = min(f.Strength, dhgroup.SubgroupStrength(g.PrivateBits))
	}
	if l == (Levels{}) {
		return
	}
	var reasons []string
	weak := func(format string, args ...any) { reasons = append(reasons, fmt.Sprintf(format, args...)) }
	if f.Bits < l.Bits {
		weak("%d bits, want %d or more", f.Bits, l.Bits)
	}
	if g.PrivateBits > 0 && g.PrivateBits < 2*field {
		weak("private values of %d bits (privateValueLength), want twice the strength of the prime, %d, or more", g.PrivateBits, 2*field)
	}
	switch {
	case !f.Safe && dhgroup.SubgroupStrength(f.BitsQ) < l.Strength:
		weak("q of %d bits, want %d or more", f.BitsQ, 2*l.Strength)
	case field < l.Strength:
		weak("%d bits of strength, want %d or more", field, l.Strength)
	}
	if f.Published != "" && f.Bits <= sharedBits {
		weak("one precomputation serves against all who share this prime")
	}
	f.Weak, f.Sound = len(reasons) > 0, len(reasons) == 0
	f.Reason = strings.Join(reasons, "; ")
}
