// Runs of known truth for the tests.

package analysis

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"primebench/results"
)

// A source is splitmix64 (G. L. Steele, D. Lea and C. H. Flood, OOPSLA 2014).
type source struct{ state uint64 }

func (s *source) next() uint64 {
	s.state += 0x9e3779b97f4a7c15
	z := s.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (s *source) uniform() float64 { return (float64(s.next()>>11) + 0.5) / (1 << 53) }

// noise is normal with mean 1 and standard deviation sd (Box and Muller).
func (s *source) noise(sd float64) float64 {
	return 1 + sd*math.Sqrt(-2*math.Log(s.uniform()))*math.Cos(2*math.Pi*s.uniform())
}

func (s *source) geometric(mean float64) int64 {
	return int64(math.Max(1, math.Ceil(math.Log(s.uniform())/math.Log1p(-1/mean))))
}

// A builder puts a run together.
type builder struct {
	run  results.Run
	luck source
}

func newBuilder(seed uint64) *builder {
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	return &builder{
		run: results.Run{
			Header:  results.Header{Schema: 1, Program: "primebench", Start: start, Host: results.Host{PhysicalCores: 8}},
			Closing: &results.Closing{Reason: results.ReasonDone, End: start.Add(time.Minute), ElapsedNS: 6e10},
		},
		luck: source{seed},
	}
}

// cell adds a cell and returns its ID.
func (b *builder) cell(c results.Cell) int {
	c.ID = len(b.run.Header.Cells)
	if c.Workers == 0 {
		c.Workers = 1
	}
	c.Seeded = true
	b.run.Header.Cells = append(b.run.Header.Cells, c)
	return c.ID
}

func (b *builder) sample(s results.Sample) {
	if s.Count == 0 {
		s.Count = 1
	}
	b.run.Samples = append(b.run.Samples, s)
}

// searches adds whole searches of a geometric number of tests, each of which
// takes test seconds but for 3 % of noise a search, and accept seconds at the
// end. Half of the time of a test is the sieve's.
func (b *builder) searches(cell, n int, expected, test, accept float64) {
	for range n {
		m := b.luck.geometric(expected)
		work := float64(m) * test * b.luck.noise(0.03) * 1e9
		b.sample(results.Sample{
			Cell: cell, Op: results.OpSearch, WallNS: int64(work + accept*1e9), CPUNS: int64(work + accept*1e9),
			Candidates: 10 * m, Survivors: m, Tests: m, Primes: 1,
			Phases: results.Phases{SieveNS: int64(work / 2), TestNS: int64(work / 2), AcceptNS: int64(accept * 1e9)},
		})
	}
}

// costs adds samples of an operation: 100 repetitions each.
func (b *builder) costs(cell int, op string, each ...float64) {
	for _, seconds := range each {
		ns := int64(seconds * 100 * 1e9)
		b.sample(results.Sample{Cell: cell, Op: op, Count: 100, WallNS: ns, CPUNS: ns})
	}
}

func (b *builder) replays(cell int, each ...float64) {
	for _, seconds := range each {
		b.sample(results.Sample{Cell: cell, Op: results.OpReplay, WallNS: int64(seconds * 1e9), CPUNS: int64(seconds * 1e9), Primes: 1})
	}
}

func (b *builder) modelled(cell int, why string) {
	b.run.Notes = append(b.run.Notes, results.Note{Cell: cell, Code: results.NoteModelled, Text: why})
}

func (b *builder) analyse(t testing.TB) *Analysis {
	t.Helper()
	a, err := Analyse(&b.run)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, a)
	return a
}

var parts = []results.Operation{{Name: "sieve", PerSearch: 20}, {Name: "test", PerSearch: 400}, {Name: "accept", PerSearch: 1}}

func search(kind, strategy string, bits int, expected float64) results.Cell {
	return results.Cell{
		Kind: kind, Strategy: strategy, Bits: bits, Mode: results.ModeSearch, Policy: policy("mr20+lucas"),
		Expected: results.Work{Candidates: 10 * expected, Survivors: expected}, Operations: parts,
	}
}

func policy(name string) results.Policy {
	p := results.Policy{Name: name, Lucas: strings.HasSuffix(name, "+lucas"), Log2Error: -128}
	fmt.Sscanf(name, "mr%d", &p.Rounds)
	return p
}

// sound fails when a number in the analysis is NaN or infinite, an interval out
// of order, an estimate without unit or method, or shares do not add up.
func sound(t testing.TB, a *Analysis) {
	t.Helper()
	walk(t, "analysis", reflect.ValueOf(a))
	for _, c := range a.Cells {
		var total float64
		for _, p := range c.Phases {
			if p.Share < 0 || p.Seconds < 0 {
				t.Errorf("cell %d: phase %+v", c.ID, p)
			}
			total += p.Share
		}
		if len(c.Phases) > 0 && math.Abs(total-1) > 1e-9 {
			t.Errorf("cell %d: shares add up to %v", c.ID, total)
		}
		if (c.Time == nil) != (c.Rate == nil) && c.Time.Low > 1e-300 {
			t.Errorf("cell %d: time %v, rate %v", c.ID, c.Time, c.Rate)
		}
	}
}

func walk(t testing.TB, at string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Float64:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			t.Errorf("%s is %v", at, f)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			walk(t, at, v.Elem())
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			walk(t, fmt.Sprintf("%s[%d]", at, i), v.Index(i))
		}
	case reflect.Struct:
		if e, ok := v.Interface().(Estimate); ok {
			inOrder(t, at, e)
		}
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			walk(t, at+"."+v.Type().Field(i).Name, v.Field(i))
		}
	}
}

func inOrder(t testing.TB, at string, e Estimate) {
	t.Helper()
	if e.Low > e.Value || e.Value > e.High || e.Unit == "" || e.Method == "" || e.N < 1 || e.Better == Nor && e.Unit != unitNone ||
		e.Need > 0 && e.Low != e.High {
		t.Errorf("%s is %+v", at, e)
	}
}

// near fails unless got is want to the relative tolerance.
func near(t testing.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Abs(want)) {
		t.Errorf("%s = %.9g, want %.9g", what, got, want)
	}
}

// warned fails unless a warning of the cell holds all the words.
func warned(t testing.TB, a *Analysis, cell int, words ...string) {
	t.Helper()
	for _, w := range a.Warnings {
		if w.Cell == cell && holdsAll(w.Text, words) {
			return
		}
	}
	t.Errorf("no warning of cell %d with %q in %+v", cell, words, a.Warnings)
}

func holdsAll(text string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

func unwarned(t testing.TB, a *Analysis) {
	t.Helper()
	if len(a.Warnings) > 0 {
		t.Errorf("warnings %+v, want none", a.Warnings)
	}
}
