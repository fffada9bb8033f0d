// The document of a run: what was found, and all that it stands on.

package pages

import (
	"cmp"
	"fmt"
	"strings"

	"primebench/internal/analysis"
	"primebench/report/doc"
	"primebench/results"
)

// Run makes the document of a run.
func Run(a *analysis.Analysis) *doc.Document {
	pictures := picturesOfRun(a)
	d := &doc.Document{
		Name:    "report",
		Title:   "primebench: what a prime or a DH parameter costs on this machine",
		Verdict: runVerdict(a),
		Summary: runSummary(a),
		Note:    warningsNote(a),
		Facts:   append(goalsFacts(a), sourceFacts(a)...),
		Data:    quantitiesTable(a),
		Object: struct {
			heading
			*analysis.Analysis
		}{heading{Report: "primebench", Version: 2}, a},
		PictureNames: runPictureNames(),
		Others:       otherFormats(a),
	}
	for _, h := range a.Headlines {
		answer := doc.Answer{Question: h.Title, Sentence: h.Sentence}
		if !h.Withheld {
			answer.Number, answer.Brief = number(h.Ratio), cmp.Or(h.Claim, strings.TrimSuffix(h.Sentence, "."))+"."
		}
		d.Answers = append(d.Answers, answer)
	}
	d.Sections = append(d.Sections,
		doc.Section{Title: "What twice the size costs", Detail: true, Pictures: pictures["answer"]},
		costSection(a, pictures[costPictures]),
		reasonsSection(a),
		randomSection(a),
		goalsSection(a),
		powersSection(a),
		limitSection(a),
		throughputSection(a, pictures["random"]),
		sharesSection(a),
		predictionsSection(a),
		exchangesSection(a),
		usingSection(a),
		groupsSection(a),
		operationsSection(a),
		comparisonsSection(a),
		theorySection(a, pictures["theory"]),
		agreementsSection(a),
		policiesSection(a),
		growthSection(a),
		scalingSection(a, pictures["scaling"]),
		phasesSection(a, pictures["phases"]),
		timesSection(a, pictures["times"]),
		modelsSection(a),
		missingPictures(pictures),
		doc.Section{Title: "Left out of the matrix", Lines: skippedLines(a)},
		doc.Section{Title: "Warnings", First: true, Lines: warningLines(a, false), Most: mostWarnings},
		doc.Section{Title: "Remarks", Lines: warningLines(a, true), Most: mostWarnings},
		doc.Section{Title: "Run", Detail: true, Facts: runFacts(a)},
		machineSection(a),
		readingSection(),
	)
	first := firstTable(a)
	for i := range d.Sections {
		if s := &d.Sections[i]; s.ID == first {
			s.First = true
		}
	}
	return d
}

// mostWarnings is how many warnings a terminal has room for.
const mostWarnings = 12

// RunFormats lists the formats of the document of a run, the terminal's first.
func RunFormats() []doc.Format {
	return append(doc.Formats(), FormatGoBench, FormatBenchJSON)
}

// runVerdict says how the machine of a run was, and first that a run is not whole.
func runVerdict(a *analysis.Analysis) doc.Verdict {
	why := whyNotWhole(a)
	if why == "" {
		return machineVerdict(&a.Machine)
	}
	return doc.Verdict{Word: "incomplete", Sentence: join(". ", why, a.Machine.Sentence), Severity: doc.Bad}
}

// whyNotWhole is empty for a run that ended by itself with every cell measured.
func whyNotWhole(a *analysis.Analysis) string {
	switch {
	case a.Closing == nil:
		return "the file has no closing record, the run was cut short"
	case a.Closing.Reason == results.ReasonFailed:
		return "failed: " + a.Closing.Error
	case a.Closing.Reason == results.ReasonInterrupted:
		return fmt.Sprintf("interrupted, with %d samples kept", a.Closing.Samples)
	case a.Damaged:
		return "lines of its file are lost"
	case !a.Complete:
		return "not every cell was measured"
	}
	return ""
}

// warningsNote points to the warnings, which stand at the end.
func warningsNote(a *analysis.Analysis) string {
	switch n := len(warningLines(a, false)); n {
	case 0:
		return ""
	case 1:
		return "One warning weakens numbers of this run."
	default:
		return fmt.Sprintf("%d warnings weaken numbers of this run.", n)
	}
}
