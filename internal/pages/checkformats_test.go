package pages

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"primebench/internal/doctest"
	"primebench/internal/inspect"
	"primebench/report/doc"
)

// everyKind is a finding of each kind and verdict, also with strings that mean to harm.
func everyKind() Checks {
	all := append(checked(),
		Checked{Source: "d/k y.pem:3", File: "d/k y.pem", Line: 3, Finding: inspect.Finding{Kind: inspect.KindRSA, What: "certificate", Bits: 1024, E: "3", Weak: true, Reason: "1024 bits, want 2048 or more"}},
		Checked{Source: "notes", File: "notes", Passed: true, Finding: inspect.Finding{Reason: "neither numbers, groups nor keys"}},
		Checked{Source: doctest.Payload, File: doctest.Payload, Refused: true, Finding: inspect.Finding{Reason: doctest.Payload}},
	)
	return checks(all)
}

// An element is what an element of JUnit's XML may have, after the schema of Jenkins'
// xunit-plugin (junit-10.xsd).
type element struct{ children, attributes, required []string }

var junitElements = map[string]element{
	"testsuites": {children: []string{"properties", "testsuite"}, attributes: []string{"name", "time", "tests", "failures", "disabled", "errors"}},
	"testsuite": {
		children:   []string{"testsuite", "properties", "testcase", "system-out", "system-err"},
		attributes: []string{"name", "tests", "failures", "errors", "time", "disabled", "skipped", "skips", "timestamp", "hostname", "id", "package", "assertions", "file", "skip", "log", "url"},
		required:   []string{"tests"},
	},
	"testcase": {
		children:   []string{"skipped", "error", "failure", "system-out", "system-err", "properties"},
		attributes: []string{"name", "assertions", "time", "timestamp", "classname", "status", "class", "file", "line", "log", "group", "url"},
		required:   []string{"name"},
	},
	"skipped": {attributes: []string{"type", "message"}},
	"error":   {attributes: []string{"type", "message"}},
	"failure": {attributes: []string{"type", "message"}},
}

// TestJUnit holds the XML to the schema, and its counts to its cases.
func TestJUnit(t *testing.T) {
	for _, cs := range []Checks{everyKind(), {}} {
		holdJUnit(t, doctest.Set(t, Check(cs), FormatJUnit, doc.Options{}), map[string]int{
			"testsuites": 1, "testsuite": 1, "testcase": cs.Checked(), "failure": cs.Weak + cs.Unsound, "error": cs.Refused, "skipped": cs.Passed,
		})
	}
	var suites junitSuites
	if err := xml.Unmarshal(doctest.Set(t, Check(everyKind()), FormatJUnit, doc.Options{}), &suites); err != nil || suites.Failures != 3 || suites.Errors != 2 || suites.Suites[0].Skipped != 1 {
		t.Errorf("%+v, %v", suites, err)
	}
}

// holdJUnit holds XML to the schema, and wants so many elements of each name.
func holdJUnit(t *testing.T, data []byte, want map[string]int) {
	t.Helper()
	decoder, path, seen := xml.NewDecoder(bytes.NewReader(data)), []string{""}, map[string]int{}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			holdElement(t, path[len(path)-1], token)
			seen[token.Name.Local]++
			path = append(path, token.Name.Local)
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
	for name, n := range want {
		if seen[name] != n {
			t.Errorf("%d elements %s, want %d", seen[name], name, n)
		}
	}
}

// holdElement holds an element to what the schema says of it and its parent.
func holdElement(t *testing.T, parent string, start xml.StartElement) {
	t.Helper()
	name := start.Name.Local
	rules, known := junitElements[name]
	if !known || parent == "" && name != "testsuites" || parent != "" && !slices.Contains(junitElements[parent].children, name) {
		t.Errorf("an element %s in %q", name, parent)
	}
	var has []string
	for _, a := range start.Attr {
		if has = append(has, a.Name.Local); !slices.Contains(rules.attributes, a.Name.Local) {
			t.Errorf("an attribute %s of %s", a.Name.Local, name)
		}
	}
	for _, want := range rules.required {
		if !slices.Contains(has, want) {
			t.Errorf("no attribute %s of %s", want, name)
		}
	}
}

// TestSARIF: each thing that is not sound is a result of a rule that is there, with its
// place. That the whole keeps to the schema is tested in internal/pages/_schema.
func TestSARIF(t *testing.T) {
	cs := everyKind()
	var log sarifLog
	if err := json.Unmarshal(doctest.Set(t, Check(cs), FormatSARIF, doc.Options{}), &log); err != nil {
		t.Fatal(err)
	}
	run, rules := log.Runs[0], map[string]int{}
	for _, r := range run.Tool.Driver.Rules {
		rules[r.ID] = 0
	}
	for _, r := range run.Results {
		if _, known := rules[r.Rule]; !known || r.Message.Text == "" || strings.ContainsAny(r.Message.Text, "\n\x1b") {
			t.Errorf("result %+v", r)
		}
		rules[r.Rule]++
	}
	if rules["weak"] != cs.Weak || rules["not-sound"] != cs.Unsound || rules["not-read"] != cs.Refused || run.Invocations[0].Successful {
		t.Errorf("%v of %+v", rules, cs.Totals)
	}
	for _, r := range run.Results {
		if strings.HasPrefix(r.Message.Text, "certificate: weak") && (len(r.Locations) != 1 || r.Locations[0].Physical.Artifact.URI != "d/k%20y.pem" || r.Locations[0].Physical.Region.Line != 3) {
			t.Errorf("place %+v", r.Locations)
		}
	}
}
