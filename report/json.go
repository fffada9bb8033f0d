// The report as JSON for other programs, in the shape of jsonshape.go.

package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"primebench/internal/analysis"
	"primebench/results"
)

// JSON writes the whole analysis as one object. Fields: "report" is always
// "primebench"; "version" is the version of this shape, 1; "run" tells the run
// and its machine; "headlines", "cells", "comparisons", "growth", "scaling", "using",
// "agreements", "draws", "randomness", "predictions", "skipped" and "warnings" are the lists of the analysis. An estimate is an
// object with "value", "low", "high" (95 %, null without an interval), "unit" ("s", "1/s", "B/s", "1", "x", "per mille"),
// "better" ("lower", "higher" or ""), "n", "need" (more samples that an
// interval takes), "modelled" and "method", or null.
func JSON(w io.Writer, a *analysis.Analysis) error {
	return encodeJSON(w, jsonOf(a))
}

// encodeJSON writes an object with indents.
func encodeJSON(w io.Writer, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("report: writing json: %w", err)
	}
	return emit(w, FormatJSON, b.Bytes())
}

func jsonOf(a *analysis.Analysis) jsonReport {
	r := jsonReport{
		Report: "primebench", Version: jsonVersion, Run: jsonRunOf(a),
		Headlines: []jsonHeadline{}, Cells: []jsonCell{}, Comparisons: []jsonComparison{}, Growth: []jsonGrowth{},
		Scaling: []jsonScaling{}, Using: []jsonUse{}, Agreements: []jsonAgreement{}, Draws: []jsonDraw{}, Randomness: []jsonShare{}, Predictions: []jsonPrediction{}, Skipped: []jsonSkipped{}, Warnings: []jsonWarning{},
	}
	for _, h := range a.Headlines {
		r.Headlines = append(r.Headlines, jsonHeadline{clean(h.Title), clean(h.Sentence), jsonEstimateOf(h.Ratio)})
	}
	for i := range a.Cells {
		r.Cells = append(r.Cells, jsonCellOf(&a.Cells[i]))
	}
	for i := range a.Comparisons {
		c := &a.Comparisons[i]
		r.Comparisons = append(r.Comparisons, jsonComparison{c.A, c.B, jsonEstimateOf(&c.Ratio)})
	}
	for i := range a.Growth {
		g := &a.Growth[i]
		r.Growth = append(r.Growth, jsonGrowth{clean(g.Kind), clean(g.Strategy), clean(g.Mode), clean(g.Policy),
			g.Workers, clean(g.Quantity), jsonEstimateOf(&g.Exponent), append([]int{}, g.Sizes...)})
	}
	for i := range a.Scaling {
		r.Scaling = append(r.Scaling, jsonScalingOf(&a.Scaling[i]))
	}
	for i := range a.Using {
		r.Using = append(r.Using, jsonUseOf(&a.Using[i]))
	}
	for i := range a.Agreements {
		g := &a.Agreements[i]
		r.Agreements = append(r.Agreements, jsonAgreement{Search: g.Search, Model: g.Model, Ratio: jsonEstimateOf(&g.Ratio), Verdict: clean(string(g.Verdict))})
	}
	for i := range a.Draws {
		r.Draws = append(r.Draws, jsonDrawOf(&a.Draws[i]))
	}
	for i := range a.Shares {
		s := &a.Shares[i]
		r.Randomness = append(r.Randomness, jsonShare{s.Cell, jsonNumber(s.Draws), s.Of, jsonEstimateOf(&s.Cost), jsonEstimateOf(&s.Share)})
	}
	for _, p := range a.Predictions {
		r.Predictions = append(r.Predictions, jsonPrediction{p.Cell, p.Observed, append([]uint32{}, p.Predicted...), append([]uint32{}, p.Drawn...), p.Right})
	}
	for _, s := range a.Header.Skipped {
		r.Skipped = append(r.Skipped, jsonSkipped{clean(s.Kind), s.Bits, clean(s.Strategy), clean(s.Mode), clean(s.Reason)})
	}
	for _, w := range a.Warnings {
		r.Warnings = append(r.Warnings, jsonWarning{w.Cell, clean(w.Text)})
	}
	return r
}

func jsonRunOf(a *analysis.Analysis) jsonRun {
	h := &a.Header
	run := jsonRun{
		Program: clean(h.Program), ProgramVersion: clean(h.Version), Revision: clean(h.Revision), Go: clean(h.Go),
		Start: h.Start.UTC(), Suite: clean(h.Suite), Seed: clean(h.Seed), Kernel: clean(h.Kernel),
		GOMAXPROCS: h.GOMAXPROCS, BudgetSeconds: time.Duration(h.BudgetNS).Seconds(), Samples: h.Samples,
		Complete: a.Complete, Ending: clean(ending(a)), ElapsedSeconds: a.Elapsed.Seconds(), Host: jsonHostOf(&h.Host),
		Peers: []jsonPeer{},
	}
	for _, p := range h.Peers {
		run.Peers = append(run.Peers, jsonPeer{clean(p.Strategy), clean(p.Version), clean(p.Path)})
	}
	if a.Closing != nil {
		run.PeakBytes = a.Closing.PeakBytes
	}
	return run
}

func jsonHostOf(h *results.Host) jsonHost {
	features := make([]string, len(h.Features))
	for i, f := range h.Features {
		features[i] = clean(f)
	}
	return jsonHost{
		OS: clean(h.OS), Arch: clean(h.Arch), Release: clean(h.Release), CPU: clean(h.CPU), Features: features,
		LogicalCores: h.LogicalCores, PhysicalCores: h.PhysicalCores, ThreadsPerCore: h.ThreadsPerCore,
		CgroupCores: jsonNumber(h.CgroupCores), Governor: clean(h.Governor), MemoryBytes: h.MemoryBytes,
	}
}

func jsonCellOf(c *analysis.Cell) jsonCell {
	cell := jsonCell{
		ID: c.ID, Kind: clean(c.Kind), Bits: c.Bits, Strategy: clean(c.Strategy), Mode: clean(c.Mode), Workers: c.Workers,
		Policy: jsonPolicy{clean(c.Policy.Name), c.Policy.Rounds, c.Policy.Lucas, jsonNumber(c.Policy.Log2Error)},
		Kernel: clean(c.Kernel), Seeded: c.Seeded, SieveLimit: c.SieveLimit, List: clean(c.List),
		Status: clean(string(c.Status)), Why: clean(c.Why), Samples: c.N,
		Time: jsonEstimateOf(c.Time), PlainMean: jsonEstimateOf(c.Naive), CPU: jsonEstimateOf(c.CPU), Rate: jsonEstimateOf(c.Rate),
		Percentiles: []jsonPercentile{}, Operations: []jsonOperation{}, Phases: []jsonPhase{}, Times: []*float64{},
	}
	for i := range c.Percentiles {
		p := &c.Percentiles[i]
		cell.Percentiles = append(cell.Percentiles, jsonPercentile{jsonNumber(p.P), *jsonEstimateOf(&p.Estimate)})
	}
	for i := range c.Operations {
		op := &c.Operations[i]
		cell.Operations = append(cell.Operations, jsonOperation{clean(op.Name), jsonNumber(op.PerSearch), jsonEstimateOf(&op.Cost)})
	}
	for _, p := range c.Phases {
		cell.Phases = append(cell.Phases, jsonPhase{clean(p.Name), jsonNumber(p.Share), jsonNumber(p.Seconds), phasesModelled(c)})
	}
	if t := c.Theory; t != nil {
		cell.Theory = &jsonTheory{jsonWorkOf(t.Expected), jsonWorkOf(t.Observed), jsonEstimateOf(t.Survivors), t.Searches, jsonNumber(t.Z), jsonNumber(t.Chance), t.Suspect}
	}
	for _, t := range c.Times {
		cell.Times = append(cell.Times, jsonNumber(t))
	}
	return cell
}

func jsonScalingOf(s *analysis.Scaling) jsonScaling {
	out := jsonScaling{clean(s.Kind), clean(s.Strategy), clean(s.Mode), clean(s.Policy), s.Bits, []jsonScalingPoint{}}
	for i := range s.Points {
		p := &s.Points[i]
		out.Points = append(out.Points, jsonScalingPoint{p.Workers, jsonEstimateOf(&p.Rate), jsonEstimateOf(p.Speedup)})
	}
	return out
}

func jsonUseOf(u *analysis.GroupUse) jsonUse {
	out := jsonUse{
		Cell: u.Cell, Operation: clean(u.Name), Step: clean(u.Step), Short: u.Short, ExponentBits: u.ExponentBits,
		AtOnce: u.AtOnce, ConstantTime: u.ConstantTime, Cost: jsonEstimateOf(&u.Cost), Ratio: jsonEstimateOf(u.Ratio),
	}
	if u.Ratio != nil {
		out.Base = u.Base
	}
	return out
}

func jsonDrawOf(d *analysis.Draw) jsonDraw {
	out := jsonDraw{
		Cell: d.Cell, Operation: clean(d.Operation), Bits: d.Bits, Strategy: clean(d.Strategy), Workers: d.Workers,
		Cost: jsonEstimateOf(&d.Cost), Ratio: jsonEstimateOf(d.Ratio), Throughput: jsonEstimateOf(d.Throughput), Speedup: jsonEstimateOf(d.Speedup),
	}
	if d.Ratio != nil {
		out.Base = d.Base
	}
	return out
}

func jsonWorkOf(w analysis.Work) jsonWork {
	return jsonWork{jsonNumber(w.Candidates), jsonNumber(w.Survivors)}
}

func jsonEstimateOf(e *analysis.Estimate) *jsonEstimate {
	if e == nil {
		return nil
	}
	out := &jsonEstimate{
		Value: jsonNumber(e.Value), Unit: clean(e.Unit), Better: clean(string(e.Better)),
		N: e.N, Need: e.Need, Modelled: e.Modelled, Method: clean(e.Method),
	}
	if e.Need == 0 {
		out.Low, out.High = jsonNumber(e.Low), jsonNumber(e.High)
	}
	return out
}

// jsonNumber is null for what JSON cannot write.
func jsonNumber(v float64) *float64 {
	if !finite(v) {
		return nil
	}
	return &v
}
