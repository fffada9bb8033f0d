// What one result costs, found in the runs: measured where it was, scaled from
// another worker count where not, and predicted for sizes in between and a little
// beyond.

package capacity

import (
	"fmt"

	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/results"
)

// A Basis says how a cost was come by.
type Basis string

// The bases of costs, the best first.
const (
	Measured  Basis = "measured"  // whole searches, or the operation itself
	Modelled  Basis = "modelled"  // operations at this size, times theory's numbers
	Predicted Basis = "predicted" // operations at other sizes, fitted, times theory's numbers
)

// A Cost is what one result of a service takes on one server, which is Workers
// cores: seconds of wall time, and how they are spread.
type Cost struct {
	Kind     string `json:"kind"`
	Bits     int    `json:"bits"`
	Params   string `json:"params"` // parameter set of a key exchange, else ""
	Strategy string `json:"strategy"`
	Workers  int    `json:"workers"`
	// Exposed is set when the result holds a secret and is not made in constant time: who
	// watches may learn it. Such a cost says what could be, and not what to deploy.
	Exposed bool `json:"exposed"`
	// MeasuredWorkers is the workers of the cell; where it is not Workers, the
	// memoryless part was taken as dividing among them evenly.
	MeasuredWorkers int               `json:"measured_workers"`
	Seconds         analysis.Estimate `json:"seconds"`
	Law             Law               `json:"law"` // with the mean Seconds.Value
	Basis           Basis             `json:"basis"`
	Run             int               `json:"run"`    // index of the run it is from
	Cell            int               `json:"cell"`   // ID of the cell within it; -1 of a predicted cost
	From            string            `json:"from"`   // what was measured, in a few words
	Policy          string            `json:"policy"` // test policy of the cell; "" of a power
	// Times are the seconds of whole searches by as many workers, to be resampled;
	// nil where there are fewer than 100.
	Times      []float64   `json:"-"`
	Prediction *Prediction `json:"prediction"` // of a predicted cost
	Remarks    []string    `json:"remarks"`    // what was assumed, in sentences
}

// CoreSeconds returns the core-seconds that a result keeps busy.
func (c *Cost) CoreSeconds() float64 { return float64(c.Workers) * c.Seconds.Value }

// upper returns the cost at the upper end of its interval.
func (c *Cost) upper() *Cost {
	high := *c
	high.Law = c.Law.scaled(c.Seconds.High / c.Seconds.Value)
	high.Seconds.Value = c.Seconds.High
	return &high
}

// minTimes is how many times make a distribution to draw from: its 99 % quantile
// is then one that occurred.
const minTimes = 100

// Tests is the theory of an average search: how many tests it does to find a
// number of a kind (Prime or Safe) and size, with a sieve to limit. Package engine
// knows it; it is handed in, so that planning depends on no search.
type Tests func(kind string, bits int, limit uint64) float64

// A ledger answers what things cost by what runs say.
type ledger struct {
	runs        []*analysis.Analysis
	tests       Tests
	extrapolate bool
}

// size returns what a cost is of.
func (c *Cost) size() size { return size{bits: c.Bits, params: c.Params} }

// cost returns what a result of a service costs at a size, a way to come by it
// and a number of workers on one result. Without it the error wraps ErrMissing.
func (l *ledger) cost(service *Service, z size, strategy string, workers int) (*Cost, error) {
	var c *Cost
	var err error
	switch {
	case z.params != "":
		c, err = l.exchange(service.Kind, z.params, strategy)
	case service.isPower():
		c, err = l.power(service.Kind, z.bits, strategy)
	case service.Kind == Safe && strategy == results.StrategyHardcoded:
		c, err = l.validation(z.bits)
	case service.Kind == RSA:
		c, err = l.key(z.bits, strategy, workers)
	default:
		c, err = l.search(service.Kind, z.bits, strategy, workers)
	}
	if err != nil {
		return nil, err
	}
	c.Kind, c.Bits, c.Params, c.Strategy, c.Workers = service.Kind, z.bits, z.params, strategy, workers
	return c, nil
}

// search returns the cost of a search.
func (l *ledger) search(kind string, bits int, strategy string, workers int) (*Cost, error) {
	c := l.measuredSearch(kind, bits, strategy, workers)
	if c == nil {
		var err error
		if c, err = l.predictedSearch(kind, bits, strategy); err != nil {
			return nil, err
		}
	}
	c.shareOut(workers)
	return c, nil
}

// measuredSearch finds the cell that says most of a search: with as many workers,
// else with the fewest; measured rather than modelled unless that is vague; of equal
// ones the first of the matrix, and of several runs the dearer one. It is nil without
// any.
func (l *ledger) measuredSearch(kind string, bits int, strategy string, workers int) *Cost {
	var best *analysis.Cell
	run := 0
	for r, a := range l.runs {
		var inRun *analysis.Cell
		for i := range a.Cells {
			c := &a.Cells[i]
			if c.Kind == kind && c.Bits == bits && c.Strategy == strategy && sound(c) && better(c, inRun, workers) {
				inRun = c
			}
		}
		if inRun == nil {
			continue
		}
		dearer := best != nil && !better(best, inRun, workers) && inRun.Time.High > best.Time.High
		if best == nil || better(inRun, best, workers) || dearer {
			best, run = inRun, r
		}
	}
	if best == nil {
		return nil
	}
	return searchCost(best, run, workers)
}

// sound reports whether a cell has the time of a search with an interval. Many finds
// in a row are cheaper than a request that comes by itself.
func sound(c *analysis.Cell) bool {
	return c.Mode != results.ModeReplay && !analysis.Streamed(c.Cell) && c.Time != nil && c.Time.Need == 0 && c.Time.Low > 0
}

// better says whether a says more of a search by so many workers than b does.
func better(a, b *analysis.Cell, workers int) bool {
	switch {
	case b == nil:
		return true
	case (a.Workers == workers) != (b.Workers == workers):
		return a.Workers == workers
	case a.Status == analysis.Measured && b.Status != analysis.Measured:
		return !vague(a, b)
	case a.Status != analysis.Measured && b.Status == analysis.Measured:
		return vague(b, a)
	}
	return a.Workers < b.Workers
}

// vagueReach is how far above a measured time its interval may reach: a plan that
// stands on the upper end of two or three searches would be one of their luck.
const vagueReach = 1.5

// vague says whether whole searches tell less of their time than its model out of
// the operations, which takes no luck.
func vague(measured, modelled *analysis.Cell) bool {
	reach := func(c *analysis.Cell) float64 { return c.Time.High / c.Time.Value }
	return reach(measured) > vagueReach && reach(modelled) < reach(measured)
}

func searchCost(cell *analysis.Cell, run, workers int) *Cost {
	c := &Cost{
		Seconds: *cell.Time, Basis: Measured, Run: run, Cell: cell.ID, From: cell.Time.Method,
		Policy: cell.Policy.Name, MeasuredWorkers: cell.Workers,
	}
	if cell.Status == analysis.Modelled {
		c.Basis = Modelled
		c.Remarks = append(c.Remarks, fmt.Sprintf("a search of %d bits is modelled from its operations, which leaves out what starting one costs", cell.Bits))
	}
	memoryless := memorylessShare(cell)
	stages := analysis.PrimesOf(cell.Kind)
	c.Law = Law{Fixed: (1 - memoryless) * c.Seconds.Value, Stages: stages, Stage: memoryless * c.Seconds.Value / float64(stages)}
	if cell.Workers == workers && len(cell.Times) >= minTimes {
		c.Times = cell.Times
	}
	return c
}

// memorylessShare returns the share of the mean time of a search that scatters
// with its luck. Our own search sieves a window at once, sets out and confirms the
// find, each time alike, and of its tests those that fill the find's batch are
// none of the luck. Of strategies that draw one candidate after the other all but
// the confirmation is luck; so is everything where the phases are not told apart.
func memorylessShare(c *analysis.Cell) float64 {
	shares := map[string]float64{}
	for _, p := range c.Phases {
		shares[p.Name] += p.Share
	}
	switch {
	case len(c.Phases) == 0:
		return 1
	case c.Strategy != DefaultStrategy || shares[results.OpTest] == 0:
		return 1 - shares[results.OpAccept]
	}
	share := shares[results.OpTest]
	if tests := perSearch(c, results.OpTest); tests > c.Expected.Survivors && c.Expected.Survivors > 0 {
		share *= c.Expected.Survivors / tests
	}
	if perSearch(c, results.OpSieve) > 1.5 { // several windows: their number is luck
		share += shares[results.OpSieve]
	}
	return share
}

// shareOut turns the cost of one search by MeasuredWorkers into that by others:
// the memoryless part goes by their number, the fixed one stays.
func (c *Cost) shareOut(workers int) {
	if c.MeasuredWorkers == workers {
		return
	}
	before := c.Law.Mean()
	c.Law.Stage *= float64(c.MeasuredWorkers) / float64(workers)
	c.Seconds = scaledEstimate(c.Seconds, c.Law.Mean()/before)
	c.Remarks = append(c.Remarks, fmt.Sprintf("the cost with %s on one result is reckoned from %d: tests divide evenly among workers, the rest does not divide",
		unit.Count(workers, "worker"), c.MeasuredWorkers))
}

// times makes the cost that of several searches, one after the other.
func (c *Cost) times(stages int) {
	c.Law.Stages = stages
	c.Law.Fixed *= float64(stages)
	c.Seconds = scaledEstimate(c.Seconds, float64(stages))
}

func scaledEstimate(e analysis.Estimate, factor float64) analysis.Estimate {
	e.Value, e.Low, e.High = e.Value*factor, e.Low*factor, e.High*factor
	return e
}

// power returns the cost of raising a number in a group: with the short exponent
// of RFC 7919 where the size has one, in constant time where the strategy does
// that, one at a time.
func (l *ledger) power(kind string, bits int, strategy string) (*Cost, error) {
	step := results.StepKeygen
	if kind == DHShared {
		step = results.StepShared
	}
	var best *analysis.GroupUse
	var cell *analysis.Cell
	run := 0
	for r, a := range l.runs {
		for i := range a.Using {
			u := &a.Using[i]
			c := &a.Cells[u.Cell]
			if u.Step != step || u.AtOnce != 1 || c.Bits != bits || c.Strategy != strategy || u.Cost.Need > 0 || u.Cost.Low <= 0 {
				continue
			}
			if best == nil || betterUse(u, c, best, cell) {
				best, cell, run = u, c, r
			}
		}
	}
	if best == nil {
		return nil, missing(fmt.Sprintf("no run has the cost of operation %s in a %d-bit group by %s with an interval", step, bits, strategy),
			fmt.Sprintf("--mode operations --kind safe --bits %d --strategy %s --workers 1", bits, strategy))
	}
	// The cost of k at once is for each; one of them takes k times that.
	e := scaledEstimate(best.Cost, float64(cell.Workers))
	c := &Cost{
		Seconds: e, Law: Law{Fixed: e.Value}, Basis: Measured, Run: run, Cell: cell.ID, MeasuredWorkers: 1,
		From: fmt.Sprintf("%s of operation %s", best.Cost.Method, best.Name),
	}
	if !best.ConstantTime {
		c.Exposed = true
		c.Remarks = append(c.Remarks, fmt.Sprintf("powers by %s are not raised in constant time, which secrets that last ask for and which costs more", strategy))
	}
	c.Remarks = append(c.Remarks, fmt.Sprintf("a power is raised to an exponent of %d bits; checking the other's value and the protocol around it are not counted", best.ExponentBits))
	return c, nil
}

// betterUse says whether a is nearer than b to what a server does; of equals, the
// dearer.
func betterUse(a *analysis.GroupUse, ca *analysis.Cell, b *analysis.GroupUse, cb *analysis.Cell) bool {
	switch {
	case a.Short != b.Short:
		return a.Short
	case a.ConstantTime != b.ConstantTime:
		return a.ConstantTime
	case (ca.Workers == 1) != (cb.Workers == 1):
		return ca.Workers == 1
	}
	return a.Cost.High*float64(ca.Workers) > b.Cost.High*float64(cb.Workers)
}

// validation returns the cost of a hard-coded group: looking it up is nothing, so
// it is that of checking it, which whoever takes over somebody's group has to do.
func (l *ledger) validation(bits int) (*Cost, error) {
	var best *Cost
	for r, a := range l.runs {
		for i := range a.Cells {
			c := &a.Cells[i]
			if c.Strategy != results.StrategyHardcoded || c.Bits != bits {
				continue
			}
			for _, op := range c.Operations {
				if op.Name != results.OpValidate || op.Cost.Need > 0 || op.Cost.Low <= 0 || best != nil && best.Seconds.High >= op.Cost.High {
					continue
				}
				best = &Cost{
					Seconds: op.Cost, Law: Law{Fixed: op.Cost.Value}, Basis: Measured, Run: r, Cell: c.ID, MeasuredWorkers: 1,
					From: op.Cost.Method + " of operation validate", Policy: c.Policy.Name,
					Remarks: []string{"a hard-coded group costs its validation; one that was validated before costs nothing"},
				}
			}
		}
	}
	if best == nil {
		return nil, missing(fmt.Sprintf("no run has the cost of validating a hard-coded %d-bit group with an interval", bits),
			fmt.Sprintf("--kind safe --bits %d --strategy %s", bits, results.StrategyHardcoded))
	}
	return best, nil
}

// missing is the error for what no run says, with the flags of the command that
// measures it.
func missing(what, flags string) error {
	return fmt.Errorf("%w: %s; measure it with: primebench run %s", ErrMissing, what, flags)
}
