package pages

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"primebench/internal/analysis"
	"primebench/report/doc"
	"primebench/results"
)

// usingRun is what using groups of two sizes costs: by a kernel, eight at once
// and one alone, and in constant time by a library, which does nothing else.
func usingRun() *analysis.Analysis {
	a := &analysis.Analysis{}
	f := &fixtureCells{a: a}
	use := func(c *analysis.Cell, op results.Operation, cost, low, high float64) {
		op.ExponentBits = results.ShortExponentBits(c.Bits)
		measured := analysis.OperationCost{Operation: op.Named(), Cost: *est(cost, low, high, "s", analysis.Lower, 12)}
		c.N += 12
		c.Operations = append(c.Operations, measured)
		a.Using = append(a.Using, analysis.GroupUse{Cell: c.ID, OperationCost: measured})
	}
	short := results.Operation{Step: results.StepShared, Short: true}
	for i, bits := range []int{2048, 4096} {
		factor := []float64{1, 4.5}[i]
		engine := f.add("safe", bits, onthefly, "mr20+lucas")
		asModelled(engine, []float64{1.43, 27}[i], 1.02)
		engine.Mode = results.ModeOperations
		batched, alone, constant := short, short, short
		batched.AtOnce, alone.AtOnce, constant.AtOnce, constant.ConstantTime = 8, 1, 1, true
		use(engine, batched, 50e-6*factor, 49e-6*factor, 51.1e-6*factor)
		use(engine, alone, 400e-6*factor, 380e-6*factor, 421e-6*factor)
		library := f.add("safe", bits, "openssl", "mr20+lucas")
		library.Mode, library.Workers = results.ModeOperations, 1
		use(library, constant, 170e-6*factor, 165e-6*factor, 175e-6*factor)
	}
	for i := range a.Using[3:] {
		u := &a.Using[3+i]
		u.Base, u.Ratio = &a.Using[i].Cell, est(4.5, 4.38, 4.62, "x", analysis.Lower, 24)
	}
	return a
}

// TestUsingIsTold: each format shows what was done, how many at once, whether in
// constant time, and the interval; and that unlike rows are unlike work.
func TestUsingIsTold(t *testing.T) {
	for f, want := range map[doc.Format]string{
		doc.FormatText:     `2048 +shared +225 +onthefly +16 +no +50\.0 µs +49\.0 to 51\.1 +- *\n`,
		doc.FormatMarkdown: `\| 4096 \| shared \| 325 \| openssl \| 1 \| 1 \| yes \| 765 µs \| 742 to 788 \| 12 \| 4\.50x \| 4\.38 to 4\.62 \|\n`,
		doc.FormatHTML:     `<td>shared</td><td class="num">225</td><td>openssl</td><td class="num">1</td><td class="num">1</td><td>yes</td><td class="num">170 µs<small>165 to 175</small>`,
		doc.FormatCSV:      `2,safe,4096,onthefly,operations,2,mr20\+lucas,modelled,operation shared-short-x8 over 2048 bits,0,4\.5,x,4\.38,4\.62,`,
		doc.FormatJSON:     `(?s)"using": \[.*"name": "shared-short-ct",.*"exponent_bits": 225,.*"constant_time": true,.*"cost_over_2048_bits": null,`,
	} {
		if out := runAs(t, f, usingRun()); !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("%s has no %s:\n%s", f, want, out)
		}
	}
	for _, f := range []doc.Format{doc.FormatText, doc.FormatMarkdown, doc.FormatHTML} {
		if out := unwrapped(runAs(t, f, usingRun())); !strings.Contains(out, "are not the same work") || strings.Contains(out, "shared-short") {
			t.Errorf("%s does not tell unlike work, or repeats an operation elsewhere", f)
		}
		if strings.Contains(runAs(t, f, runFixture()), "ost of using a group") {
			t.Errorf("%s has the table without a use", f)
		}
	}
}

// TestStepsAloneHaveNoCost: a cell that only uses groups has no row among results.
func TestStepsAloneHaveNoCost(t *testing.T) {
	for _, group := range costGroups(usingRun()) {
		if len(group.Rows) != 1 || group.Rows[0].Strategy != onthefly {
			t.Errorf("%s: %d rows, want that of onthefly", group.Title, len(group.Rows))
		}
	}
	if rows := rowsOf(t, usingRun(), "Elementary operations"); len(rows) != 6 {
		t.Errorf("%d operations besides the uses, want 3 of each onthefly cell", len(rows))
	}
}

func TestUsingInJSON(t *testing.T) {
	var got struct {
		Using []struct {
			Cell, AtOnce int
			Base         *int `json:"cell_of_2048_bits"`
		}
	}
	if err := json.Unmarshal([]byte(runAs(t, doc.FormatJSON, usingRun())), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Using) != 6 || got.Using[0].Base != nil || got.Using[5].Base == nil || *got.Using[5].Base != 1 || got.Using[5].Cell != 3 {
		t.Errorf("%+v", got.Using)
	}
}

// Example_using is the table as the terminal shows it.
func Example_using() {
	d := doc.Document{Sections: []doc.Section{usingSection(usingRun())}}
	if err := d.Write(os.Stdout, doc.FormatText, doc.Options{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// COST OF USING A GROUP
	// A handshake takes each party one key generation and one shared secret: a power modulo the group's
	// prime each. An exponent has as many bits as the group's order, or as few as RFC 7919 recommends.
	// Time each is that of one power; where several are raised at once it is a throughput, and nobody has
	// a result so soon. In constant time neither time nor memory accesses tell anything of the exponent,
	// which a secret asks for and pays for. Rows that differ in either are not the same work: do not rank
	// them.
	//   bits  operation  exponent  strategy  at once  constant time  time each   95 % interval  over 2048
	//                                                                    lower                      lower
	//   2048  shared          225  onthefly       16  no               50.0 µs    49.0 to 51.1          -
	//   2048  shared          225  onthefly        2  no                400 µs      380 to 421          -
	//   2048  shared          225  openssl         1  yes               170 µs      165 to 175          -
	//   4096  shared          325  onthefly       16  no              225.0 µs  220.5 to 230.0      4.50x
	//   4096  shared          325  onthefly        2  no               1.80 ms    1.71 to 1.89      4.50x
	//   4096  shared          325  openssl         1  yes               765 µs      742 to 788      4.50x
}
