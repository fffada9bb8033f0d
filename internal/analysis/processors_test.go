package analysis

import (
	"math"
	"strings"
	"testing"

	"primebench/internal/analysis/analysistest"
	"primebench/results"
)

// hostRun is a run of a host whose processor takes so long for a test.
func hostRun(t *testing.T, cpu string, cores int, test float64, change func(*analysistest.Builder)) *Analysis {
	b := analysistest.NewBuilder(uint64(cores))
	b.Run.Header.Host.CPU, b.Run.Header.Kernel, b.Run.Header.GOMAXPROCS = cpu, "ifma", cores
	policy := results.Policy{Name: "mr6", Rounds: 6}
	for _, workers := range []int{1, cores} {
		id := b.Cell(results.Cell{Kind: "prime", Bits: 1024, Strategy: results.StrategyOnTheFly, Mode: results.ModeSearch, Workers: workers, Policy: policy,
			Expected: results.Work{Candidates: 500, Survivors: 50}})
		b.Searches(id, 60, 50, test/float64(workers), 0)
	}
	powers := b.Cell(results.Cell{Kind: "safe", Bits: 2048, Strategy: results.StrategyStdlib, Mode: results.ModeOperations, Workers: 1, Operations: []results.Operation{{Name: "keygen"}}})
	b.Costs(powers, "keygen", test, 1.01*test, 0.99*test, test)
	if change != nil {
		change(b)
	}
	return analyse(b, t)
}

// A processor that takes twice as long has twice the cost, with an interval, for one worker
// and for all of a host's; hosts with one processor are one, and its interval holds both.
func TestAcrossProcessors(t *testing.T) {
	p := AcrossProcessors([]*Analysis{
		hostRun(t, "Fast", 4, 0.001, nil), hostRun(t, "Slow", 8, 0.002, nil), hostRun(t, "Fast", 4, 0.0011, nil),
	})
	if len(p.Processors) != 2 || p.Processors[0].Hosts != 2 || p.Processors[1].Hosts != 1 || p.Clock != WallClock || len(p.Warnings) > 0 {
		t.Fatalf("%+v", p)
	}
	ratios := map[string]float64{"1": 2 / 1.05, AllCores: 2 / 1.05 / 2, "keygen": 2 / 1.05}
	for _, task := range p.Tasks {
		name := task.Workers
		if task.Operation != "" {
			name = task.Operation
		}
		want, known := ratios[name]
		if !known || len(task.Ratios) != 1 {
			t.Fatalf("%+v", task)
		}
		delete(ratios, name)
		r := task.Ratios[0]
		if r.A != 1 || r.B != 0 || math.Abs(r.Ratio.Value/want-1) > 0.06 || r.Ratio.Low >= want || r.Ratio.High <= want || r.Ratio.Need > 0 {
			t.Errorf("%s: ratio %+v, want %v", name, r.Ratio, want)
		}
		if c := task.Costs[0]; name == "keygen" && (c.Low > 0.001 || c.High < 0.0011 || math.Abs(c.Value-0.00105) > 1e-5) {
			t.Errorf("two hosts together: %+v, want 1 to 1.1 ms in it", c)
		}
	}
	if len(ratios) > 0 {
		t.Errorf("no task of %v", ratios)
	}
	if len(p.Scaling) != 2 || p.Scaling[0].Workers != 4 || math.Abs(p.Scaling[1].Speedup.Value-8) > 0.5 {
		t.Errorf("scaling %+v", p.Scaling)
	}
}

// What weakens the numbers is told, and on a shared machine wall time does not count.
func TestAcrossDoubtfulRuns(t *testing.T) {
	other := hostRun(t, "Slow", 8, 0.002, func(b *analysistest.Builder) {
		b.Run.Header.Version = "v9"
		b.Run.Closing = nil
	})
	shared := hostRun(t, "Fast", 4, 0.001, func(b *analysistest.Builder) {
		for i := range b.Run.Samples {
			b.Run.Samples[i].StoppedNS = 1e9
		}
	})
	p := AcrossProcessors([]*Analysis{shared, other})
	if p.Clock != ProcessorClock || len(p.Scaling) > 0 {
		t.Errorf("%+v", p)
	}
	for _, task := range p.Tasks {
		if task.Workers != "1" {
			t.Errorf("%+v by processor time", task.TaskName)
		}
	}
	all := strings.Join(p.Warnings, "\n")
	for _, words := range []string{"Fast, 4 cores, ifma: the program was stopped", "Slow, 8 cores, ifma: a run is incomplete", "measured by version v9"} {
		if !strings.Contains(all, words) {
			t.Errorf("%q is not in %s", words, all)
		}
	}
	lone := func(cpu string, workers int, stopped int64) *Analysis {
		return hostRun(t, cpu, workers, 0.001, func(b *analysistest.Builder) {
			b.Run.Header.Cells, b.Run.Samples = nil, nil
			id := b.Cell(results.Cell{Kind: "prime", Bits: 1024, Strategy: results.StrategyOnTheFly, Mode: results.ModeSearch, Workers: workers, Policy: results.Policy{Name: "mr6", Rounds: 6},
				Expected: results.Work{Candidates: 500, Survivors: 50}})
			b.Searches(id, 60, 50, 0.001, 0)
			for i := range b.Run.Samples {
				b.Run.Samples[i].StoppedNS = stopped
			}
		})
	}
	for want, runs := range map[string][]*Analysis{
		"no task: a machine was shared":                       {lone("Fast", 4, 1e9)},
		"no task was measured on two kinds of processors: th": {hostRun(t, "Fast", 1, 0.001, nil), lone("Slow", 3, 0)},
	} {
		if p := AcrossProcessors(runs); len(p.Warnings) == 0 || !strings.HasPrefix(p.Warnings[0], want) {
			t.Errorf("%q, want %s", p.Warnings, want)
		}
	}
	if empty := AcrossProcessors(nil); len(empty.Tasks) > 0 || len(empty.Processors) > 0 {
		t.Errorf("%+v of no runs", empty)
	}
}
