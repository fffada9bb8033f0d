// The formats of other tools, read again by the letter of their descriptions.

package pages

import (
	"encoding/json"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"primebench/internal/analysis"
	"primebench/results"
)

// A benchLine is one result in Go's benchmark format.
type benchLine struct {
	name   string
	count  int64
	values map[string]float64 // by unit
}

// configuration is the grammar of a configuration line: the key begins with a
// lower-case letter and holds neither blanks nor upper-case letters.
var configuration = regexp.MustCompile(`^(\p{Ll}[^\s\p{Lu}:]*):(?:[ \t]+(.*))?$`)

// readBench reads text by https://go.dev/design/14313-benchmark-format: a result
// has an even number of fields, of which the first is a name, the second a count
// and the others pairs of a value and a unit. Units may be told of in lines of
// "Unit NAME key=value". It fails on lines that look like one and are none.
func readBench(t *testing.T, text string) (config map[string]string, lines []benchLine) {
	t.Helper()
	config = map[string]string{}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		fields := strings.Fields(line)
		if found := configuration.FindStringSubmatch(line); found != nil {
			config[found[1]] = found[2]
			continue
		}
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case fields[0] == "Unit":
			if len(fields) != 3 || !regexp.MustCompile(`^better=(lower|higher)$`).MatchString(fields[2]) {
				t.Fatalf("not the metadata of a unit: %q", line)
			}
		case strings.HasPrefix(line, "Benchmark"):
			lines = append(lines, readBenchLine(t, line, fields))
		default:
			t.Fatalf("a line of no known sort: %q", line)
		}
	}
	return config, lines
}

func readBenchLine(t *testing.T, line string, fields []string) benchLine {
	t.Helper()
	if len(fields) < 4 || len(fields)%2 != 0 {
		t.Fatalf("%d fields, want an even number from 4 on: %q", len(fields), line)
	}
	after := []rune(strings.TrimPrefix(fields[0], "Benchmark"))
	if len(after) == 0 || unicode.IsLower(after[0]) {
		t.Fatalf("the name goes on in lower case: %q", line)
	}
	for i, part := range strings.Split(fields[0], "/") {
		if key, value, ok := strings.Cut(part, "="); i > 0 && (!ok || key == "" || value == "") {
			t.Fatalf("part %q of the name is no key=value: %q", part, line)
		}
	}
	count, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil || count < 1 {
		t.Fatalf("count %q: %q", fields[1], line)
	}
	values := map[string]float64{}
	for i := 2; i < len(fields); i += 2 {
		v, err := strconv.ParseFloat(fields[i], 64)
		if _, twice := values[fields[i+1]]; err != nil || math.IsInf(v, 0) || v <= 0 || twice {
			t.Fatalf("value %q of unit %q: %q", fields[i], fields[i+1], line)
		}
		values[fields[i+1]] = v
	}
	if values["ns/op"] == 0 {
		t.Fatalf("no time: %q", line)
	}
	return benchLine{fields[0], count, values}
}

func TestGoBenchIsInTheFormat(t *testing.T) {
	a := scaledRun()
	config, lines := readBench(t, runAs(t, FormatGoBench, a))
	want := map[string]string{"goos": "linux", "goarch": "amd64", "pkg": "primebench", "cpu": "Example 9000 @ 3.70GHz"}
	if len(config) != len(want) {
		t.Errorf("configuration %v, want %v: benchstat makes a table for each difference", config, want)
	}
	for key, value := range want {
		if config[key] != value {
			t.Errorf("%s is %q, want %q", key, config[key], value)
		}
	}
	var samples []analysis.Sample
	for _, c := range a.Cells {
		if c.Status != analysis.Measured && len(c.Samples) > 0 {
			t.Fatalf("the fixture's cell %d is %s and has samples", c.ID, c.Status)
		}
		samples = append(samples, c.Samples...)
	}
	if len(lines) != len(samples) || len(lines) == 0 {
		t.Fatalf("%d lines of %d samples", len(lines), len(samples))
	}
	for i, s := range samples {
		if got := lines[i]; got.count != s.Count || got.values["ns/op"] != s.WallNS ||
			got.values["cpu-ns/op"] != s.CPUNS || got.values["survivors/op"] != s.Survivors {
			t.Errorf("line %d is %+v, want %+v", i, got, s)
		}
		if !strings.HasSuffix(lines[i].name, "-2") {
			t.Errorf("%s does not end in GOMAXPROCS", lines[i].name)
		}
	}
}

// TestGoBenchNames: each thing that makes work unequal makes another name.
func TestGoBenchNames(t *testing.T) {
	base := analysis.Cell{Cell: results.Cell{
		Kind: "prime", Bits: 2048, Strategy: "onthefly", Mode: "replay", Workers: 1, Kernel: "ifma",
		Policy: results.Policy{Name: "mr4+lucas"}, List: "c0f3a1b69e0d47c5",
	}}
	if got, want := benchName(&base, results.OpReplay),
		"Prime/bits=2048/strategy=onthefly/mode=replay/workers=1/policy=mr4+lucas/kernel=ifma/list=c0f3a1b6"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	seen := map[string]bool{benchName(&base, results.OpReplay): true}
	for i, change := range []func(*analysis.Cell){
		func(c *analysis.Cell) { c.Kind = "safe" }, func(c *analysis.Cell) { c.Bits = 1024 },
		func(c *analysis.Cell) { c.Strategy = results.StrategyStdlib }, func(c *analysis.Cell) { c.Mode = results.ModeOperations },
		func(c *analysis.Cell) { c.Workers = 2 }, func(c *analysis.Cell) { c.Policy.Name = "mr20" },
		func(c *analysis.Cell) { c.Kernel = "generic" }, func(c *analysis.Cell) { c.List = "00f3a1b6" },
	} {
		c := base
		change(&c)
		if name := benchName(&c, results.OpReplay); seen[name] {
			t.Errorf("change %d has the name of another: %s", i, name)
		} else {
			seen[name] = true
		}
	}
	if name := benchName(&base, "base2"); !strings.HasSuffix(name, "/op=base2") {
		t.Errorf("an operation is called %s", name)
	}
	exchange := &analysis.Cell{Cell: results.Cell{Kind: "kex", Bits: 255, Params: "x25519", Strategy: "stdlib", Mode: "operations", Workers: 1}}
	if name := benchName(exchange, "keygen-ct"); name != "Kex/bits=255/params=x25519/strategy=stdlib/mode=operations/workers=1/policy=none/op=keygen-ct" {
		t.Errorf("a key exchange is called %s", name)
	}
	if name := benchName(&analysis.Cell{}, "search"); !strings.HasPrefix(name, "None/bits=0/strategy=none/") {
		t.Errorf("a cell without names is called %s", name)
	}
}

func TestHostileNamesStayInTheFormat(t *testing.T) {
	for _, prefix := range []string{"", "=", "/", " ", "cpu: ", "Benchmark", "\n"} {
		a := hostileRun(prefix)
		config, lines := readBench(t, runAs(t, FormatGoBench, a))
		if len(config) != 4 || len(lines) == 0 {
			t.Errorf("%q: configuration %v, %d lines", prefix, config, len(lines))
		}
		readBenchJSON(t, runAs(t, FormatBenchJSON, a))
	}
}

// readBenchJSON reads what an action takes: names that occur once, a unit and a
// number each, and text in the rest.
func readBenchJSON(t *testing.T, text string) []benchEntry {
	t.Helper()
	var raw []map[string]any
	if err := json.Unmarshal([]byte(text), &raw); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, entry := range raw {
		name, _ := entry["name"].(string)
		unit, _ := entry["unit"].(string)
		if _, ok := entry["value"].(float64); !ok || name == "" || unit == "" || seen[name] {
			t.Fatalf("no entry, or the second of its name: %v", entry)
		}
		seen[name] = true
	}
	var entries []benchEntry
	if err := json.Unmarshal([]byte(text), &entries); err != nil {
		t.Fatal(err)
	}
	return entries
}

func TestBenchJSON(t *testing.T) {
	a := runFixture()
	entries := readBenchJSON(t, runAs(t, FormatBenchJSON, a))
	find := func(part string) benchEntry {
		t.Helper()
		at := slices.IndexFunc(entries, func(e benchEntry) bool { return strings.Contains(e.Name, part) })
		if at < 0 {
			t.Fatalf("no entry of %s", part)
		}
		return entries[at]
	}
	measured := find("Prime/bits=2048/strategy=onthefly/mode=search/workers=2/policy=mr2")
	if measured.Unit != "s" || measured.Value != 0.0917 || measured.Range != "± 0.00367" ||
		!strings.HasPrefix(measured.Extra, "measured; 95 % interval 0.0881731 to 0.095368 s; n = 20; ") {
		t.Errorf("measured: %+v", measured)
	}
	modelled := find("Safe/bits=4096/strategy=onthefly")
	if !strings.HasPrefix(modelled.Extra, "modelled, not measured: one search takes longer") || modelled.Range == "" {
		t.Errorf("modelled: %+v", modelled)
	}
	single := find("Prime/bits=4096/strategy=stdlib-rand")
	if single.Range != "" || !strings.Contains(single.Extra, "no interval, it needs 1 more") {
		t.Errorf("one sample: %+v", single)
	}
	if op := find("Safe/bits=1024/strategy=hardcoded/mode=search/workers=2/policy=mr64+lucas/op=validate"); !strings.HasPrefix(op.Extra, "measured") {
		t.Errorf("operation: %+v", op)
	}
	for _, e := range entries {
		if strings.Contains(e.Name, "Safe/bits=4096/strategy=stdlib/") {
			t.Errorf("an empty cell has the entry %+v", e)
		}
	}
}
