// Random values in a run: generators that give themselves away show it.

package bench

import (
	"slices"

	"primebench/internal/bench/strategy"
)

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
