// Groups, keys and files that others published or spoiled.

package dhgroup

import (
	"bytes"
	"context"
	"errors"
	"math/big"
	"strings"
	"testing"

	"primebench/internal/vectors"
	"primebench/millerrabin"
)

// TestGroupsAreAsPublished compares the groups that are known by name, all of
// them, and validates those of others too.
func TestGroupsAreAsPublished(t *testing.T) {
	known := 0
	for _, row := range vectors.Read(t, "testdata/groups.txt") {
		want := group(row)
		if want.Q == nil {
			want.Q = new(big.Int).Rsh(want.P, 1)
		}
		wantOrder := OrderQ
		if strings.HasPrefix(row.Remark, "rfc5054") {
			wantOrder = Order2Q
			if _, match := Identify(want.P, want.G); match == MatchGroup {
				t.Errorf("%v: taken for a group that is known by name", row)
			}
		} else {
			known++
			g := named(t, row.Remark)
			if g.Bits != want.P.BitLen() || g.P.Cmp(want.P) != 0 || g.Q.Cmp(want.Q) != 0 || g.G.Cmp(want.G) != 0 {
				t.Errorf("%v: ours is another", row)
			}
		}
		if want.P.BitLen() > largestJudged {
			continue
		}
		if v, err := Validate(context.Background(), want, few, ""); err != nil || v.Safe != (row.Claim == "safe") || v.Order != wantOrder {
			t.Errorf("%v: %+v, %v", row, v, err)
		}
	}
	if known != len(Names()) {
		t.Errorf("%d of %d groups are in the file", known, len(Names()))
	}
}

// group returns the group of a row, without the q that it does not give.
func group(row vectors.Row) Group {
	return Group{P: row.Numbers["p"], Q: row.Numbers["q"], G: row.Numbers["g"]}
}

func TestVerdicts(t *testing.T) {
	for _, row := range vectors.Read(t, "testdata/verdicts.txt") {
		checkVerdict(t, row)
	}
}

// checkVerdict wants the verdict that a row claims. What is sound with a short q
// is not so without it, unless it is a published group.
func checkVerdict(t *testing.T, row vectors.Row) {
	t.Helper()
	g := group(row)
	if strings.HasPrefix(row.Claim, "sound") && g.P.BitLen() > largestJudged {
		return
	}
	v, err := Validate(context.Background(), g, millerrabin.Policy{Rounds: 4, Lucas: true}, "")
	switch strings.TrimSuffix(row.Claim, "-with-q") {
	case "sound":
		if err != nil || v.Order != OrderQ {
			t.Errorf("%v: %+v, %v", row, v, err)
		}
	case "sound-2q":
		if err != nil || v.Order != Order2Q {
			t.Errorf("%v: %+v, %v", row, v, err)
		}
	case "unsound":
		if !errors.Is(err, ErrUnsound) {
			t.Errorf("%v: %v, want ErrUnsound", row, err)
		}
	default:
		t.Errorf("%v: an unknown claim", row)
	}
	if err == nil && !v.Safe {
		g.Q = nil
		_, match := Identify(g.P, g.G)
		v, err := Validate(context.Background(), g, few, "")
		switch {
		case match == MatchGroup && (err != nil || v.Origin != Published):
			t.Errorf("%v: without q: %+v, %v, want the published one", row, v, err)
		case match == NoMatch && (!errors.Is(err, ErrForm) || !v.P.Prime || v.Origin != Unknown):
			t.Errorf("%v: without q: %+v, %v, want %v", row, v, err, ErrForm)
		}
	}
}

func TestPublishedKeys(t *testing.T) {
	for _, row := range vectors.Read(t, "testdata/keys.txt") {
		checkKey(t, row)
	}
}

// checkKey wants y = g^x where a row says so, and not otherwise. The remark names
// the group.
func checkKey(t *testing.T, row vectors.Row) {
	t.Helper()
	g := named(t, row.Remark)
	x, y := row.Numbers["x"], row.Numbers["y"]
	fits := x.Sign() > 0 && x.Cmp(g.Q) < 0 && new(big.Int).Exp(g.G, x, g.P).Cmp(y) == 0
	if fits != (row.Claim == "key") {
		t.Errorf("%v: y = g^x is %v", row, fits)
	}
}

// TestPublishedEncodings reads DER of others, and wants it again when it is
// written.
func TestPublishedEncodings(t *testing.T) {
	for _, row := range vectors.Read(t, "testdata/encodings.txt") {
		der, want := row.Numbers["der"].Bytes(), group(row)
		e, err := ReadOne(bytes.NewReader(der), ReadOptions{})
		if err != nil {
			t.Errorf("%v: %v", row, err)
			continue
		}
		if e.Format != DER || e.P.Cmp(want.P) != 0 || e.G.Cmp(want.G) != 0 || (e.Q == nil) != (want.Q == nil) || e.Q != nil && e.Q.Cmp(want.Q) != 0 {
			t.Errorf("%v: %+v", row, e)
		}
		if again := written(t, e, WriteOptions{Format: DER, X942: row.Claim == "x942"}); !bytes.Equal(again, der) {
			t.Errorf("%v: % x became % x", row, der, again)
		}
	}
}
