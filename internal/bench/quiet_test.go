// Waiting for a quiet machine, by a clock that nobody waits for.

package bench

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"primebench/internal/hostinfo"
	"primebench/results"
)

// usedUntil are the ticks, a hundred a second, of a machine of which others use a part
// until some time, and one per cent from then on.
func usedUntil(until time.Duration, part float64) func(time.Duration) hostinfo.Counters {
	return func(now time.Duration) hostinfo.Counters {
		busy := part*min(now, until).Seconds() + 0.01*max(0, now-until).Seconds()
		return hostinfo.Counters{Ticks: &hostinfo.Ticks{Busy: uint64(math.Round(1000 * busy)), Total: uint64(1000 * now.Seconds())}}
	}
}

func TestWaitQuiet(t *testing.T) {
	pressed := func(now time.Duration) hostinfo.Counters {
		c, pressure := usedUntil(0, 0)(now), min(now, 8*time.Second)/2
		c.Pressure = &pressure
		return c
	}
	for _, test := range []struct {
		name   string
		others func(time.Duration) hostinfo.Counters
		longest,
		waits time.Duration
		doubt string
	}{
		{"quiet", usedUntil(0, 0), time.Minute, calmFor, ""},
		{"quiet after 10 s", usedUntil(10*time.Second, 0.4), time.Minute, 10*time.Second + calmFor, ""},
		{"never quiet", usedUntil(time.Hour, 0.4), time.Minute, time.Minute, "not quiet within 1m0s, with 40 % of its processors used by others in the end"},
		{"under pressure for 8 s", pressed, time.Minute, 8*time.Second + calmFor, ""},
		{"a short wait", usedUntil(0, 0), time.Second, time.Second, ""},
		{"nobody knows", nil, time.Minute, time.Second, "does not say whether it is quiet"},
		{"not asked for", usedUntil(time.Hour, 0.4), 0, 0, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := fakeSpec("a")
			s.Budget, s.WaitQuiet = 10*time.Second, test.longest
			clock := &fakeClock{others: test.others, eager: lookEvery}
			w := &watcher{}
			var waited time.Duration
			sink := &memory{at: func(record int) {
				if record == 1 {
					waited = clock.Now()
				}
			}}
			if err := runFakesOn(t.Context(), clock, s, sink, w, quick("a")); err != nil {
				t.Fatal(err)
			}
			if waited != test.waits {
				t.Errorf("waited for %v, want %v", waited, test.waits)
			}
			if e := elapsed(sink); e < 8*time.Second || e > s.Budget || w.snapshot().Elapsed != e || w.snapshot().Budget != s.Budget {
				t.Errorf("the run took %v and says %+v, want its budget without the wait", e, w.snapshot())
			}
			var doubt string
			for _, n := range sink.Notes {
				if n.Cell != -1 || n.Code != results.NoteUnquiet {
					t.Errorf("note %+v", n)
				}
				doubt += n.Text
			}
			if (doubt == "") != (test.doubt == "") || !strings.Contains(doubt, test.doubt) {
				t.Errorf("note %q, want %q", doubt, test.doubt)
			}
		})
	}
}

// TestWaitQuietIsWatchedAndStopped: the status says what is waited for, and an
// interruption leaves nothing behind.
func TestWaitQuietIsWatchedAndStopped(t *testing.T) {
	s := fakeSpec("a")
	s.WaitQuiet, s.Samples = time.Minute, 3
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	w, looks := &watcher{}, 0
	clock := &fakeClock{eager: lookEvery}
	clock.others = func(now time.Duration) hostinfo.Counters {
		if looks++; looks == 4 {
			if got := w.snapshot(); got.Phase != Waiting || got.Budget != time.Minute || got.Elapsed != 3*time.Second || math.Abs(got.Others-0.25) > 1e-3 {
				t.Errorf("while it waits: %+v", got)
			}
			cancel()
		}
		return usedUntil(time.Hour, 0.25)(now)
	}
	sink := &memory{}
	if err := runFakesOn(ctx, clock, s, sink, w, quick("a")); !errors.Is(err, context.Canceled) {
		t.Errorf("Run returns %v", err)
	}
	if len(sink.order) != 0 || looks > 5 {
		t.Errorf("records %v after %d looks, want none soon after the fourth", sink.order, looks)
	}
}

func TestWaitQuietOutOfRange(t *testing.T) {
	for _, wait := range []time.Duration{-1, lookEvery - 1, MaxBudget + 1} {
		s := fakeSpec("onthefly")
		s.WaitQuiet = wait
		if _, err := s.Matrix(); !errors.Is(err, ErrSpec) || !strings.Contains(err.Error(), "for a quiet machine is out of range") {
			t.Errorf("%v: %v", wait, err)
		}
	}
	if got := fakeSpec("a").Override(Spec{WaitQuiet: time.Minute}).WaitQuiet; got != time.Minute {
		t.Errorf("overridden by a minute: %v", got)
	}
}
