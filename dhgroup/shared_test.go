// The collection beside the repository, where it is there: parameter files of
// GnuTLS and OpenSSL, broken files, and groups and keys of which testdata has the
// smaller ones.

package dhgroup

import (
	"bytes"
	"context"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"primebench/internal/vectors"
)

// TestAgainstParameterFiles reads every file of parameters and wants the verdict
// that its name tells. What is larger than quickBits is read and not validated
// unless the long tests do so.
func TestAgainstParameterFiles(t *testing.T) {
	for name, data := range vectors.SharedFiles(t, "groups/pem") {
		var g Group
		if strings.HasPrefix(name, "openssl-dsa-") {
			// DSA parameters are groups with a short q, in a form that is not ours.
			if _, err := ReadOne(bytes.NewReader(data), ReadOptions{}); err == nil || !strings.Contains(err.Error(), `PEM type "DSA PARAMETERS"`) {
				t.Errorf("%s: %v", name, err)
			}
			var dsa struct{ P, Q, G *big.Int }
			if block, _ := pem.Decode(data); block == nil {
				t.Fatalf("%s: no block", name)
			} else if _, err := asn1.Unmarshal(block.Bytes, &dsa); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			g = Group{P: dsa.P, Q: dsa.Q, G: dsa.G}
		} else {
			e, err := ReadOne(bytes.NewReader(data), ReadOptions{})
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			g = e.Group
			if _, isPEM := strings.CutSuffix(name, ".pem"); isPEM != (e.Format == PEM) {
				t.Errorf("%s is taken for %v", name, e.Format)
			}
			again := written(t, e, WriteOptions{Format: e.Format, X942: g.Q != nil})
			if e.Format == PEM { // whose lines may have any length
				again, data = bytes.ReplaceAll(again, []byte("\n"), nil), bytes.ReplaceAll(data, []byte("\n"), nil)
			}
			if !bytes.Equal(again, data) {
				t.Errorf("%s: written again it is another file", name)
			}
		}
		judge(t, name, g)
	}
}

// judge wants the verdict on a group that the name of its file tells.
func judge(t *testing.T, name string, g Group) {
	t.Helper()
	known, match := Identify(g.P, g.G)
	if published := strings.Contains(name, "rfc2409") || strings.Contains(name, "rfc3526") || strings.Contains(name, "5114") || strings.Contains(name, "ffdhe"); published != (match == MatchGroup) {
		t.Errorf("%s is taken for %q, %v", name, known.Name, match)
	}
	if g.P.BitLen() > largestJudged {
		return
	}
	_, err := Validate(context.Background(), g, few, "")
	switch {
	// Sizes that FIPS 186 has no place for: sound all the same.
	case strings.Contains(name, "too_big"), strings.Contains(name, "too_small"):
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	case strings.Contains(name, "invalid"):
		if !errors.Is(err, ErrUnsound) {
			t.Errorf("%s: %v, want ErrUnsound", name, err)
		}
	default:
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAgainstBadFiles wants each of the broken files refused by the one who is to
// refuse it: Read what has the wrong form, Validate what is no sound group.
func TestAgainstBadFiles(t *testing.T) {
	for folder, unsound := range map[string]string{
		"badinput/pem":    "val_g1 val_g_pm1 val_p1 val_p10001bit val_p2 val_p4 val_p_composite x942_q1 x942_q_even",
		"badinput/json":   "",
		"badinput/moduli": "",
	} {
		t.Run(folder, func(t *testing.T) {
			for name, data := range vectors.SharedFiles(t, folder) {
				stem, _, _ := strings.Cut(name, ".")
				e, err := ReadOne(bytes.NewReader(data), ReadOptions{})
				if err == nil {
					_, err = Validate(context.Background(), e.Group, few, "")
				} else {
					checkFault(t, err)
				}
				switch {
				case strings.HasPrefix(name, "ok") || name == "x942_ok.pem":
					if err != nil {
						t.Errorf("%s: %v", name, err)
					}
				case strings.Contains(" "+unsound+" ", " "+stem+" "):
					if !errors.Is(err, ErrUnsound) {
						t.Errorf("%s: %v, want ErrUnsound", name, err)
					}
				case !errors.Is(err, ErrUnreadable):
					t.Errorf("%s: %v, want ErrUnreadable", name, err)
				}
			}
		})
	}
}

// TestAgainstVerdicts has groups of 4096 bits and more.
func TestAgainstVerdicts(t *testing.T) {
	var file struct {
		Tests []struct {
			ID              int
			P, G            string
			Q               *string
			Bits            int
			Verdict, Reason string
		}
	}
	vectors.Shared(t, "groups/dh_check_dev.json", &file)
	claims := map[string]string{"accept": "sound", "accept-with-q": "sound", "accept-note": "sound-2q", "reject": "unsound", "reject-small": "unsound"}
	for _, c := range file.Tests {
		row := vectors.Row{
			Claim: claims[c.Verdict], Place: fmt.Sprintf("case %d", c.ID), Remark: c.Reason,
			Numbers: map[string]*big.Int{"p": fromHex(t, c.P), "g": fromHex(t, c.G)},
		}
		if c.Q != nil {
			row.Numbers["q"] = fromHex(t, *c.Q)
		}
		checkVerdict(t, row)
	}
	if len(file.Tests) == 0 {
		t.Error("no cases")
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

// TestAgainstSafePrimeKeys has NIST's keys for the published groups: y is g^x
// where the test is said to pass, and not otherwise.
func TestAgainstSafePrimeKeys(t *testing.T) {
	for _, name := range []string{"acvp/safePrimes-keyVer-1.0.json", "acvp/safePrimes-keyGen-1.0.json"} {
		var file struct {
			TestGroups []struct {
				SafePrimeGroup string
				Tests          []struct {
					ID         int `json:"tcId"`
					TestPassed *bool
					X, Y       string
				}
			}
		}
		vectors.Shared(t, name, &file)
		tests := 0
		for _, set := range file.TestGroups {
			for _, test := range set.Tests {
				tests++
				row := vectors.Row{
					Claim: "wrong", Place: fmt.Sprintf("%s, test %d", name, test.ID),
					Remark:  strings.ToLower(strings.ReplaceAll(set.SafePrimeGroup, "-", "")),
					Numbers: map[string]*big.Int{"x": fromHex(t, test.X), "y": fromHex(t, test.Y)},
				}
				if test.TestPassed == nil || *test.TestPassed {
					row.Claim = "key"
				}
				checkKey(t, row)
			}
		}
		if tests == 0 {
			t.Errorf("%s has no tests", name)
		}
	}
}

// TestAgainstShortOrders has groups with a q of 160 to 256 bits that NIST made:
// those that passed there are sound, and no other.
func TestAgainstShortOrders(t *testing.T) {
	type numbers struct {
		P, Q, G    string
		TestPassed *bool
		Reason     string
	}
	groups := 0
	for _, name := range []string{"acvp/DSA-PQGVer-subset.json", "acvp/DSA-PQGGen-subset.json", "acvp/KAS-FFC-SSC-Sp800-56Ar3.json"} {
		var file struct {
			TestGroups []struct {
				numbers
				Tests []numbers
			}
		}
		vectors.Shared(t, name, &file)
		for _, set := range file.TestGroups {
			for _, n := range append(set.Tests, set.numbers) {
				if n.P == "" || n.G == "" {
					continue // of another step
				}
				groups++
				row := vectors.Row{
					Claim: "unsound", Place: name, Remark: n.Reason,
					Numbers: map[string]*big.Int{"p": fromHex(t, n.P), "q": fromHex(t, n.Q), "g": fromHex(t, n.G)},
				}
				if n.TestPassed == nil || *n.TestPassed {
					row.Claim = "sound"
				}
				checkVerdict(t, row)
			}
		}
	}
	if groups == 0 {
		t.Error("no group in any file")
	}
}
