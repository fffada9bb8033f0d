// A check in the formats of those who gather findings: JUnit's XML, which test reports are
// in, and SARIF, which code scanners write.

package pages

import (
	"encoding/json"
	"encoding/xml"
	"net/url"
	"path/filepath"

	"primebench/report/doc"
)

// Formats that the document of a check has besides those of every document; a comparison
// has FormatJUnit too.
const (
	FormatJUnit doc.Format = "junit"
	FormatSARIF doc.Format = "sarif"
)

// CheckFormats lists the formats of the document of a check, the terminal's first.
func CheckFormats() []doc.Format { return append(doc.Formats(), FormatJUnit, FormatSARIF) }

// checkFormats are those that no other document has.
func checkFormats(cs Checks) []doc.Other {
	return []doc.Other{
		{Format: FormatJUnit, File: "check.junit.xml", Set: func() ([]byte, error) { return junit(cs) }},
		{Format: FormatSARIF, File: "check.sarif", Set: func() ([]byte, error) { return sarif(cs) }},
	}
}

// The elements of JUnit's XML, as far as the schema of Jenkins (junit-10.xsd) and what
// reads it have them in common.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		Skipped *junitOutcome `xml:"skipped"`
		Error   *junitOutcome `xml:"error"`
		Failure *junitOutcome `xml:"failure"`
	}
	junitOutcome struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
	}
)

// junit writes a suite of a case for each thing that was checked. What is weak or not
// sound failed, what could not be read is an error, and what was passed over is skipped.
func junit(cs Checks) ([]byte, error) {
	suite := junitSuite{
		Name: "primebench check", Tests: len(cs.Found), Failures: cs.Weak + cs.Unsound, Errors: cs.Refused, Skipped: cs.Passed,
	}
	for _, c := range cs.Found {
		test := junitCase{Name: doc.Clean(c.Source), Class: doc.Clean(c.file())}
		outcome := &junitOutcome{Message: doc.Clean(c.Reason), Type: c.state().Word}
		switch {
		case c.Refused:
			test.Error = outcome
		case c.Passed:
			test.Skipped = &junitOutcome{Message: outcome.Message}
		case !c.Sound:
			test.Failure = outcome
		}
		suite.Cases = append(suite.Cases, test)
	}
	return suite.text()
}

// text is a report of the suite alone.
func (s junitSuite) text() ([]byte, error) {
	text, err := xml.MarshalIndent(junitSuites{
		Name: s.Name, Tests: s.Tests, Failures: s.Failures, Errors: s.Errors, Suites: []junitSuite{s},
	}, "", "  ")
	return append([]byte(xml.Header), append(text, '\n')...), err
}

// file is where a thing was found, or the thing itself.
func (c Checked) file() string {
	if c.File == "" {
		return c.Source
	}
	return c.File
}

// The objects of SARIF 2.1.0 (OASIS), as far as findings need them.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		Results     []sarifResult     `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		Rules []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID          string    `json:"id"`
		Description sarifText `json:"shortDescription"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifInvocation struct {
		Successful bool `json:"executionSuccessful"`
	}
	sarifResult struct {
		Rule      string          `json:"ruleId"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		Line int `json:"startLine"`
	}
)

// sarif writes a result for each thing that is weak, not sound or could not be read.
func sarif(cs Checks) ([]byte, error) {
	run := sarifRun{
		Tool: sarifTool{Driver: sarifDriver{Name: "primebench check", Rules: []sarifRule{
			{ID: "not-sound", Description: sarifText{Text: "A number that is not prime, or a group, key or proof that is not sound"}},
			{ID: "weak", Description: sarifText{Text: "A group or key below the size or the strength that is asked for"}},
			{ID: "not-read", Description: sarifText{Text: "A file or a part of one that has the wrong form"}},
		}}},
		Invocations: []sarifInvocation{{Successful: cs.Refused == 0}},
		Results:     []sarifResult{},
	}
	for _, c := range cs.Found {
		result := sarifResult{Rule: "not-sound", Level: "error", Message: sarifText{Text: doc.Clean(c.Sentence())}}
		switch {
		case c.Refused:
			result.Rule, result.Message.Text = "not-read", doc.Clean(c.Reason)
		case c.Weak:
			result.Rule, result.Level = "weak", "warning"
		case c.Sound || c.Passed:
			continue
		}
		if c.File != "" {
			at := sarifPhysical{Artifact: sarifArtifact{URI: (&url.URL{Path: filepath.ToSlash(c.File)}).String()}}
			if c.Line > 0 {
				at.Region = &sarifRegion{Line: c.Line}
			}
			result.Locations = []sarifLocation{{Physical: at}}
		} else {
			result.Message.Text = doc.Clean(c.Source) + ": " + result.Message.Text
		}
		run.Results = append(run.Results, result)
	}
	text, err := json.MarshalIndent(sarifLog{
		Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run},
	}, "", "  ")
	return append(text, '\n'), err
}
