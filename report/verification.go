// What became of predicted latencies, in every format: each quantile that was
// observed beside what each model had said of it.

package report

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"primebench/internal/capacity"
	"primebench/internal/unit"
)

// WriteVerification writes verifications in one of PlanFormats. The options matter
// to FormatText alone.
func WriteVerification(w io.Writer, f Format, all []*capacity.Verification, opts Options) error {
	switch f {
	case FormatText:
		return verificationText(w, all, opts)
	case FormatMarkdown:
		return verificationMarkdown(w, all)
	case FormatJSON:
		return encodeJSON(w, jsonVerificationsOf(all))
	}
	return fmt.Errorf("report: %w %q: a verification has none of that name", ErrFormat, f)
}

// WriteVerificationDir writes verification.txt, .md and .json into dir, which it
// makes when it is not there. Each file is either whole or not there.
func WriteVerificationDir(ctx context.Context, dir string, all []*capacity.Verification) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("report: making the output folder: %w", err)
	}
	to := &folder{dir: dir}
	for _, f := range PlanFormats() {
		var b bytes.Buffer
		err := WriteVerification(&b, f, all, Options{})
		if err := to.put(ctx, strings.Replace(fileName(f), "report", "verification", 1), b.Bytes(), err); err != nil {
			return err
		}
	}
	return nil
}

// verificationLines say what was driven.
func verificationLines(all []*capacity.Verification) []string {
	var lines []string
	for _, v := range all {
		lines = append(lines, fmt.Sprintf("%s: a search costs %s (95 %% interval %s), by %d on %s at once; a capacity of %s; each load for %s in %d stretches, %s of it not counted; seed %s",
			verificationTitle(v), plannedEstimate(&v.Cost.Seconds).Value, plannedEstimate(&v.Cost.Seconds).Interval, v.Searches, cpus(v.Servers), unit.Text(v.Capacity, unit.PerSecond),
			unit.Seconds(v.Each.Seconds()), v.Stretches, unit.Seconds(v.WarmUp.Seconds()), orAbsent(v.Seed)))
	}
	return lines
}

func verificationTitle(v *capacity.Verification) string {
	return v.Cost.Kind + ", " + strconv.Itoa(v.Cost.Bits) + " bits"
}

const verificationNote = "Responses of real searches on this machine with Poisson arrivals that wait for nobody, against what each model predicts of the cost that was " +
	"measured just before each stretch. The 95 % interval of what was observed is +- that. Off: predicted against observed; +5 % is a prediction that is too long."

// verificationTable has a row for each load and quantile, and two columns for each
// model.
func verificationTable(all []*capacity.Verification) table {
	model := func(name string, rank int) []column {
		return []column{number(name).spare(rank), number("off").spare(rank)}
	}
	t := table{
		ID: "verification", Title: "Predicted latencies against observed ones", Note: verificationNote,
		Columns: slices.Concat(
			[]column{label("size"), number("load"), number("busy").spare(5), number("slower").explained("Slower: what the searches took under the load, against the cost measured before them."), number("arrivals").spare(6), label(""), number("observed"), number("+-").spare(4)},
			model(capacity.ModelErlangC, 3), model(capacity.ModelAllenCunneen, 2), model(capacity.ModelSimulation, 0)),
	}
	for _, v := range all {
		for i := range v.Stages {
			t.Rows = append(t.Rows, stageRows(v, &v.Stages[i])...)
		}
	}
	return t
}

// stageRows are the rows of one load. Checks come by quantile, then model.
func stageRows(v *capacity.Verification, s *capacity.Stage) [][]string {
	models := map[string]int{capacity.ModelErlangC: 8, capacity.ModelAllenCunneen: 10, capacity.ModelSimulation: 12} // to their columns
	var rows [][]string
	for i := range s.Checks {
		c := &s.Checks[i]
		if i == 0 || c.P != s.Checks[i-1].P {
			rows = append(rows, []string{join(" ", v.Cost.Kind, strconv.Itoa(v.Cost.Bits)), unit.Given(s.Load, unit.Share), unit.Percent(s.Busy), unit.Text(s.Slower, unit.Change), strconv.Itoa(s.Arrivals), unit.Quantile(c.P),
				unit.Seconds(c.Observed), unit.Seconds(c.Error), absent, absent, absent, absent, absent, absent})
		}
		if at, known := models[c.Model]; known {
			copy(rows[len(rows)-1][at:], []string{predicted(c.Predicted, "s"), unit.Text(c.Deviation, unit.Change)})
		}
	}
	return rows
}

func verificationText(w io.Writer, all []*capacity.Verification, opts Options) error {
	page := &textPage{width: cmp.Or(max(0, opts.Width), DefaultWidth), colour: opts.Colour}
	t := verificationTable(all)
	page.styled(bold, "", strings.ToUpper(t.Title))
	page.dim(t.note())
	page.tables(page.fitting([]table{t}))
	page.list("what was driven", verificationLines(all))
	return emit(w, FormatText, page.buf.Bytes())
}

func verificationMarkdown(w io.Writer, all []*capacity.Verification) error {
	var b bytes.Buffer
	t := verificationTable(all)
	fmt.Fprintf(&b, "# %s\n\n%s\n", t.Title, markdownText(t.note()))
	markdownTable(&b, t)
	markdownList(&b, "What was driven", verificationLines(all))
	return emit(w, FormatMarkdown, b.Bytes())
}

// A jsonVerifications is the shape of verifications in JSON.
type jsonVerifications struct {
	Report  string             `json:"report"` // always "primebench verification"
	Version int                `json:"version"`
	Sizes   []jsonVerification `json:"verifications"`
}

type jsonVerification struct {
	Cost          *jsonCost   `json:"cost"`
	Searches      int         `json:"searches"` // that the cost stands on
	Servers       int         `json:"servers"`
	Capacity      *float64    `json:"capacity_per_s"`
	EachSeconds   float64     `json:"each_s"`    // that a load was driven for
	Stretches     int         `json:"stretches"` // in which it was
	WarmUpSeconds float64     `json:"warm_up_s"` // of it, not counted
	Seed          string      `json:"seed"`
	Stages        []jsonStage `json:"loads"`
}

type jsonStage struct {
	Load     *float64    `json:"load"` // share of the capacity
	Rate     *float64    `json:"rate_per_s"`
	Arrivals int         `json:"arrivals"`
	Busy     *float64    `json:"busy"`
	Slower   *float64    `json:"slower"` // searches under the load over the cost before it, less 1
	Checks   []jsonCheck `json:"checks"`
}

type jsonCheck struct {
	P         *float64 `json:"quantile"`
	Model     string   `json:"model"`
	Predicted *float64 `json:"predicted_s"`
	Observed  *float64 `json:"observed_s"`
	Error     *float64 `json:"observed_error_s"` // half its 95 % interval
	Deviation *float64 `json:"deviation"`        // predicted over observed, less 1
}

func jsonVerificationsOf(all []*capacity.Verification) jsonVerifications {
	out := jsonVerifications{"primebench verification", jsonVersion, []jsonVerification{}}
	for _, v := range all {
		size := jsonVerification{jsonCostOf(v.Cost), v.Searches, v.Servers, jsonNumber(v.Capacity), v.Each.Seconds(), v.Stretches, v.WarmUp.Seconds(), clean(v.Seed), []jsonStage{}}
		for i := range v.Stages {
			s := &v.Stages[i]
			stage := jsonStage{jsonNumber(s.Load), jsonNumber(s.Rate), s.Arrivals, jsonNumber(s.Busy), jsonNumber(s.Slower), []jsonCheck{}}
			for _, c := range s.Checks {
				stage.Checks = append(stage.Checks, jsonCheck{
					jsonNumber(c.P), c.Model, jsonNumber(c.Predicted), jsonNumber(c.Observed), jsonNumber(c.Error), jsonNumber(c.Deviation),
				})
			}
			size.Stages = append(size.Stages, stage)
		}
		out.Sizes = append(out.Sizes, size)
	}
	return out
}
