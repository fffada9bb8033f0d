package analysis

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"primebench/internal/analysis/analysistest"
	"primebench/results"
)

// onSharedMachine has a run's samples take longer by the wall, as they do where a load
// comes and goes: stretches of samples get from all of a processor to an eighth of it.
// The searches of the larger size meet more of it than those of the smaller one.
func onSharedMachine(b *analysistest.Builder) {
	for i := range b.Run.Samples {
		s := &b.Run.Samples[i]
		factor := 1 + 3*b.Luck.Uniform()
		if b.Run.Header.Cells[s.Cell].Bits == 4096 {
			factor = 2 + 6*b.Luck.Uniform()
		}
		s.WallNS = int64(factor * float64(s.WallNS))
	}
}

// twoSizes is a run whose 4096-bit safe primes cost 20 times the 2048-bit ones.
func twoSizes(seed uint64) *analysistest.Builder {
	b := analysistest.NewBuilder(seed)
	for _, c := range []struct {
		bits           int
		expected, test float64
	}{{2048, 2000, 1e-4}, {4096, 8000, 5e-4}} {
		id := b.Cell(results.Cell{
			Kind: results.KindSafe, Bits: c.bits, Strategy: results.StrategyOnTheFly, Mode: results.ModeSearch,
			Expected: results.Work{Candidates: 10 * c.expected, Survivors: c.expected},
		})
		b.Searches(id, 40, c.expected, c.test, 0.001)
	}
	return b
}

func TestAnswersOnASharedMachine(t *testing.T) {
	for seed := range uint64(20) {
		quiet, shared := twoSizes(seed), twoSizes(seed)
		onSharedMachine(shared)
		a, b := analyse(quiet, t), analyse(shared, t)
		if a.Machine.State != Quiet || a.Machine.Clock != WallClock || a.Machine.Busy() != "" {
			t.Fatalf("seed %d: machine %+v, want it quiet", seed, a.Machine)
		}
		if b.Machine.State != Shared || b.Machine.Clock != ProcessorClock || b.Machine.Busy() == "" {
			t.Fatalf("seed %d: machine %+v, want it shared", seed, b.Machine)
		}
		want, got := a.Headlines[0].Ratio.Value, b.Headlines[0].Ratio.Value
		if math.Abs(got/want-1) > 0.02 {
			t.Errorf("seed %d: a ratio of %v on the shared machine, want %v", seed, got, want)
		}
		wall := b.Cells[1].Time.Value / b.Cells[0].Time.Value
		if wall < 1.3*want {
			t.Errorf("seed %d: a ratio of %v by the wall, which tries nothing", seed, wall)
		}
		if !strings.Contains(b.Headlines[0].Sentence, "in processor time since the machine was shared") ||
			strings.Contains(a.Headlines[0].Sentence, "processor time") {
			t.Errorf("seed %d: %q and %q", seed, a.Headlines[0].Sentence, b.Headlines[0].Sentence)
		}
	}
}

// readings are two of a run of a minute on two processors.
func readings(from, to map[string]float64) []results.Reading {
	made := make([]results.Reading, 2)
	for i, values := range []map[string]float64{from, to} {
		made[i].AtNS = int64(i) * 60e9
		for name, v := range values {
			made[i].Values = append(made[i].Values, results.Value{Name: name, Value: v})
		}
	}
	return made
}

func TestMachineByReadings(t *testing.T) {
	type values = map[string]float64
	tests := []struct {
		name     string
		from, to values
		state    MachineState
		words    string
	}{
		{"quiet", values{results.ReadWaiting: 5, results.ReadProcess: 1}, values{results.ReadWaiting: 5.5, results.ReadProcess: 119}, Quiet, "0.42"},
		{"shared", values{results.ReadWaiting: 5, results.ReadProcess: 1, results.ReadBusy: 0}, values{results.ReadWaiting: 65, results.ReadProcess: 61, results.ReadBusy: 120}, Shared, "50.0 % of its time (others kept 1.00 processors busy)"},
		{"stolen", values{results.ReadWaiting: 0, results.ReadProcess: 0, results.ReadStolen: 0, results.ReadProcessors: 2}, values{results.ReadWaiting: 0, results.ReadProcess: 100, results.ReadStolen: 12, results.ReadProcessors: 2}, Shared, "the host took 10.0 %"},
		{"a counter that fell", values{results.ReadWaiting: 5, results.ReadProcess: 1}, values{results.ReadWaiting: 4, results.ReadProcess: 119}, NotKnown, "not known"},
		{"nothing read", nil, nil, NotKnown, "not known"},
	}
	for _, test := range tests {
		run := &results.Run{Readings: readings(test.from, test.to)}
		m := MachineOf(run)
		if m.State != test.state || !strings.Contains(m.Sentence, test.words) {
			t.Errorf("%s: %s, %q, want %s with %q", test.name, m.State, m.Sentence, test.state, test.words)
		}
	}
}

// TestUnknownIsNil holds what the machine does not say to be nil, never 0.
func TestUnknownIsNil(t *testing.T) {
	m := MachineOf(&results.Run{Readings: readings(nil, nil)})
	for name, v := range map[string]*float64{
		"kept": m.Kept, "others": m.Others, "pressure": m.Pressure, "memory": m.MemoryPressure, "stolen": m.Stolen,
		"throttled": m.Throttled, "load": m.Load, "processors": m.Processors, "day": m.ClockMoved,
	} {
		if v != nil {
			t.Errorf("%s is %v, want nil", name, *v)
		}
	}
}

// A search that was stopped for 5 s is named, and the run told in processor time.
func TestStopIsNotBelieved(t *testing.T) {
	b := twoSizes(1)
	b.Run.Samples[3].WallNS += 5e9
	b.Run.Samples[3].StoppedNS, b.Run.Samples[3].Seq = 5e9, 3
	b.Run.Readings = readings(map[string]float64{results.ReadWaiting: 0, results.ReadProcess: 0}, map[string]float64{results.ReadWaiting: 0, results.ReadProcess: 100})
	a := analyse(b, t)
	if a.Machine.State != Shared || a.Machine.Clock != ProcessorClock || len(a.Machine.Stops) != 1 {
		t.Errorf("machine %+v", a.Machine)
	}
	warned(t, a, 0, "sample 3", "5.00 s", "not believed")
}

func TestClockOfDayMoves(t *testing.T) {
	b := twoSizes(1)
	b.Run.Readings = readings(map[string]float64{results.ReadDay: 0}, map[string]float64{results.ReadDay: 3600})
	b.Run.Readings[1].Samples, b.Run.Samples[1].Seq = 2, 1
	warned(t, analyse(b, t), -1, "clock of day was moved by 60.0 min", "sample 1 of cell 0")
}

// TestVagueAnswersAreWithheld gives two sizes so few searches that nothing is known.
func TestVagueAnswersAreWithheld(t *testing.T) {
	for n := 1; n <= 3; n++ {
		b := analysistest.NewBuilder(uint64(n))
		for _, bits := range []int{2048, 4096} {
			id := b.Cell(results.Cell{Kind: results.KindSafe, Bits: bits, Strategy: results.StrategyStdlibRand, Mode: results.ModeSearch})
			b.Searches(id, n, 100*float64(bits), 1e-5, 0.001)
		}
		a := analyse(b, t)
		h := a.Headlines[0]
		if !h.Withheld || h.Doubling != nil || !strings.Contains(h.Sentence, "would") {
			t.Errorf("of %d searches: %+v", n, h)
		}
		if factor := h.Ratio.Factor(); factor <= vague {
			t.Errorf("of %d searches: a factor of %v, which tries nothing", n, factor)
		}
	}
}

func TestFactor(t *testing.T) {
	for _, test := range []struct {
		e    Estimate
		want float64
	}{
		{Estimate{Value: 10, Low: 5, High: 15}, 2},
		{Estimate{Value: 10, Low: 9, High: 30}, 3},
		{Estimate{Value: 10, Low: 0, High: 11}, math.Inf(1)},
		{Estimate{Value: 10, Low: 10, High: 10, Need: 1}, math.Inf(1)},
	} {
		if got := test.e.Factor(); got != test.want {
			t.Errorf("%v: factor %v, want %v", test.e, got, test.want)
		}
	}
}

func TestWordsOfWhatIsKnown(t *testing.T) {
	m := Machine{State: Shared}
	run := &results.Run{Header: results.Header{BudgetNS: 10e9}}
	for _, test := range []struct {
		ratio Estimate
		want  string
	}{
		{Estimate{Value: 60, Low: 12, High: 300}, "At least 12.0x: the machine was busy; about 44 s more on an idle one would do."},
		{Estimate{Value: 1, Low: 0.2, High: 5}, "Not known to better than a factor of 5: the machine was busy; about 44 s more on an idle one would do."},
		{Estimate{Value: 4, Low: 0.0009, High: 59965}, "Not known: the machine was busy; a longer --budget on an idle one would do."},
		{Estimate{Value: 4, Low: 4, High: 4, Need: 2}, "Not known; 2 more would give an interval."},
	} {
		h := &Headline{Title: "T", Ratio: &test.ratio, stands: &test.ratio}
		if got := m.known(h, test.ratio.Factor(), run); got != test.want {
			t.Errorf("%s\nwant %s", got, test.want)
		}
	}
}

func ExampleMachineOf() {
	m := MachineOf(&results.Run{Readings: readings(
		map[string]float64{results.ReadWaiting: 0, results.ReadProcess: 0},
		map[string]float64{results.ReadWaiting: 90, results.ReadProcess: 30},
	)})
	fmt.Println(m.Sentence)
	// Output: The machine was shared: the run was kept from its processors for 75.0 % of its time: processor time is not known, so that answers are told in wall time and are too slow.
}
