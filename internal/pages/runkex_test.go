package pages

import (
	"regexp"
	"strings"
	"testing"

	"primebench/internal/analysis"
	"primebench/internal/kex"
	"primebench/report/doc"
	"primebench/results"
)

// exchangesRun is key exchanges of three families, one of them not in constant time.
func exchangesRun() *analysis.Analysis {
	a := &analysis.Analysis{}
	f := &fixtureCells{a: a}
	exchange := func(params, strategy string, bits, exponent int, constant bool, seconds float64) {
		c := f.add("kex", bits, strategy, "")
		c.Params, c.Mode, c.Workers, c.Policy = params, results.ModeOperations, 1, results.Policy{}
		c.Time, c.CPU, c.Rate, c.Cost = nil, nil, nil, nil
		cost := func(part float64) *analysis.Estimate {
			return est(part*seconds, part*seconds*0.98, part*seconds*1.02, "s", analysis.Lower, 12)
		}
		op := results.Operation{Step: results.StepHandshake, ExponentBits: exponent, ConstantTime: constant, AtOnce: 1}.Named()
		c.Operations = []analysis.OperationCost{{Operation: op, Cost: *cost(1)}}
		x := analysis.Exchange{
			Cell: c.ID, Params: params, Strategy: strategy, ConstantTime: constant, ExponentBits: exponent, Operation: op.Name,
			Keygen: cost(0.3), Shared: cost(0.5), Handshake: cost(1), Throughput: est(2/seconds, 1.95/seconds, 2.05/seconds, "1/s", analysis.Higher, 12),
			Busy: &c.ID, Workers: 2, AtOnce: 1,
		}
		if set, err := kex.Named(params); err == nil {
			x.Family, x.Strengths, x.Quantum, x.ClientBytes, x.ServerBytes = set.Family, set.Strengths, set.Quantum, set.ClientBytes, set.ServerBytes
		}
		if len(a.Exchanges) > 0 {
			x.Base, x.Ratio = &a.Exchanges[0].Cell, est(seconds/60e-6, seconds/62e-6, seconds/58e-6, "x", analysis.Lower, 24)
		}
		a.Exchanges = append(a.Exchanges, x)
	}
	exchange("x25519", "openssl", 255, 0, true, 60e-6)
	exchange("x25519mlkem768", "stdlib", 255, 0, true, 120e-6)
	exchange("ffdhe4096", "openssl", 4096, 325, true, 3e-3)
	exchange("ffdhe4096", onthefly, 4096, 325, false, 1e-3)
	exchange("unheard-of", "stdlib", 100, 0, true, 1e-3)
	a.Header.Skipped = []results.Skipped{{Kind: "kex", Bits: 448, Params: "x448", Strategy: "stdlib", Mode: "operations", Reason: "none"}}
	return a
}

// TestExchangesAreTold: each format shows the set, whether it runs in constant time, what
// it costs, how strong it is by whom, and what goes over the wire.
func TestExchangesAreTold(t *testing.T) {
	for f, want := range map[doc.Format]string{
		doc.FormatText:     `x25519mlkem768 +stdlib +- +yes +120\.0 µs +16\.67 k/s +2\.00x +192, 128\*\n`,
		doc.FormatMarkdown: `\| ffdhe4096 \| openssl \| 325 \| yes \|.*\| 150, 149 \| 512 \| 512 \| RFC 7919, appendix A; NIST SP 800-57, part 1; between its sizes SP 800-56B, appendix D \|\n`,
		doc.FormatHTML:     `<th scope="row">ffdhe4096</th><td>onthefly</td><td class="num">325</td><td>no</td>`,
		doc.FormatCSV:      `2,kex,4096,openssl,operations,1,,measured,operation handshake-ct over best classical,0,50,x,48.*,ffdhe4096\n`,
		doc.FormatJSON:     `(?s)"exchanges": \[.*"family": "hybrid",.*"withstands_quantum": true,.*"client_bytes": 1216,`,
	} {
		out := runAs(t, f, exchangesRun())
		if !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("%s has no %s:\n%s", f, want, out)
		}
		if f == doc.FormatText && (!strings.Contains(out, "of a family that is not known here") || strings.Contains(out, "COST OF A RESULT") ||
			!strings.Contains(out, "kex stdlib operations, x448: none")) {
			t.Errorf("text without the family, with the costs of a search or without what is left out:\n%s", out)
		}
	}
}

// TestExchangesSayTheirSource: a narrow page, too, says whose the strengths are and what
// goes over the wire, once for each set.
func TestExchangesSayTheirSource(t *testing.T) {
	out := strings.Join(strings.Fields(runAs(t, doc.FormatText, exchangesRun())), " ")
	for _, want := range []string{
		"x25519mlkem768: client and server send 1216 and 1120 bytes; strength 192 bits by FIPS 203, 128 bits by RFC 7748",
		"ffdhe4096: client and server send 512 and 512 bytes; strength 150 bits by RFC 7919, appendix A, 149 bits by NIST SP 800-57",
	} {
		if strings.Count(out, want) != 1 {
			t.Errorf("not once %q in\n%s", want, out)
		}
	}
	if strings.Contains(out, "unheard-of: client") {
		t.Error("an unknown set sends bytes")
	}
}

// TestMakingAndUsingOnOnePicture: below what twice the size costs stands what a handshake
// takes without a group, by the cheapest in constant time.
func TestMakingAndUsingOnOnePicture(t *testing.T) {
	a := runFixture()
	before := plotNamed(t, a, "answer")
	if svg, err := before.SVG(); err != nil || strings.Contains(string(svg), "no group") || strings.Contains(before.Alt, "curves") {
		t.Errorf("curves in a run without: %v", err)
	}
	exchanges := exchangesRun()
	dear, exposed := exchanges.Exchanges[0], exchanges.Exchanges[0]
	dear.Strategy, dear.Handshake = "stdlib", est(90e-6, 89e-6, 91e-6, "s", analysis.Lower, 12)
	exposed.Strategy, exposed.ConstantTime, exposed.Handshake = "gmp", false, est(9e-6, 8e-6, 10e-6, "s", analysis.Lower, 12)
	a.Exchanges = append(exchanges.Exchanges, dear, exposed)
	after := plotNamed(t, a, "answer")
	svg, err := after.SVG()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		"a handshake by x25519, openssl": true, "a handshake by x25519mlkem768, stdlib": true, ">no group<": true, "making a safe prime, onthefly": true,
		"a handshake by x25519, stdlib": false, "a handshake by x25519, gmp": false, "by ffdhe4096": false, "unheard-of": false,
	} {
		if strings.Contains(string(svg), text) != want {
			t.Errorf("%q in the picture: %v, want %v", text, !want, want)
		}
	}
}
