// What a run file must not promise.

package analysis

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"primebench/millerrabin"
	"primebench/results"
)

// promising is a run file without samples whose one cell is as given.
func promising(t *testing.T, c results.Cell) []byte {
	t.Helper()
	c.Strategy, c.Mode, c.Workers = "onthefly", results.ModeSearch, 1
	var file bytes.Buffer
	w := results.NewWriter(&file)
	if err := w.Header(results.Header{Start: time.Unix(0, 0), Seed: strings.Repeat("0", 64), GOMAXPROCS: 1, Cells: []results.Cell{c}}); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestReadHoldsPromises(t *testing.T) {
	policy := func(name string, log2 float64) results.Policy {
		p, err := millerrabin.ParsePolicy(name)
		if err != nil {
			t.Fatal(err)
		}
		return results.Policy{Name: name, Rounds: p.Rounds, Lucas: p.Lucas, Log2Error: log2}
	}
	proven := millerrabin.Policy{Rounds: 4}.Log2Error
	for _, test := range []struct {
		name string
		cell results.Cell
		says string // "" where it is read
	}{
		{"what is proven", results.Cell{Kind: results.KindPrime, Bits: 512, Policy: policy("mr4", proven(512))}, ""},
		{"less than is proven", results.Cell{Kind: results.KindPrime, Bits: 512, Policy: policy("mr4", -8)}, ""},
		{"more than is proven", results.Cell{Kind: results.KindPrime, Bits: 512, Policy: policy("mr4+lucas", -131.6)},
			"line 1: cell 0 claims an error below 2^-131.6 by mr4+lucas at 512 bits, and 2^-73.5368 is proven"},
		{"no proof of a Lucas test", results.Cell{Kind: results.KindPrime, Bits: 512, Policy: policy("mr0+lucas", -1)}, "2^0 is proven"},
		{"a key's primes", results.Cell{Kind: results.KindRSA, Bits: 2048, Policy: policy("mr4", proven(1024))}, ""},
		{"a key as a prime", results.Cell{Kind: results.KindRSA, Bits: 2048, Policy: policy("mr4", proven(2048))}, "by mr4 at 1024 bits"},
		{"somebody else's policy", results.Cell{Kind: results.KindPrime, Bits: 512, Policy: results.Policy{Name: "ecpp", Log2Error: -1e6}}, ""},
		{"all numbers up to a prime", results.Cell{Kind: results.KindPrime, Bits: 512, Expected: results.Work{Candidates: 355, Survivors: 355}}, ""},
		{"more than are between primes", results.Cell{Kind: results.KindPrime, Bits: 512, Expected: results.Work{Candidates: 591, Survivors: 18}},
			"line 1: cell 0 expects 591 candidates and 18 survivors of prime at 512 bits, want at most 390.38"},
		{"all numbers up to a safe prime", results.Cell{Kind: results.KindSafe, Bits: 512, Expected: results.Work{Candidates: 12 * 15855}}, ""},
		{"more than are between safe primes", results.Cell{Kind: results.KindSafe, Bits: 512, Expected: results.Work{Candidates: 300000}}, "want at most 209862"},
		{"a search among keys", results.Cell{Kind: results.KindKex, Params: "x25519", Bits: 255, Expected: results.Work{Candidates: 1}}, "want at most 0"},
	} {
		data := promising(t, test.cell)
		path := filepath.Join(t.TempDir(), "run.jsonl")
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		_, err := Read(bytes.NewReader(data))
		_, fileErr := ReadFile(path)
		for _, err := range []error{err, fileErr} {
			if test.says == "" && err != nil || test.says != "" && (!errors.Is(err, results.ErrCorrupt) || !strings.Contains(err.Error(), test.says)) {
				t.Errorf("%s: %v, want %q", test.name, err, test.says)
			}
		}
		if fileErr != nil && !strings.Contains(fileErr.Error(), path) {
			t.Errorf("%s: %v does not name the file", test.name, fileErr)
		}
	}
}

// TestOldBoundsAreExact: without checksums a digit that changed in the bits or in the bound
// shows in the other.
func TestOldBoundsAreExact(t *testing.T) {
	log2 := millerrabin.Policy{Rounds: 4}.Log2Error(512)
	for _, test := range []struct {
		schema, bits int
		log2         float64
		sound        bool
	}{
		{3, 512, log2, true},
		{3, 516, log2, false},
		{3, 448, log2, false},
		{3, 512, log2 + 0.1, false},
		{3, 512, log2 - 0.1, false},
		{4, 516, log2, true}, // whose checksums tell
	} {
		c := &results.Cell{Kind: results.KindPrime, Bits: test.bits, Policy: results.Policy{Name: "mr4", Rounds: 4, Log2Error: test.log2}}
		if err := checkBound(c, test.schema); (err == nil) != test.sound {
			t.Errorf("%+v: %v", test, err)
		}
	}
}
