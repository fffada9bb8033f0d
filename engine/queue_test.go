// The queue alone: jobs are taken and ended in any order, one after another, with
// verdicts that are made up.

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

// A madeUp tester judges numbers by a hash of theirs and counts how often it was
// asked. One number in rarity passes the base-2 test, and three of four that did
// stand.
type madeUp struct {
	rarity uint64
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

func (m *madeUp) Confirm(_ context.Context, numbers []*big.Int, _ millerrabin.Policy) ([]millerrabin.Verdict, error) {
	verdicts := make([]millerrabin.Verdict, len(numbers))
	for i, n := range numbers {
		verdicts[i].Prime = m.stands(new(big.Int).And(n, new(big.Int).SetUint64(1<<64-1)).Uint64())
	}
	return verdicts, nil
}

// finds says what a search without a queue would find: windows struck one after
// another, survivors judged one after another. In bulk all finds of the windows,
// up to count.
func (m *madeUp) finds(t *rapid.T, s *Searcher, n uint64, count int) (finds []*big.Int) {
	r := newRunning(s, Position{Number: n})
	for ; ; r.struck++ {
		k := newStrike(r, 1)
		if err := (&share{strike: k}).work(context.Background(), s.workers[0]); err != nil {
			t.Fatal(err)
		}
		for _, member := range k.members {
			p := make([]uint64, len(k.start))
			addSmall(p, k.start, s.step*uint64(member))
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
// those of a search without a queue; no survivor is lost or tested twice; a batch
// has an empty lane only when there is nothing else to put in it; and a stream
// that begins at any position that was told goes on with the same results.
func TestQueue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := sieve.Kind(rapid.IntRange(0, 1).Draw(t, "kind"))
		bulk := rapid.Bool().Draw(t, "bulk")
		workers := rapid.IntRange(1, 5).Draw(t, "workers")
		count := rapid.IntRange(1, 7).Draw(t, "count")
		m := &madeUp{rarity: rapid.SampledFrom([]uint64{2, 4, 9}).Draw(t, "rarity"), tested: map[uint64]int{}}
		s, err := New(kind, 60, Config{
			Workers: workers, Bulk: bulk, Seed: Seed{byte(rapid.IntRange(1, 200).Draw(t, "seed"))},
			SieveLimit: 60, Policy: millerrabin.Policy{Rounds: rapid.IntRange(1, 9).Draw(t, "rounds")},
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
		d.drive(newQueue(s, Position{Number: uint64(first)}, uint64(count)))
		for n, times := range m.tested {
			if times > 1 {
				t.Errorf("number ...%x was tested %d times", n, times)
			}
		}
		from := rapid.SampledFrom(d.told).Draw(t, "position")
		if from.Number < uint64(count) {
			// Once more from there, up to an interruption, and from where that was.
			d.left = rapid.IntRange(0, 200).Draw(t, "steps")
			if stood := d.drive(newQueue(s, from, uint64(count))); stood.Number < uint64(count) {
				d.left = math.MaxInt
				d.drive(newQueue(s, stood, uint64(count)))
			}
		}
	})
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
func (d *driver) drive(q *queue) Position {
	ctx := context.Background()
	taken := map[*worker]job{}
	for ; q.taken < q.end; d.left-- {
		if d.left == 0 {
			for _, j := range taken {
				if err := q.finish(j, context.Canceled); err != nil && !errors.Is(err, context.Canceled) {
					d.Error(err)
				}
			}
			return q.progress().Position
		}
		w := rapid.SampledFrom(d.s.workers).Draw(d.T, "worker")
		if j, busy := taken[w]; busy {
			if err := q.finish(j, j.work(ctx, w)); err != nil {
				d.Fatal(err)
			}
			delete(taken, w)
		} else {
			q.begin()
			if j = q.pick(); j != nil {
				d.checkLanes(q, j)
				taken[w], q.jobs[j] = j, func() {}
			} else if len(taken) == 0 && len(q.results) == 0 {
				d.Fatalf("nothing to do at %+v, before %d", q.progress(), q.end)
			}
		}
		d.told = append(d.told, q.progress().Position)
		d.take(q)
	}
	if left := len(q.active); left > 0 {
		d.Errorf("%d searches are under way at the end", left)
	}
	return q.progress().Position
}

// checkLanes looks at a job that was just dealt out.
func (d *driver) checkLanes(q *queue, j job) {
	t, ok := j.(*test)
	if !ok {
		return
	}
	if len(t.lanes) == 0 || len(t.lanes) < millerrabin.Lanes && (q.testable() > 0 || q.striking()) {
		d.Errorf("a batch of %d, with %d survivors left and striking %v", len(t.lanes), q.testable(), q.striking())
	}
}

// take takes a result where there is one.
func (d *driver) take(q *queue) {
	if len(q.results) == 0 || q.results[q.taken].P == nil {
		return
	}
	r, _, _ := q.result()
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
