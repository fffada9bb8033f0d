// Random values in a matrix: they have strategies of their own and one mode.

package bench

import (
	"slices"

	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/random"
)

// withRandom returns s, which is to override something, with what it leaves open
// about random values: their strategies are not those that search, and their mode
// is Operations. Asked for beside other kinds, they become a block of their own, so
// that the other kinds keep the axes that they would have without.
func (s Spec) withRandom() Spec {
	at := slices.Index(s.Kinds, strategy.Random)
	if at < 0 || distinct("kind", s.Kinds) != nil || len(s.Strategies) > 0 && len(s.Modes) > 0 {
		return s
	}
	own := Block{Kinds: []strategy.Kind{strategy.Random}, Strategies: s.Strategies, Modes: s.Modes}
	if len(own.Strategies) == 0 {
		own.Strategies = randomStrategies()
	}
	if len(own.Modes) == 0 {
		own.Modes = []Mode{Operations}
	}
	if len(s.Kinds) == 1 {
		s.Strategies, s.Modes = own.Strategies, own.Modes
		return s
	}
	s.Kinds = slices.Delete(slices.Clone(s.Kinds), at, at+1)
	s.Also = append(slices.Clone(s.Also), own)
	return s
}

func randomStrategies() []string {
	var names []string
	for _, st := range random.All() {
		names = append(names, st.Name())
	}
	return names
}

// predict has each strategy whose random values give its generator away show it, in
// its first cell. It takes microseconds.
func (m *measurer) predict() error {
	var done []string
	for _, c := range m.cells {
		g, ok := c.runner.(strategy.Giveaway)
		if !ok || slices.Contains(done, c.Strategy) {
			continue
		}
		done = append(done, c.Strategy)
		p, err := g.Predict()
		if err != nil {
			return err
		}
		p.Cell = c.ID
		if err := m.sink.Prediction(p); err != nil {
			return err
		}
	}
	return nil
}
