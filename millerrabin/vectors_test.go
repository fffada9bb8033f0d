// Numbers that others chose to deceive primality tests, from files beside the
// repository.

package millerrabin

import (
	"context"
	"encoding/json"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"primebench/internal/words"
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

// quickBits is the largest prime that the fast tests put to the full test.
const quickBits = 2100

func TestVectorsComposites(t *testing.T) {
	var file struct {
		Tests []struct {
			N     string
			Bits  int
			Prime bool
			Class string
		}
	}
	readVectors(t, "composites/primality_dev.json", &file)
	if len(file.Tests) < 600 {
		t.Errorf("only %d numbers", len(file.Tests))
	}
	tester := newTester(t, 4096)
	for i, c := range file.Tests {
		if c.Prime && c.Bits > quickBits {
			continue
		}
		n := number(t, c.N, 10)
		if v := verify(t, tester, n, Policy{Rounds: 8 * (i % 2), Lucas: true}); v.Prime != c.Prime {
			t.Errorf("%s, %d bits, %.60s: %+v", c.Class, c.Bits, c.N, v)
		}
		// Random bases alone must do too, but for a chance of 4^-40.
		if !c.Prime && c.Bits <= quickBits/2 {
			if v := verify(t, tester, n, Policy{Rounds: 40}); v.Prime {
				t.Errorf("%s, %d bits, %.60s: %+v", c.Class, c.Bits, c.N, v)
			}
		}
	}
}

func TestVectorsWycheproof(t *testing.T) {
	var file struct {
		Tests []struct {
			TcID      int
			N, Result string
			Comment   string
		}
	}
	readVectors(t, "wycheproof/primality_decoded.json", &file)
	if len(file.Tests) < 300 {
		t.Errorf("only %d numbers", len(file.Tests))
	}
	tester := newTester(t, 8192)
	for _, c := range file.Tests {
		n := number(t, c.N, 10)
		// "acceptable" marks negatives of primes, which are no primes here.
		want := c.Result == "valid"
		if want && n.BitLen() > quickBits {
			continue
		}
		if v := verify(t, tester, n, Policy{Rounds: 2, Lucas: true}); v.Prime != want {
			t.Errorf("test %d, %s: %+v", c.TcID, c.Comment, v)
		}
	}
}

func TestVectorsPsi(t *testing.T) {
	var file struct {
		Psi   []string
		Upper map[string]string `json:"psi_upper_bounds_k14plus"`
	}
	readVectors(t, "composites/psi_k.json", &file)
	list := file.Psi
	for _, n := range file.Upper {
		list = append(list, n)
	}
	if len(list) < 13 {
		t.Errorf("only %d numbers", len(list))
	}
	tester := newTester(t, 128)
	for _, s := range list {
		n := number(t, s, 10)
		bases := [][]uint64{{2}}
		if mask, err := tester.strongBatch(context.Background(), repeated(words.Of(n), len(bases)), bases); err != nil || mask != 1 {
			t.Errorf("%s does not pass base 2: %v", s, err)
		}
		for _, p := range []Policy{{Rounds: 64}, {Lucas: true}} {
			if v := verify(t, tester, n, p); v.Prime {
				t.Errorf("%s: %+v", s, v)
			}
		}
	}
}

func TestVectorsPseudoprimes(t *testing.T) {
	var file struct{ Lists map[string][]string }
	readVectors(t, "composites/pseudoprimes_by_base.json", &file)
	tester := newTester(t, 64)
	for kind, list := range file.Lists {
		for _, s := range list {
			n := number(t, s, 10)
			if v := verify(t, tester, n, Policy{Rounds: 1}); v.Prime {
				t.Errorf("%s pseudoprime %s: %+v", kind, s, v)
			}
			if StrongLucas(n) {
				t.Errorf("%s pseudoprime %s passes the strong Lucas test", kind, s)
			}
			if kind == "slucas" {
				if params, ok := paramsFor(t, n); !ok || !conditions(t, n, params).strong {
					t.Errorf("%s is no strong Lucas pseudoprime", s)
				}
			}
		}
	}
}

// TestVectorsWitness has single strong tests. The bases 1 and n-1 are not ours to
// draw.
func TestVectorsWitness(t *testing.T) {
	var file struct {
		Tests []struct{ N, Base, Result string }
	}
	readVectors(t, "kernels/mr_witness.json", &file)
	tester := newTester(t, 8192)
	done := 0
	for _, c := range file.Tests {
		n, base := number(t, c.N, 16), number(t, c.Base, 16)
		if base.Cmp(big.NewInt(2)) < 0 || new(big.Int).Sub(n, base).Cmp(big.NewInt(2)) < 0 {
			continue
		}
		done++
		mask, err := tester.strongBatch(context.Background(), repeated(words.Of(n), 2), repeated(words.Of(base), 2))
		want := strings.HasPrefix(c.Result, "PossiblyPrime")
		if err != nil || (mask == 3) != want || (mask == 0) == want {
			t.Errorf("%.40s to base %.40s: %b, %v, want %s", c.N, c.Base, mask, err, c.Result)
		}
	}
	if done < 50 {
		t.Errorf("only %d tests", done)
	}
}

func repeated(n []uint64, times int) [][]uint64 {
	list := make([][]uint64, times)
	for i := range list {
		list[i] = n
	}
	return list
}
