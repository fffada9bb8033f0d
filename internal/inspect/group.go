// A group: what it is made of, and whether that is sound and strong enough.

package inspect

import (
	"context"
	"errors"
	"fmt"
	"math/big"
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

// A Key is a group with the public value of a key in it, which is nil where there is none.
type Key struct {
	dhgroup.Entry
	Public *big.Int
}

// Group inspects a group. Errors are as in Numbers; that a group is unsound is
// none.
func (i Inspector) Group(ctx context.Context, e dhgroup.Entry) (Finding, error) {
	findings, err := i.Groups(ctx, []Key{{Entry: e}})
	if err != nil {
		return Finding{}, err
	}
	return findings[0], nil
}

// GroupChunk is how many groups a goroutine takes at a time: enough that lanes are full.
const GroupChunk = 8

// Groups inspects groups, and keys in them, side by side. Errors are as in Numbers.
func (i Inspector) Groups(ctx context.Context, keys []Key) ([]Finding, error) {
	findings := make([]Finding, len(keys))
	err := i.inChunks(ctx, len(keys), GroupChunk, func(ctx context.Context, from, to, workers int) error {
		return i.groupChunk(ctx, findings[from:to], keys[from:to], workers)
	})
	if err != nil {
		return nil, err
	}
	return findings, nil
}

// groupChunk inspects some groups with so many workers.
func (i Inspector) groupChunk(ctx context.Context, findings []Finding, keys []Key, workers int) error {
	groups := make([]dhgroup.Group, len(keys))
	for k, key := range keys {
		groups[k] = key.Group
	}
	verdicts, faults, err := dhgroup.ValidateAll(ctx, groups, i.policy(), i.Kernel, workers)
	if err != nil {
		return err
	}
	for k, key := range keys {
		var bad *dhgroup.UnsoundError
		errors.As(faults[k], &bad)
		findings[k] = i.ofGroup(key, verdicts[k], bad)
	}
	return nil
}

// ofGroup makes a finding of a verdict, and of what is wrong, nil where nothing is.
func (i Inspector) ofGroup(key Key, v dhgroup.Verdict, bad *dhgroup.UnsoundError) Finding {
	g := key.Group
	f := Finding{Kind: KindGroup, Policy: i.policy().String()}
	if g.P != nil {
		f.Bits = g.P.BitLen()
	}
	f.structure(v)
	if g.P != nil && g.P.Sign() > 0 {
		f.describe(g.P, g.G)
	}
	reason := contradiction(key.Entry, v)
	switch {
	case bad != nil:
		reason = bad.Reason
	case reason == "" && key.Public != nil:
		reason = misplaced(key.Public, g.P, v)
	}
	if reason != "" {
		f.Reason, f.Proven = reason, true
		if f.FoundP == "prime" && !f.Safe {
			f.remark(smoothness(g.P))
		}
		return f
	}
	f.Sound, f.Proven = true, v.P.Proven && v.Q.Proven
	f.Log2Error = max(v.P.Log2Error, v.Q.Log2Error)
	i.Levels.weigh(&f, g)
	if v.Order == dhgroup.Order2Q {
		f.remark("the generator has the order 2q: the Legendre symbol of a public value shows whether the private one is even")
	}
	if e := key.Entry; e.Format == dhgroup.Moduli && e.Screening.Trials < usualTrials {
		f.remark(fmt.Sprintf("the line says that its prime passed fewer than %d trials: sshd takes it, and paramiko does not", usualTrials))
	}
	if v.Grown != nil {
		f.remark(v.Grown.String())
	}
	return f
}

// usualTrials is how many trials ssh-keygen writes into a line of moduli, and paramiko 2.12
// wants.
const usualTrials = 100

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
	if e.Format == dhgroup.Moduli && e.Screening.Trials == 0 && v.P.Prime {
		return "form: the line says that its prime passed no trials, and sshd refuses it"
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
	add := func(format string, args ...any) { reasons = append(reasons, fmt.Sprintf(format, args...)) }
	if f.Bits < l.Bits {
		add("%d bits, want %d or more", f.Bits, l.Bits)
	}
	if g.PrivateBits > 0 && g.PrivateBits < 2*field {
		add("private values of %d bits (privateValueLength), want twice the strength of the prime, %d, or more", g.PrivateBits, 2*field)
	}
	switch {
	case !f.Safe && dhgroup.SubgroupStrength(f.BitsQ) < l.Strength:
		add("q of %d bits, want %d or more", f.BitsQ, 2*l.Strength)
	case field < l.Strength:
		add("%d bits of strength, want %d or more", field, l.Strength)
	}
	if f.Published != "" && f.Bits <= sharedBits {
		add("one precomputation serves against all who share this prime")
	}
	f.weak(reasons)
}

// misplaced says what is wrong with the public value of a key in a group, or "": it has to
// be in the subgroup and must not be 1 or -1 (NIST SP 800-56A, section 5.6.2.3.1). Where the
// generator of a safe prime's group has the order 2q it may be any other number.
func misplaced(y, p *big.Int, v dhgroup.Verdict) string {
	one := big.NewInt(1)
	if y.Cmp(one) <= 0 || y.Cmp(new(big.Int).Sub(p, one)) >= 0 {
		return "the public value is not from 2 to p-2"
	}
	outside := v.Order == dhgroup.OrderQ && v.Safe && big.Jacobi(y, p) != 1
	if !v.Safe {
		outside = new(big.Int).Exp(y, v.Subgroup, p).Cmp(one) != 0
	}
	if outside {
		return "the public value is not in the subgroup of order q"
	}
	return ""
}
