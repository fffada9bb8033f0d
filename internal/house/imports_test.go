// Walks the whole tree and holds every file that is built into the program to
// the rules; then plants one violation of each rule to see that it is caught.

package house

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "primebench"

func TestRules(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return skipFolder(root, name)
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		folder := path.Dir(filepath.ToSlash(rel))
		seen[folder] = true
		for _, v := range violations(folder, file) {
			t.Errorf("%s: %s", rel, v)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"cmd/primebench", "engine", "results"} {
		if !seen[folder] {
			t.Errorf("the walk did not come by %s: it looks at the wrong tree", folder)
		}
	}
}

// skipFolder keeps the walk out of what the go tool does not build either, and
// out of modules of their own.
func skipFolder(root, name string) error {
	if name == root {
		return nil
	}
	base := filepath.Base(name)
	if base == "testdata" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") {
		return fs.SkipDir
	}
	if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil {
		return fs.SkipDir
	}
	return nil
}

// TestTablesAgree holds the tables to each other: what they name stands on a floor,
// and what may be imported beside stands on the same one.
func TestTablesAgree(t *testing.T) {
	onFloor := func(pattern string) int {
		t.Helper()
		folder, _ := strings.CutSuffix(pattern, "/...")
		floor, known := floorOf(folder)
		if !known {
			t.Errorf("%s stands on no floor", folder)
		}
		return floor
	}
	for folder, list := range beside {
		for _, other := range list {
			if onFloor(folder) != onFloor(other) {
				t.Errorf("%s does not stand beside %s", other, folder)
			}
		}
	}
	for _, n := range narrowings {
		onFloor(n.folder)
	}
	for _, r := range reservations {
		onFloor(r.folder)
		for _, user := range r.users {
			if onFloor(user) < onFloor(r.folder) {
				t.Errorf("%s stands below %s, which is reserved for it", user, r.folder)
			}
		}
	}
}

// TestRulesCatch plants what the rules forbid: a check that cannot fail is none.
func TestRulesCatch(t *testing.T) {
	tests := []struct {
		folder, source string
		want           string // "" when it is allowed
	}{
		// Floors.
		{"cmd/primebench", `import ("os"; "log/slog"; "primebench/internal/cli/ui"); func f() { os.Exit(1) }`, ""},
		{"internal/cli/measure", `import ("os"; "log/slog"; "primebench/internal/bench"); func f() { os.Exit(1) }`, ""},
		{"internal/capacity", `import ("primebench/internal/stats"; "primebench/internal/rng"; "gonum.org/v1/gonum/mathext")`, ""},
		{"internal/bench/strategy/gmp", `import "primebench/engine"`, ""},
		{"internal/bench", `import "primebench/report"`, "internal/bench must not import report: floor 5 is above floor 3"},
		{"engine", `import "primebench/internal/bench"`, "engine must not import internal/bench: floor 3 is above floor 2"},
		{"internal/capacity", `import "primebench/report"`, "internal/capacity must not import report: floor 5 is above floor 4"},
		{"internal/theory", `import "primebench/internal/bench"`, "floor 3"},
		{"internal/rng", `import "primebench/engine"`, "floor 2 is above floor 0"},
		{"report", `import "primebench/internal/cli/ui"`, "floor 6 is above floor 5"},
		{"internal/cli/ui", `import "primebench/cmd/primebench"`, "floor 7 is above floor 6"},
		{"util", ``, "stands on no floor"},
		{"internal/cli/nowhere", ``, "stands on no floor"},
		{"engine", `import "primebench/util"`, "engine must not import util: it stands on no floor"},

		// Within a floor.
		{"internal/gate", `import ("primebench/internal/analysis"; "primebench/internal/stats")`, ""},
		{"internal/checkpoint", `import "primebench/engine"`, ""},
		{"internal/bench/strategy/stdlib", `import "primebench/internal/bench/strategy"`, ""},
		{"internal/bench/strategy/gmp", `import ("primebench/internal/peer"; "primebench/internal/theory")`, ""},
		{"internal/cli", `import "primebench/internal/cli/find"`, ""},
		{"internal/cli/ui", `import "primebench/internal/cli/find"`, "both stand on floor 6"},
		{"internal/cli/check", `import "primebench/internal/cli/measure"`, "both stand on floor 6"},
		{"internal/analysis", `import "primebench/internal/gate"`, "both stand on floor 4"},
		{"internal/bench/strategy/gmp", `import "primebench/internal/bench/strategy/openssl"`, "both stand on floor 3"},
		{"internal/bench/strategy", `import "primebench/internal/peer"`, "both stand on floor 3"},
		{"engine", `import "primebench/dhgroup"`, "both stand on floor 2"},
		{"sieve", `import "primebench/millerrabin"`, "sieve must not import millerrabin: both stand on floor 1"},
		{"millerrabin", `import "primebench/sieve"`, "millerrabin must not import sieve: both stand on floor 1"},
		{"internal/cpu", `import "primebench/internal/montgomery"`, "both stand on floor 0"},

		// Narrower than floors.
		{"cmd/primebench", `import "primebench/internal/bench"`, "main alone stands here"},
		{"results", `import "primebench/internal/rng"`, "results must not import internal/rng"},
		{"results", `import "primebench/internal/unit"`, "results must not import internal/unit"},
		{"secrets", `import "primebench/internal/rng"`, "secrets must not import internal/rng"},
		{"internal/peer", `import "primebench/results"`, "internal/peer must not import results"},
		{"internal/house", `import "primebench/internal/rng"`, "internal/house must not import internal/rng"},
		{plainGenerators, `import ("math/rand/v2"; "primebench/internal/mt19937"; "primebench/secrets")`, ""},
		{plainGenerators, `import "primebench/engine"`, "it draws, and searches nothing"},

		// Prohibitions.
		{"examples/prime", `import ("fmt"; "primebench/engine"); func f() { fmt.Println() }`, ""},
		{"examples/prime", `import "primebench/internal/rng"`, "what an outsider can do"},
		{"report", `import "primebench/internal/capacity"`, ""},
		{"report", `import "primebench/engine"`, "report must not import engine: a document"},
		{"report/doc", `import "primebench/internal/bench"`, "report/doc must not import internal/bench: a document"},
		{"internal/pages", `import "primebench/internal/bench/strategy/gmp"`, "a document shows what was found"},
		{"report", `import "primebench/internal/stats"`, "report must not import internal/stats"},
		{"report", `import "primebench/internal/openloop"`, "report must not import internal/openloop"},
		{"internal/capacity", `import "primebench/engine"`, "internal/capacity must not import engine: runs are judged"},
		{"internal/analysis", `import "primebench/internal/bench/strategy"`, "runs are judged"},

		// Reservations.
		{"internal/bench/strategy/onthefly", `import "primebench/internal/montgomery"`, ""},
		{"internal/peer", `import "primebench/internal/montgomery"`, "kernels are reached by"},
		{"engine", `import "primebench/internal/montgomery"`, "kernels are reached by"},
		{"internal/cli/tokens", `import ("primebench/secrets"; "primebench/internal/mt19937")`, ""},
		{"engine", `import "primebench/internal/mt19937"`, "only the benchmark and the demonstration"},
		{"internal/bench", `import "primebench/internal/mt19937"`, "internal/bench must not import internal/mt19937"},
		{"internal/bench/strategy/random/deeper", `import "primebench/internal/mt19937"`, "internal/bench/strategy/random/deeper must not import internal/mt19937"},
		{"internal/bench/strategy/stdlib", `import "primebench/internal/mt19937"`, "internal/bench/strategy/stdlib must not import internal/mt19937"},
		{"internal/bench", `import "primebench/secrets"`, "internal/bench must not import secrets"},
		{"engine", `import "primebench/secrets"`, "searches draw from internal/rng"},
		{"internal/cli/find", `import "primebench/internal/peer"`, "other libraries are measured"},
		{"internal/bench", `import "primebench/internal/bench/strategy/strategytest"`, "only tests may"},
		{"internal/gate", `import "primebench/internal/analysis/analysistest"`, "only tests may"},
		{"millerrabin", `import "primebench/internal/vectors"`, "only tests may"},

		// Bans.
		{"engine", `import "os"`, "knows no files"},
		{"engine", `import "io/fs"`, "knows no files"},
		{"engine", `import "net/http"`, "knows no network"},
		{"internal/capacity", `import "os"`, "knows no files"},
		{"report", `import "gonum.org/v1/gonum/stat/distuv"`, "a document computes nothing"},
		{"internal/pages", `import "github.com/montanaflynn/stats"`, "a document computes nothing"},
		{"report", `import "gonum.org/v1/plot"`, ""},
		{"internal/montgomery", `import "math/big"`, "a kernel works on words"},
		{"internal/montgomery", `import "github.com/klauspost/cpuid/v2"`, "only internal/cpu asks"},
		{"internal/hostinfo", `import "golang.org/x/sys/cpu"`, "only internal/cpu asks"},
		{"internal/cpu", `import "github.com/klauspost/cpuid/v2"`, ""},
		{"internal/bench", `import "math/rand/v2"`, "randomness comes from"},
		{"internal/cli/tokens", `import "math/rand"`, "randomness comes from"},
		{"cmd/primebench", `import "math/rand"`, "randomness comes from"},
		{"secrets", `import weak "math/rand/v2"`, "randomness comes from"},
		{"internal/randtest", `import "gonum.org/v1/gonum/mathext/prng"`, "randomness comes from"},
		{"engine", `import "golang.org/x/exp/rand"`, "randomness comes from"},
		{plainGenerators, `import "gonum.org/v1/gonum/mathext/prng"`, "randomness comes from"},
		{"internal/bench/strategy/random/deeper", `import "math/rand/v2"`, "randomness comes from"},
		{"internal/bench/strategy/stdlib", `import "math/rand/v2"`, "randomness comes from"},
		{"internal/bench/strategy", `import "math/rand"`, "randomness comes from"},
		{"secrets", `import "crypto/rand"`, ""},
		{"engine", `import "flag"`, "only the command line knows flags"},
		{"internal/bench", `import "github.com/spf13/pflag"`, "only the command line knows flags"},
		{"internal/bench", `import "log/slog"`, "only the command line prints"},
		{"report", `import "golang.org/x/term"`, "only the command line knows the terminal"},
		{"internal/bench", `import "os/signal"`, "only the command line knows signals"},
		{"internal/bench", `import "testing"`, "test helpers stay out"},
		{"internal/bench/strategy/strategytest", `import "testing"`, ""},
		{"internal/vectors", `import ("os"; "testing")`, ""},

		// Names.
		{"internal/bench", `import exit "os"; func f() { exit.Exit(3) }`, "only the command line may use os.Exit"},
		{"sieve", `import "fmt"; func f() { fmt.Println() }`, "only the command line may use fmt.Println"},
		{"sieve", `import "fmt"; func f() error { return fmt.Errorf("x") }`, ""},
		{"report", `import "os"; var w = os.Stderr`, "only the command line may use os.Stderr"},
		{"sieve", `func f() { println("x") }`, "only the command line may print"},
		{"sieve", `func init() {}`, "nothing registers itself"},
	}
	for _, test := range tests {
		file, err := parser.ParseFile(token.NewFileSet(), "planted.go", "package p; "+test.source, parser.SkipObjectResolution)
		if err != nil {
			t.Fatalf("%s: %v", test.source, err)
		}
		got := violations(test.folder, file)
		switch {
		case test.want == "" && len(got) > 0:
			t.Errorf("%s in %s is refused: %q", test.source, test.folder, got)
		case test.want != "" && !slices.ContainsFunc(got, func(v string) bool { return strings.Contains(v, test.want) }):
			t.Errorf("%s in %s: got %q, want one with %q", test.source, test.folder, got, test.want)
		}
	}
}
