// Kinds with axes of their own: random values and keys are not got by searching, so that
// what a suite has for primes does not fit them.

package bench

import (
	"slices"

	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/random"
	"primebench/results"
)

// axesOf returns the axes that a kind has of its own, and whether it has any.
func axesOf(kind strategy.Kind) (Block, bool) {
	switch kind {
	case strategy.Random:
		return Block{Strategies: randomStrategies(), Modes: []Mode{Operations}}, true
	case strategy.RSA:
		return Block{Bits: []int{2048, 3072, 4096}, Strategies: keyStrategies(), Modes: []Mode{Search}, Workers: []int{1}}, true
	case strategy.Kex:
		return Block{
			Strategies: keyStrategies(), Modes: []Mode{Operations}, Workers: slices.Compact([]int{1, allCores()}),
		}, true
	}
	return Block{}, false
}

// keyStrategies are those that make keys or exchange them.
func keyStrategies() []string {
	return []string{results.StrategyOnTheFly, results.StrategyStdlib, results.StrategyOpenSSL}
}

func randomStrategies() []string {
	var names []string
	for _, st := range random.All() {
		names = append(names, st.Name())
	}
	return names
}

// withOwnAxes returns s, which is to override something, with what it leaves open about
// kinds that have axes of their own. Asked for beside other kinds, such a kind becomes a
// block of its own, so that the others keep the axes that they would have without.
func (s Spec) withOwnAxes() Spec {
	if distinct("kind", s.Kinds) != nil {
		return s
	}
	for _, kind := range s.Kinds {
		axes, has := axesOf(kind)
		if !has {
			continue
		}
		own := Block{Kinds: []strategy.Kind{kind}, Params: s.Params}
		own.Bits, own.Strategies, own.Modes, own.Workers = axes.Bits, axes.Strategies, axes.Modes, axes.Workers
		override(&own.Bits, s.Bits)
		override(&own.Strategies, s.Strategies)
		override(&own.Modes, s.Modes)
		override(&own.Workers, s.Workers)
		if len(s.Kinds) == 1 {
			s.Bits, s.Strategies, s.Modes, s.Workers = own.Bits, own.Strategies, own.Modes, own.Workers
			return s
		}
		s.Kinds = slices.DeleteFunc(slices.Clone(s.Kinds), func(k strategy.Kind) bool { return k == kind })
		s.Also = append(slices.Clone(s.Also), own)
	}
	return s
}
