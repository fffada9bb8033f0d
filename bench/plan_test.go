package bench

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestPlanSamples(t *testing.T) {
	grants := planSamples([]demand{{whole: true, mean: 1e9}, {ops: []float64{1, 0}}}, 7)
	if grants[0].samples != 7 || grants[0].modelled || !slices.Equal(grants[1].ops, []int{7, 7}) {
		t.Errorf("grants %+v, want 7 searches however long, and 7 samples of each operation", grants)
	}
}

func TestPlanBudget(t *testing.T) {
	// 100 s: the quick cells can use 2 s each; the middle one gets much; the slow
	// one, at 60 s a search, would need 120 s.
	demands := []demand{
		{whole: true, model: true, mean: 60, ops: []float64{0.1, 1}},
		{whole: true, model: true, mean: 0.001, ops: []float64{0.001}},
		{whole: true, model: true, mean: 5, ops: []float64{0.001}},
		{ops: []float64{0.5}},
	}
	grants := planBudget(demands, 100)
	if g := grants[0]; !g.modelled || g.samples != 0 || g.ops[0] != maxOpSamples || g.ops[1] != 6 {
		t.Errorf("slow cell: %+v, want it modelled by 20 and 6 samples", g)
	}
	if g := grants[1]; g.modelled || g.samples != maxSamples {
		t.Errorf("quick cell: %+v, want %d searches", g, maxSamples)
	}
	// 100 less 8.0 for the slow cell's operations, 10 for the last cell and 2 for
	// the quick cell
	if g := grants[2]; g.modelled || g.samples != 16 {
		t.Errorf("middle cell: %+v, want 16 searches", g)
	}
	if g := grants[3]; g.samples != 0 || g.modelled || g.ops[0] != maxOpSamples {
		t.Errorf("cell of operations: %+v, want 20 samples", g)
	}
}

func TestPlanOperationsAlone(t *testing.T) {
	grants := planBudget([]demand{{ops: []float64{0.01, 1}}, {ops: []float64{0.001}}}, 100)
	if !slices.Equal(grants[0].ops, []int{maxSamples, 25}) || !slices.Equal(grants[1].ops, []int{maxSamples}) {
		t.Errorf("grants %+v, want half of 100 s for each cell, in equal parts for its operations", grants)
	}
}

func TestPlanUnstoppable(t *testing.T) {
	for _, test := range []struct {
		unstoppable, modelled bool
		mean                  float64
	}{
		{false, false, 4.9}, {false, true, 5.1}, {true, false, 0.9}, {true, true, 1.1},
	} {
		d := demand{whole: true, model: true, unstoppable: test.unstoppable, mean: test.mean}
		if got := planBudget([]demand{d}, 10)[0].modelled; got != test.modelled {
			t.Errorf("unstoppable %v, mean %v s of 10 s: modelled %v, want %v", test.unstoppable, test.mean, got, test.modelled)
		}
	}
}

func TestPlanProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cost := rapid.Float64Range(1e-6, 1e4)
		demands := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) demand {
			d := demand{
				whole:       rapid.Bool().Draw(t, "whole"),
				unstoppable: rapid.Bool().Draw(t, "unstoppable"),
				ops:         rapid.SliceOfN(cost, 1, 4).Draw(t, "ops"),
			}
			d.model = d.whole
			d.mean = cost.Draw(t, "mean")
			if rapid.IntRange(0, 9).Draw(t, "unknown") == 0 {
				d.mean = math.Inf(1)
			}
			return d
		}), 1, 20).Draw(t, "demands")
		left := rapid.Float64Range(0, 1e4).Draw(t, "left")
		used, least := 0.0, 0.0
		for i, g := range planBudget(demands, left) {
			d := demands[i]
			switch {
			case d.whole && !g.modelled:
				if g.samples < fits || g.samples > maxSamples || g.ops != nil {
					t.Fatalf("cell %d: %+v", i, g)
				}
				if g.share.Seconds() < d.need()*(1-1e-9) {
					t.Fatalf("cell %d: share %v, needs %v", i, g.share, d.need())
				}
				used += float64(g.samples) * d.mean
			case g.samples != 0 || g.modelled != d.whole || len(g.ops) != len(d.ops):
				t.Fatalf("cell %d: %+v", i, g)
			default:
				used += opTime(d.ops, g.ops)
				least += opTime(d.ops, slices.Repeat([]int{minOpSamples}, len(d.ops)))
			}
		}
		// The least samples of the operations are taken whatever they cost.
		if used > left+least+1e-6 {
			t.Fatalf("the plan takes %v s of %v s and the least of %v s", used, left, least)
		}
	})
}

func TestNextAdvancesAllAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var tracks []*track
		total := 0
		for _, want := range rapid.SliceOfN(rapid.IntRange(0, 50), 1, 10).Draw(t, "wants") {
			tracks = append(tracks, &track{want: want})
			total += want
		}
		for range total {
			n := next(tracks)
			if n == nil {
				t.Fatal("nothing is next while samples are wanted")
			}
			for _, other := range tracks {
				if other.want > 0 && float64(other.done)/float64(other.want) < float64(n.done)/float64(n.want) {
					t.Fatalf("%d of %d goes before %d of %d", n.done, n.want, other.done, other.want)
				}
			}
			n.done++
		}
		if n := next(tracks); n != nil {
			t.Fatalf("%d of %d is next after all is done", n.done, n.want)
		}
	})
}
