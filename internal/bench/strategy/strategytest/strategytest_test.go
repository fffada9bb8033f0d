// A suite that cannot fail is none: strategies that lie are caught.

package strategytest

import (
	"context"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"primebench/engine"
	"primebench/internal/bench/strategy"
	"primebench/millerrabin"
	"primebench/results"
)

// honest is a slow strategy that does what it says; each lie changes one thing.
type honest struct{ lie string }

func (honest) Name() string  { return "honest" }
func (honest) About() string { return "for tests" }
func (h honest) Check(t strategy.Task) error {
	if h.lie == "kind" {
		return nil
	}
	return strategy.CheckSearched("honest", t)
}
func (h honest) New(t strategy.Task) (strategy.Runner, error) {
	return &slow{t, h.lie}, h.Check(t)
}

type slow struct {
	task strategy.Task
	lie  string
}

func (s *slow) Facts() strategy.Facts {
	f := strategy.Facts{
		Policy: millerrabin.Policy{Rounds: 20, Lucas: true}, Seeded: true, Searches: true, Replays: true,
		Expected: results.Work{Candidates: 554, Survivors: 554}, // ln p ln q / (2 C2) at 40 bits
	}
	switch s.lie {
	case "policy":
		f.Policy = millerrabin.Policy{}
	case "no search":
		f.NoSearch = "there is one"
	case "expectation":
		f.Expected.Survivors = 600
	}
	return f
}

func (s *slow) Search(ctx context.Context, n uint64) (strategy.Outcome, error) {
	bits := s.task.Bits
	if s.lie == "size" {
		bits++
	}
	stream := s.task.Seed.Stream(n)
	if s.lie == "workers" {
		stream = s.task.Seed.Stream(n + uint64(s.task.Workers))
	}
	if s.lie == "number" {
		stream = s.task.Seed.Stream(0)
	}
	buf := make([]byte, (bits+7)/8)
	for tries := int64(1); ; tries++ {
		if err := ctx.Err(); err != nil && s.lie != "cancel" {
			return strategy.Outcome{}, err
		}
		stream.Read(buf)
		p := new(big.Int).SetBytes(buf)
		p.Rsh(p, uint(8*len(buf)-bits))
		p.SetBit(p, bits-1, 1)
		p.SetBit(p, 0, 1)
		s.task.Meter.AddTests(1)
		if s.lie != "prime" && !p.ProbablyPrime(20) ||
			s.lie != "safe" && s.task.Kind == strategy.Safe && !new(big.Int).Rsh(p, 1).ProbablyPrime(20) && bits < 1000 {
			if bits < 1000 || s.lie != "cancel" {
				continue
			}
		}
		k := engine.Counters{Candidates: tries, Survivors: tries, Tests: tries, Primes: 1}
		if s.lie == "counters" {
			k.Survivors++
		}
		return strategy.Outcome{Found: p, Counters: k}, nil
	}
}

// Stream does one search after another.
func (s *slow) Stream(ctx context.Context, n uint64, count int64) (strategy.Finds, error) {
	var finds strategy.Finds
	if s.lie == "same stream" {
		n = 0
	}
	first := n * uint64(count)
	if s.lie == "short stream" {
		count--
	}
	for i := range uint64(count) {
		outcome, err := s.Search(ctx, first+i)
		if err != nil {
			return finds, err
		}
		finds.Found = append(finds.Found, outcome.Found)
		finds.Counters.Candidates += outcome.Counters.Candidates
		finds.Counters.Survivors += outcome.Counters.Survivors
		finds.Counters.Tests += outcome.Counters.Tests
		finds.Counters.Primes++
	}
	return finds, nil
}

// Slice does one search after another until the limit, and the last one to its end.
func (s *slow) Slice(ctx context.Context, limit time.Duration) (strategy.Finds, error) {
	var finds strategy.Finds
	began := time.Now()
	for n := uint64(began.UnixNano()); ; n++ { // nobody asks for the same slice twice
		outcome, err := s.Search(ctx, n)
		if err != nil {
			return finds, err
		}
		finds.Found = append(finds.Found, outcome.Found)
		finds.Counters.Candidates += outcome.Counters.Candidates
		finds.Counters.Survivors += outcome.Counters.Survivors
		finds.Counters.Tests += outcome.Counters.Tests
		finds.Counters.Primes++
		if time.Since(began) >= limit || s.lie == "cancel" {
			break
		}
	}
	k := &finds.Counters
	switch s.lie {
	case "empty slice":
		finds = strategy.Finds{}
	case "long slice":
		k.Candidates, k.Survivors, k.Tests = 50*k.Candidates, 50*k.Survivors, 50*k.Tests
	case "acceptance":
		finds.Phases.Accept = 1
	}
	return finds, nil
}

func (s *slow) Operations() []strategy.Operation {
	what := results.Operation{Name: "nothing", PerSearch: 1}
	switch s.lie {
	case "use":
		what = results.Operation{PerSearch: 1, Step: results.StepKeygen, Short: true, AtOnce: 1}.Named()
	case "name":
		what = results.Operation{Name: "keygen", Step: results.StepKeygen, Short: true, AtOnce: 1}
	case "idle":
		what.PerSearch = 0
	}
	return []strategy.Operation{{
		Operation: what,
		Run: func(ctx context.Context, times int64) (int64, error) {
			if s.lie == "operation" {
				times--
			}
			return times, ctx.Err()
		},
	}}
}

func (s *slow) Replay(ctx context.Context, list []*big.Int) (strategy.Outcome, error) {
	if err := ctx.Err(); err != nil {
		return strategy.Outcome{}, err
	}
	for i, p := range list {
		if p.ProbablyPrime(20) && (s.task.Kind == strategy.Prime || new(big.Int).Rsh(p, 1).ProbablyPrime(20)) || s.lie == "replay" {
			k := engine.Counters{Candidates: int64(i) + 1, Survivors: int64(i) + 1, Tests: int64(i) + 1, Primes: 1}
			return strategy.Outcome{Found: p, Counters: k}, nil
		}
	}
	return strategy.Outcome{}, fmt.Errorf("none")
}

func TestSuiteFindsLies(t *testing.T) {
	tests := []struct{ lie, want string }{
		{"", ""},
		{"policy", "policy"},
		{"expectation", "expects"},
		{"no search", "although there is one"},
		{"no search", "times a search that there is not"},
		{"size", "bits, want"},
		{"prime", "is composite"},
		{"safe", "not safe"},
		{"workers", "with 2 workers: found"},
		{"number", "different numbers"},
		{"counters", "without a sieve"},
		{"cancel", "under a cancelled context"},
		{"operation", "done 0 times of 1"},
		{"use", `1 a search, and its step is "keygen"`},
		{"idle", `0 a search, and its step is ""`},
		{"name", `another name than "keygen-short"`},
		{"replay", "among composites"},
		{"short stream", "stream 0: 19 finds, want 20"},
		{"same stream", "20 different numbers in two streams"},
		{"workers", "stream 0 with 3 workers: found"},
		{"empty slice", "slice 0: 0 finds, counts"},
		{"long slice", "slice 0: the meter went up by"},
		{"long slice", "expected one in 554: z"},
		{"acceptance", "acceptance is apart from slices: false"},
		{"kind", "kind random: <nil>, want an error that wraps ErrUnsupported"},
	}
	for _, test := range tests {
		task := strategy.Task{Kind: strategy.Safe, Bits: 40}
		var all []string
		for _, err := range Check(t.Context(), honest{test.lie}, task) {
			all = append(all, err.Error())
		}
		got := strings.Join(all, "\n")
		if test.want == "" && got != "" || !strings.Contains(got, test.want) {
			t.Errorf("lie %q: the suite says %q, want %q", test.lie, got, test.want)
		}
	}
}
