// What the functions cost: each beside Python's where python3 is on the machine,
// the streams beside crypto/rand. `make bench-secrets` runs it on one core.

package secrets_test

import (
	"crypto/rand"
	"encoding/hex"
	"math"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"primebench/secrets"
)

// BenchmarkBesidePython sets the best of five loops beside Python's best of five,
// by turns, as its own timeit does: what else the machine does only adds to a
// loop. It reports both and their ratio.
func BenchmarkBesidePython(b *testing.B) {
	items := numbered(100)
	for _, test := range []struct {
		name, python string
		call         func() error
	}{
		{"TokenBytes16", "secrets.token_bytes(16)", func() error { _, err := secrets.TokenBytes(16); return err }},
		{"TokenHex16", "secrets.token_hex(16)", func() error { _, err := secrets.TokenHex(16); return err }},
		{"TokenURLSafe16", "secrets.token_urlsafe(16)", func() error { _, err := secrets.TokenURLSafe(16); return err }},
		{"Below100", "secrets.randbelow(100)", func() error { _, err := secrets.Below(100); return err }},
		{"Choice100", "secrets.choice(items)", func() error { _, err := secrets.Choice(items); return err }},
	} {
		b.Run(test.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := test.call(); err != nil {
					b.Fatal(err)
				}
			}
			python, err := exec.LookPath("python3")
			if err != nil {
				return
			}
			ours, theirs := math.Inf(1), math.Inf(1)
			for range 5 {
				ours = min(ours, ourTime(b, test.call))
				theirs = min(theirs, pythonTime(b, python, test.python))
			}
			b.ReportMetric(ours, "best-ns/op")
			b.ReportMetric(theirs, "python-ns/op")
			b.ReportMetric(theirs/ours, "x-python")
		})
	}
}

// loops is how many calls are timed at once.
const loops = 200_000

// ourTime is what a call takes in one loop, in ns.
func ourTime(b *testing.B, call func() error) float64 {
	start := time.Now()
	for range loops {
		if err := call(); err != nil {
			b.Fatal(err)
		}
	}
	return float64(time.Since(start).Nanoseconds()) / loops
}

// pythonTime is the same in Python, by its timeit.
func pythonTime(b *testing.B, python, call string) float64 {
	out, err := exec.Command(python, "-c", `
import secrets, sys, timeit
items = list(range(100))
loops = int(sys.argv[2])
print(timeit.timeit(sys.argv[1], globals=globals(), number=loops) / loops * 1e9)`, call, strconv.Itoa(loops)).Output()
	if err != nil {
		b.Fatal(err)
	}
	ns, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	if err != nil {
		b.Fatal(err)
	}
	return ns
}

// BenchmarkTokens makes a million tokens of 32 bytes in hex, by turns with the
// same bytes from crypto/rand in blocks and the same encoding of them, and
// reports the ratio.
func BenchmarkTokens(b *testing.B) {
	const count, size = 1_000_000, 32
	text := make([]byte, 2*size)
	block := make([]byte, 64<<10)
	var plain time.Duration
	for b.Loop() {
		tokens, err := secrets.Tokens(count, size)
		if err != nil {
			b.Fatal(err)
		}
		for token := range tokens {
			hex.Encode(text, token)
		}
		b.StopTimer()
		start := time.Now()
		for done := 0; done < count*size; done += len(block) {
			rand.Read(block)
			for at := 0; at < len(block); at += size {
				hex.Encode(text, block[at:at+size])
			}
		}
		plain += time.Since(start)
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed())/float64(plain), "x-plain")
}

func BenchmarkOthers(b *testing.B) {
	items := numbered(1000)
	for _, test := range []struct {
		name string
		call func() error
	}{
		{"Shuffle1000", func() error { secrets.Shuffle(items); return nil }},
		{"Sample10/1000", func() error { _, err := secrets.Sample(items, 10); return err }},
		{"Password", func() error { _, err := secrets.Password(secrets.PasswordSpec{}); return err }},
		{"Passphrase", func() error { _, err := secrets.Passphrase(secrets.PassphraseSpec{}); return err }},
		{"UUIDv4", func() error { _, err := secrets.UUIDv4(); return err }},
		{"UUIDv7", func() error { _, err := secrets.UUIDv7(); return err }},
	} {
		b.Run(test.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := test.call(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
