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
	// one, at 120 s a search, does not fit.
	demands := []demand{
		{whole: true, model: true, fits: fits, mean: 120, ops: []float64{0.1, 1}},
		{whole: true, model: true, fits: fits, mean: 0.001, ops: []float64{0.001}},
		{whole: true, model: true, fits: fits, mean: 5, ops: []float64{0.001}},
		{ops: []float64{0.5}},
	}
	grants := planBudget(demands, 100, false)
	// 12.5 s pay for 11 rounds of 1.1 s after the first one, and what the searches
	// leave, less than one of 5 s, for a few more.
	if g := grants[0]; !g.modelled || g.samples != 0 || g.ops[1] < 12 || g.ops[1] > 16 || g.ops[0] < g.ops[1] {
		t.Errorf("slow cell: %+v, want it modelled by 12 to 16 samples", g)
	}
	if g := grants[1]; g.modelled || g.samples != maxSamples {
		t.Errorf("quick cell: %+v, want %d searches", g, maxSamples)
	}
	// 100 less 12.4 for the slow cell's operations, 9.5 for the last cell's and 2
	// for the quick cell
	if g := grants[2]; g.modelled || g.samples != 15 {
		t.Errorf("middle cell: %+v, want 15 searches", g)
	}
	if g := grants[3]; g.samples != 0 || g.modelled || g.ops[0] != maxOpSamples {
		t.Errorf("cell of operations: %+v, want 20 samples", g)
	}
}

// TestPlanDoesNotStarve: what is too dear for its part has its first sample alone,
// and the cheap cells have the time.
func TestPlanDoesNotStarve(t *testing.T) {
	dear := demand{whole: true, model: true, fits: fits, mean: 1e6, ops: []float64{60, 80}}
	unknown := demand{whole: true, model: true, fits: fits, mean: math.Inf(1), ops: []float64{0.1, math.Inf(1)}}
	cheap := demand{whole: true, model: true, fits: fits, mean: 0.1, ops: []float64{0.001}}
	grants := planBudget([]demand{dear, unknown, cheap, dear}, 100, false)
	for _, i := range []int{0, 3} {
		if g := grants[i]; !g.modelled || !slices.Equal(g.ops, []int{1, 1}) {
			t.Errorf("dear cell: %+v, want one sample of each operation", g)
		}
	}
	if g := grants[1]; !g.modelled || !slices.Equal(g.ops, []int{maxOpSamples, 1}) {
		t.Errorf("unknown cell: %+v, want 20 samples and one", g)
	}
	if g := grants[2]; g.modelled || g.samples < 975 {
		t.Errorf("cheap cell: %+v, want nearly all of the 100 s", g)
	}
}

// TestPlanFindsUses: parts that cells cannot use go to the others.
func TestPlanFindsUses(t *testing.T) {
	grants := planBudget([]demand{{ops: []float64{0.01, 1}}, {ops: []float64{0.001}}, {ops: []float64{90}}}, 100, false)
	if !slices.Equal(grants[1].ops, []int{maxSamples}) || !slices.Equal(grants[2].ops, []int{1}) {
		t.Errorf("grants %+v, want the cheap cell to have all it can use, and the dear one its first sample", grants)
	}
	if used := opTime([]float64{0.01, 1}, grants[0].ops); used < 95 || used > 98 {
		t.Errorf("grants %+v, want the middle cell to use the 98 s that the others leave", grants)
	}
	// After a search of 40 s and one of 39 s there is no room for a second one, and
	// all the rest is the last cell's.
	whole := func(mean float64) demand { return demand{whole: true, model: true, fits: fits, mean: mean} }
	searches := planBudget([]demand{whole(40), whole(39), whole(0.5)}, 120, false)
	if searches[0].samples != 1 || searches[1].samples != 1 || searches[2].samples < 80 {
		t.Errorf("grants %+v, want 1, 1 and at least 80 searches", searches)
	}
}

// TestPlanGivesEachEnough: dear operations get samples for an interval before cheap
// ones get more than they need for theirs.
func TestPlanGivesEachEnough(t *testing.T) {
	demands := slices.Repeat([]demand{{ops: []float64{0.005, 0.005}}}, 20)
	demands = append(demands, demand{ops: []float64{0.1, 1}})
	for left, least := range map[float64]int{40: 20, 80: 50} {
		grants := planBudget(demands, left, false)
		if dear := grants[20].ops; dear[0] < least || dear[1] < least || dear[1] > dear[0] {
			t.Errorf("%v s: %v samples of the dear operations, want at least %d of each", left, dear, least)
		}
		if cheap := grants[0].ops; cheap[0] < enoughSamples || cheap[1] < enoughSamples {
			t.Errorf("%v s: %v samples of the cheap ones, want at least %d", left, cheap, enoughSamples)
		}
	}
	if brief := planBudget([]demand{{ops: []float64{1e-4, 0.1}}}, 6, false)[0].ops; brief[0] < 1000 || brief[1] < enoughSamples {
		t.Errorf("%v samples of a brief operation and a long one, want 1000 of the first", brief)
	}
	if all := planBudget(demands, 1000, false); !slices.Equal(all[0].ops, []int{maxSamples, maxSamples}) {
		t.Errorf("1000 s: %v samples of the cheap ones, want %d", all[0].ops, maxSamples)
	}
}

// TestPlanSearches holds the rule: the share must hold one average search, four
// that cannot be stopped, or on a busy machine a hundred whose work nobody counts.
func TestPlanSearches(t *testing.T) {
	for _, test := range []struct {
		fits     int
		modelled bool
		mean     float64
	}{
		{fits, false, 9.9}, {fits, true, 10.1}, {fitsUnstoppable, false, 2.4}, {fitsUnstoppable, true, 2.6}, {fitsLuck, false, 0.09}, {fitsLuck, true, 0.11},
	} {
		d := demand{whole: true, model: true, fits: test.fits, mean: test.mean}
		if got := planBudget([]demand{d}, 10, false)[0].modelled; got != test.modelled {
			t.Errorf("fits %d, mean %v s of 10 s: modelled %v, want %v", test.fits, test.mean, got, test.modelled)
		}
	}
}

func TestPlanProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cost := rapid.Float64Range(1e-3, 1e4)
		demands := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) demand {
			d := demand{
				whole:  rapid.Bool().Draw(t, "whole"),
				sliced: rapid.Bool().Draw(t, "sliced"),
				fits:   rapid.SampledFrom([]int{fits, fitsUnstoppable, fitsLuck}).Draw(t, "fits"),
				ops:    rapid.SliceOfN(cost, 1, 4).Draw(t, "ops"),
			}
			d.model = d.whole
			d.mean = cost.Draw(t, "mean")
			if d.sliced && !d.whole {
				d.mean = math.Inf(1)
			}
			if rapid.IntRange(0, 9).Draw(t, "unknown") == 0 {
				d.mean, d.ops[0] = math.Inf(1), math.Inf(1)
			}
			return d
		}), 1, 20).Draw(t, "demands")
		left := rapid.Float64Range(0, 1e4).Draw(t, "left")
		used := 0.0
		for i, g := range planBudget(demands, left, false) {
			d := demands[i]
			switch {
			case g.slices > 0:
				if !d.sliced || g.samples > 0 || g.modelled || len(g.ops) != len(d.ops) || g.limit > longestSlice+1 || g.limit < shortestSlice {
					t.Fatalf("cell %d: %+v", i, g)
				}
				used += g.share.Seconds() + opTime(d.ops, g.ops)
			case d.sliced && g.samples == 0:
				t.Fatalf("cell %d: %+v, want searches or slices", i, g)
			case d.whole && !g.modelled:
				if g.samples < 1 || g.samples > mostSamples || g.ops != nil {
					t.Fatalf("cell %d: %+v", i, g)
				}
				if g.share.Seconds() < d.need()*(1-1e-6) {
					t.Fatalf("cell %d: share %v, needs %v", i, g.share, d.need())
				}
				used += float64(g.samples) * d.mean
			case g.samples != 0 || g.modelled != d.whole || len(g.ops) != len(d.ops) || slices.Min(g.ops) < 1:
				t.Fatalf("cell %d: %+v", i, g)
			default:
				used += opTime(d.ops, g.ops)
			}
		}
		if used > left*(1+1e-9) {
			t.Fatalf("the plan takes %v s of %v s", used, left)
		}
	})
}

func TestNextAdvancesAllAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var tracks []*track
		total := 0
		for _, want := range rapid.SliceOfN(rapid.IntRange(0, 50), 1, 10).Draw(t, "wants") {
			tracks = append(tracks, &track{cell: new(cell), want: want, ready: true})
			total += want
		}
		for range total {
			n := next(tracks)
			if n == nil {
				t.Fatal("nothing is next while samples are wanted")
			}
			for _, other := range tracks {
				if middle := func(t *track) float64 { return (float64(t.done) + 0.5) / float64(t.want) }; other.done < other.want && middle(other) < middle(n)-1e-12 {
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

// On a busy machine the operations of a search, dear ones too, have a second sample
// before anything is searched; what half of the time does not pay for has none.
func TestBusyPlanHasIntervals(t *testing.T) {
	demands := []demand{
		{whole: true, model: true, mean: 0.1, fits: 1, ops: []float64{0.001, 0.001}},
		{whole: true, model: true, mean: 500, fits: 1, ops: []float64{0.01, 4}},
		{whole: true, model: true, mean: 5000, fits: 1, ops: []float64{0.01, 11}},
	}
	quiet, busy := planBudget(demands, 20, false), planBudget(demands, 20, true)
	if got := []int{quiet[1].ops[1], busy[1].ops[1], busy[2].ops[1]}; !slices.Equal(got, []int{1, 2, 1}) {
		t.Errorf("samples of the dear operations %v, want 1 on a quiet machine, 2 on a busy one, and 1 of what is too dear", got)
	}
	if busy[0].samples == 0 {
		t.Error("the cheap cell is not searched")
	}
}
