// The tables, in Markdown.

package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"primebench/internal/cpu"
	"primebench/internal/montgomery"
	"primebench/internal/stats"
)

const absent = "absent"

// A report is what was measured, and of whom.
type report struct {
	header  string
	bits    []int
	kernels []string        // known ones, able to run here or not
	counts  map[int]float64 // vpmadd52 a test of the limited kernel, by size
	times   timings
}

// listed returns the kernels of the tables: those that took part and, if that is
// all there are here, those that this machine or build lacks.
func listed(chosen []string) []string {
	if !slices.Equal(chosen, montgomery.Kernels()) {
		return chosen
	}
	return montgomery.Known()
}

// header says on what and how it was measured.
func header(p peers, o options, clockName string) string {
	openSSL, gmp := "OpenSSL "+absent, "GMP "+absent
	if p.openSSL != nil {
		openSSL = fmt.Sprintf("%s (%s)", p.openSSL.Version, p.openSSL.Path)
	}
	if p.gmp != nil {
		gmp = fmt.Sprintf("GMP (%s)", p.gmp.Path)
	}
	return fmt.Sprintf("Base-2 test on one core: %s; %s %s/%s; %s; %s; %d rounds, %v or more of a contestant in each, %s.",
		cpu.Detect().Model, runtime.Version(), runtime.GOOS, runtime.GOARCH, openSSL, gmp, o.rounds, o.slice, clockName)
}

// write writes the whole report.
func (r *report) write(w io.Writer) error {
	parts := []func() (string, error){r.costs, r.comparisons, r.shares}
	text := r.header + "\n"
	for _, part := range parts {
		s, err := part()
		if err != nil {
			return err
		}
		text += "\n" + s
	}
	_, err := io.WriteString(w, text)
	return err
}

// costs is the table of times and of their growth with the size.
func (r *report) costs() (string, error) {
	rows := [][]string{r.titles("microseconds a test, median", "growth with size: exponent (95 %)")}
	for _, name := range append(slices.Clone(r.kernels), peerNames()...) {
		row := []string{name}
		var sizes, medians []float64
		for _, bits := range r.bits {
			seconds := r.times[key{name, bits}]
			if seconds == nil {
				row = append(row, absent)
				continue
			}
			median, err := stats.Quantile(seconds, 0.5)
			if err != nil {
				return "", err
			}
			sizes, medians = append(sizes, float64(bits)), append(medians, median.Value)
			row = append(row, significant(1e6*median.Value))
		}
		growth, err := exponent(sizes, medians)
		if err != nil {
			return "", err
		}
		rows = append(rows, append(row, growth))
	}
	return table(rows), nil
}

// exponent fits the power law of cost over size.
func exponent(sizes, costs []float64) (string, error) {
	if len(sizes) == 0 {
		return absent, nil
	}
	e, err := stats.PowerLaw(sizes, costs)
	if need := new(stats.NeedError); errors.As(err, &need) {
		return fmt.Sprintf("takes %d sizes", need.Need), nil
	}
	if err != nil {
		return "", err
	}
	return interval(e), nil
}

// comparisons is the table of ratios.
func (r *report) comparisons() (string, error) {
	rows := [][]string{r.titles("time of peer / time of kernel, median (95 %)")}
	for _, kernel := range r.kernels {
		for _, peer := range peerNames() {
			row := []string{peer + " / " + kernel}
			for _, bits := range r.bits {
				least, ok := goal(peer, kernel, bits)
				s, err := judged(r.times.ratios(key{peer, bits}, key{kernel, bits}), least, ok)
				if err != nil {
					return "", err
				}
				row = append(row, s)
			}
			rows = append(rows, row)
		}
	}
	return table(rows), nil
}

// shares is the table of the limited kernel's share of its limit, or the reason
// why there is none.
func (r *report) shares() (string, error) {
	var speeds []float64
	for _, bits := range r.bits {
		for _, seconds := range r.times[key{nameLimit, bits}] {
			speeds = append(speeds, 1e-9/seconds)
		}
	}
	if speeds == nil {
		return fmt.Sprintf("Share of the limit on vpmadd52: left out, the %s kernel took no part.\n", limited), nil
	}
	speed, err := stats.Quantile(speeds, 0.5)
	if err != nil {
		return "", err
	}
	measured := fmt.Sprintf("The machine issues %s billion vpmadd52 a second, median (95 %%).", interval(speed))
	if len(r.counts) < len(r.bits) {
		return fmt.Sprintf("%s Share of that limit: left out, the %s kernel does not say how many it executes.\n", measured, limited), nil
	}
	counted, share := []string{"vpmadd52 a test"}, []string{"share of the limit, median (95 %)"}
	for _, bits := range r.bits {
		counted = append(counted, strconv.FormatFloat(r.counts[bits], 'f', 0, 64))
		shares := r.times.ratios(key{nameLimit, bits}, key{limited, bits})
		for i := range shares {
			shares[i] *= r.counts[bits]
		}
		least, ok := shareGoal(bits)
		s, err := judged(shares, least, ok)
		if err != nil {
			return "", err
		}
		share = append(share, s)
	}
	return measured + "\n\n" + table([][]string{r.titles(limited), counted, share}), nil
}

// titles is the first row of a table with a column a size.
func (r *report) titles(first string, last ...string) []string {
	row := []string{first}
	for _, bits := range r.bits {
		row = append(row, strconv.Itoa(bits))
	}
	return append(row, last...)
}

// judged writes the median of the rounds with its interval and, if there is a
// goal, that and whether the median reaches it.
func judged(rounds []float64, least float64, aimed bool) (string, error) {
	if rounds == nil {
		return absent, nil
	}
	median, err := stats.Quantile(rounds, 0.5)
	if err != nil || !aimed {
		return interval(median), err
	}
	verdict := "reached"
	if median.Value < least {
		verdict = "missed"
	}
	return fmt.Sprintf("%s, goal %v %s", interval(median), least, verdict), nil
}

func interval(i stats.Interval) string {
	return fmt.Sprintf("%#.4g (%#.4g to %#.4g)", i.Value, i.Low, i.High)
}

// significant writes a number above 0 with four digits, or all before the point.
func significant(v float64) string {
	return strconv.FormatFloat(v, 'f', max(0, 3-int(math.Floor(math.Log10(v)))), 64)
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
