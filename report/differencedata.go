// Comparisons for other programs: CSV and JSON, with every digit and in base
// units.

package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"time"

	"primebench/internal/analysis"
	"primebench/internal/gate"
)

// differenceCSV writes a row for each change, and one with the kind "geomean"
// where that was asked for. Ratios are head over base; base and head are seconds.
// The columns noise, limit and tolerance are relative: 0.02 is 2 %.
func differenceCSV(w io.Writer, d *gate.Difference) error {
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	rows := [][]string{{"kind", "bits", "strategy", "mode", "workers", "policy", "kernel", "operation", "head_strategy", "head_kernel",
		"base", "base_low", "base_high", "head", "head_low", "head_high", "ratio", "low", "high", "confidence", "need",
		"blocks", "noise", "limit", "tolerance", "verdict", "more", "why"}}
	for i := range d.Changes {
		c := &d.Changes[i]
		rows = append(rows, append([]string{
			csvText(c.Cell.Kind), strconv.Itoa(c.Cell.Bits), csvText(c.Cell.Strategy), csvText(c.Cell.Mode), strconv.Itoa(c.Cell.Workers),
			csvText(c.Cell.Policy.Name), csvText(c.Cell.Kernel), csvText(c.Op), csvText(c.HeadStrategy), csvText(c.HeadKernel),
		}, changeNumbers(d, c)...))
	}
	if d.Geomean != nil {
		rows = append(rows, append([]string{"geomean", "", "", "", "", "", "", "", "", ""}, changeNumbers(d, d.Geomean)...))
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("report: writing csv: %w", err)
	}
	return emit(w, FormatCSV, b.Bytes())
}

func changeNumbers(d *gate.Difference, c *gate.Change) []string {
	var fields []string
	for _, e := range []*analysis.Estimate{&c.Base, &c.Head, &c.Ratio} {
		low, high := csvNumber(e.Low), csvNumber(e.High)
		if e.Need > 0 {
			low, high = "", ""
		}
		fields = append(fields, csvNumber(e.Value), low, high)
	}
	return append(fields, csvNumber(c.Confidence), strconv.Itoa(c.Ratio.Need), strconv.Itoa(c.Blocks), csvNumber(c.Noise),
		csvNumber(c.Limit), csvNumber(d.Tolerance), csvText(string(c.Verdict)), strconv.Itoa(c.More), csvText(c.Why))
}

// A jsonDifference is the shape of a comparison in JSON. Estimates are those of
// the report; their interval is 95 % but for ratio's, which is at confidence.
type jsonDifference struct {
	Report    string         `json:"report"` // always "primebench comparison"
	Version   int            `json:"version"`
	Verdict   string         `json:"verdict"` // "faster", "pass", "inconclusive", "regression" or "not comparable"
	Paired    bool           `json:"paired"`
	Tolerance *float64       `json:"tolerance"`
	Base      jsonSide       `json:"base"`
	Head      jsonSide       `json:"head"`
	Changes   []jsonChange   `json:"changes"`
	Geomean   *jsonChange    `json:"geomean"` // null where it was not asked for
	Obstacles []jsonObstacle `json:"obstacles"`
	Remarks   []string       `json:"remarks"`
}

type jsonSide struct {
	Runs            []string  `json:"runs"`
	ProgramVersion  string    `json:"program_version"`
	Revision        string    `json:"revision"`
	Go              string    `json:"go"`
	CPU             string    `json:"cpu"`
	OS              string    `json:"os"`
	Arch            string    `json:"arch"`
	From            time.Time `json:"from"`
	To              time.Time `json:"to"`
	MeasuredSeconds float64   `json:"measured_s"`
}

type jsonChange struct {
	Kind         string        `json:"kind"`
	Bits         int           `json:"bits"`
	Strategy     string        `json:"strategy"`
	Mode         string        `json:"mode"`
	Workers      int           `json:"workers"`
	Policy       string        `json:"policy"`
	Kernel       string        `json:"kernel"`
	Operation    string        `json:"operation"`
	HeadStrategy string        `json:"head_strategy"`
	HeadKernel   string        `json:"head_kernel"`
	Quantity     string        `json:"quantity"`
	BaseTime     *jsonEstimate `json:"base"`
	HeadTime     *jsonEstimate `json:"head"`
	Ratio        *jsonEstimate `json:"ratio"`
	Confidence   *float64      `json:"confidence"`
	Blocks       int           `json:"blocks"`
	Noise        *float64      `json:"noise"`
	Limit        *float64      `json:"limit"`
	Verdict      string        `json:"verdict"`
	Why          string        `json:"why"`
	More         int           `json:"more"`
}

type jsonObstacle struct {
	Where string `json:"where"`
	Field string `json:"field"`
	Base  string `json:"base"`
	Head  string `json:"head"`
	What  string `json:"what"`
	Text  string `json:"text"`
}

func differenceJSON(w io.Writer, d *gate.Difference) error {
	out := jsonDifference{
		Report: "primebench comparison", Version: jsonVersion, Verdict: string(d.Verdict), Paired: d.Paired, Tolerance: jsonNumber(d.Tolerance),
		Base: jsonSideOf(&d.Base), Head: jsonSideOf(&d.Head), Changes: []jsonChange{}, Obstacles: []jsonObstacle{}, Remarks: []string{},
	}
	if len(d.Obstacles) > 0 {
		out.Verdict = "not comparable"
	}
	for i := range d.Changes {
		out.Changes = append(out.Changes, jsonChangeOf(&d.Changes[i]))
	}
	if d.Geomean != nil {
		c := jsonChangeOf(d.Geomean)
		out.Geomean = &c
	}
	for _, o := range d.Obstacles {
		out.Obstacles = append(out.Obstacles, jsonObstacle{clean(o.Where), clean(o.Field), clean(o.Base), clean(o.Head), clean(o.What), clean(o.String())})
	}
	for _, r := range d.Remarks {
		out.Remarks = append(out.Remarks, clean(r))
	}
	return encodeJSON(w, out)
}

func jsonSideOf(s *gate.Side) jsonSide {
	out := jsonSide{
		Runs: []string{}, ProgramVersion: clean(s.Version), Revision: clean(s.Revision), Go: clean(s.Go),
		CPU: clean(s.CPU), OS: clean(s.OS), Arch: clean(s.Arch), From: s.From.UTC(), To: s.To.UTC(), MeasuredSeconds: s.Measured.Seconds(),
	}
	for _, name := range s.Names {
		out.Runs = append(out.Runs, clean(name))
	}
	return out
}

func jsonChangeOf(c *gate.Change) jsonChange {
	return jsonChange{
		Kind: clean(c.Cell.Kind), Bits: c.Cell.Bits, Strategy: clean(c.Cell.Strategy), Mode: clean(c.Cell.Mode), Workers: c.Cell.Workers,
		Policy: clean(c.Cell.Policy.Name), Kernel: clean(c.Cell.Kernel), Operation: clean(c.Op),
		HeadStrategy: clean(c.HeadStrategy), HeadKernel: clean(c.HeadKernel), Quantity: clean(c.Quantity),
		BaseTime: jsonEstimateOf(&c.Base), HeadTime: jsonEstimateOf(&c.Head), Ratio: jsonEstimateOf(&c.Ratio),
		Confidence: jsonNumber(c.Confidence), Blocks: c.Blocks, Noise: jsonNumber(c.Noise), Limit: jsonNumber(c.Limit),
		Verdict: string(c.Verdict), Why: clean(c.Why), More: c.More,
	}
}
