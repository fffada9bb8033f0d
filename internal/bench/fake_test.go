// A strategy without arithmetic and a clock that nobody waits for.

package bench

import (
	"context"
	"errors"
	"math/big"
	"sync"
	"time"

	"primebench/engine"
	"primebench/internal/bench/strategy"
	"primebench/internal/hostinfo"
	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/results"
)

// fakeClock stands still until somebody advances it. Its machine has two processors,
// which are busy with us alone unless it is slow.
type fakeClock struct {
	mu     sync.Mutex
	now    time.Duration
	kept   time.Duration                             // of now, waiting for others
	others func(now time.Duration) hostinfo.Counters // what they use of the processors; nil: nobody knows
	slow   func(now time.Duration) float64           // wall time of what takes a second alone; nil: 1
	eager  time.Duration                             // timers of this length ring at once, and the clock moves on by it
	timers map[int]fakeTimer
	made   int
}

type fakeTimer struct {
	at time.Duration
	f  func()
}

func (c *fakeClock) Now() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) CPU() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return 2 * (c.now - c.kept)
}

func (c *fakeClock) AfterFunc(d time.Duration, f func()) (stop func()) {
	if d > 0 && d == c.eager {
		c.advance(d)
		f()
		return func() {}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.timers == nil {
		c.timers = map[int]fakeTimer{}
	}
	id := c.made
	c.made++
	c.timers[id] = fakeTimer{c.now + d, f}
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.timers, id)
	}
}

func (c *fakeClock) advance(d time.Duration) {
	c.mu.Lock()
	c.now += d
	var due []func()
	for id, t := range c.timers {
		if t.at <= c.now {
			due = append(due, t.f)
			delete(c.timers, id)
		}
	}
	c.mu.Unlock()
	for _, f := range due {
		f()
	}
}

// stop lets time pass in which nothing of the program runs.
func (c *fakeClock) stop(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now += d
	c.kept += d
}

// work advances the clock by what d of work takes, in small steps, unless the context
// ends.
func (c *fakeClock) work(ctx context.Context, d time.Duration) error {
	step := min(max(d/100, 1), time.Second)
	for ; d > 0; d -= step {
		if err := ctx.Err(); err != nil {
			return err
		}
		alone := min(step, d)
		c.advance(alone + c.wait(alone))
	}
	return ctx.Err()
}

// counters are those of the machine.
func (c *fakeClock) counters() hostinfo.Counters {
	if c.others == nil {
		return hostinfo.Counters{}
	}
	return c.others(c.Now())
}

// wait is how long others take the processors while there is so much work.
func (c *fakeClock) wait(alone time.Duration) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.slow == nil {
		return 0
	}
	kept := time.Duration(float64(alone) * (c.slow(c.now) - 1))
	c.kept += kept
	return kept
}

// A fake is a strategy whose work only takes time.
type fake struct {
	name        string
	clock       *fakeClock
	search      func(bits int, n uint64) time.Duration // nil: nothing to search for
	survivors   func(n uint64) int64                   // that it tests; nil: 10, as expected
	uncounted   bool                                   // there is no theory of them
	stream      time.Duration                          // a find of a stream; 0: there are no streams
	slices      func() error                           // called by each slice; nil: there are none
	bulk        bool                                   // there are slices alone
	ops         []fakeOp
	unsupported func(strategy.Task) string // "" when all is well
	unstoppable bool
	noSearch    string       // why there is none by a policy that was asked for
	missing     string       // why its library cannot be used, "" when it can
	peer        results.Peer // whose library that is
	fails       error        // of every search
}

type fakeOp struct {
	name      string
	step      string
	perSearch float64
	did       func() // called by each run; may be nil
	cost      time.Duration
	tests     float64       // that it says it takes the time of
	prepare   time.Duration // before the first one
	shortest  time.Duration // that a sample is to take
}

func (f *fake) Name() string  { return f.name }
func (f *fake) About() string { return "takes time" }

func (f *fake) Check(t strategy.Task) error {
	if f.missing != "" {
		return strategy.NoLibrary(f.name, "%s", f.missing)
	}
	if f.unsupported != nil {
		if why := f.unsupported(t); why != "" {
			return strategy.Unsupported(f.name, "%s", why)
		}
	}
	return nil
}

func (f *fake) New(t strategy.Task) (strategy.Runner, error) {
	if t.Kernel == "broken" {
		return nil, errors.New("fake: broken kernel")
	}
	switch {
	case f.slices != nil:
		return &fakeSlicer{fakeRunner{f, t}}, nil
	case f.stream > 0:
		return &fakeStreamer{fakeRunner{f, t}}, nil
	}
	return &fakeRunner{f, t}, nil
}

type fakeRunner struct {
	*fake
	task strategy.Task
}

func (r *fakeRunner) Facts() strategy.Facts {
	policy := r.task.Policy
	if policy.IsZero() {
		policy = millerrabin.Policy{Rounds: 20, Lucas: true}
	}
	if r.noSearch != "" && !r.task.Policy.IsZero() {
		return strategy.Facts{Policy: policy, NoSearch: r.noSearch, Replays: true}
	}
	facts := strategy.Facts{
		Policy: policy, Seeded: true, Searches: r.search != nil, Replays: r.search != nil, Unstoppable: r.unstoppable,
		Expected: results.Work{Candidates: 10, Survivors: 10}, Peer: r.peer,
	}
	if r.uncounted {
		facts.Expected = results.Work{}
	}
	return facts
}

func (r *fakeRunner) Search(ctx context.Context, n uint64) (strategy.Outcome, error) {
	if r.fails != nil {
		return strategy.Outcome{}, r.fails
	}
	r.task.Meter.AddTests(10)
	if err := r.clock.work(ctx, r.search(r.task.Bits, n)); err != nil {
		return strategy.Outcome{}, err
	}
	survivors := int64(10)
	if r.survivors != nil {
		survivors = r.survivors(n)
	}
	return strategy.Outcome{
		Found:    big.NewInt(int64(1000 + n)),
		Counters: engine.Counters{Candidates: 10, Survivors: survivors, Tests: 10, Primes: 1},
		Phases:   engine.Phases{Test: time.Millisecond},
	}, nil
}

func (r *fakeRunner) Replay(ctx context.Context, list []*big.Int) (strategy.Outcome, error) {
	n := int64(len(list))
	return strategy.Outcome{
		Found: list[n-1], Counters: engine.Counters{Candidates: n, Survivors: n, Tests: n, Primes: 1},
	}, r.clock.work(ctx, 30*time.Millisecond)
}

func (r *fakeRunner) Operations() []strategy.Operation {
	var list []strategy.Operation
	for _, op := range r.ops {
		list = append(list, strategy.Operation{
			Operation: results.Operation{Name: op.name, PerSearch: op.perSearch, Step: op.step, AtOnce: 1},
			Tests:     op.tests,
			Shortest:  op.shortest,
			Prepare:   func(ctx context.Context) error { return r.clock.work(ctx, op.prepare) },
			Run: func(ctx context.Context, times int64) (int64, error) {
				if op.did != nil {
					op.did()
				}
				return times, r.clock.work(ctx, time.Duration(times)*op.cost)
			},
		})
	}
	return list
}

// A fakeStreamer makes streams of numbers that follow each other.
type fakeStreamer struct{ fakeRunner }

func (r *fakeStreamer) Stream(ctx context.Context, n uint64, count int64) (strategy.Finds, error) {
	var finds strategy.Finds
	for i := range count {
		finds.Found = append(finds.Found, big.NewInt(1000+int64(n)*count+i))
	}
	finds.Counters = engine.Counters{Candidates: 10 * count, Survivors: 10 * count, Tests: 10 * count, Primes: count}
	return finds, r.clock.work(ctx, time.Duration(count)*r.stream)
}

// A fakeSlicer tests a number in a millisecond and never has a find in a slice.
type fakeSlicer struct{ fakeRunner }

func (r *fakeSlicer) Facts() strategy.Facts {
	facts := r.fakeRunner.Facts()
	if r.bulk {
		facts.NoSearch, facts.Bulk, facts.Searches = "many at a time", true, false
	}
	return facts
}

func (r *fakeSlicer) Slice(ctx context.Context, limit time.Duration) (strategy.Finds, error) {
	if err := r.slices(); err != nil {
		return strategy.Finds{}, err
	}
	tests := int64(limit / time.Millisecond)
	return strategy.Finds{Counters: engine.Counters{Candidates: tests, Survivors: tests, Tests: tests}}, r.clock.work(ctx, limit)
}

// steady is a search of always the same length.
func steady(d time.Duration) func(int, uint64) time.Duration {
	return func(int, uint64) time.Duration { return d }
}

// spec asks for fakes by name.
func fakeSpec(names ...string) Spec {
	return Spec{
		Kinds: []strategy.Kind{strategy.Prime}, Bits: []int{512}, Strategies: names, Modes: []Mode{Search},
		Workers: []int{1}, Policies: []millerrabin.Policy{{}}, Seed: new(rng.Seed),
	}
}

// memory is a Sink that keeps everything, and can fail or act at a record.
type memory struct {
	results.Run
	closed  int
	order   []string // the sort of each record
	failAt  int      // the record, from 1, that fails
	at      func(record int)
	records int
}

var errFull = errors.New("the disk is full")

func (m *memory) take(sort string) error {
	m.records++
	m.order = append(m.order, sort)
	if m.at != nil {
		m.at(m.records)
	}
	if m.records == m.failAt {
		return errFull
	}
	return nil
}

func (m *memory) Header(h results.Header) error {
	m.Run.Header = h
	return m.take("header")
}

func (m *memory) Sample(s results.Sample) error {
	if err := m.take("sample"); err != nil {
		return err
	}
	m.Samples = append(m.Samples, s)
	return nil
}

func (m *memory) Note(n results.Note) error {
	m.Notes = append(m.Notes, n)
	return m.take("note")
}

func (m *memory) Reading(r results.Reading) error {
	m.Readings = append(m.Readings, r)
	return m.take("reading")
}

func (m *memory) Prediction(p results.Prediction) error {
	m.Predictions = append(m.Predictions, p)
	return m.take("prediction")
}

func (m *memory) Close(c results.Closing) error {
	m.closed++
	m.Closing = &c
	return m.take("close")
}

// runFakes runs a Spec over fakes that share a clock.
func runFakes(ctx context.Context, s Spec, sink Sink, observer Observer, fakes ...*fake) error {
	return runFakesOn(ctx, &fakeClock{}, s, sink, observer, fakes...)
}

// runFakesOn does so on a clock of the caller's.
func runFakesOn(ctx context.Context, clock *fakeClock, s Spec, sink Sink, observer Observer, fakes ...*fake) error {
	var strategies []strategy.Strategy
	for _, f := range fakes {
		f.clock = clock
		strategies = append(strategies, f)
	}
	return run(ctx, s, sink, observer, environment{strategies: strategies, clock: clock, counters: clock.counters})
}
