// Files that others wrote: parameters of GnuTLS and OpenSSL, broken files, and
// keys and groups of NIST, from the folder beside the repository.

package dhgroup

import (
	"bytes"
	"context"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// vectorFiles returns the files of a folder of test vectors by name, and skips
// the test without it.
func vectorFiles(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "..", "shared", "vectors", filepath.FromSlash(folder), "*"))
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Skipf("skipped: no %s beside the repository", folder)
	}
	files := make(map[string][]byte)
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(path)] = data
	}
	return files
}

// TestAgainstParameterFiles reads every file of parameters and wants the verdict
// that its name tells. What is larger than quickBits is read and not validated
// unless the long tests do so.
func TestAgainstParameterFiles(t *testing.T) {
	for name, data := range vectorFiles(t, "groups/pem") {
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
	// Without its q nobody can tell what subgroup there is: OpenSSL knows these
	// three by heart.
	case known.Source == "RFC 5114" && g.Q == nil:
		if !errors.Is(err, ErrComposite) {
			t.Errorf("%s without q: %v", name, err)
		}
		if _, err := Validate(context.Background(), known, few, ""); err != nil {
			t.Errorf("%s with its q: %v", name, err)
		}
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
			for name, data := range vectorFiles(t, folder) {
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

// TestAgainstSafePrimeKeys has NIST's keys for the published groups: y is g^x
// where the test is said to pass, and not otherwise.
func TestAgainstSafePrimeKeys(t *testing.T) {
	type number struct{ P, Q, G string }
	for _, file := range []string{"acvp/safePrimes-keyVer-1.0.json", "acvp/safePrimes-keyGen-1.0.json"} {
		var vectors struct {
			TestGroups []struct {
				SafePrimeGroup   string
				DomainParameters number
				Tests            []struct {
					ID         int `json:"tcId"`
					TestPassed *bool
					X, Y       string
				}
			}
		}
		readVectors(t, file, &vectors)
		tests := 0
		for _, group := range vectors.TestGroups {
			g := named(t, strings.ToLower(strings.ReplaceAll(group.SafePrimeGroup, "-", "")))
			if p := group.DomainParameters.P; p != "" && fromHex(t, p).Cmp(g.P) != 0 {
				t.Errorf("%s: another prime", g.Name)
			}
			for _, test := range group.Tests {
				tests++
				x, y := fromHex(t, test.X), fromHex(t, test.Y)
				fits := x.Sign() > 0 && x.Cmp(g.Q) < 0 && new(big.Int).Exp(g.G, x, g.P).Cmp(y) == 0
				if fits != (test.TestPassed == nil || *test.TestPassed) {
					t.Errorf("%s, test %d: y = g^x is %v", g.Name, test.ID, fits)
				}
			}
		}
		if tests == 0 {
			t.Errorf("%s has no tests", file)
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
	sound := 0
	for _, file := range []string{"acvp/DSA-PQGVer-subset.json", "acvp/DSA-PQGGen-subset.json", "acvp/KAS-FFC-SSC-Sp800-56Ar3.json"} {
		var vectors struct {
			TestGroups []struct {
				numbers
				Tests []numbers
			}
		}
		readVectors(t, file, &vectors)
		for _, group := range vectors.TestGroups {
			for _, n := range append(group.Tests, group.numbers) {
				if n.P == "" || n.G == "" {
					continue // of another step
				}
				g := Group{P: fromHex(t, n.P), Q: fromHex(t, n.Q), G: fromHex(t, n.G)}
				if g.P.BitLen() > largestJudged {
					continue
				}
				_, err := Validate(context.Background(), g, few, "")
				if passed := n.TestPassed == nil || *n.TestPassed; passed && err != nil {
					t.Errorf("%s: %v", file, err)
				} else if !passed && !errors.Is(err, ErrUnsound) {
					t.Errorf("%s, %s: %v, want ErrUnsound", file, n.Reason, err)
				} else if passed {
					sound++
				}
			}
		}
	}
	if sound == 0 {
		t.Error("no sound group in any file")
	}
}
