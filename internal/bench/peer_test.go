// Strategies that call a library: what the header says of it, and a run on a machine
// that lacks it.

package bench

import (
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"primebench/internal/bench/strategy"
	"primebench/millerrabin"
	"primebench/results"
)

func TestHeaderNamesPeers(t *testing.T) {
	own := &fake{name: "own", search: steady(time.Millisecond)}
	other := &fake{name: "other", ops: testOps, peer: results.Peer{Version: "Other 1.2", Path: "libother.so"}}
	unused := &fake{name: "unused", search: steady(time.Millisecond), peer: results.Peer{Version: "Unused 3", Path: "libunused.so"}}
	s := fakeSpec("own", "other")
	s.Bits, s.Samples = []int{512, 1024}, 1
	var got memory
	if err := runFakes(t.Context(), s, &got, nil, own, other, unused); err != nil {
		t.Fatal(err)
	}
	want := []results.Peer{{Strategy: "other", Version: "Other 1.2", Path: "libother.so"}}
	if !slices.Equal(got.Run.Header.Peers, want) {
		t.Errorf("peers %+v, want %+v", got.Run.Header.Peers, want)
	}
}

// TestPeersAreJudged ends a run in which somebody else's find is none.
func TestPeersAreJudged(t *testing.T) {
	other := quick("other")
	other.peer = results.Peer{Version: "Other 1.2", Path: "libother.so"}
	s := fakeSpec("other")
	s.Samples = 1
	var got memory
	err := runFakes(t.Context(), s, &got, nil, other)
	if err == nil || !strings.Contains(err.Error(), "0x3e8 was found, which has 10 bits, want 512") || got.Closing.Reason != results.ReasonFailed {
		t.Errorf("%v, closing %+v", err, got.Closing)
	}
	c := &cell{facts: strategy.Facts{Peer: other.peer}, Cell: results.Cell{Kind: results.KindSafe, Bits: 5}}
	for p, want := range map[int64]string{23: "", 25: "0x19 was found, which is composite", 29: "0x1d was found, which is prime and not safe"} {
		if err := c.judge([]*big.Int{big.NewInt(23), big.NewInt(p)}); (err == nil) != (want == "") || err != nil && err.Error() != want {
			t.Errorf("%d: %v, want %q", p, err, want)
		}
	}
}

// TestMissingLibrary leaves the cells of a library out that is not there, whatever
// else was asked of them, and goes on.
func TestMissingLibrary(t *testing.T) {
	own := &fake{name: "own", search: steady(time.Millisecond), unsupported: func(t strategy.Task) string {
		if t.Workers != 1 {
			return "several workers"
		}
		return ""
	}}
	other := &fake{name: "other", missing: "libother.so is absent"}
	s := fakeSpec("own", "other")
	s.Workers, s.Samples = []int{2}, 2
	var got memory
	if err := runFakes(t.Context(), s, &got, nil, own, other); err != nil {
		t.Fatal(err)
	}
	want := []results.Skipped{{
		Kind: "prime", Bits: 512, Strategy: "other", Mode: "search", Reason: "its library cannot be used: libother.so is absent",
	}}
	if h := got.Run.Header; len(h.Cells) != 1 || h.Cells[0].Strategy != "own" || !slices.Equal(h.Skipped, want) || len(h.Peers) != 0 {
		t.Errorf("cells %+v, skipped %+v, peers %+v", h.Cells, h.Skipped, h.Peers)
	}
	if len(got.Samples) == 0 || got.Closing.Reason != results.ReasonDone {
		t.Errorf("%d samples, closing %+v", len(got.Samples), got.Closing)
	}
	for _, alone := range []Spec{fakeSpec("other"), func() Spec {
		s := fakeSpec("own", "other")
		s.Policies = []millerrabin.Policy{{Rounds: 1}}
		return s
	}()} {
		own.unsupported = func(strategy.Task) string { return "nothing" }
		if err := runFakes(t.Context(), alone, &memory{}, nil, own, other); !errors.Is(err, ErrSpec) {
			t.Errorf("%v: %v, want ErrSpec when nothing is left to measure", alone.Strategies, err)
		}
	}
}

// TestNoSearchByAPolicy leaves searches out that a library cannot be told the rounds
// of, and measures its tests by these.
func TestNoSearchByAPolicy(t *testing.T) {
	other := &fake{name: "other", search: steady(time.Millisecond), noSearch: "it cannot be told rounds", ops: []fakeOp{{name: "test", cost: time.Millisecond}}}
	s := fakeSpec("other")
	s.Modes, s.Policies, s.Samples = []Mode{Search, Operations}, []millerrabin.Policy{{}, {Rounds: 30}}, 2
	var got memory
	if err := runFakes(t.Context(), s, &got, nil, other); err != nil {
		t.Fatal(err)
	}
	var cells []string
	for _, c := range got.Run.Header.Cells {
		cells = append(cells, c.Mode+" "+c.Policy.Name)
	}
	if want := []string{"search mr20+lucas", "operations mr20+lucas", "operations mr30"}; !slices.Equal(cells, want) {
		t.Errorf("cells %q, want %q", cells, want)
	}
	want := []results.Skipped{{Kind: "prime", Bits: 512, Strategy: "other", Mode: "search", Reason: "it cannot be told rounds"}}
	if !slices.Equal(got.Run.Header.Skipped, want) {
		t.Errorf("skipped %+v, want %+v", got.Run.Header.Skipped, want)
	}
}

// The peers' names are known where their libraries are not.
func TestPeersAreListed(t *testing.T) {
	for _, name := range []string{results.StrategyOpenSSL, results.StrategyGMP, results.StrategyCircl, results.StrategySSHKeygen} {
		i := slices.IndexFunc(Strategies(), func(s strategy.Strategy) bool { return s.Name() == name })
		if i < 0 {
			t.Fatalf("%s is not listed", name)
		}
		err := Strategies()[i].Check(strategy.Task{Kind: strategy.Safe, Bits: 512, Workers: 1})
		if err != nil && !strategy.Lacking(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
