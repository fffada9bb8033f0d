package pages

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"primebench/internal/doctest"
	"primebench/internal/doctor"
	"primebench/report/doc"
)

// diagnoses are of machines that say nothing, that leave no time for slices, and that
// are steady.
func diagnoses() []doctor.Diagnosis {
	steady := doctor.Slices{Length: 3 * time.Second, Pinned: true}
	for cpu := range 2 {
		var times []time.Duration
		for i := range 5000 {
			times = append(times, 200*time.Microsecond+time.Duration(i%7)*time.Microsecond)
		}
		steady.CPUs, steady.Times = append(steady.CPUs, cpu), append(steady.Times, times)
	}
	var all []doctor.Diagnosis
	for _, s := range []doctor.Slices{{}, {CPUs: []int{0}, Times: [][]time.Duration{{1}}}, steady} {
		all = append(all, doctor.Diagnose(doctor.Evidence{Slices: s}))
	}
	return all
}

// Every finding stands in the text whole, with what to do, the worst first.
func TestDiagnosisAsText(t *testing.T) {
	for _, d := range diagnoses() {
		text := strings.Join(strings.Fields(string(doctest.Set(t, Diagnosis(&d), doc.FormatText, doc.Options{}))), " ")
		if !strings.HasPrefix(text, "GRADE "+string(d.Grade)+": "+d.Meaning) {
			t.Errorf("text %.200q", text)
		}
		for _, f := range d.Findings {
			if !strings.Contains(text, string(f.Severity)+" "+f.Name+" "+f.Text) || !strings.Contains(text, f.Advice) {
				t.Errorf("the text lacks %+v", f)
			}
		}
		for _, c := range d.Cores {
			if c.Slices > 0 && !strings.Contains(text, "SLICES OF EQUAL WORK ON EACH PROCESSOR FOR 3 S") {
				t.Errorf("no slices in %q", text)
			}
		}
	}
}

func TestDiagnosisAsJSON(t *testing.T) {
	for _, d := range diagnoses() {
		var again struct {
			Report  string
			Version int
			doctor.Diagnosis
		}
		data := doctest.Set(t, Diagnosis(&d), doc.FormatJSON, doc.Options{})
		if err := json.Unmarshal(data, &again); err != nil || again.Report != "primebench diagnosis" || again.Version != 2 || again.Grade != d.Grade || len(again.Findings) != len(d.Findings) {
			t.Errorf("%s: %v", data, err)
		}
	}
}

func TestHostileDiagnosis(t *testing.T) {
	for _, prefix := range doctest.Prefixes() {
		for _, d := range diagnoses() {
			d.Meaning = prefix + doctest.Payload
			for i := range d.Findings {
				d.Findings[i].Name, d.Findings[i].Text, d.Findings[i].Advice = prefix+doctest.Payload, doctest.Payload, prefix
			}
			page := Diagnosis(&d)
			doctest.Harmless(t, page)
		}
	}
}

func TestWorstComesFirst(t *testing.T) {
	var order string
	for _, f := range worstFirst([]doctor.Finding{
		{Name: "a", Severity: doctor.Good}, {Name: "b", Severity: doctor.Unknown}, {Name: "c", Severity: doctor.Severe},
		{Name: "d", Severity: doctor.Minor}, {Name: "e", Severity: doctor.Unknown},
	}) {
		order += f.Name
	}
	if order != "cdbea" {
		t.Errorf("order %s", order)
	}
}

// made is a made-up diagnosis of a machine with some of everything.
func made() *doctor.Diagnosis {
	smallest := 0.0238
	d := &doctor.Diagnosis{
		Grade: "D", Meaning: doctor.Grade("D").Meaning(), Smallest: &smallest, Seconds: 3, Pinned: true,
		Findings: []doctor.Finding{
			{Name: "jitter", Severity: doctor.Minor, Text: "two sides of 3 s differ visibly from 2.38 % on; 6.33 % of the time was lost against the best slice",
				Advice: "measure longer, in interleaved blocks, and mend what stands below"},
			{Name: "steal time", Severity: doctor.Good, Text: "0 % of the processors' time went to other guests of the host"},
			{Name: "power", Severity: doctor.Major, Text: "the battery is being used up", Advice: "plug it in: on battery the clock rate is held down, and falls with the charge"},
			{Name: "swap", Severity: doctor.Note, Text: "12 MiB lie there, none was moved meanwhile"},
			{Name: "turbo", Severity: doctor.Unknown, Text: "not known", Advice: "find out from the host, or compare in interleaved blocks"},
		},
	}
	for cpu := range 3 {
		d.Cores = append(d.Cores, doctor.Core{
			CPU: cpu, Slices: 17000 + cpu, Best: 159e-6, Median: 0.04, P99: 0.25, Worst: 46 - 10*float64(cpu), Lost: 0.0633, Drift: -0.0125, Smallest: 0.0238,
		})
	}
	return d
}

func TestGoldenDiagnosis(t *testing.T) {
	goldenDocument(t, "doctor/diagnosis", Diagnosis(made()))
	goldenPictures(t, "doctor", Diagnosis(made()))
}

// Of many processors the picture has those that lost most time, in their order.
func TestDrawnCores(t *testing.T) {
	var cores []doctor.Core
	for cpu := range 30 {
		cores = append(cores, doctor.Core{CPU: cpu, Lost: float64(cpu % 10)})
	}
	drawn := drawnCores(cores)
	for i, c := range drawn {
		if c.Lost < 2 || i > 0 && c.CPU <= drawn[i-1].CPU {
			t.Errorf("row %d is of processor %d, which lost %v", i, c.CPU, c.Lost)
		}
	}
	if len(drawn) != mostDrawnCores || cores[0].CPU != 0 || cores[29].CPU != 29 {
		t.Errorf("%d rows of %v", len(drawn), cores)
	}
}
