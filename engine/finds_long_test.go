//go:build long

// The finds of many seeds against those of an earlier build: whatever becomes of the
// scheduling, a seed gives what it always gave.

package engine_test

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"testing"

	"primebench/engine"
	"primebench/sieve"
)

// Each line of testdata/finds.txt has a kind, a size, "stream" or "bulk", and the
// SHA-256 of the finds of 1000 seeds, two of each, in decimal and a line each. Commit
// 420c232 found them, with one worker.
func TestLongFindsOfSeeds(t *testing.T) {
	const seeds, finds = 1000, 2
	file, err := os.Open("testdata/finds.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var name, mode, want string
		var bits int
		if _, err := fmt.Sscan(lines.Text(), &name, &bits, &mode, &want); err != nil {
			t.Fatalf("%q: %v", lines.Text(), err)
		}
		kind, err := sieve.ParseKind(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, workers := range []int{1, 2, 5, 64} {
			t.Run(fmt.Sprintf("%s/%d/%s/%d", name, bits, mode, workers), func(t *testing.T) {
				config := engine.Config{Workers: workers, Bulk: mode == "bulk", Shared: new(engine.Shared)}
				var text strings.Builder
				for seed := range seeds {
					config.Seed = engine.Seed{31: byte(seed), 30: byte(seed >> 8), 0: 1}
					for _, r := range collect(t, newSearcher(t, kind, bits, config), engine.Position{}, finds) {
						fmt.Fprintln(&text, r.P)
					}
				}
				if sum := sha256.Sum256([]byte(text.String())); hex.EncodeToString(sum[:]) != want {
					t.Errorf("the finds of %d seeds have the sum %x, want %s", seeds, sum, want)
				}
			})
		}
	}
}
