// The samples behind a cell, for programs with statistics of their own, such as
// benchstat. What only serves a model is left out: nobody could tell it from a
// measurement of the cell.

package analysis

import "primebench/results"

// A Sample is one measured repetition of a cell. Times and counts are of one of
// the Count repetitions of Op.
type Sample struct {
	Op        string  // results.OpSearch, results.OpReplay or the name of an operation
	Count     int64   // repetitions that it is the mean of, at least 1
	WallNS    float64 // nanoseconds of wall time
	CPUNS     float64 // nanoseconds of processor time; 0 when unknown
	Survivors float64 // survivors tested up to the find; 0 when they were not counted
}

// measuredSamples are the samples of what the cell is about, by operation and
// each in order of measurement: its searches, its replays, or its operations in
// mode operations and of a hard-coded group. There are none of a search that is
// modelled, nor the short searches that were finished before it was given up.
func (m *Material) measuredSamples(status Status) []Sample {
	var all []Sample
	for _, op := range m.measuredOps(status) {
		for _, s := range m.Samples[op] {
			n := float64(s.Count)
			all = append(all, Sample{
				Op: op, Count: s.Count,
				WallNS: float64(s.WallNS) / n, CPUNS: float64(s.CPUNS) / n, Survivors: float64(s.Survivors) / n,
			})
		}
	}
	return all
}

func (m *Material) measuredOps(status Status) []string {
	switch {
	case m.Cell.Mode == results.ModeReplay:
		return []string{results.OpReplay}
	case Streamed(m.Cell):
		return []string{results.OpSearch}
	case m.Cell.Mode == results.ModeSearch && (m.Noted || status == Modelled):
		return nil
	case m.Cell.Mode == results.ModeSearch && len(m.Samples[results.OpSearch]) > 0:
		return []string{results.OpSearch}
	}
	names := make([]string, len(m.Cell.Operations))
	for i, op := range m.Cell.Operations {
		names[i] = op.Name
	}
	return names
}
