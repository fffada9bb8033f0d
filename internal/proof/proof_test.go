package proof

import (
	"bytes"
	"context"
	"errors"
	"math/big"
	"reflect"
	"strings"
	"testing"

	"primebench/internal/rng"
)

// Primes of all sizes are found with a proof that holds and that is read as it was
// written; the same seed gives the same one.
func TestFind(t *testing.T) {
	for _, bits := range []int{16, 17, 31, 32, 33, 34, 64, 65, 100, 128, 257, 512, 1024} {
		p, err := Find(t.Context(), bits, rng.Seed{byte(bits), 1}, "")
		if err != nil {
			t.Fatal(err)
		}
		n := p.Prime()
		if n.BitLen() != bits || n.Bit(bits-2) != 1 || !n.ProbablyPrime(20) {
			t.Errorf("%d bits: %x", bits, n)
		}
		if err := p.Check(t.Context()); err != nil {
			t.Errorf("%d bits: %v", bits, err)
		}
		var text bytes.Buffer
		if err := p.Write(&text); err != nil {
			t.Fatal(err)
		}
		if read, err := Read(&text, MaxBits); err != nil || !reflect.DeepEqual(read, p) {
			t.Errorf("%d bits: read %v, %v, written %v", bits, read, err, p)
		}
		again, err := Find(t.Context(), bits, rng.Seed{byte(bits), 1}, "generic")
		if err != nil || again.Prime().Cmp(n) != 0 {
			t.Errorf("%d bits: the same seed gave %x, %v, at first %x", bits, again, err, n)
		}
		other, err := Find(t.Context(), bits, rng.Seed{byte(bits), 2}, "")
		if err != nil || bits > 20 && other.Prime().Cmp(n) == 0 {
			t.Errorf("%d bits: another seed gave the same prime, %v", bits, err)
		}
	}
}

func TestFindRefusesAndStops(t *testing.T) {
	for _, bits := range []int{-1, 0, 15, MaxBits + 1} {
		if _, err := Find(t.Context(), bits, rng.Seed{1}, ""); err == nil {
			t.Errorf("%d bits: found", bits)
		}
	}
	if _, err := Find(t.Context(), 64, rng.Seed{1}, "abacus"); err == nil {
		t.Error("found by an unknown kernel")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Find(ctx, 2048, rng.Seed{1}, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// Whatever is changed in a proof makes it invalid.
func TestCheckRefuses(t *testing.T) {
	whole, err := Find(t.Context(), 200, rng.Seed{3}, "")
	if err != nil {
		t.Fatal(err)
	}
	clone := func() Proof { return Proof{append([]Step(nil), whole.Steps...)} }
	last := len(whole.Steps) - 1
	plus := func(n *big.Int, d int64) *big.Int { return new(big.Int).Add(n, big.NewInt(d)) }
	for name, spoil := range map[string]func(*Proof){
		"no step":            func(p *Proof) { p.Steps = nil },
		"a step left out":    func(p *Proof) { p.Steps = append(p.Steps[:1], p.Steps[2:]...) },
		"first left out":     func(p *Proof) { p.Steps = p.Steps[1:] },
		"first composite":    func(p *Proof) { p.Steps[0].N = big.NewInt(1 << 31 * 2) },
		"first one":          func(p *Proof) { p.Steps[0].N = big.NewInt(1) },
		"first zero":         func(p *Proof) { p.Steps[0].N = big.NewInt(0) },
		"first missing":      func(p *Proof) { p.Steps[0].N = nil },
		"another number":     func(p *Proof) { p.Steps[last].N = plus(p.Steps[last].N, 2) },
		"a composite":        func(p *Proof) { p.Steps[last].N = plus(p.Steps[last].N, 2*p.Steps[0].N.Int64()) },
		"the same twice":     func(p *Proof) { p.Steps = append(p.Steps, p.Steps[last]) },
		"no base":            func(p *Proof) { p.Steps[last].A = nil },
		"base 1":             func(p *Proof) { p.Steps[last].A = big.NewInt(1) },
		"base n - 1":         func(p *Proof) { p.Steps[last].A = plus(p.Steps[last].N, -1) },
		"base n":             func(p *Proof) { p.Steps[last].A = p.Steps[last].N },
		"a base that is 1^q": func(p *Proof) { p.Steps[1].A = new(big.Int).Exp(big.NewInt(2), p.Steps[0].N, p.Steps[1].N) },
		"steps without end":  func(p *Proof) { p.Steps = make([]Step, MaxSteps+1) },
		"negative":           func(p *Proof) { p.Steps[last].N = new(big.Int).Neg(p.Steps[last].N) },
		"a number too large": func(p *Proof) { p.Steps[last].N = new(big.Int).Lsh(big.NewInt(1), MaxBits) },
	} {
		p := clone()
		spoil(&p)
		if err := p.Check(t.Context()); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
	if err := whole.Check(t.Context()); err != nil {
		t.Errorf("the whole proof: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := whole.Check(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	var text bytes.Buffer
	if err := whole.Write(&text); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(&text, 199); !errors.Is(err, ErrInvalid) {
		t.Errorf("200 bits where 199 are the most: %v", err)
	}
}

// A composite has no proof: every step that claims one fails, for Carmichael
// numbers and for 2qk + 1 with the right q.
func TestNoProofOfComposites(t *testing.T) {
	q := big.NewInt(1009)
	for k := int64(1); k < 500; k++ {
		n := big.NewInt(2*1009*k + 1)
		for a := int64(2); a < 6; a++ {
			err := checkStep(q, Step{n, big.NewInt(a)})
			if err == nil && !n.ProbablyPrime(20) {
				t.Errorf("%v is proven by base %d", n, a)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	p, err := Find(f.Context(), 100, rng.Seed{4}, "")
	if err != nil {
		f.Fatal(err)
	}
	var text strings.Builder
	if err := p.Write(&text); err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(text.String()))
	f.Add([]byte(`{"format":"primebench proof 1","steps":[{"n":"7"},{"n":"1d","a":"2"}]}`))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Read(bytes.NewReader(data), MaxBits)
		if err != nil {
			return
		}
		if len(data) < 2000 && p.Check(t.Context()) == nil && !p.Prime().ProbablyPrime(10) {
			t.Errorf("a proof of the composite %v", p.Prime())
		}
	})
}
