package analysis

import (
	"slices"
	"strings"
	"testing"

	"primebench/internal/analysis/analysistest"
	"primebench/results"
)

// powerRun is a run of powers of 2048 bits: by math/big, which takes ratio times
// as long as our kernel, and by the kernel, which issues share of what the
// limit of 0.25 ns allows. Every sample is the program's own time.
func powerRun(seed uint64, ratio, share float64) *analysistest.Builder {
	b := analysistest.NewBuilder(seed)
	cell := func(strategy string, operations ...results.Operation) int {
		return b.Cell(results.Cell{
			Kind: results.KindPrime, Bits: 2048, Strategy: strategy, Mode: results.ModeOperations, Policy: analysistest.Policy("mr20+lucas"),
			Operations: operations,
		})
	}
	const vpmadd52 = 0.25e-9
	power := results.Operation{Step: results.StepPower, Kernel: "ifma", AtOnce: 8, MultiplyAdds: 400e3}.Named()
	limit := results.Operation{Step: results.StepLimit, Kernel: "ifma", AtOnce: 1}.Named()
	other := results.Operation{Step: results.StepPower, AtOnce: 1}.Named()
	ours, theirs := cell("onthefly", power, limit), cell("stdlib", other)
	took := power.MultiplyAdds * vpmadd52 / share
	for range 60 {
		b.Costs(ours, power.Name, took*b.Luck.Noise(0.01))
		b.Costs(theirs, other.Name, ratio*took*b.Luck.Noise(0.01))
	}
	for i := range 200 {
		ns := int64(1e6 * vpmadd52 * 1e9)
		b.Sample(results.Sample{Cell: ours, Op: limit.Name, Count: 1e6, WallNS: ns + int64(i%4), CPUNS: ns})
	}
	return b
}

func ratioGoal(least float64) results.Goal {
	return results.Goal{
		Quantity: results.GoalRatio, Least: least,
		Of:   results.Subject{Strategy: "stdlib", Bits: 2048, Op: "power"},
		Over: results.Subject{Strategy: "onthefly", Bits: 2048, Op: "power", Kernel: "ifma"},
	}
}

func shareGoal(least float64) results.Goal {
	return results.Goal{
		Quantity: results.GoalShare, Least: least,
		Of:   results.Subject{Strategy: "onthefly", Op: "limit"},
		Over: results.Subject{Strategy: "onthefly", Op: "power", Kernel: "ifma"},
	}
}

func timeGoal(most float64, s results.Subject) results.Goal {
	return results.Goal{Quantity: results.GoalTime, Most: most, Of: s}
}

func TestGoalVerdicts(t *testing.T) {
	ours := results.Subject{Strategy: "onthefly", Op: "power"}
	for _, test := range []struct {
		goal results.Goal
		want GoalVerdict
		why  string
	}{
		{ratioGoal(9), GoalMet, ""},
		{ratioGoal(9.5), GoalOpen, ""},
		{ratioGoal(10), GoalMissed, ""},
		{shareGoal(0.89), GoalMet, ""},
		{shareGoal(0.93), GoalMissed, ""},
		{timeGoal(200e-6, ours), GoalMet, ""},
		{timeGoal(100e-6, ours), GoalMissed, ""},
		{timeGoal(1, results.Subject{Strategy: "gmp"}), GoalUnjudged, "this run has no gmp"},
		{timeGoal(1, results.Subject{Strategy: "onthefly", Op: "power", Kernel: "avx2"}), GoalUnjudged, "no onthefly, power, kernel avx2"},
		{timeGoal(1, results.Subject{Bits: 2048}), GoalUnjudged, "2 of 2048 bits"},
		{timeGoal(1, results.Subject{Strategy: "onthefly"}), GoalUnjudged, "no sample of onthefly"}, // the cell models no search
		{results.Goal{Quantity: results.GoalShare, Least: 0.1, Of: ours, Over: ours}, GoalUnjudged, "no share"},
	} {
		b := powerRun(11, 9.5, 0.9)
		b.Run.Header.Goals = []results.Goal{test.goal}
		g := analyse(b, t).Goals[0]
		if g.Verdict != test.want || !strings.Contains(g.Why, test.why) || (g.Why == "") != (test.why == "") {
			t.Errorf("%+v: %s, %q, estimate %+v; want %s, %q", test.goal, g.Verdict, g.Why, g.Estimate, test.want, test.why)
		}
	}
}

func TestMissedGoals(t *testing.T) {
	b := powerRun(2, 9.5, 0.9)
	b.Run.Header.Goals = []results.Goal{ratioGoal(9), ratioGoal(10), shareGoal(0.99)}
	missed := analyse(b, t).MissedGoals()
	if len(missed) != 2 || missed[0].Least != 10 || missed[1].Least != 0.99 {
		t.Errorf("missed %+v, want the second and the third", missed)
	}
}

// A share of the limit is no goal reached, nor missed, on a machine that had other
// work meanwhile, whichever way that shows.
func TestSharedMachineIsNotJudged(t *testing.T) {
	for _, test := range []struct {
		what  string
		spoil func(*results.Sample, int)
		why   string
	}{
		{"other processes", func(s *results.Sample, _ int) { s.CPUNS = s.CPUNS * 94 / 100 }, "had a core for 94.0 % of the time"},
		{"another guest", func(s *results.Sample, i int) {
			if i%5 < 3 && s.Count == 1e6 { // three of five stretches, and the program does not notice
				s.WallNS, s.CPUNS = s.WallNS*11/10, s.CPUNS*11/10
			}
		}, "half of the stretches of the limit take 1.10x the best"},
		{"an unknown processor time", func(s *results.Sample, _ int) { s.CPUNS = 0 }, "processor time is unknown"},
	} {
		b := powerRun(3, 9.5, 0.9)
		for i := range b.Run.Samples {
			test.spoil(&b.Run.Samples[i], i)
		}
		b.Run.Header.Goals = []results.Goal{shareGoal(0.5), shareGoal(0.99), ratioGoal(9)}
		a := analyse(b, t)
		for _, g := range a.Goals[:2] {
			if g.Verdict != GoalUnjudged || !strings.Contains(g.Why, test.why) || g.Estimate == nil {
				t.Errorf("%s: %s, %q, want it not judged since %q", test.what, g.Verdict, g.Why, test.why)
			}
		}
		if a.Goals[2].Verdict != GoalMet {
			t.Errorf("%s: the ratio is %s, want it met: both sides were disturbed alike", test.what, a.Goals[2].Verdict)
		}
		if a.Limit.Shared == "" {
			t.Errorf("%s: the limit counts", test.what)
		}
	}
}

func TestFewStretchesAreNotJudged(t *testing.T) {
	b := powerRun(4, 9.5, 0.9)
	kept := 0
	b.Run.Samples = slices.DeleteFunc(b.Run.Samples, func(s results.Sample) bool {
		if s.Count == 1e6 {
			kept++
		}
		return s.Count == 1e6 && kept > 99
	})
	b.Run.Header.Goals = []results.Goal{shareGoal(0.5)}
	if g := analyse(b, t).Goals[0]; g.Verdict != GoalUnjudged || !strings.Contains(g.Why, "99 stretches") {
		t.Errorf("%s, %q, want it not judged with 99 stretches", g.Verdict, g.Why)
	}
}

// The limit is the best stretch, so that shares do not grow where many of them
// were disturbed.
func TestLimitIsTheBestStretch(t *testing.T) {
	b := powerRun(5, 9.5, 0.9)
	seen := 0
	for i := range b.Run.Samples {
		if s := &b.Run.Samples[i]; s.Count == 1e6 {
			if seen++; seen%10 != 0 {
				s.WallNS *= 2
			}
		}
	}
	a := analyse(b, t)
	analysistest.Near(t, "limit", a.Limit.Seconds, 0.25e-9, 1e-4)
	analysistest.Near(t, "share", a.Powers[0].Share.Value, 0.9, 0.01)
	if a.Powers[1].Share != nil {
		t.Errorf("math/big has a share of the limit, %+v", a.Powers[1].Share)
	}
}

// A processor that changes its speed slows the limit and the power alike: the share
// stays, and counts.
func TestShareWithstandsDrift(t *testing.T) {
	b := powerRun(10, 9.5, 0.9)
	seen := map[string]int{}
	for i := range b.Run.Samples {
		s := &b.Run.Samples[i]
		seen[s.Op]++
		of := map[bool]float64{true: 200, false: 60}[s.Count == 1e6]
		slow := 1 + 0.5*float64(seen[s.Op])/of
		s.WallNS, s.CPUNS = int64(slow*float64(s.WallNS)), int64(slow*float64(s.CPUNS))
	}
	b.Run.Header.Goals = []results.Goal{shareGoal(0.85), shareGoal(0.95)}
	a := analyse(b, t)
	analysistest.Near(t, "share", a.Powers[0].Share.Value, 0.9, 0.02)
	if a.Goals[0].Verdict != GoalMet || a.Goals[1].Verdict != GoalMissed {
		t.Errorf("%s and %s (%s), want met and missed", a.Goals[0].Verdict, a.Goals[1].Verdict, a.Goals[0].Why)
	}
}

// A machine that becomes three times slower in the run changes the times, and
// neither the ratio nor its interval.
func TestRatioInTurnWithstandsDrift(t *testing.T) {
	luck := analysistest.Source{State: 6}
	var many, few []results.Sample
	for i := range 600 {
		slow := 1 + 2*float64(i)/600
		many = append(many, results.Sample{Count: 10, WallNS: int64(1e6 * slow * luck.Noise(0.01))})
		if i%15 == 7 {
			few = append(few, results.Sample{Count: 1, WallNS: int64(7e5 * slow * luck.Noise(0.01))})
		}
	}
	e := WallClock.ratioInTurn(few, many)
	analysistest.Near(t, "ratio", e.Value, 7, 0.01)
	if e.Low > 7 || e.High < 7 || e.High/e.Low > 1.03 {
		t.Errorf("interval %v to %v, want one about 7 as narrow as the noise", e.Low, e.High)
	}
	if e := WallClock.ratioInTurn(few[:5], many); e.Need != 1 || e.Low != e.High {
		t.Errorf("of five samples: %+v, want one more asked for", e)
	}
	if e := WallClock.ratioInTurn(nil, many); e != nil {
		t.Errorf("of none: %+v", e)
	}
}

// A pause in one sample in ten, of ten times its length, leaves the ratio alone.
func TestRatioInTurnWithstandsPauses(t *testing.T) {
	luck := analysistest.Source{State: 7}
	sample := func(ns float64) results.Sample {
		if luck.Uniform() < 0.1 {
			ns *= 10
		}
		return results.Sample{Count: 1, WallNS: int64(ns * luck.Noise(0.01))}
	}
	var of, over []results.Sample
	for range 500 {
		of, over = append(of, sample(5e6)), append(over, sample(1e6))
	}
	analysistest.Near(t, "ratio", WallClock.ratioInTurn(of, over).Value, 5, 0.01)
}

func TestPhaseShares(t *testing.T) {
	b := analysistest.NewBuilder(8)
	measured := b.Cell(analysistest.Search(results.KindSafe, "onthefly", 2048, 300))
	b.Searches(measured, 20, 300, 1e-3, 0.02)
	for i := range b.Run.Samples { // a window takes the same time each time
		b.Run.Samples[i].Phases.SieveNS = int64(0.15e9 * b.Luck.Noise(0.03))
	}
	modelled := b.Cell(analysistest.Search(results.KindPrime, "onthefly", 2048, 300))
	for range 10 {
		b.Costs(modelled, "sieve", 1e-3*b.Luck.Noise(0.01))
		b.Costs(modelled, "test", 1e-4*b.Luck.Noise(0.01))
		b.Costs(modelled, "accept", 0.02*b.Luck.Noise(0.01))
	}
	goal := func(kind string, most float64) results.Goal {
		return results.Goal{
			Quantity: results.GoalShare, Most: most, Of: results.Subject{Kind: kind, Op: "sieve"}, Over: results.Subject{Kind: kind},
		}
	}
	b.Run.Header.Goals = []results.Goal{
		goal(results.KindSafe, 0.47), goal(results.KindSafe, 0.44), goal(results.KindSafe, 0.5), goal(results.KindPrime, 0.3), goal(results.KindPrime, 0.2),
	}
	a := analyse(b, t)
	for i, want := range []GoalVerdict{GoalOpen, GoalMissed, GoalMet, GoalMet, GoalMissed} {
		if g := a.Goals[i]; g.Verdict != want {
			t.Errorf("goal %d: %s, %q, %+v, want %s", i, g.Verdict, g.Why, g.Estimate, want)
		}
	}
	analysistest.Near(t, "modelled share", a.Goals[3].Estimate.Value, 0.25, 0.01) // 20 ms of 20 + 40 + 20
	analysistest.Near(t, "measured share", a.Goals[0].Estimate.Value, 0.15/0.32, 0.03)
	if !a.Goals[3].Estimate.Modelled || a.Goals[0].Estimate.Modelled {
		t.Error("the second cell alone is modelled")
	}
}

// Each power stands beside those of our kernels, and not beside itself.
func TestPowers(t *testing.T) {
	a := analyse(powerRun(9, 9.5, 0.9), t)
	if len(a.Powers) != 2 || len(a.Powers[0].Ratios) != 0 || len(a.Powers[1].Ratios) != 1 {
		t.Fatalf("powers %+v, want one beside the other", a.Powers)
	}
	ratio := a.Powers[1].Ratios[0]
	analysistest.Near(t, "ratio", ratio.Ratio.Value, 9.5, 0.01)
	if ratio.Kernel != "ifma" || ratio.Cell != 0 || !strings.HasPrefix(ratio.Name, "power-ifma") {
		t.Errorf("%+v, want one over the kernel ifma", ratio)
	}
}
