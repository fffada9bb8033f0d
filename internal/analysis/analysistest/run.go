// Package analysistest makes runs of known truth for the tests of whatever judges
// runs.
package analysistest

import (
	"fmt"
	"math"
	"strings"
	"time"

	"primebench/results"
)

// A Source is splitmix64 (G. L. Steele, D. Lea and C. H. Flood, OOPSLA 2014).
type Source struct{ State uint64 }

func (s *Source) Next() uint64 {
	s.State += 0x9e3779b97f4a7c15
	z := s.State
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (s *Source) Uniform() float64 { return (float64(s.Next()>>11) + 0.5) / (1 << 53) }

// Noise is normal with mean 1 and standard deviation sd (Box and Muller).
func (s *Source) Noise(sd float64) float64 {
	return 1 + sd*math.Sqrt(-2*math.Log(s.Uniform()))*math.Cos(2*math.Pi*s.Uniform())
}

func (s *Source) Geometric(mean float64) int64 {
	return int64(math.Max(1, math.Ceil(math.Log(s.Uniform())/math.Log1p(-1/mean))))
}

// A Builder puts a run together.
type Builder struct {
	Run  results.Run
	Luck Source
}

func NewBuilder(seed uint64) *Builder {
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	return &Builder{
		Run: results.Run{
			Header:  results.Header{Schema: results.SchemaVersion, Program: "primebench", Start: start, Host: results.Host{PhysicalCores: 8}},
			Closing: &results.Closing{Reason: results.ReasonDone, End: start.Add(time.Minute), ElapsedNS: 6e10},
		},
		Luck: Source{State: seed},
	}
}

// Cell adds a cell and returns its ID.
func (b *Builder) Cell(c results.Cell) int {
	c.ID = len(b.Run.Header.Cells)
	if c.Workers == 0 {
		c.Workers = 1
	}
	c.Seeded = true
	b.Run.Header.Cells = append(b.Run.Header.Cells, c)
	return c.ID
}

func (b *Builder) Sample(s results.Sample) {
	if s.Count == 0 {
		s.Count = 1
	}
	b.Run.Samples = append(b.Run.Samples, s)
}

// Searches adds whole searches of a geometric number of tests, each of which
// takes test seconds but for 3 % of noise a search, and accept seconds at the
// end. Half of the time of a test is the sieve's.
func (b *Builder) Searches(cell, n int, expected, test, accept float64) {
	for range n {
		m := b.Luck.Geometric(expected)
		work := float64(m) * test * b.Luck.Noise(0.03) * 1e9
		b.Sample(results.Sample{
			Cell: cell, Op: results.OpSearch, WallNS: int64(work + accept*1e9), CPUNS: int64(work + accept*1e9),
			Candidates: 10 * m, Survivors: m, Tests: m, Primes: 1,
			Phases: results.Phases{SieveNS: int64(work / 2), TestNS: int64(work / 2), AcceptNS: int64(accept * 1e9)},
		})
	}
}

// Streams adds streams of count searches each, of which Searches tells what they take.
func (b *Builder) Streams(cell, n int, count int64, expected, test, accept float64) {
	for range n {
		first := len(b.Run.Samples)
		b.Searches(cell, int(count), expected, test, accept)
		sum := results.Sample{Cell: cell, Op: results.OpSearch, Count: count, Primes: count}
		for _, s := range b.Run.Samples[first:] {
			sum.WallNS += s.WallNS
			sum.CPUNS += s.CPUNS
			sum.Candidates += s.Candidates
			sum.Survivors += s.Survivors
			sum.Tests += s.Tests
			sum.Phases.SieveNS += s.Phases.SieveNS
			sum.Phases.TestNS += s.Phases.TestNS
			sum.Phases.AcceptNS += s.Phases.AcceptNS
		}
		b.Run.Samples = append(b.Run.Samples[:first], sum)
	}
}

// Slices adds slices of searches with so many tests each, on average; a find is made
// once in expected tests, and confirming it keeps a worker for accept seconds.
func (b *Builder) Slices(cell, n int, tests int64, expected, test, accept float64) {
	for range n {
		s := results.Sample{Cell: cell, Op: results.OpSlice, Survivors: 1 + int64(2*b.Luck.Uniform()*float64(tests-1))}
		s.Candidates, s.Tests = 10*s.Survivors, s.Survivors
		for left := s.Survivors - b.Luck.Geometric(expected); left >= 0; left -= b.Luck.Geometric(expected) {
			s.Primes++
		}
		s.Phases.AcceptNS = s.Primes * int64(accept*1e9)
		s.CPUNS = int64(float64(s.Survivors)*test*b.Luck.Noise(0.03)*1e9) + s.Phases.AcceptNS
		s.WallNS = s.CPUNS / int64(b.Run.Header.Cells[cell].Workers)
		b.Sample(s)
	}
}

// Costs adds samples of an operation: 100 repetitions each.
func (b *Builder) Costs(cell int, op string, each ...float64) {
	for _, seconds := range each {
		ns := int64(seconds * 100 * 1e9)
		b.Sample(results.Sample{Cell: cell, Op: op, Count: 100, WallNS: ns, CPUNS: ns})
	}
}

func (b *Builder) Replays(cell int, each ...float64) {
	for _, seconds := range each {
		b.Sample(results.Sample{Cell: cell, Op: results.OpReplay, WallNS: int64(seconds * 1e9), CPUNS: int64(seconds * 1e9), Primes: 1})
	}
}

func (b *Builder) Modelled(cell int, why string) {
	b.Run.Notes = append(b.Run.Notes, results.Note{Cell: cell, Code: results.NoteModelled, Text: why})
}

// Parts are the steps of a search, and how often an average one does each.
var Parts = []results.Operation{{Name: results.OpSieve, PerSearch: 20}, {Name: results.OpTest, PerSearch: 400}, {Name: results.OpAccept, PerSearch: 1}}

func Search(kind, strategy string, bits int, expected float64) results.Cell {
	return results.Cell{
		Kind: kind, Strategy: strategy, Bits: bits, Mode: results.ModeSearch, Policy: Policy("mr20+lucas"),
		Expected: results.Work{Candidates: 10 * expected, Survivors: expected}, Operations: Parts,
	}
}

func Policy(name string) results.Policy {
	p := results.Policy{Name: name, Lucas: strings.HasSuffix(name, "+lucas"), Log2Error: -128}
	fmt.Sscanf(name, "mr%d", &p.Rounds)
	return p
}
