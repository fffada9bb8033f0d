// Blocks: the axes of a matrix. A Spec is one and may have others besides.

package bench

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"

	"primebench/internal/bench/strategy"
	"primebench/internal/kex"
	"primebench/millerrabin"
)

// A Block is the axes of a part of a matrix, with all their combinations. In
// Spec.Also an empty field takes the value of the Spec's own.
type Block struct {
	Kinds      []strategy.Kind
	Bits       []int
	Params     []string
	Strategies []string
	Modes      []Mode
	Workers    []int
	Policies   []millerrabin.Policy
	// Steps has the cells, which must be of mode Operations, measure nothing but these
	// (results.Steps): a step takes a fraction of a second, where what a search ends
	// with takes many at the large sizes. Empty: those of a search and, of a safe
	// prime, the uses of a group. A block of Spec.Also does not take over the Spec's.
	Steps []string
}

// own returns the Spec's own axes.
func (s Spec) own() Block {
	return Block{
		Kinds: s.Kinds, Bits: s.Bits, Params: s.Params, Strategies: s.Strategies, Modes: s.Modes, Workers: s.Workers, Policies: s.Policies,
		Steps: s.Steps,
	}
}

// blocks returns the Spec's own axes and those of Also, filled up.
func (s Spec) blocks() []Block {
	blocks := []Block{s.own()}
	for _, b := range s.Also {
		filled := s.own()
		override(&filled.Kinds, b.Kinds)
		override(&filled.Bits, b.Bits)
		override(&filled.Params, b.Params)
		override(&filled.Strategies, b.Strategies)
		override(&filled.Modes, b.Modes)
		override(&filled.Workers, b.Workers)
		override(&filled.Policies, b.Policies)
		filled.Steps = b.Steps
		blocks = append(blocks, filled)
	}
	return blocks
}

// allCores is how many workers use all cores.
func allCores() int { return min(runtime.GOMAXPROCS(0), MaxWorkers) }

// check refuses values out of range, in words that name them.
func (b Block) check() error {
	for _, bits := range b.Bits {
		if bits < MinBits || bits > MaxBits {
			return fmt.Errorf("bits %d is out of range, want %d to %d", bits, MinBits, MaxBits)
		}
	}
	for _, params := range b.Params {
		if _, err := kex.Named(params); err != nil {
			return err
		}
	}
	for _, workers := range b.Workers {
		if workers < 1 || workers > MaxWorkers {
			return fmt.Errorf("workers %d is out of range, want 1 to %d", workers, MaxWorkers)
		}
	}
	for _, mode := range b.Modes {
		if _, err := parseMode(string(mode)); err != nil {
			return err
		}
	}
	for _, step := range b.Steps {
		if _, err := parseStep(step); err != nil {
			return err
		}
	}
	for _, policy := range b.Policies {
		if !policy.IsZero() && policy.Check() != nil {
			return policy.Check()
		}
	}
	return cmp.Or(
		distinct("kind", b.Kinds),
		distinct("bits", b.Bits),
		distinct("params", b.Params),
		distinct("strategy", b.Strategies),
		distinct("mode", b.Modes),
		distinct("workers", b.Workers),
		distinct("policy", b.Policies),
		distinct("step", b.Steps),
	)
}

func distinct[T comparable](axis string, values []T) error {
	if len(values) > MaxCells {
		return fmt.Errorf("%s has %d values, want at most %d", axis, len(values), MaxCells)
	}
	for i, v := range values {
		if slices.Contains(values[:i], v) {
			return fmt.Errorf("%s %v is given twice", axis, v)
		}
	}
	return nil
}

// A size is what a kind's cells differ in first: bits, or a parameter set.
type size struct {
	bits   int
	params string
}

// sizes lists those of a kind.
func (b Block) sizes(kind strategy.Kind) []size {
	var sizes []size
	if kind != strategy.Kex {
		for _, bits := range b.Bits {
			sizes = append(sizes, size{bits: bits})
		}
		return sizes
	}
	for _, set := range kex.Sets() {
		if len(b.Params) == 0 || slices.Contains(b.Params, set.Name) {
			sizes = append(sizes, size{bits: set.Bits, params: set.Name})
		}
	}
	return sizes
}

// points lists the combinations in the matrix's order, up to most of them.
func (b Block) points(known []strategy.Strategy, most int) ([]point, error) {
	chosen, err := lookUp(b.Strategies, known)
	if err != nil {
		return nil, asSpecError(err)
	}
	if len(b.Steps) > 0 && !slices.Equal(b.Modes, []Mode{Operations}) {
		return nil, asSpecError(fmt.Errorf("steps %s in mode %s, want mode %s", list(b.Steps), list(b.Modes), Operations))
	}
	count := 0
	for _, kind := range b.Kinds {
		count += len(b.sizes(kind))
	}
	for _, axis := range []int{1, len(chosen), len(b.Modes), len(b.Workers), len(b.Policies)} {
		if count *= axis; count > most { // checked each time: the product cannot overflow
			return nil, asSpecError(fmt.Errorf("the matrix has more than %d cells", MaxCells))
		}
	}
	points := make([]point, 0, count)
	for _, kind := range b.Kinds {
		for _, size := range b.sizes(kind) {
			for _, st := range chosen {
				for _, mode := range b.Modes {
					for _, workers := range b.Workers {
						for _, policy := range b.Policies {
							points = append(points, point{kind, size, st, mode, workers, policy, b.Steps})
						}
					}
				}
			}
		}
	}
	return points, nil
}
