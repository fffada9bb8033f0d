// Expanding a Spec: each combination of its axes becomes a cell with its Runner,
// or is skipped.

package bench

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"primebench/engine"
	"primebench/internal/bench/exemplar"
	"primebench/internal/bench/strategy"
	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/results"
)

// expansion is a matrix with what is needed to measure it.
type expansion struct {
	matrix    Matrix
	kernel    string            // of the batched arithmetic
	runners   []strategy.Runner // by cell
	meters    []*engine.Meter   // by cell
	kinds     []strategy.Kind   // by cell
	made      map[runnerKey]metered
	shared    engine.Shared // by all runners
	byDefault map[int]bool  // cells that were asked for with the default policy, by ID
	missing   []string      // strategies whose library or system call cannot be used
}

// A point is one combination of a Spec's axes.
type point struct {
	kind strategy.Kind
	size
	strategy strategy.Strategy
	mode     Mode
	workers  int
	policy   millerrabin.Policy
	steps    []string // that are measured alone
}

func expand(s Spec, known []strategy.Strategy) (*expansion, error) {
	asked := s.Workers
	s, err := s.complete()
	if err != nil {
		return nil, err
	}
	e := &expansion{matrix: Matrix{Spec: s}, made: map[runnerKey]metered{}, byDefault: map[int]bool{}}
	points, err := s.points(known)
	if err != nil {
		return nil, err
	}
	seed := rng.Seed{}
	if s.Seed != nil {
		seed = *s.Seed
	}
	if e.kernel, err = kernelName(s.Kernel); err != nil {
		return nil, err
	}
	for _, p := range points {
		switch err := e.add(p, s, seed); {
		case errors.Is(err, strategy.ErrUnsupported):
			if strategy.Lacking(err) {
				e.missing = append(e.missing, p.strategy.Name())
			}
			e.skip(p, err)
		case err != nil:
			return nil, asSpecError(err)
		}
	}
	if err := cmp.Or(e.checkWhole(), e.checkWorkers(asked)); err != nil {
		return nil, err
	}
	e.matrix.Goals, err = e.findGoals(known)
	return e, err
}

// kernelName returns which implementation of the batched arithmetic a Spec gets,
// whether or not a cell uses it.
func kernelName(wanted string) (string, error) {
	tester, err := millerrabin.NewTester(wanted, MinBits)
	if err != nil {
		return "", asSpecError(err)
	}
	return tester.Kernel(), nil
}

// points lists the combinations of all blocks in the matrix's order.
func (s Spec) points(known []strategy.Strategy) ([]point, error) {
	var points []point
	for _, b := range s.blocks() {
		more, err := b.points(known, MaxCells-len(points))
		if err != nil {
			return nil, err
		}
		points = append(points, more...)
	}
	return points, nil
}

func lookUp(names []string, known []strategy.Strategy) ([]strategy.Strategy, error) {
	var knownNames []string
	for _, st := range known {
		knownNames = append(knownNames, st.Name())
	}
	var chosen []strategy.Strategy
	for _, name := range names {
		i := slices.Index(knownNames, name)
		if i < 0 {
			return nil, fmt.Errorf("unknown strategy %.80q, want one of %s", name, list(knownNames))
		}
		chosen = append(chosen, known[i])
	}
	return chosen, nil
}

// add makes the cell of a point, unless there is an equal one already.
func (e *expansion) add(p point, s Spec, seed rng.Seed) error {
	task := strategy.Task{
		Kind: p.kind, Bits: p.bits, Params: p.params, Workers: p.workers, Policy: p.policy, Kernel: s.Kernel, Seed: seed,
		SieveLimit: s.SieveLimit, Bulk: p.mode == Bulk, Shared: &e.shared,
	}
	if err := checkTask(p.strategy, &task); err != nil {
		return err
	}
	runner, err := e.runner(p.strategy, &task)
	if err != nil {
		return err
	}
	if err := checkMode(p, runner); err != nil {
		return err
	}
	facts := runner.Facts()
	cell := results.Cell{
		ID:         len(e.matrix.Cells),
		Kind:       string(p.kind),
		Bits:       p.bits,
		Params:     p.params,
		Strategy:   p.strategy.Name(),
		Mode:       string(p.mode),
		Workers:    task.Workers,
		Policy:     describe(facts.Policy, primeBits(string(p.kind), p.bits)),
		Kernel:     facts.Kernel,
		Seeded:     facts.Seeded,
		SieveLimit: facts.SieveLimit,
		Expected:   facts.Expected,
		Operations: []results.Operation{},
	}
	if len(p.steps) > 0 { // nothing of a search is measured
		cell.Expected = results.Work{}
	}
	for _, op := range runner.Operations() {
		if e.wants(&cell, facts, op.Operation, p.steps) {
			cell.Operations = append(cell.Operations, op.Operation)
		}
	}
	if at := slices.IndexFunc(e.matrix.Cells, func(c results.Cell) bool { return keyOf(c) == keyOf(cell) }); at >= 0 {
		e.byDefault[at] = e.byDefault[at] || p.policy.IsZero()
		e.addOperations(at, cell.Operations)
		return nil
	}
	if len(p.steps) > 0 && len(cell.Operations) == 0 { // a cell of another policy has them
		return nil
	}
	e.byDefault[cell.ID] = p.policy.IsZero()
	e.matrix.Cells = append(e.matrix.Cells, cell)
	e.runners = append(e.runners, runner)
	e.meters = append(e.meters, task.Meter)
	e.kinds = append(e.kinds, p.kind)
	return nil
}

// addOperations adds to a cell the operations that it lacks.
func (e *expansion) addOperations(cell int, operations []results.Operation) {
	c := &e.matrix.Cells[cell]
	for _, op := range operations {
		if !slices.Contains(c.Operations, op) {
			c.Operations = append(c.Operations, op)
		}
	}
}

// wants reports whether an operation belongs to a cell of which there are to be so
// many steps alone. A search has no use for an operation that is no part of it: it
// would take time and tell nothing. A step that judges nothing is the same at every policy,
// so that the first of such cells has it for all; random values without a size, such as a number
// below a bound, at every size.
func (e *expansion) wants(cell *results.Cell, facts strategy.Facts, op results.Operation, steps []string) bool {
	switch {
	case Mode(cell.Mode).streams():
		return facts.Bulk && op.Apart() // the others add up to a search alone, and to no stream
	case cell.Mode != string(Operations):
		return op.PerSearch > 0 || !facts.Searches
	case cell.Kind == results.KindRandom && results.Sizeless(op.Name):
		return !e.has(op, func(c results.Cell) bool {
			return c.Kind == cell.Kind && c.Strategy == cell.Strategy && c.Workers == cell.Workers
		})
	case len(steps) > 0 && !slices.Contains(steps, op.Step), len(steps) == 0 && op.Step != "" && !op.UsesGroup():
		return false
	}
	like := keyOf(*cell)
	return !e.has(op, func(c results.Cell) bool {
		if op.Step != "" && !op.Judges() {
			like.policy = c.Policy.Name
		}
		return keyOf(c) == like
	})
}

// has reports whether a cell like that measures an operation already.
func (e *expansion) has(op results.Operation, like func(results.Cell) bool) bool {
	return slices.ContainsFunc(e.matrix.Cells, func(c results.Cell) bool { return like(c) && slices.Contains(c.Operations, op) })
}

// operationsOf returns the operations that a cell lists, from its runner.
func operationsOf(c results.Cell, runner strategy.Runner) []strategy.Operation {
	var list []strategy.Operation
	for _, op := range runner.Operations() {
		if slices.Contains(c.Operations, op.Operation) {
			list = append(list, op)
		}
	}
	return list
}

// runner returns the Runner for a task and puts its Meter into the task. Cells
// that differ in mode alone share one: it may hold a sieve's tables.
func (e *expansion) runner(st strategy.Strategy, task *strategy.Task) (strategy.Runner, error) {
	k := runnerKey{st.Name(), *task}
	if made, ok := e.made[k]; ok {
		task.Meter = made.meter
		return made.runner, nil
	}
	task.Meter = new(engine.Meter)
	runner, err := st.New(*task)
	if err != nil {
		return nil, err
	}
	e.made[k] = metered{runner, task.Meter}
	return runner, nil
}

// A runnerKey is a strategy and a task without its Meter.
type runnerKey struct {
	strategy string
	task     strategy.Task
}

type metered struct {
	runner strategy.Runner
	meter  *engine.Meter
}

// checkTask asks the strategy. One that has no use for several workers gets one.
func checkTask(st strategy.Strategy, task *strategy.Task) error {
	err := st.Check(*task)
	if !errors.Is(err, strategy.ErrUnsupported) || task.Workers == 1 {
		return err
	}
	single := *task
	single.Workers = 1
	if err := st.Check(single); err != nil {
		return err
	}
	*task = single
	return nil
}

// checkMode says whether the runner can be measured in the point's mode.
func checkMode(p point, runner strategy.Runner) error {
	var none *exemplar.NoneError
	switch {
	case runner.Facts().Bulk && p.mode != Bulk, p.mode == Search && runner.Facts().NoSearch != "":
		return strategy.Unsupported(p.strategy.Name(), "%s", runner.Facts().NoSearch)
	case p.mode.streams() && !canStream(runner) && !runner.Facts().Bulk:
		return strategy.Unsupported(p.strategy.Name(), "many finds in a row cost it as much as so many searches")
	case p.mode == Replay && !runner.Facts().Replays:
		return strategy.Unsupported(p.strategy.Name(), "there is no list of candidates to replay")
	case p.mode == Replay && errors.As(exemplar.Check(p.kind.Sieve(), p.bits), &none):
		return strategy.Unsupported(p.strategy.Name(), "there is no list of candidates for %s", none.Reason)
	case len(p.steps) > 0 && !slices.ContainsFunc(runner.Operations(), func(op strategy.Operation) bool { return slices.Contains(p.steps, op.Step) }):
		return strategy.Unsupported(p.strategy.Name(), "no %s of %d bits that it can do", list(p.steps), p.bits)
	case p.mode == Operations && len(runner.Operations()) == 0:
		return strategy.Unsupported(p.strategy.Name(), "it has no elementary operations")
	}
	return nil
}

func canStream(runner strategy.Runner) bool {
	_, ok := runner.(strategy.Streamer)
	return ok
}

// A key is what tells two cells of a matrix apart.
type key struct {
	kind, params, strategy, mode, policy string
	bits, workers                        int
}

func keyOf(c results.Cell) key {
	return key{
		kind: c.Kind, params: c.Params, strategy: c.Strategy, mode: c.Mode, policy: c.Policy.Name, bits: c.Bits, workers: c.Workers,
	}
}

// primeBits is the size of what is tested for primality: of the modulus of an RSA key half.
func primeBits(kind string, bits int) int {
	if kind == results.KindRSA {
		return bits / 2
	}
	return bits
}

func describe(p millerrabin.Policy, bits int) results.Policy {
	if p.IsZero() { // no number is tested
		return results.Policy{}
	}
	return results.Policy{Name: p.String(), Rounds: p.Rounds, Lucas: p.Lucas, Log2Error: p.Log2Error(bits)}
}

// skip records a combination that is not offered, once for each reason.
func (e *expansion) skip(p point, reason error) {
	// The record names the strategy by itself, and says by being there that it
	// is not offered.
	why := reason.Error()
	var unsupported *strategy.UnsupportedError
	if errors.As(reason, &unsupported) {
		why = unsupported.Reason
	}
	e.addSkipped(results.Skipped{Kind: string(p.kind), Bits: p.bits, Params: p.params, Strategy: p.strategy.Name(), Mode: string(p.mode), Reason: why})
}

// skipCell records a cell that could not be made ready.
func (e *expansion) skipCell(c results.Cell, why string) {
	e.addSkipped(results.Skipped{Kind: c.Kind, Bits: c.Bits, Params: c.Params, Strategy: c.Strategy, Mode: c.Mode, Reason: why})
}

func (e *expansion) addSkipped(s results.Skipped) {
	if !slices.Contains(e.matrix.Skipped, s) {
		e.matrix.Skipped = append(e.matrix.Skipped, s)
	}
}
