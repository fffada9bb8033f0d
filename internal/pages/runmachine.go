// What the machine did while a run went on.

package pages

import (
	"strings"

	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/report/doc"
)

// machineSection tells the machine, and how it was during the run.
func machineSection(a *analysis.Analysis) doc.Section {
	return doc.Section{Title: "Machine", Detail: true, Lines: []string{a.Machine.Sentence}, Facts: append(machineFacts(a), stateFacts(&a.Machine)...)}
}

// stateFacts says "not known" of what the machine does not say.
func stateFacts(m *analysis.Machine) []doc.Fact {
	share := func(name string, v *float64) doc.Fact { return measure(name, v, unit.Share) }
	facts := []doc.Fact{
		share("kept from running", m.Kept),
		measure("others at work", m.Others, "processors"),
		share("pressure", m.Pressure),
		share("memory pressure", m.MemoryPressure),
		share("steal time", m.Stolen),
		measure("throttled", m.Throttled, unit.Second),
		measure("load", m.Load, unit.One),
		measure("clock of day moved", m.ClockMoved, unit.Second),
	}
	rate := doc.Value(doc.Text("not known"))
	if r := m.Megahertz; r != nil {
		rate = doc.Text(unit.Number(r.Least) + " to " + unit.Number(r.Greatest) + " MHz")
	}
	facts = append(facts, doc.Fact{Name: "clock rate", Value: rate})
	if n := len(m.Stops); n > 0 {
		facts = append(facts, doc.Fact{Name: "stopped", Value: doc.Text(unit.Count(n, "time"))})
	}
	return facts
}

func measure(name string, v *float64, of string) doc.Fact {
	if v == nil {
		return doc.Fact{Name: name, Value: doc.Text("not known")}
	}
	return doc.Fact{Name: name, Value: doc.Number{Value: *v, Unit: of}}
}

// machineVerdict says whether the machine was fit for what the run tells.
func machineVerdict(m *analysis.Machine) doc.Verdict {
	v := doc.Verdict{Word: string(m.State) + " machine", Sentence: strings.TrimSuffix(m.Sentence, ".")}
	if _, detail, ok := strings.Cut(v.Sentence, ": "); ok && m.State != analysis.NotKnown { // the word says the rest
		v.Sentence = detail
	}
	switch m.State {
	case analysis.Quiet:
		v.Severity = doc.Good
	case analysis.NotKnown:
		v.Word = "machine not known"
	default:
		v.Severity = doc.Doubtful
	}
	return v
}
