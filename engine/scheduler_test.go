// The scheduler alone: jobs are taken and ended in any order, one after another,
// with verdicts that are made up.

package engine

import (
	"context"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"primebench/internal/words"
	"primebench/millerrabin"
	"primebench/sieve"
)

// A madeUp tester judges numbers by a hash of them and counts how often it is asked.
// One number in rarity passes the base-2 test, and three of four of these stand.
type madeUp struct {
	rarity uint64
	whole  millerrabin.Policy
	tested map[uint64]int // by the number's low word
}

func (m *madeUp) hash(low uint64, salt byte) uint64 {
	h := fnv.New64a()
	h.Write(append(binary.LittleEndian.AppendUint64(nil, low), salt))
	return h.Sum64() >> 20
}

func (m *madeUp) passes(low uint64) bool { return m.hash(low, 't')%m.rarity == 0 }
func (m *madeUp) stands(low uint64) bool { return m.hash(low, 'v')%4 != 0 }

func (m *madeUp) Base2(_ context.Context, numbers ...[]uint64) (millerrabin.Mask, error) {
	var passed millerrabin.Mask
	for i, n := range numbers {
		m.tested[n[0]]++
		if m.passes(n[0]) {
			passed |= 1 << i
		}
	}
	return passed, nil
}

func (m *madeUp) Confirm(_ context.Context, numbers []*big.Int, p millerrabin.Policy) ([]millerrabin.Verdict, error) {
	verdicts := make([]millerrabin.Verdict, len(numbers))
	for i, n := range numbers {
		low := new(big.Int).And(n, new(big.Int).SetUint64(1<<64-1)).Uint64()
		verdicts[i].Prime = m.stands(low) || m.overlooks(low, p)
	}
	return verdicts, nil
}

// overlooks reports whether a part of the policy is the one that does not refute a number:
// that with the Lucas test, or those without.
func (m *madeUp) overlooks(low uint64, part millerrabin.Policy) bool {
	return part != m.whole && m.whole.Lucas && part.Lucas == (m.hash(low, 'p')%2 == 0)
}

// finds returns what a search without a scheduler finds: it sieves windows and
// judges survivors one after another. In bulk it returns all finds of the windows,
// up to count.
func (m *madeUp) finds(t *rapid.T, s *Searcher, n uint64, count int) (finds []*big.Int) {
	r := newSearch(s, Position{Number: n})
	p := make([]uint64, words.Count(s.bits))
	for ; ; r.nextWindow++ {
		w := newWindow(r, 1)
		if err := (&sieveJob{window: w}).do(context.Background(), s.workers[0]); err != nil {
			t.Fatal(err)
		}
		for _, member := range w.survivors {
			addSmall(p, w.start, s.step*uint64(member))
			first := slices.Clone(p)
			if s.kind == sieve.Safe {
				halve(first, p)
			}
			if m.passes(first[0]) && m.passes(p[0]) && m.stands(first[0]) {
				if finds = append(finds, words.Int(p)); len(finds) == count {
					return finds
				}
			}
		}
	}
}

// Whatever the order in which workers take and end their jobs, the results are
// those of a search without a scheduler; no survivor is lost or tested twice; a batch
// has an empty lane only when there is nothing else to put in it; and a stream
// that begins at any position that was told goes on with the same results.
func TestScheduler(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := sieve.Kind(rapid.IntRange(0, 1).Draw(t, "kind"))
		bulk := rapid.Bool().Draw(t, "bulk")
		workers := rapid.IntRange(1, 5).Draw(t, "workers")
		count := rapid.IntRange(1, 7).Draw(t, "count")
		policy := millerrabin.Policy{Rounds: rapid.IntRange(1, 30).Draw(t, "rounds"), Lucas: rapid.Bool().Draw(t, "lucas")}
		m := &madeUp{rarity: rapid.SampledFrom([]uint64{2, 4, 9}).Draw(t, "rarity"), whole: policy, tested: map[uint64]int{}}
		s, err := New(kind, 60, Config{
			Workers: workers, Bulk: bulk, Seed: Seed{byte(rapid.IntRange(1, 200).Draw(t, "seed"))},
			SieveLimit: 60, Policy: policy,
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range s.workers {
			w.tester = m
		}
		var want []*big.Int
		if bulk {
			want = m.finds(t, s, 0, count)
		} else {
			for n := range count {
				want = append(want, m.finds(t, s, uint64(n), 1)...)
			}
		}
		first := rapid.IntRange(0, count-1).Draw(t, "first")
		if bulk {
			first = 0
		}
		d := &driver{T: t, s: s, want: want, results: map[uint64]Result{}, left: math.MaxInt}
		d.drive(newSequence(s, Position{Number: uint64(first)}, uint64(count)))
		for n, times := range m.tested {
			if times > 1 {
				t.Errorf("number ...%x was tested %d times", n, times)
			}
		}
		from := rapid.SampledFrom(d.told).Draw(t, "position")
		if from.Number < uint64(count) {
			// Once more from there, up to an interruption, and from where that was.
			d.left = rapid.IntRange(0, 200).Draw(t, "steps")
			if stood := d.drive(newSequence(s, from, uint64(count))); stood.Number < uint64(count) {
				d.left = math.MaxInt
				d.drive(newSequence(s, stood, uint64(count)))
			}
		}
	})
}

// Workers who wait for the results to be taken go on when they are.
func TestFewResultsAhead(t *testing.T) {
	const count = 300
	for _, bulk := range []bool{false, true} {
		s, err := New(sieve.Prime, 64, Config{Workers: 7, Bulk: bulk, Seed: Seed{3}})
		if err != nil {
			t.Fatal(err)
		}
		for _, ahead := range []uint64{1, 2, 10} {
			q := newSequence(s, Position{}, count)
			q.ahead = ahead
			taken := uint64(0)
			err := s.run(t.Context(), q, func(r Result) bool {
				if r.Number != taken {
					t.Errorf("result %d, want %d", r.Number, taken)
				}
				taken++
				return true
			})
			if err != nil || taken != count {
				t.Errorf("bulk %v, %d ahead: %d results of %d, %v", bulk, ahead, taken, count, err)
			}
		}
	}
}

// Every worker has a crew, and all crews have as many workers as others or one more.
func TestCrews(t *testing.T) {
	for workers := 1; workers < 40; workers++ {
		for crews := 1; crews <= workers; crews++ {
			q := &sequence{crews: make([]*scheduler, crews)}
			sizes := make([]int, crews)
			for worker := range workers {
				sizes[q.crewOf(worker, workers)]++
			}
			for i, size := range sizes {
				if size != portion(workers, i, crews) || size < workers/crews || size > workers/crews+1 {
					t.Errorf("crew %d of %d has %d workers of %d, want %d", i, crews, size, workers, portion(workers, i, crews))
				}
			}
		}
	}
}

// A driver does what workers and a reader of results do, in an order that is
// drawn.
type driver struct {
	*rapid.T
	s       *Searcher
	want    []*big.Int
	told    []Position
	results map[uint64]Result // that were checked, by number
	left    int               // steps to an interruption
}

// drive goes on until all results are taken or no steps are left. Then all jobs
// fail, and the position is where the search stands.
func (d *driver) drive(sequence *sequence) Position {
	ctx := context.Background()
	type assignment struct {
		job
		crew *scheduler
	}
	sequence.ahead = min(sequence.ahead, rapid.Uint64Range(1, 70).Draw(d.T, "ahead"))
	for _, crew := range sequence.crews {
		crew.verifiers = crew.workers // numbers of this size would have one
	}
	busy, idle := map[*worker]assignment{}, map[*worker]bool{} // since a job was dealt out or ended
	for ; sequence.taken < sequence.end; d.left-- {
		if d.left == 0 {
			for _, a := range busy {
				if err := a.crew.finish(a.job, context.Canceled); err != nil && !errors.Is(err, context.Canceled) {
					d.Error(err)
				}
			}
			return sequence.progress().Position
		}
		w := rapid.SampledFrom(d.s.workers).Draw(d.T, "worker")
		if a, ok := busy[w]; ok {
			if err := a.crew.finish(a.job, a.do(ctx, w)); err != nil {
				d.Fatal(err)
			}
			delete(busy, w)
			clear(idle)
		} else if crew, j := d.pick(sequence, w); j != nil {
			d.checkLanes(crew, j)
			busy[w], crew.jobs[j] = assignment{j, crew}, func() {}
			clear(idle)
		} else if idle[w] = true; len(busy) == 0 && len(sequence.results) == 0 && len(idle) == len(d.s.workers) {
			d.Fatalf("nothing to do at %+v, before %d", sequence.progress(), sequence.end)
		}
		d.told = append(d.told, sequence.progress().Position)
		d.take(sequence)
	}
	for _, crew := range sequence.crews {
		if left := len(crew.active); left > 0 {
			d.Errorf("%d searches are under way at the end", left)
		}
	}
	return sequence.progress().Position
}

// pick gives a worker a job of its crew, or of the next one that is not done.
func (d *driver) pick(sequence *sequence, w *worker) (*scheduler, job) {
	own := sequence.crewOf(slices.Index(d.s.workers, w), len(d.s.workers))
	for i := range sequence.crews {
		crew := sequence.crews[(own+i)%len(sequence.crews)]
		crew.beginSearches()
		if j := crew.pick(); j != nil {
			return crew, j
		}
		if len(crew.active) > 0 || !sequence.exhausted() {
			break // it waits for that crew
		}
	}
	return nil, nil
}

// checkLanes looks at a job that was just dealt out.
func (d *driver) checkLanes(sched *scheduler, j job) {
	t, ok := j.(*testJob)
	if !ok {
		return
	}
	if len(t.lanes) == 0 || len(t.lanes)%millerrabin.Lanes > 0 && (sched.testable() > 0 || sched.isSieving()) {
		d.Errorf("a job of %d lanes, with %d survivors left and sieving %v", len(t.lanes), sched.testable(), sched.isSieving())
	}
}

// take takes a result where there is one.
func (d *driver) take(sequence *sequence) {
	if len(sequence.results) == 0 || sequence.results[sequence.taken].P == nil {
		return
	}
	r, _, _ := sequence.takeResult()
	if want := d.want[r.Number]; r.P.Cmp(want) != 0 {
		d.Fatalf("result %d is %v, want %v", r.Number, r.P, want)
	}
	before, seen := d.results[r.Number]
	if !seen {
		d.results[r.Number] = r
	} else if r.Counters.Candidates != before.Counters.Candidates || r.Counters.Survivors != before.Counters.Survivors || r.Next != before.Next {
		d.Errorf("result %d again: %+v and next %+v, at first %+v and %+v", r.Number, r.Counters, r.Next, before.Counters, before.Next)
	}
}
