// A history as JSON for other programs.

package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"primebench/internal/history"
)

// historyVersion changes when a field is renamed, removed or changes its meaning.
const historyVersion = 2

// A jsonHistory is the object: "report" is always "primebench history" and
// "version" that of this shape. A "run" is an index of "runs", a "point" one of
// the series' "points". Estimates are as in the report of a run.
type jsonHistory struct {
	Report  string             `json:"report"`
	Version int                `json:"version"`
	Runs    []jsonHistoryRun   `json:"runs"`
	Series  []jsonSeries       `json:"series"`
	Unused  []jsonHistoryUnuse `json:"unused"`
	Remarks []string           `json:"remarks"`
}

type jsonHistoryRun struct {
	File           string    `json:"file"`
	Start          time.Time `json:"start"`
	ProgramVersion string    `json:"program_version"`
	Revision       string    `json:"revision"`
	Flaw           string    `json:"flaw"` // "" when the run is whole
}

type jsonSeries struct {
	CPU        string             `json:"cpu"`
	OS         string             `json:"os"`
	Arch       string             `json:"arch"`
	Kind       string             `json:"kind"`
	Bits       int                `json:"bits"`
	Strategy   string             `json:"strategy"`
	Mode       string             `json:"mode"`
	Workers    int                `json:"workers"`
	Policy     jsonPolicy         `json:"policy"`
	Kernel     string             `json:"kernel"`
	SieveLimit uint64             `json:"sieve_limit"`
	List       string             `json:"list"`
	Quantity   string             `json:"quantity"` // "time" or the name of an operation
	Basis      string             `json:"basis"`    // "measured", "modelled" or "plain mean"
	Detail     string             `json:"detail"`   // what tells it from another that reads the same
	Points     []jsonHistoryPoint `json:"points"`
	Changes    []jsonChangePoint  `json:"changes"`
	Need       int                `json:"need"` // more points that it takes to look for changes
	Why        string             `json:"why"`  // why changes were not looked for, "" when they were
}

type jsonHistoryPoint struct {
	Run     int           `json:"run"`
	Value   *jsonEstimate `json:"value"`
	Outlier bool          `json:"outlier"` // far from the values beside it
}

type jsonChangePoint struct {
	Point    int           `json:"point"` // the first of the new level
	Before   *float64      `json:"before_s"`
	After    *float64      `json:"after_s"`
	Ratio    *jsonEstimate `json:"ratio"`
	P        *float64      `json:"p"`
	Sentence string        `json:"sentence"`
}

type jsonHistoryUnuse struct {
	File string `json:"file"`
	Cell string `json:"cell"` // "" for the whole file
	Why  string `json:"why"`
}

func historyJSON(h *history.History) ([]byte, error) {
	out := jsonHistory{Report: "primebench history", Version: historyVersion,
		Runs: []jsonHistoryRun{}, Series: []jsonSeries{}, Unused: []jsonHistoryUnuse{}, Remarks: cleaned(h.Remarks)}
	for _, r := range h.Runs {
		out.Runs = append(out.Runs, jsonHistoryRun{clean(r.File), r.Start.UTC(), clean(r.Version), clean(r.Revision), clean(r.Flaw)})
	}
	for i := range h.Series {
		out.Series = append(out.Series, jsonSeriesOf(&h.Series[i]))
	}
	for _, u := range h.Unused {
		out.Unused = append(out.Unused, jsonHistoryUnuse{clean(u.File), clean(u.Cell), clean(u.Why)})
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	if err := enc.Encode(out); err != nil {
		return nil, fmt.Errorf("report: writing json: %w", err)
	}
	return b.Bytes(), nil
}

func jsonSeriesOf(s *history.Series) jsonSeries {
	c := &s.Cell
	out := jsonSeries{
		CPU: clean(s.Machine.CPU), OS: clean(s.Machine.OS), Arch: clean(s.Machine.Arch),
		Kind: clean(c.Kind), Bits: c.Bits, Strategy: clean(c.Strategy), Mode: clean(c.Mode), Workers: c.Workers,
		Policy: jsonPolicy{clean(c.Policy.Name), c.Policy.Rounds, c.Policy.Lucas, jsonNumber(c.Policy.Log2Error)},
		Kernel: clean(c.Kernel), SieveLimit: c.SieveLimit, List: clean(c.List), Quantity: clean(s.Quantity), Basis: clean(string(s.Basis)), Detail: clean(s.Detail),
		Points: []jsonHistoryPoint{}, Changes: []jsonChangePoint{}, Need: s.Need, Why: clean(s.Why),
	}
	for i := range s.Points {
		out.Points = append(out.Points, jsonHistoryPoint{s.Points[i].Run, jsonEstimateOf(&s.Points[i].Value), s.Points[i].Outlier})
	}
	for i := range s.Changes {
		c := &s.Changes[i]
		out.Changes = append(out.Changes, jsonChangePoint{c.Point, jsonNumber(c.Before), jsonNumber(c.After), jsonEstimateOf(&c.Ratio), jsonNumber(c.P), clean(c.Sentence)})
	}
	return out
}

// cleaned cleans each of some lines.
func cleaned(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = clean(line)
	}
	return out
}
