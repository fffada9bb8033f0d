// Package inspect says what can be said of a number, a group or a proof from
// anywhere: whether it is sound, why not, how sure that is, and what is
// remarkable about it.
//
// A number is sound when it is prime, a group when dhgroup.Validate takes it, an RSA key
// when its numbers are what they must be, both where they reach the levels that are asked
// for, and a proof when it proves. What is remarkable
// does not make anything unsound: a published group, a prime of a special form for
// which the special number field sieve is faster, small factors of p - 1.
package inspect

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"primebench/dhgroup"
	"primebench/internal/proof"
	"primebench/millerrabin"
)

// Kinds of what is inspected.
const (
	KindNumber = "number"
	KindGroup  = "group"
	KindProof  = "proof"
	KindRSA    = "RSA key"
)

// A Finding is what was found out about one thing.
type Finding struct {
	Kind  string `json:"kind"`
	What  string `json:"what,omitempty"` // carries it, such as "certificate"; "" for bare groups and numbers
	Bits  int    `json:"bits"`
	Sound bool   `json:"sound"`
	// Weak says of what is not sound that it is well-formed, and below a level.
	Weak   bool   `json:"weak"`
	Reason string `json:"reason,omitempty"` // why it is not sound
	// Proves is the number that a proof is of, in decimal.
	Proves string `json:"proves,omitempty"`
	// Safe says that a prime p is a safe prime: (p-1)/2 is prime too.
	Safe bool `json:"safe"`
	// FoundP is what a group's p was found to be, "prime" or "composite", OriginQ from
	// where the order q is known, as dhgroup.Origin has it, with its size, and Order that
	// of the generator, "q", "2q" or "unknown". They are empty where the judgement ended
	// before.
	FoundP  string `json:"p_found,omitempty"`
	OriginQ string `json:"q_origin,omitempty"`
	BitsQ   int    `json:"q_bits,omitempty"`
	Order   string `json:"order,omitempty"`
	// E is the public exponent of an RSA key, and Private says that its primes were judged.
	E       string `json:"e,omitempty"`
	Private bool   `json:"private,omitempty"`
	// Strength estimates the work of the best known attack on a sound or a weak group in
	// bits of a symmetric key, after StrengthSource.
	Strength       int    `json:"strength,omitempty"`
	StrengthSource string `json:"strength_source,omitempty"`
	// Published is the name of the published group with this prime, and Source
	// where that stands; with another generator Published ends in "(prime)".
	Published string `json:"published,omitempty"`
	Source    string `json:"defined_in,omitempty"`
	Policy    string `json:"policy,omitempty"`
	// Proven says that the verdict is beyond doubt. Otherwise Log2Error bounds the
	// chance that a composite of any origin is called prime, as a power of two.
	Proven    bool     `json:"proven"`
	Log2Error float64  `json:"log2_error"`
	Remarks   []string `json:"remarks,omitempty"`
}

// An Inspector inspects. The zero value holds numbers to millerrabin.Untrusted, on
// one goroutine, by the machine's best kernel, and calls nothing weak. Workers share the
// rounds of what is too little for all of them.
type Inspector struct {
	Policy  millerrabin.Policy
	Levels  Levels
	Workers int
	Kernel  string
	// Factors has the small factors of p - 1 looked for, which takes longer than to judge a
	// small number.
	Factors bool
}

// ChunkSize is how many numbers a goroutine takes at a time: enough that lanes
// are full after trial division.
const ChunkSize = 256

// Numbers inspects numbers side by side, in the batched arithmetic. Numbers of more
// than millerrabin.MaxBits bits are an error that wraps millerrabin.ErrSize; other
// errors are the context's or about the policy or the kernel.
func (i Inspector) Numbers(ctx context.Context, numbers []*big.Int) ([]Finding, error) {
	return i.AppendNumbers(ctx, nil, numbers)
}

// AppendNumbers appends the findings of Numbers to others, whose memory serves again where
// a long list is inspected part by part. With an error it returns the others alone.
func (i Inspector) AppendNumbers(ctx context.Context, others []Finding, numbers []*big.Int) ([]Finding, error) {
	all := slices.Grow(others, len(numbers))[:len(others)+len(numbers)]
	findings := all[len(others):]
	err := i.inChunks(ctx, len(numbers), ChunkSize, func(ctx context.Context, from, to, workers int) error {
		return i.chunk(ctx, findings[from:to], numbers[from:to], workers)
	})
	if err != nil {
		return others, err
	}
	return all, nil
}

// inChunks calls inspect for chunks of n things, each on a goroutine, with the workers that
// a chunk may have for its own: one where there are as many chunks as workers.
func (i Inspector) inChunks(ctx context.Context, n, size int, inspect func(ctx context.Context, from, to, workers int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(1, i.Workers))
	chunks := (n + size - 1) / size
	for from := 0; from < n; from += size {
		group.Go(func() error { return inspect(ctx, from, min(from+size, n), max(1, i.Workers/chunks)) })
	}
	return group.Wait()
}

// chunk inspects some numbers, and the halves of those that are prime, with so many workers.
func (i Inspector) chunk(ctx context.Context, findings []Finding, numbers []*big.Int, workers int) error {
	largest := 1
	for _, n := range numbers {
		largest = max(largest, n.BitLen())
	}
	tester, err := millerrabin.NewTester(i.Kernel, largest)
	if err != nil {
		return err
	}
	verdicts, err := tester.VerifyTogether(ctx, numbers, i.policy(), workers)
	if err != nil {
		return err
	}
	var halves []*big.Int
	var primes []int
	for k, v := range verdicts {
		findings[k] = Finding{
			Kind: KindNumber, Bits: numbers[k].BitLen(), Sound: v.Prime, Reason: v.Reason,
			Policy: v.Policy.String(), Proven: v.Proven || !v.Prime, Log2Error: v.Log2Error,
		}
		if v.Prime && numbers[k].Cmp(big.NewInt(5)) >= 0 {
			halves, primes = append(halves, new(big.Int).Rsh(numbers[k], 1)), append(primes, k)
		}
	}
	if verdicts, err = tester.VerifyTogether(ctx, halves, i.policy(), workers); err != nil {
		return err
	}
	for h, k := range primes {
		findings[k].Safe = verdicts[h].Prime
		findings[k].describe(numbers[k], nil)
		if i.Factors && !findings[k].Safe {
			findings[k].remark(smoothness(numbers[k]))
		}
	}
	return nil
}

func (i Inspector) policy() millerrabin.Policy {
	if i.Policy.IsZero() {
		return millerrabin.Untrusted
	}
	return i.Policy
}

// Proof inspects a proof, which has to be of a number where that is not nil. Its error is
// the context's.
func (i Inspector) Proof(ctx context.Context, p proof.Proof, of *big.Int) (Finding, error) {
	f := Finding{Kind: KindProof, Proven: true}
	switch err := p.Check(ctx); {
	case errors.Is(err, proof.ErrInvalid):
		f.Reason = err.Error()
		return f, nil
	case err != nil:
		return Finding{}, err
	}
	f.Bits, f.Proves = p.Prime().BitLen(), p.Prime().String()
	if of != nil && of.Cmp(p.Prime()) != 0 {
		f.Reason = fmt.Sprintf("it proves another number than the one beside it, %s", f.Proves)
		return f, nil
	}
	f.Sound = true
	f.remark(fmt.Sprintf("a chain of %d numbers proves %s", len(p.Steps), f.Proves))
	return f, nil
}

// describe names the published group and the special form of a prime.
func (f *Finding) describe(p, g *big.Int) {
	known, match := dhgroup.Identify(p, g)
	if match != dhgroup.NoMatch {
		f.Published, f.Source = known.Name, known.Source
		if match == dhgroup.MatchPrime && g != nil {
			f.Published += " (prime)"
		}
	}
	f.remark(special(p))
}

func (f *Finding) remark(text string) {
	if text != "" {
		f.Remarks = append(f.Remarks, text)
	}
}

// Certainty says in words how sure the finding is.
func (f Finding) Certainty() string {
	switch {
	case f.Proven:
		return "certain"
	case f.Log2Error == 0:
		return "no bound is known"
	}
	return fmt.Sprintf("error below 2^%.0f", math.Ceil(f.Log2Error))
}

// Sentence puts a finding into a line of words.
func (f Finding) Sentence() string {
	if f.What != "" {
		what := f.What
		f.What = ""
		return what + ": " + f.Sentence()
	}
	switch {
	case f.Weak:
		return strings.Join(append([]string{"weak: " + f.Reason}, f.parts()...), "; ")
	case !f.Sound && f.Kind == KindNumber:
		return fmt.Sprintf("not prime: %s (%d bits)", f.Reason, f.Bits)
	case !f.Sound:
		return "not sound: " + f.Reason
	}
	return strings.Join(f.parts(), "; ")
}

// parts are what there is to say of what is sound, or weak.
func (f Finding) parts() []string {
	parts := []string{fmt.Sprintf("prime of %d bits", f.Bits)}
	quality := "sound "
	if f.Weak {
		quality = ""
	}
	switch f.Kind {
	case KindGroup:
		parts[0] = fmt.Sprintf("%sgroup of %d bits, generator of order %s", quality, f.Bits, f.Order)
	case KindProof:
		parts[0] = fmt.Sprintf("proven prime of %d bits", f.Bits)
	case KindRSA:
		parts[0] = fmt.Sprintf("%sRSA key of %d bits, e = %s", quality, f.Bits, f.E)
	}
	if f.Safe {
		parts = append(parts, "safe prime")
	}
	if f.Published != "" {
		parts = append(parts, f.Published+" of "+f.Source)
	}
	if f.Strength > 0 {
		parts = append(parts, fmt.Sprintf("%d bits of strength", f.Strength))
	}
	if f.Kind == KindRSA && !f.Private {
		return append(parts, "its primes are not in the file")
	}
	if f.Policy != "" {
		parts = append(parts, f.Policy)
	}
	return append(parts, f.Certainty())
}
