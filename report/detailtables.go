// The tables behind the costs: theory, spread, phases, comparisons, growth and
// scaling.

package report

import (
	"strconv"
	"strings"

	"primebench/internal/analysis"
)

func theoryTable(a *analysis.Analysis) table {
	t := table{
		ID:    "theory",
		Title: "Survivors tested, against theory",
		Note: "A search must test as many survivors as theory expects. z is the distance in standard errors; where it " +
			"is beyond 4 and luck is no explanation, the verdict is SUSPECT: the sieve, the tests or the random source are wrong.",
		Columns: append(identity(),
			number("searches").spare(1), number("expected"), number("observed"), interval().spare(4), number("z"),
			number("chance").spare(2).explained("The chance is that of luck alone leading so far."), label("verdict")),
	}
	t.Columns[3].Spare = 3 // the mode: only one is set against theory
	for i := range a.Cells {
		c := &a.Cells[i]
		if c.Theory == nil {
			continue
		}
		verdict := "agrees"
		switch {
		case c.Theory.Suspect:
			verdict = "SUSPECT"
		case c.Theory.Searches == 0:
			verdict = "untried"
		case !finite(c.Theory.Z):
			verdict = absent
		}
		z, chance := absent, absent
		if c.Theory.Searches > 0 {
			z, chance = showScore(c.Theory.Z), showPlain(c.Theory.Chance, "1")
		}
		t.Rows = append(t.Rows, append(point(c), strconv.Itoa(c.Theory.Searches), showCount(c.Theory.Expected.Survivors),
			showCount(c.Theory.Observed.Survivors), show(c.Theory.Survivors).Interval, z, chance, verdict))
	}
	return t
}

// timesTable sets the best estimate beside the plain mean, the processor time
// and the percentiles.
func timesTable(a *analysis.Analysis) table {
	levels := percentileLevels(a)
	t := table{
		ID:    "times",
		Title: "Other readings of the time",
		Note: "The plain mean of whole searches still holds their luck; processor time is summed over " +
			"the workers; a percentile is the time that so many searches in a hundred stay below.",
		Columns: append(identity(),
			lower("plain mean"), interval(), lower("processor time"), interval()),
	}
	for _, p := range levels {
		t.Columns = append(t.Columns, lower(percentileName(p)), interval())
	}
	t.Columns = append(t.Columns, label("how time is estimated"))
	for i := range a.Cells {
		c := &a.Cells[i]
		if c.Naive == nil && c.CPU == nil && len(c.Percentiles) == 0 {
			continue
		}
		naive, cpu := show(c.Naive), show(c.CPU)
		row := append(point(c), naive.Value, naive.Interval, cpu.Value, cpu.Interval)
		for _, p := range levels {
			level := show(percentile(c, p))
			row = append(row, level.Value, level.Interval)
		}
		method := absent
		if c.Time != nil && c.Time.Method != "" {
			method = c.Time.Method
		}
		t.Rows = append(t.Rows, append(row, method))
	}
	return t
}

// percentileLevels lists the levels that any cell has, in order of appearance.
func percentileLevels(a *analysis.Analysis) []float64 {
	var levels []float64
	seen := map[float64]bool{}
	for i := range a.Cells {
		for _, p := range a.Cells[i].Percentiles {
			if !seen[p.P] {
				seen[p.P] = true
				levels = append(levels, p.P)
			}
		}
	}
	return levels
}

func percentileName(p float64) string { return "p" + strconv.FormatFloat(p, 'g', -1, 64) }

func percentile(c *analysis.Cell, level float64) *analysis.Estimate {
	for i := range c.Percentiles {
		if c.Percentiles[i].P == level {
			return &c.Percentiles[i].Estimate
		}
	}
	return nil
}

func phasesTable(a *analysis.Analysis) table {
	names := phaseNames(a)
	t := table{
		ID:      "phases",
		Title:   "Time by phase",
		Note:    "Worker-seconds of one search by what they were spent on, and their share.",
		Columns: identity(),
	}
	for _, name := range names {
		t.Columns = append(t.Columns, lower(name))
	}
	for i := range a.Cells {
		c := &a.Cells[i]
		if len(c.Phases) == 0 {
			continue
		}
		row := point(c)
		for _, name := range names {
			row = append(row, showPhase(c, name))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// phaseNames lists the phases that any cell has, in order of appearance.
func phaseNames(a *analysis.Analysis) []string {
	var names []string
	seen := map[string]bool{}
	for i := range a.Cells {
		for _, p := range a.Cells[i].Phases {
			if !seen[p.Name] {
				seen[p.Name] = true
				names = append(names, p.Name)
			}
		}
	}
	return names
}

// phasesModelled says whether the phases of a cell are those of a model, as its
// time is.
func phasesModelled(c *analysis.Cell) bool { return c.Time != nil && c.Time.Modelled }

func showPhase(c *analysis.Cell, name string) string {
	for _, p := range c.Phases {
		if p.Name == name && finite(p.Share) {
			mark := ""
			if phasesModelled(c) {
				mark = modelledMark
			}
			return mark + showPlain(p.Seconds, "s") + ", " + strconv.FormatFloat(p.Share*100, 'f', 1, 64) + " %"
		}
	}
	return absent
}

func comparisonsTable(a *analysis.Analysis) table {
	t := table{
		ID:    "comparisons",
		Title: "Strategies against each other",
		Note: "Time of the first over time of the second, everything else equal: above 1x the second is " +
			"faster, and an interval that holds 1x leaves it open.",
		Columns: []column{
			label("kind"), number("bits"), label("mode"), number("workers"), label("policy"),
			label("first"), label("second"), lower("first / second"), interval(), number("n"),
		},
	}
	for i := range a.Comparisons {
		cmp := &a.Comparisons[i]
		first, second := cellByID(a, cmp.A), cellByID(a, cmp.B)
		if first == nil || second == nil {
			continue
		}
		ratio := show(&cmp.Ratio)
		t.Rows = append(t.Rows, []string{
			first.Kind, strconv.Itoa(first.Bits), first.Mode, strconv.Itoa(first.Workers), policyName(first),
			first.Strategy, second.Strategy, ratio.Value, ratio.Interval, strconv.Itoa(cmp.Ratio.N),
		})
	}
	return t
}

func growthTable(a *analysis.Analysis) table {
	t := table{
		ID:    "growth",
		Title: "Growth over key size",
		Note:  "The cost grows as the size to this power: at 3, twice the bits cost 8 times as much.",
		Columns: []column{
			label("kind"), label("strategy"), label("mode"), number("workers"), label("policy"),
			label("quantity"), lower("exponent"), interval(), label("sizes"),
		},
	}
	for i := range a.Growth {
		g := &a.Growth[i]
		sizes := make([]string, len(g.Sizes))
		for j, bits := range g.Sizes {
			sizes[j] = strconv.Itoa(bits)
		}
		exponent := show(&g.Exponent)
		t.Rows = append(t.Rows, []string{
			g.Kind, g.Strategy, g.Mode, strconv.Itoa(g.Workers), orAbsent(g.Policy), g.Quantity,
			exponent.Value, exponent.Interval, strings.Join(sizes, ", "),
		})
	}
	return t
}

func scalingTable(a *analysis.Analysis) table {
	t := table{
		ID:    "scaling",
		Title: "Throughput over workers",
		Note:  "Speed-up is against the smallest number of workers; as many times as there are workers would be ideal.",
		Columns: []column{
			label("kind"), number("bits"), label("strategy"), label("mode"), label("policy"), number("workers"),
			higher("rate"), interval(), higher("speed-up"), interval(),
		},
	}
	for i := range a.Scaling {
		s := &a.Scaling[i]
		for j := range s.Points {
			rate, speedup := show(&s.Points[j].Rate), show(s.Points[j].Speedup)
			t.Rows = append(t.Rows, []string{
				s.Kind, strconv.Itoa(s.Bits), s.Strategy, s.Mode, orAbsent(s.Policy),
				strconv.Itoa(s.Points[j].Workers), rate.Value, rate.Interval, speedup.Value, speedup.Interval,
			})
		}
	}
	return t
}

func orAbsent(s string) string {
	if s == "" {
		return absent
	}
	return s
}
