// Package schema holds what package pages writes for other programs to those programs'
// schemas, by libraries that the project itself has no use for.
package schema

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	_ "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif" // whose source has the schema
	"github.com/xeipuuv/gojsonschema"

	"primebench/internal/inspect"
	"primebench/internal/pages"
	"primebench/report/doc"
)

// sarifSchema is the schema of SARIF 2.1.0 by OASIS, which go-sarif has as a constant of its
// own. Its reports cannot be validated by what it exports: members that are not there become
// empty ones, which the schema forbids (v3.3.1; findings/go-sarif-validate.sh).
func sarifSchema(t *testing.T) string {
	t.Helper()
	dir, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3").Output()
	if err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(strings.TrimSpace(string(dir)), "pkg", "report", "v210", "sarif", "schema.go")
	file, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	value, isConstant := file.Scope.Lookup("schema").Decl.(*ast.ValueSpec)
	if !isConstant {
		t.Fatalf("%s has no constant schema", source)
	}
	text, err := strconv.Unquote(value.Values[0].(*ast.BasicLit).Value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestSARIF(t *testing.T) {
	var all, none pages.Checks
	for _, c := range []pages.Checked{
		{Source: "7", Finding: inspect.Finding{Kind: inspect.KindNumber, Bits: 3, Sound: true}},
		{Source: "9", Finding: inspect.Finding{Kind: inspect.KindNumber, Bits: 4, Reason: "divisible by 3"}},
		{Source: "d/a b.pem:3", File: "d/a b.pem", Line: 3, Finding: inspect.Finding{Kind: inspect.KindRSA, What: "certificate", Weak: true, Reason: "1024 bits"}},
		{Source: `C:\x\%41.der`, File: `C:\x\%41.der`, Finding: inspect.Finding{Kind: inspect.KindGroup, Reason: "no"}},
		{Source: "x", File: "x", Refused: true, Finding: inspect.Finding{Reason: "\x1b\n<"}},
		{Source: "y", File: "y", Passed: true, Finding: inspect.Finding{Reason: "a list"}},
	} {
		all.Add(c, false)
	}
	schema, err := gojsonschema.NewSchema(gojsonschema.NewStringLoader(sarifSchema(t)))
	if err != nil {
		t.Fatal(err)
	}
	validate := func(text []byte) []gojsonschema.ResultError {
		result, err := schema.Validate(gojsonschema.NewBytesLoader(text))
		if err != nil {
			t.Fatal(err)
		}
		return result.Errors()
	}
	for name, checks := range map[string]pages.Checks{"all": all, "none": none} {
		var text bytes.Buffer
		if err := pages.Check(checks).Write(&text, pages.FormatSARIF, doc.Options{}); err != nil {
			t.Fatal(err)
		}
		if wrong := validate(text.Bytes()); len(wrong) > 0 {
			t.Errorf("%s: %v", name, wrong)
		}
		if spoilt := bytes.Replace(text.Bytes(), []byte(`"driver"`), []byte(`"diver"`), 1); len(validate(spoilt)) == 0 {
			t.Errorf("%s: the schema takes anything", name)
		}
	}
}
