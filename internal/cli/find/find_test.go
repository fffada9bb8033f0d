package find

import (
	"math/big"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"primebench/dhgroup"
	"primebench/engine"
	"primebench/internal/checkpoint"
	"primebench/internal/cli/clitest"
	"primebench/internal/cli/ui"
	"primebench/millerrabin"
)

// TestPrimes: each number is one of what was asked for, and the same by the same seed.
func TestPrimes(t *testing.T) {
	for args, fits := range map[string]func(p *big.Int) bool{
		"--bits 64":                                    func(p *big.Int) bool { return p.BitLen() == 64 && p.Bit(62) == 1 },
		"--bits 64 --top-bits 1 --mod 7:8":             func(p *big.Int) bool { return p.BitLen() == 64 && p.Uint64()%8 == 7 },
		"--bits 64 --safe --bulk":                      func(p *big.Int) bool { return new(big.Int).Rsh(p, 1).ProbablyPrime(0) },
		"--bits 64 --safe --generator 3":               func(p *big.Int) bool { return big.Jacobi(big.NewInt(3), p) == 1 },
		"--bits 128 --workers 2 --kernel generic":      func(p *big.Int) bool { return p.BitLen() == 128 },
		"--bits 64 --policy mr20+lucas --memory 64MiB": func(p *big.Int) bool { return p.BitLen() == 64 },
	} {
		with := append(strings.Fields(args), "--count", "3", "--seed", "1f2e", "--quiet")
		got := clitest.Run(t, NewPrimeCmd, "", with...)
		lines := strings.Fields(got.Stdout)
		if got.Err != nil || len(lines) != 3 || got.Stderr != "" {
			t.Errorf("%s: %+v, want three numbers", args, got)
		}
		for _, line := range lines {
			if p, ok := new(big.Int).SetString(line, 10); !ok || !p.ProbablyPrime(20) || !fits(p) {
				t.Errorf("%s: %s is not what was asked for", args, line)
			}
		}
		if again := clitest.Run(t, NewPrimeCmd, "", with...); again.Stdout != got.Stdout {
			t.Errorf("%s: the same seed gives %q and %q", args, got.Stdout, again.Stdout)
		}
	}
}

func TestNeighbours(t *testing.T) {
	for args, want := range map[string]string{
		"--next 2048 --count 2":       "2053\n2063\n",
		"--prev 0x800 --format hex":   "0x7f7\n",
		"--next 100 --safe --count 2": "107\n167\n",
	} {
		if got := clitest.Run(t, NewPrimeCmd, "", strings.Fields(args)...); got.Err != nil || got.Stdout != want {
			t.Errorf("%s: %+v, want %q", args, got, want)
		}
	}
}

// TestContradictions: what means nothing is refused, by the flag's name, before anything
// is searched for.
func TestContradictions(t *testing.T) {
	for _, test := range []struct {
		verb       func(ui.Process) *cobra.Command
		args, want string
	}{
		{NewPrimeCmd, "--next 5 --prev 5", "--next and --prev exclude each other"},
		{NewPrimeCmd, "--next 5 --bits 64", "--bits means nothing there"},
		{NewPrimeCmd, "--proof p --safe", "--safe means nothing there"},
		{NewPrimeCmd, "--generator 2", "add --safe"},
		{NewPrimeCmd, "--safe --generator 2 --mod 3:8", "exclude each other"},
		{NewPrimeCmd, "--mod 2:4 --bits 64", "no primes of this size are 2 modulo 4"},
		{NewPrimeCmd, "--checkpoint x --count 10001", "want at most 10000"},
		{NewDHParamCmd, "--named ffdhe2048 --bits 64", "--bits means nothing there"},
		{NewDHParamCmd, "--format der --count 2", "use pem or json"},
		{NewDHParamCmd, "--named nobody", "unknown group"},
		{NewModuliCmd, "--out . --bits 64", "is a folder"},
		{NewPrimeCmd, "--bits 64 --skip 3", "there is no --seed"},
		{NewPrimeCmd, "--bits 64 --skip 3 --seed 1 --bulk", "--bulk means nothing there"},
		{NewPrimeCmd, "--safe --bits 64 --skip 3 --seed 1 --fleet D", "--fleet means nothing there"},
		{NewPrimeCmd, "--bits 64 --windows 0:1", "there is no --seed"},
		{NewPrimeCmd, "--bits 64 --windows 0:1 --seed 1 --count 3", "--count means nothing there"},
		{NewPrimeCmd, "--next 5 --skip 1", "--skip means nothing there"},
		{NewModuliCmd, "--bits 64 --windows 0:1 --seed 1", "put the parts together from stdout, with --out -"},
		{NewModuliCmd, "--bits 64 --windows 0:1 --out -", "there is no --seed"},
	} {
		got := clitest.Run(t, test.verb, "", strings.Fields(test.args)...)
		if got.Code != ui.ExitUsage || !strings.Contains(got.Err.Error(), test.want) || got.Stdout != "" {
			t.Errorf("%s: %+v, want code %d and %q", test.args, got, ui.ExitUsage, test.want)
		}
		if strings.Contains(got.Err.Error(), engine.ErrConfig.Error()) {
			t.Errorf("%s: %v tells that the engine says so", test.args, got.Err)
		}
	}
}

// TestParts: the parts of what a seed decides, put together, are what one process finds.
func TestParts(t *testing.T) {
	run := func(verb func(ui.Process) *cobra.Command, args string) []string {
		got := clitest.Run(t, verb, "", append(strings.Fields(args), "--seed", "1f2e", "--quiet")...)
		if got.Err != nil {
			t.Fatal(args, got.Err)
		}
		var lines []string
		for line := range strings.Lines(got.Stdout) {
			if stamp, rest, is := strings.Cut(line, " 2 6 "); is && len(stamp) == 14 {
				line = rest // without the time of a line of a moduli file
			}
			lines = append(lines, line)
		}
		return lines
	}
	for whole, test := range map[string]struct {
		verb  func(ui.Process) *cobra.Command
		parts []string
	}{
		"--bits 96 --count 9":                      {NewPrimeCmd, []string{"--bits 96 --count 4", "--bits 96 --count 5 --skip 4"}},
		"--safe --bits 64 --bulk --count 70":       {NewPrimeCmd, []string{"--safe --bits 64 --windows 0:1", "--safe --bits 64 --windows 1:3"}},
		"--bits 64 --count 70 --out - --workers 1": {NewModuliCmd, []string{"--bits 64 --windows 0:1 --out -", "--bits 64 --windows 1:2 --out -"}},
	} {
		var parts []string
		for _, part := range test.parts {
			parts = append(parts, run(test.verb, part)...)
		}
		want := run(test.verb, whole)
		if len(parts) < len(want) || !slices.Equal(parts[:len(want)], want) {
			t.Errorf("%s: %d lines of %v differ from the %d of one", whole, len(parts), test.parts, len(want))
		}
	}
}

// TestModuliOnStdout: the lines are a moduli file of groups that each are 3 modulo 8.
func TestModuliOnStdout(t *testing.T) {
	got := clitest.Run(t, NewModuliCmd, "", "--bits", "64,80", "--count", "2", "--out", "-", "--quiet")
	if got.Err != nil {
		t.Fatal(got.Err)
	}
	var sizes []int
	for e, err := range dhgroup.Read(strings.NewReader(got.Stdout), dhgroup.ReadOptions{Format: dhgroup.Moduli}) {
		if err != nil {
			t.Fatal(err)
		}
		if new(big.Int).And(e.P, big.NewInt(7)).Int64() != 3 || e.G.Int64() != moduliGenerator {
			t.Errorf("modulus %v with generator %v", e.P, e.G)
		}
		sizes = append(sizes, e.Bits)
	}
	if len(sizes) != 4 || sizes[0] != 64 || sizes[3] != 80 {
		t.Errorf("sizes %v, want two of 64 and two of 80", sizes)
	}
}

// TestCheckpointOfAnotherSearch: the advice is of what differs.
func TestCheckpointOfAnotherSearch(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kept")
	open := func(args string) (*checkpoint.Keeper, error) {
		set := primeFlags(t, append(strings.Fields(args), "--checkpoint", path)...)
		want, err := set.request()
		if err != nil {
			t.Fatal(err)
		}
		return openCheckpoint(t.Context(), want, set.searchSettings)
	}
	kept, err := open("--bits 64 --seed 1f2e")
	if err == nil {
		err = kept.Begin(engine.Config{Policy: millerrabin.Untrusted})
	}
	if err != nil {
		t.Fatal(err)
	}
	kept.Close()
	if kept, err = open("--bits 64"); err != nil {
		t.Fatalf("the same search: %v", err)
	}
	kept.Close()
	for args, want := range map[string]string{
		"--bits 80 --seed 1f2e": "; ask for the same, or name another file",
		"--bits 64 --seed 3d":   "; leave --seed out, or name another file",
	} {
		if _, err := open(args); ui.ExitCode(err) != ui.ExitUsage || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: %v, want %q", args, err, want)
		}
	}
}

// primeFlags are the flags of prime after a command line.
func primeFlags(t *testing.T, args ...string) *primeSettings {
	t.Helper()
	set := newPrimeSettings()
	flags := pflag.NewFlagSet("prime", pflag.ContinueOnError)
	set.define(flags)
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	return set
}

func TestParsers(t *testing.T) {
	for text, want := range map[string]int64{"64MiB": 64 << 20, "1GiB": 1 << 30, "7KiB": 7 << 10, "0MiB": 0, "-1MiB": 0, "64": 0, "9999999999999GiB": 0, "1MB": 0} {
		if got, err := parseMemory(text); got != want || (err == nil) != (want > 0) {
			t.Errorf("parseMemory(%q) = %d, %v, want %d", text, got, err, want)
		}
	}
	for text, want := range map[string]engine.Class{"7:8": {Modulus: 8, Residue: 7}, "0:2": {Modulus: 2}, "7": {}, "7:": {}, "-1:8": {}, "1:4294967296": {}} {
		if got, err := parseClass(text); got != want || (err == nil) != (want != engine.Class{}) {
			t.Errorf("parseClass(%q) = %+v, %v, want %+v", text, got, err, want)
		}
	}
	for text, want := range map[string]int64{"2048": 2048, "0x800": 2048, "0": 0, "": -1, "-5": -1, "0x": -1, "1_000": -1, "1e3": -1} {
		got, err := ParseNumber(text)
		if want < 0 && err == nil || want >= 0 && (err != nil || got.Int64() != want) {
			t.Errorf("parseNumber(%q) = %v, %v, want %d", text, got, err, want)
		}
	}
}
