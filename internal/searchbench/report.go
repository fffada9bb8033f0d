// The tables, in Markdown.

package main

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"

	"primebench/internal/cpu"
	"primebench/internal/stats"
)

// A report is what was measured, and of whom.
type report struct {
	header      string
	contestants []*contestant
	large       *model
	absent      map[string]string // who took no part, and why
	starts      []float64         // seconds until the program has printed a prime
	noStart     string            // why there are none
}

// header says on what and how it was measured.
func header(f *field, o options, clockName string) string {
	return fmt.Sprintf("Searches on one core: %s, kernel %s; %s %s/%s; %s; a budget of %v, %s of this process or of the child that searches.",
		cpu.Detect().Model, f.kernel, runtime.Version(), runtime.GOOS, runtime.GOARCH,
		strings.Join(append(f.versions, "fresh random seeds"), "; "), o.budget, clockName)
}

// legend says what the signs of the tables mean.
const legend = "`≈`: whole searches were timed, the number of tests that an average one needs is theory's. " +
	"`~`: modelled, not timed in whole searches, but made of the cost of their parts and of theory's number of these. " +
	"No sign: a plain mean or median. Intervals are 95 %. Where two policies stand, each search has its own."

// write writes the whole report.
func (r *report) write(w io.Writer) error {
	text := r.header + "\n\n" + legend + "\n"
	for _, part := range []func() (string, error){r.ratios, r.alone, r.costs, r.theory} {
		s, err := part()
		if err != nil {
			return err
		}
		text += "\n" + s
	}
	_, err := io.WriteString(w, text)
	return err
}

// find returns the contestant of a key, or an error that wraps errNone and says
// why it is missing.
func (r *report) find(k key) (*contestant, error) {
	for _, c := range r.contestants {
		if c.key == k {
			return c, nil
		}
	}
	if why := r.absent[k.who]; why != "" {
		return nil, fmt.Errorf("%w: %s", errNone, strings.TrimPrefix(why, errNone.Error()+": "))
	}
	return nil, errNone
}

// ratios is the table of peers beside us.
func (r *report) ratios() (string, error) {
	rows := [][]string{{"search", "policies", "time of peer / ours (95 %)", "goal"}}
	var wide []string
	for _, c := range comparisons() {
		name := fmt.Sprintf("%v %d, %s / %s", c.peer.kind, c.peer.bits, c.peer.who, strings.Replace(c.ours.who, whoOurs, "ours", 1))
		e, err := r.compared(c)
		switch {
		case errors.Is(err, errNone):
			rows = append(rows, []string{name, c.policies(), err.Error(), atLeast(c.least, nil)})
			continue
		case err != nil:
			return "", err
		}
		rows = append(rows, []string{name, c.policies(), e.text(), atLeast(c.least, &e)})
		if e.High > wanted*e.Value || e.Low*wanted < e.Value {
			wide = append(wide, name+" ("+c.policies()+")")
		}
	}
	note := "All these intervals are within 15 %.\n"
	if wide != nil {
		note = fmt.Sprintf("Wider than 15 %%, so that more time is needed: %s.\n", strings.Join(wide, "; "))
	}
	return table(rows) + "\n" + note, nil
}

// wanted is the factor within which the interval of a ratio should lie.
const wanted = 1.15

func (c comparison) policies() string {
	if c.peer.policy == c.ours.policy {
		return c.peer.policy
	}
	return c.peer.policy + " / " + c.ours.policy
}

func (r *report) compared(c comparison) (estimate, error) {
	peer, err := r.find(c.peer)
	if err != nil {
		return estimate{}, err
	}
	ours, err := r.find(c.ours)
	if err != nil {
		return estimate{}, err
	}
	a, err := peer.estimate()
	if err != nil {
		return estimate{}, err
	}
	b, err := ours.estimate()
	if err != nil {
		return estimate{}, err
	}
	return ratio(a, b)
}

// alone is the table of our numbers that no peer stands beside.
func (r *report) alone() (string, error) {
	rows := [][]string{{"of ours", "value (95 %)", "goal", "how it was come by"}}
	large, err := r.large.estimate()
	if err != nil {
		return "", err
	}
	rows = append(rows, []string{"safe 4096, seconds", large.text(), atMost(mostSafe4096, large) + " (set for 3.7 GHz with IFMA)", large.how})
	if c, err := r.find(r.large.key); err == nil {
		e, err := c.estimate()
		if err != nil {
			return "", err
		}
		rows = append(rows, []string{"safe 4096, seconds, real finds", e.text(), atMost(mostSafe4096, e) + " (set for 3.7 GHz with IFMA)", e.how})
	}
	c, err := r.find(comparisons()[0].ours)
	if err != nil {
		return "", err
	}
	share, err := c.sieveShare()
	if err != nil {
		return "", err
	}
	rows = append(rows, []string{"safe 2048, share of the sieve", share.text(), atMost(mostSieveShare, share), share.how})
	begin, err := r.begin()
	if err != nil {
		return "", err
	}
	return table(append(rows, begin)), nil
}

// begin is the row of the start of the program.
func (r *report) begin() ([]string, error) {
	name := fmt.Sprintf("process start to a printed prime of %d bits, milliseconds on the wall", startBits)
	if r.starts == nil {
		return []string{name, r.noStart, fmt.Sprintf("at most %v", mostStart), ""}, nil
	}
	median, err := stats.Quantile(r.starts, 0.5)
	if err != nil {
		return nil, err
	}
	e := estimate{Interval: stats.Interval{Value: 1e3 * median.Value, Low: 1e3 * median.Low, High: 1e3 * median.High}}
	return []string{name, e.text(), atMost(mostStart, e), fmt.Sprintf("median of %d starts", len(r.starts))}, nil
}

// costs is the table of all contestants that were timed.
func (r *report) costs() (string, error) {
	rows := [][]string{{"who, what, policy", "seconds (95 %)", "how it was come by"}}
	for _, c := range r.contestants {
		if c.checkOnly {
			continue
		}
		e, err := c.estimate()
		if err != nil {
			return "", err
		}
		rows = append(rows, []string{c.key.String(), e.text(), e.how})
	}
	return table(rows), nil
}

// theory is the table of tests against their expected number.
func (r *report) theory() (string, error) {
	rows := [][]string{{"who, what, policy", "tests", "finds", "tests a find", "expected", "z"}}
	for _, c := range r.contestants {
		if c.expected == 0 {
			continue
		}
		tests, finds := c.sums()
		each := "-"
		if finds > 0 {
			each = digits(tests / float64(finds))
		}
		z, err := c.z()
		if err != nil {
			return "", fmt.Errorf("searchbench: %v: %w", c.key, err)
		}
		rows = append(rows, []string{
			c.key.String(), fmt.Sprintf("%.0f", tests), fmt.Sprint(finds), each, digits(c.expected), fmt.Sprintf("%+.2f", z),
		})
	}
	return table(rows) + "\nz: by how many standard deviations more (+) or fewer (-) tests were needed than theory expects. " +
		"Farther than 4 from 0 says that a count or the theory is wrong.\n", nil
}

// text writes an estimate with its interval.
func (e estimate) text() string {
	return fmt.Sprintf("%s%s (%s to %s)", e.mark, digits(e.Value), digits(e.Low), digits(e.High))
}

// digits writes a number above 0 with four digits, or all before the point.
func digits(v float64) string {
	_, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', 3, 64), "e")
	power, err := strconv.Atoi(exponent)
	if err != nil { // v is not finite
		power = 0
	}
	return strconv.FormatFloat(v, 'f', max(0, 3-power), 64)
}

// atLeast writes a goal and whether it is reached; nothing for the goal 0.
func atLeast(least float64, e *estimate) string {
	switch {
	case least == 0:
		return ""
	case e == nil:
		return fmt.Sprintf("%v", least)
	case e.Value < least:
		return fmt.Sprintf("%v missed", least)
	}
	return fmt.Sprintf("%v reached", least)
}

// atMost writes a goal that is not to be passed.
func atMost(most float64, e estimate) string {
	if e.Value > most {
		return fmt.Sprintf("at most %v missed", most)
	}
	return fmt.Sprintf("at most %v reached", most)
}

// table writes rows, of which the first is the titles, as a Markdown table.
func table(rows [][]string) string {
	var b strings.Builder
	for i, row := range rows {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(row, " | "))
		if i == 0 {
			fmt.Fprintf(&b, "|%s\n", strings.Repeat(" --- |", len(row)))
		}
	}
	return b.String()
}
