// Groups that others published or broke, from files beside the repository.

package dhgroup

import (
	"context"
	"encoding/json"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"primebench/millerrabin"
)

// readVectors reads a file of test vectors, and skips the test without it.
func readVectors(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "shared", "vectors", filepath.FromSlash(name)))
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("skipped: no %s beside the repository", name)
	}
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func fromHex(t *testing.T, s string) *big.Int {
	t.Helper()
	n, ok := new(big.Int).SetString(s, 16)
	if !ok {
		t.Fatalf("not hexadecimal: %q", s)
	}
	return n
}

func TestAgainstPublishedGroups(t *testing.T) {
	var published []struct {
		Name    string
		Bits    int
		P, G, Q string
	}
	readVectors(t, "groups/groups.json", &published)
	found := 0
	for _, want := range published {
		name := strings.ReplaceAll(want.Name, "_", "")
		if bits, isShort := strings.CutPrefix(want.Name, "rfc5114_"); isShort {
			name = "modp" + strings.ReplaceAll(bits, "_", "-")
		}
		g, err := Named(name)
		if err != nil {
			continue // of another family
		}
		found++
		if g.Bits != want.Bits || g.P.Cmp(fromHex(t, want.P)) != 0 || g.Q.Cmp(fromHex(t, want.Q)) != 0 || g.G.Cmp(fromHex(t, want.G)) != 0 {
			t.Errorf("%s differs from the published group", g.Name)
		}
	}
	if found != len(Names()) {
		t.Errorf("%d of %d groups are in the file", found, len(Names()))
	}
}

// TestAgainstVerdicts wants the verdict of every group in the file. What is
// sound with its q is not so without it.
func TestAgainstVerdicts(t *testing.T) {
	var cases struct {
		Tests []struct {
			ID              int
			P, G            string
			Q               *string
			Bits            int
			Verdict, Reason string
		}
	}
	readVectors(t, "groups/dh_check_dev.json", &cases)
	if len(cases.Tests) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range cases.Tests {
		if c.Bits > largestJudged && strings.HasPrefix(c.Verdict, "accept") {
			continue
		}
		g := Group{P: fromHex(t, c.P), G: fromHex(t, c.G)}
		if c.Q != nil {
			g.Q = fromHex(t, *c.Q)
		}
		v, err := Validate(context.Background(), g, millerrabin.Policy{Rounds: 4, Lucas: true}, "")
		switch c.Verdict {
		case "accept":
			if err != nil || v.Order != OrderQ {
				t.Errorf("case %d, %s: %+v, %v", c.ID, c.Reason, v, err)
			}
		case "accept-note":
			if err != nil || strings.Contains(c.Reason, "order 2q") && v.Order != Order2Q {
				t.Errorf("case %d, %s: %+v, %v", c.ID, c.Reason, v, err)
			}
		case "accept-with-q":
			if err != nil || v.Safe || v.Order != OrderQ {
				t.Errorf("case %d, %s: %+v, %v", c.ID, c.Reason, v, err)
			}
			g.Q = nil
			if _, err := Validate(context.Background(), g, few, ""); !errors.Is(err, ErrComposite) {
				t.Errorf("case %d without q: %v, want ErrComposite", c.ID, err)
			}
		case "reject", "reject-small":
			if !errors.Is(err, ErrUnsound) {
				t.Errorf("case %d, %s: %v, want ErrUnsound", c.ID, c.Reason, err)
			}
		default:
			t.Errorf("case %d: verdict %q", c.ID, c.Verdict)
		}
	}
}
