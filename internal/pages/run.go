// The document of a run: what was found, and all that it stands on.

package pages

import (
	"fmt"

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
		Data:    quantitiesTable(a),
		Object: struct {
			heading
			*analysis.Analysis
		}{heading{Report: "primebench", Version: 2}, a},
		PictureNames: runPictureNames(),
		Others:       otherFormats(a),
	}
	for _, h := range a.Headlines {
		d.Answers = append(d.Answers, doc.Answer{Question: h.Title, Sentence: h.Sentence, Number: number(h.Ratio)})
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
		doc.Section{Title: "Warnings", Lines: warningLines(a), Most: mostWarnings},
		doc.Section{Title: "Run", Detail: true, Facts: runFacts(a)},
		machineSection(a),
		readingSection(),
	)
	return d
}

// mostWarnings is how many warnings a terminal has room for.
const mostWarnings = 12

// RunFormats lists the formats of the document of a run, the terminal's first.
func RunFormats() []doc.Format {
	return append(doc.Formats(), FormatGoBench, FormatBenchJSON)
}

// runVerdict says that a run is not whole, and of one that is, how its machine was.
func runVerdict(a *analysis.Analysis) doc.Verdict {
	why := whyNotWhole(a)
	if why == "" {
		return machineVerdict(&a.Machine)
	}
	return doc.Verdict{Word: "incomplete", Sentence: why, Severity: doc.Bad}
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
	case !a.Complete:
		return "not every cell was measured"
	}
	return ""
}

// warningsNote points to the warnings, which stand at the end.
func warningsNote(a *analysis.Analysis) string {
	switch n := len(a.Warnings); n {
	case 0:
		return ""
	case 1:
		return "One warning weakens numbers of this run."
	default:
		return fmt.Sprintf("%d warnings weaken numbers of this run.", n)
	}
}
