// The programs that people use: what we write they accept, and what they write
// we read.

package dhgroup

import (
	"bytes"
	"context"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"primebench/internal/needed"
)

// openSSL returns the path of OpenSSL 3 or newer: older ones and LibreSSL, which
// has the same name, know other commands.
func openSSL(t *testing.T) string {
	t.Helper()
	path := needed.Program(t, "openssl")
	var major int
	version, err := run(t, ".", path, "version")
	if _, scanned := fmt.Sscanf(version, "OpenSSL %d.", &major); err != nil || scanned != nil || major < 3 {
		needed.Without(t, fmt.Sprintf("%s is %q, not OpenSSL 3", path, version))
	}
	return path
}

// run runs a program in a folder and returns what it wrote.
func run(t *testing.T, folder, path string, args ...string) (string, error) {
	t.Helper()
	c := exec.Command(path, args...)
	c.Dir = folder
	out, err := c.CombinedOutput()
	return string(out), err
}

// written returns the group in a format.
func written(t testing.TB, e Entry, o WriteOptions) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, e, o); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// save writes a file into a folder.
func save(t *testing.T, folder, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// load reads the only group of a file.
func load(t *testing.T, folder, name string) Entry {
	t.Helper()
	file, err := os.Open(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	e, err := ReadOne(file, ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// exampleScreening is what the tests have in moduli files.
var exampleScreening = Screening{
	Time:  time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC),
	Tests: TestedSieve | TestedMillerRabin, Trials: 100,
}

// another returns a group that no program knows by heart: a published prime with
// a generator of order 2q, such as ssh-keygen gives its own.
func another(t *testing.T) Group {
	g := named(t, "modp1024")
	g.Name, g.G = "", big.NewInt(11)
	if big.Jacobi(g.G, g.P) != -1 {
		t.Fatal("11 is a square")
	}
	return g
}

func TestOpenSSLAcceptsWhatWeWrite(t *testing.T) {
	openssl := openSSL(t)
	groups := []Group{another(t)}
	for _, g := range All() {
		// A check of 2048 bits takes OpenSSL a second, and sizes below 512 it
		// refuses.
		if g.Bits <= 1536 || g.Name == "ffdhe2048" || g.Name == "modp2048-256" {
			groups = append(groups, g)
		}
	}
	folder := t.TempDir()
	for _, g := range groups {
		for _, x942 := range []bool{false, true} {
			if x942 && g.Name == "" {
				continue // X9.42 wants a generator of order q
			}
			e := Entry{Group: g}
			save(t, folder, "dh.pem", written(t, e, WriteOptions{Format: PEM, X942: x942}))
			save(t, folder, "dh.der", written(t, e, WriteOptions{Format: DER, X942: x942}))
			commands := [][]string{{"pkeyparam", "-check", "-noout", "-in", "dh.pem"}}
			if isHalf(g.Q, g.P) && !x942 {
				commands = append(commands,
					[]string{"dhparam", "-check", "-noout", "-in", "dh.pem"},
					[]string{"dhparam", "-noout", "-inform", "DER", "-in", "dh.der"})
			}
			for _, args := range commands {
				if out, err := run(t, folder, openssl, args...); err != nil {
					t.Errorf("%q, x942 %v: openssl %v: %v: %s", g.Name, x942, args, err, out)
				}
			}
			// What it makes of the file is the same to the byte.
			if !x942 && isHalf(g.Q, g.P) {
				if out, err := run(t, folder, openssl, "dhparam", "-inform", "DER", "-in", "dh.der", "-outform", "PEM", "-out", "again.pem"); err != nil {
					t.Fatalf("%v: %s", err, out)
				}
				again, err := os.ReadFile(filepath.Join(folder, "again.pem"))
				if err != nil || !bytes.Equal(again, written(t, e, WriteOptions{Format: PEM})) {
					t.Errorf("%q: openssl writes %s", g.Name, again)
				}
			}
		}
	}
}

func TestOpenSSLRefusesWhatWeRefuse(t *testing.T) {
	openssl := openSSL(t)
	folder := t.TempDir()
	g := named(t, "modp1024")
	g.P.Add(g.P, big.NewInt(2))
	g.Q = nil
	if _, err := Validate(context.Background(), g, few, ""); err == nil {
		t.Fatal("p+2 is sound")
	}
	save(t, folder, "dh.pem", written(t, Entry{Group: g}, WriteOptions{Format: PEM}))
	if out, err := run(t, folder, openssl, "dhparam", "-check", "-noout", "-in", "dh.pem"); err == nil {
		t.Errorf("openssl accepts p+2: %s", out)
	}
}

func TestWeReadWhatOpenSSLWrites(t *testing.T) {
	openssl := openSSL(t)
	folder := t.TempDir()
	for _, c := range []struct {
		args string
		bits int
		safe bool
		name string // of the published group
	}{
		{"dhparam -out f 512", 512, true, ""},
		{"dhparam -5 -outform DER -out f 512", 512, true, ""},
		{"genpkey -genparam -algorithm DH -pkeyopt group:ffdhe3072 -out f", 3072, true, "ffdhe3072"},
		{"genpkey -genparam -algorithm DHX -pkeyopt group:dh_2048_224 -out f", 2048, false, "modp2048-224"},
		{"genpkey -genparam -algorithm DHX -pkeyopt group:dh_1024_160 -outform DER -out f", 1024, false, "modp1024-160"},
		{"genpkey -genparam -algorithm DHX -pkeyopt type:fips186_4 -pkeyopt pbits:2048 -pkeyopt qbits:224 -out f", 2048, false, ""},
	} {
		if out, err := run(t, folder, openssl, strings.Fields(c.args)...); err != nil {
			t.Errorf("openssl %s: %v: %s", c.args, err, out)
			continue
		}
		e := load(t, folder, "f")
		if e.P.BitLen() != c.bits || (e.Q == nil) != c.safe {
			t.Errorf("%s: %d bits, q = %v", c.args, e.P.BitLen(), e.Q)
		}
		if known, match := Identify(e.P, e.G); known.Name != c.name || (match == MatchGroup) != (c.name != "") {
			t.Errorf("%s: taken for %q", c.args, known.Name)
		}
		if c.bits > quickBits {
			continue
		}
		if v, err := Validate(context.Background(), e.Group, few, ""); err != nil || v.Safe != c.safe {
			t.Errorf("%s: %+v, %v", c.args, v, err)
		}
		// Written again it is the same file.
		before, err := os.ReadFile(filepath.Join(folder, "f"))
		if err != nil || !bytes.Equal(before, written(t, e, WriteOptions{Format: e.Format})) {
			t.Errorf("%s: written again it is another file", c.args)
		}
	}
}

func TestSSHAcceptsWhatWeWrite(t *testing.T) {
	keygen := needed.Program(t, "ssh-keygen")
	folder := t.TempDir()
	file := []byte(ModuliHeader)
	sizes := []int{1024, 1536, 2048}
	for _, bits := range sizes {
		e := Entry{Group: OfSize(bits)[0], Screening: exampleScreening}
		file = append(file, written(t, e, WriteOptions{Format: Moduli})...)
	}
	save(t, folder, "written", file)
	if out, err := run(t, folder, keygen, "-M", "screen", "-f", "written", "moduli"); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	moduli, err := os.ReadFile(filepath.Join(folder, "moduli"))
	if err != nil {
		t.Fatal(err)
	}
	for e, err := range Read(bytes.NewReader(moduli), ReadOptions{}) {
		if err != nil || len(sizes) == 0 || e.P.Cmp(OfSize(sizes[0])[0].P) != 0 {
			t.Fatalf("ssh-keygen wrote %s: %v", moduli, err)
		}
		sizes = sizes[1:]
	}
	if len(sizes) > 0 {
		t.Errorf("ssh-keygen dropped those of %v bits", sizes)
	}
}

// TestWeReadWhatSSHWrites has ssh-keygen screen a candidate: q = (p-1)/2 of a
// 512-bit safe prime p that was looked for just above 2^511, among those for
// which it takes the generator 2.
func TestWeReadWhatSSHWrites(t *testing.T) {
	keygen := needed.Program(t, "ssh-keygen")
	p := new(big.Int).Lsh(big.NewInt(1), 511)
	p.Add(p, big.NewInt(1299))
	folder := t.TempDir()
	const sophieGermain, sieved = 4, TestedSieve
	save(t, folder, "candidates", fmt.Appendf(nil, "20261125120000 %d %d 0 %d 0 %X\n",
		sophieGermain, sieved, p.BitLen()-2, new(big.Int).Rsh(p, 1)))
	if moduli := screened(t, keygen, folder); len(moduli) != 1 || moduli[0].P.Cmp(p) != 0 {
		t.Errorf("ssh-keygen found %+v", moduli)
	}
}

// screened has ssh-keygen screen the file candidates, and returns what it found,
// read, validated and written again.
func screened(t *testing.T, keygen, folder string, flags ...string) []Entry {
	t.Helper()
	args := append([]string{"-M", "screen", "-f", "candidates"}, flags...)
	if out, err := run(t, folder, keygen, append(args, "moduli")...); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	moduli, err := os.ReadFile(filepath.Join(folder, "moduli"))
	if err != nil {
		t.Fatal(err)
	}
	var entries []Entry
	var again []byte
	for e, err := range Read(bytes.NewReader(moduli), ReadOptions{}) {
		if err != nil {
			t.Fatal(err)
		}
		v, err := Validate(context.Background(), e.Group, few, "")
		if err != nil || !v.Safe || v.Order != Order2Q {
			t.Errorf("line %d: %+v, %v", e.Line, v, err)
		}
		entries = append(entries, e)
		again = append(again, written(t, e, WriteOptions{Format: Moduli})...)
	}
	if !bytes.Equal(again, moduli) {
		t.Errorf("ssh-keygen wrote\n%s, we\n%s", moduli, again)
	}
	return entries
}
