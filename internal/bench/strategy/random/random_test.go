package random

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/big"
	"runtime"
	"strings"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/strategytest"
	"primebench/internal/mt19937"
	"primebench/internal/rng"
	"primebench/results"
)

func TestConformance(t *testing.T) {
	for _, s := range All() {
		t.Run(s.Name(), func(t *testing.T) {
			if err := s.Check(strategy.Task{Kind: strategy.Random, Bits: 64, Workers: 1}); errors.Is(err, strategy.ErrNoSystemCall) && runtime.GOOS != "linux" {
				t.Skip(err)
			}
			strategytest.Run(t, s, strategy.Task{Kind: strategy.Random, Bits: 64}, strategy.Task{Kind: strategy.Random, Bits: 2047})
		})
	}
}

func TestCheck(t *testing.T) {
	for _, s := range All() {
		for _, test := range []struct {
			task strategy.Task
			want string
		}{
			{strategy.Task{Kind: strategy.Prime, Bits: 512, Workers: 1}, "searches for no prime"},
			{strategy.Task{Kind: strategy.Safe, Bits: 512, Workers: 1}, "searches for no safe"},
			{strategy.Task{Kind: strategy.Random, Bits: strategy.MinBits - 1, Workers: 1}, "63 bits, want 64 to 16384"},
			{strategy.Task{Kind: strategy.Random, Bits: strategy.MaxBits + 1, Workers: 1}, "16385 bits"},
		} {
			err := s.Check(test.task)
			if !errors.Is(err, strategy.ErrUnsupported) || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), s.Name()+": ") {
				t.Errorf("%s: %v, want %q", s.Name(), err, test.want)
			}
		}
	}
}

// opened makes the generator of a strategy's first worker.
func opened(t *testing.T, name string, seed rng.Seed) generator {
	t.Helper()
	for _, s := range All() {
		if s.Name() == name {
			return s.(Strategy).open(seed)
		}
	}
	t.Fatalf("no strategy %s", name)
	return nil
}

// TestSeeded: the plain generators give the same for the same seed and something
// else for another one, whatever the operation.
func TestSeeded(t *testing.T) {
	for _, name := range []string{"chacha8", "pcg", "mt19937"} {
		drawn := func(seed rng.Seed) string {
			d := newDrawer(opened(t, name, seed), 130)
			var all strings.Builder
			for range 3 {
				if err := d.drawCandidate(); err != nil {
					t.Fatal(err)
				}
				below, err := d.below(1 << 40)
				if err != nil {
					t.Fatal(err)
				}
				token, err := d.token(16)
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintln(&all, d.candidate, below, token)
			}
			return all.String()
		}
		if first := drawn(rng.Seed{1}); first != drawn(rng.Seed{1}) || first == drawn(rng.Seed{2}) {
			t.Errorf("%s does not follow its seed", name)
		}
	}
}

// TestWorkersDiffer: each has a generator of its own.
func TestWorkersDiffer(t *testing.T) {
	for _, s := range All() {
		made, err := s.New(strategy.Task{Kind: strategy.Random, Bits: 128, Workers: 2})
		if errors.Is(err, strategy.ErrNoSystemCall) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		r, ok := made.(*runner)
		if p, giveaway := made.(predictable); giveaway {
			r, ok = p.runner, true
		}
		if !ok {
			t.Fatalf("%T", made)
		}
		a, b := r.drawers[0], r.drawers[1]
		if err := errors.Join(a.fill(a.bytes), b.fill(b.bytes)); err != nil || bytes.Equal(a.bytes, b.bytes) {
			t.Errorf("%s: both workers draw %x: %v", s.Name(), a.bytes, err)
		}
	}
}

// TestCandidates: of exactly the size, odd, the two top bits set, and every other
// bit sometimes set and sometimes not.
func TestCandidates(t *testing.T) {
	for _, bits := range []int{64, 65, 71, 72, 1023} {
		d := newDrawer(opened(t, "pcg", rng.Seed{7}), bits)
		ones, zeros := new(big.Int), new(big.Int)
		for range 60 {
			if err := d.drawCandidate(); err != nil {
				t.Fatal(err)
			}
			n := d.candidate
			if n.BitLen() != bits || n.Bit(0) != 1 || n.Bit(bits-2) != 1 {
				t.Fatalf("%d bits: %x", bits, n)
			}
			ones.Or(ones, n)
			zeros.Or(zeros, new(big.Int).Not(n))
		}
		free := new(big.Int).Lsh(big.NewInt(1), uint(bits-2))
		free.Sub(free, big.NewInt(2)) // bits 1 to bits-3
		for i := range bits {
			if free.Bit(i) == 1 && (ones.Bit(i) == 0 || zeros.Bit(i) == 0) {
				t.Errorf("%d bits: bit %d is the same in 60 candidates", bits, i)
			}
		}
	}
}

// A scripted source gives the words that it is told to.
type scripted struct{ words []uint64 }

func (s *scripted) word() (uint64, error) {
	if len(s.words) == 0 {
		return 0, errSource
	}
	w := s.words[0]
	s.words = s.words[1:]
	return w, nil
}

func (s *scripted) fill([]byte) error { return errSource }

var errSource = errors.New("the source is dry")

// TestBelow: of each 2^64 words, as many lead to each result, and the others are
// drawn again. With n = 3·2^62 a quarter of them is: those whose product has a low
// half below 2^64 mod n = 2^62.
func TestBelow(t *testing.T) {
	const n = 3 << 62
	for _, test := range []struct {
		words []uint64
		want  uint64
		left  int
	}{
		{[]uint64{1}, 0, 0},                        // n = 0·2^64 + 3·2^62: fair
		{[]uint64{0, 1}, 0, 0},                     // a low half of 0 is unfair
		{[]uint64{4, 8, 1<<63 + 1, 9}, 3 << 61, 1}, // 4n and 8n as well
	} {
		d := &drawing{source: &scripted{test.words}}
		got, err := d.below(n)
		if left := len(d.source.(*scripted).words); err != nil || got != test.want || left != test.left {
			t.Errorf("below(3·2^62) from %v is %d with %d words left, %v, want %d with %d", test.words, got, left, err, test.want, test.left)
		}
	}
	d := &drawing{source: &scripted{[]uint64{1<<63 + 1, 0, 1<<64 - 1}}}
	for _, want := range []uint64{50, 99} { // the word 0 is unfair
		if got, err := d.below(100); err != nil || got != want {
			t.Errorf("below(100) is %d, %v, want %d", got, err, want)
		}
	}
}

// TestFailingSource: an entropy source that fails is an error of every operation,
// and nothing that was drawn is left to be taken for a value.
func TestFailingSource(t *testing.T) {
	for name, call := range map[string]func([]byte) (int, error){
		"the system has none": func([]byte) (int, error) { return 0, errSource },
		"no bytes":            func([]byte) (int, error) { return 0, nil },
		"negative":            func([]byte) (int, error) { return -1, nil },
		"too many":            func(p []byte) (int, error) { return len(p) + 1, nil },
		"fails half way": func(p []byte) (int, error) {
			if len(p) > 4 {
				return len(p) - 4, nil
			}
			return 0, errSource
		},
	} {
		r := &runner{strategy: Strategy{name: "getrandom"}, drawers: []*drawer{newDrawer(&drawing{source: &getrandom{call: call}}, 128)}}
		for _, op := range r.Operations() {
			if _, err := op.Run(t.Context(), 1); !errors.Is(err, errSource) && !errors.Is(err, errLength) || !strings.HasPrefix(err.Error(), "getrandom: ") {
				t.Errorf("%s: %s: %v", name, op.Name, err)
			}
		}
		if d := r.drawers[0]; d.candidate != nil || d.text != "" || d.number != 0 {
			t.Errorf("%s: drew %v, %q, %d", name, d.candidate, d.text, d.number)
		}
	}
}

// TestShortCalls: what a call leaves out is asked for again.
func TestShortCalls(t *testing.T) {
	next := byte(0)
	g := &getrandom{call: func(p []byte) (int, error) {
		p[0] = next
		next++
		return 1, nil
	}}
	got := make([]byte, 9)
	if err := g.fill(got); err != nil || !bytes.Equal(got, []byte{0, 1, 2, 3, 4, 5, 6, 7, 8}) {
		t.Errorf("%v, %v", got, err)
	}
}

// TestTwister holds bytes and words to the outputs of the published generator.
func TestTwister(t *testing.T) {
	same, other := mt19937.New(5489), mt19937.New(5489)
	got := make([]byte, 6)
	if err := (&twister{same}).fill(got); err != nil {
		t.Fatal(err)
	}
	a, b := other.Uint32(), other.Uint32()
	want := []byte{byte(a), byte(a >> 8), byte(a >> 16), byte(a >> 24), byte(b), byte(b >> 8)}
	word, err := (&twister{same}).word()
	low, high := other.Uint32(), other.Uint32()
	if !bytes.Equal(got, want) || err != nil || word != uint64(high)<<32|uint64(low) {
		t.Errorf("bytes %x, want %x; word %x, want %x%08x", got, want, word, high, low)
	}
}

// TestPredict: whatever the seed, what follows is told, and of no other strategy is
// anything claimed.
func TestPredict(t *testing.T) {
	for _, s := range All() {
		for seed := range byte(5) {
			runner, err := s.New(strategy.Task{Kind: strategy.Random, Bits: 64, Workers: 1, Seed: rng.Seed{seed}})
			if errors.Is(err, strategy.ErrNoSystemCall) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			g, ok := runner.(strategy.Giveaway)
			if ok != (s.Name() == "mt19937") {
				t.Fatalf("%s gives itself away: %v", s.Name(), ok)
			}
			if !ok {
				continue
			}
			p, err := g.Predict()
			if err != nil || p.Observed != 624 || len(p.Predicted) != foretold || fmt.Sprint(p.Predicted) != fmt.Sprint(p.Drawn) {
				t.Errorf("seed %d: %+v, %v", seed, p, err)
			}
		}
	}
}

func Example() {
	twister := All()[4]
	runner, err := twister.New(strategy.Task{Kind: strategy.Random, Bits: 2048, Workers: 1, Seed: rng.Seed{1}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, op := range runner.Operations() {
		done, err := op.Run(context.Background(), 1)
		fmt.Println(op.Name, results.Sizeless(op.Name), done >= 1, err)
	}
	p, err := runner.(strategy.Giveaway).Predict()
	fmt.Println(p.Observed, p.Predicted[0] == p.Drawn[0], err)
	// Output:
	// bytes false true <nil>
	// candidate false true <nil>
	// below true true <nil>
	// choice true true <nil>
	// token-16 true true <nil>
	// token-32 true true <nil>
	// 624 true <nil>
}
