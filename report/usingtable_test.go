package report

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"primebench/internal/analysis"
	"primebench/results"
)

// usingFixture is what using groups of two sizes costs: by a kernel, eight at once
// and one alone, and in constant time by a library, which does nothing else.
func usingFixture() *analysis.Analysis {
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
	for f, want := range map[Format]string{
		FormatText:     `2048 +shared +225 +onthefly +16 +no +50\.0 us +49\.0 to 51\.1 +- *\n`,
		FormatMarkdown: `\| 4096 \| shared \| 325 \| openssl \| 1 \| 1 \| yes \| 765 us \| 742 to 788 \| 12 \| 4\.50x \| 4\.38 to 4\.62 \|\n`,
		FormatHTML:     `<td>shared</td><td class="num">225</td><td>openssl</td><td class="num">1</td><td class="num">1</td><td>yes</td><td class="num">170 us<small>165 to 175</small>`,
		FormatCSV:      `2,safe,4096,onthefly,operations,2,mr20\+lucas,modelled,operation shared-short-x8 over 2048 bits,0,4\.5,x,4\.38,4\.62,`,
		FormatJSON:     `(?s)"using": \[.*"operation": "shared-short-ct",.*"exponent_bits": 225,.*"constant_time": true,.*"cost_over_2048_bits": null,`,
	} {
		if out := textOf(t, f, usingFixture()); !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("%s has no %s:\n%s", f, want, out)
		}
	}
	for _, f := range []Format{FormatText, FormatMarkdown, FormatHTML} {
		if out := unwrapped(textOf(t, f, usingFixture())); !strings.Contains(out, "are not the same work") || strings.Contains(out, "shared-short") {
			t.Errorf("%s does not tell unlike work, or repeats an operation elsewhere", f)
		}
		if strings.Contains(textOf(t, f, fixture()), "ost of using a group") {
			t.Errorf("%s has the table without a use", f)
		}
	}
}

// TestOnlyUsesHaveNoCost: a cell that only uses groups has no row among results.
func TestOnlyUsesHaveNoCost(t *testing.T) {
	for _, table := range costTables(usingFixture()) {
		if len(table.Rows) != 1 || table.Rows[0][0] != onthefly {
			t.Errorf("%s: rows %q, want that of onthefly", table.Title, table.Rows)
		}
	}
	if rows := operationsTable(usingFixture(), everywhere).Rows; len(rows) != 6 {
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
	if err := json.Unmarshal([]byte(textOf(t, FormatJSON, usingFixture())), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Using) != 6 || got.Using[0].Base != nil || got.Using[5].Base == nil || *got.Using[5].Base != 1 || got.Using[5].Cell != 3 {
		t.Errorf("%+v", got.Using)
	}
}

// Example_using is the table as the terminal shows it.
func Example_using() {
	p := &textPage{width: DefaultWidth}
	t := usingTable(usingFixture())
	fitting := p.fitting([]table{t})
	p.dim(fitting[0].note())
	p.tables(fitting)
	os.Stdout.Write(p.buf.Bytes())
	// Output:
	// A handshake takes each party one key generation and one shared secret: a power modulo the group's
	// prime each. An exponent has as many bits as the group's order, or as few as RFC 7919 recommends.
	// Time each is that of one power; where several are raised at once it is a throughput, and nobody has
	// a result so soon. In constant time neither time nor memory accesses tell anything of the exponent,
	// which a secret asks for and pays for. Rows that differ in either are not the same work: do not rank
	// them.
	//   bits  operation  exponent  strategy  at once  constant time  time each   95 % interval  over 2048
	//                                                                    lower                      lower
	//   2048  shared          225  onthefly       16  no               50.0 us    49.0 to 51.1          -
	//   2048  shared          225  onthefly        2  no                400 us      380 to 421          -
	//   2048  shared          225  openssl         1  yes               170 us      165 to 175          -
	//   4096  shared          325  onthefly       16  no              225.0 us  220.5 to 230.0      4.50x
	//   4096  shared          325  onthefly        2  no               1.80 ms    1.71 to 1.89      4.50x
	//   4096  shared          325  openssl         1  yes               765 us      742 to 788      4.50x
}
