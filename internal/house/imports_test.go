// Walks the whole tree and holds every file that is built into the program to
// the rules; then plants one violation of each rule to see that it is caught.

package house

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
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

// violations says what a file in a folder does against the rules.
func violations(folder string, file *ast.File) []string {
	allowed, known := allowedImports(folder)
	if !known {
		return []string{fmt.Sprintf("folder %s stands in no rule: say what it may import", folder)}
	}
	var out []string
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			out = append(out, err.Error())
			continue
		}
		if ours, ok := strings.CutPrefix(imported, module+"/"); ok {
			if !slices.ContainsFunc(allowed, func(p string) bool { return covers(p, ours) }) {
				out = append(out, fmt.Sprintf("%s must not import %s", folder, ours))
			} else if slices.Contains(testHelpers, ours) {
				out = append(out, fmt.Sprintf("%s must not import %s: only tests may", folder, ours))
			}
			continue
		}
		out = append(out, banned(folder, imported)...)
	}
	if !isCommand(folder) {
		out = append(out, misused(file)...)
	}
	return out
}

func allowedImports(folder string) (allowed []string, known bool) {
	if list, ok := imports[folder]; ok {
		return list, true
	}
	for pattern, list := range imports {
		if covers(pattern, folder) {
			return list, true
		}
	}
	return nil, false
}

func banned(folder, imported string) []string {
	var out []string
	for _, b := range bans {
		switch {
		case !below(imported, b.path):
		case b.only != nil && !slices.Contains(b.only, folder):
		case b.except != "" && covers(b.except, folder):
		case b.except == "cmd/..." && isCommand(folder):
		case b.path == "testing" && slices.Contains(testHelpers, folder):
		default:
			out = append(out, fmt.Sprintf("%s must not import %s: %s", folder, imported, b.why))
		}
	}
	return out
}

// misused finds printing, the process's streams, os.Exit and init functions.
func misused(file *ast.File) []string {
	local := map[string]string{} // name in the file -> path
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path.Base(imported)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		local[name] = imported
	}
	var out []string
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Recv == nil && n.Name.Name == "init" {
				out = append(out, "func init: nothing registers itself")
			}
		case *ast.SelectorExpr:
			x, ok := n.X.(*ast.Ident)
			if ok && slices.Contains(names[local[x.Name]], n.Sel.Name) {
				out = append(out, fmt.Sprintf("only cmd may use %s.%s", local[x.Name], n.Sel.Name))
			}
		case *ast.CallExpr:
			f, ok := n.Fun.(*ast.Ident)
			if ok && (f.Name == "print" || f.Name == "println") {
				out = append(out, "only cmd may print")
			}
		}
		return true
	})
	return out
}

// TestRulesCatch plants what the rules forbid: a check that cannot fail is none.
func TestRulesCatch(t *testing.T) {
	tests := []struct {
		folder, source string
		want           string // "" when it is allowed
	}{
		{"cmd/primebench", `import ("os"; "log/slog"; "primebench/internal/cli/ui"); func f() { os.Exit(1) }`, ""},
		{"cmd/primebench", `import "primebench/internal/bench"`, "cmd/primebench must not import internal/bench"},
		{"internal/cli/measure", `import ("os"; "log/slog"; "primebench/internal/bench"); func f() { os.Exit(1) }`, ""},
		{"internal/bench/strategy/stdlib", `import "primebench/internal/bench/strategy"`, ""},
		{"internal/bench", `import "primebench/report"`, "internal/bench must not import report"},
		{"results", `import "primebench/internal/rng"`, "results must not import internal/rng"},
		{"engine", `import "primebench/internal/bench"`, "engine must not import internal/bench"},
		{"engine", `import "os"`, "knows no files"},
		{"report", `import "primebench/internal/stats"`, "report must not import internal/stats"},
		{"report", `import "gonum.org/v1/gonum/stat/distuv"`, "report computes nothing"},
		{"report", `import "gonum.org/v1/plot"`, ""},
		{"report", `import "primebench/internal/capacity"`, ""},
		{"report", `import "primebench/internal/openloop"`, "report must not import internal/openloop"},
		{"internal/capacity", `import "primebench/report"`, "internal/capacity must not import report"},
		{"internal/capacity", `import "primebench/engine"`, "internal/capacity must not import engine"},
		{"internal/capacity", `import "os"`, "knows no files"},
		{"internal/capacity", `import ("primebench/internal/stats"; "primebench/internal/rng"; "gonum.org/v1/gonum/optimize")`, ""},
		{"sieve", `import "primebench/millerrabin"`, "sieve must not import millerrabin"},
		{"millerrabin", `import "primebench/sieve"`, "millerrabin must not import sieve"},
		{"internal/montgomery", `import "math/big"`, "a kernel works on words"},
		{"internal/montgomery", `import "github.com/klauspost/cpuid/v2"`, "only internal/cpu asks"},
		{"internal/hostinfo", `import "golang.org/x/sys/cpu"`, "only internal/cpu asks"},
		{"internal/cpu", `import "github.com/klauspost/cpuid/v2"`, ""},
		{"internal/bench", `import "math/rand/v2"`, "randomness comes from"},
		{"cmd/primebench", `import "math/rand"`, "randomness comes from"},
		{"secrets", `import weak "math/rand/v2"`, "randomness comes from"},
		{"internal/randtest", `import "gonum.org/v1/gonum/mathext/prng"`, "randomness comes from"},
		{"engine", `import "golang.org/x/exp/rand"`, "randomness comes from"},
		{"secrets", `import "primebench/internal/rng"`, "secrets must not import internal/rng"},
		{"internal/bench", `import "primebench/internal/mt19937"`, "internal/bench must not import internal/mt19937"},
		{"internal/bench/strategy/random", `import ("math/rand/v2"; "primebench/internal/mt19937"; "primebench/secrets")`, ""},
		{"internal/bench/strategy/random", `import "gonum.org/v1/gonum/mathext/prng"`, "randomness comes from"},
		{"internal/bench/strategy/random", `import "primebench/engine"`, "internal/bench/strategy/random must not import engine"},
		{"internal/bench/strategy/random/deeper", `import "math/rand/v2"`, "randomness comes from"},
		{"internal/bench/strategy/random/deeper", `import "primebench/internal/mt19937"`, "internal/bench/strategy/random/deeper must not import internal/mt19937"},
		{"internal/bench/strategy/stdlib", `import "math/rand/v2"`, "randomness comes from"},
		{"internal/bench/strategy/stdlib", `import "primebench/internal/mt19937"`, "internal/bench/strategy/stdlib must not import internal/mt19937"},
		{"internal/bench/strategy", `import "math/rand"`, "randomness comes from"},
		{"internal/bench", `import "primebench/secrets"`, "internal/bench must not import secrets"},
		{"secrets", `import "crypto/rand"`, ""},
		{"engine", `import "flag"`, "only cmd knows flags"},
		{"internal/bench", `import "github.com/spf13/pflag"`, "only cmd knows flags"},
		{"internal/bench", `import "log/slog"`, "only cmd prints"},
		{"internal/bench", `import exit "os"; func f() { exit.Exit(3) }`, "only cmd may use os.Exit"},
		{"sieve", `import "fmt"; func f() { fmt.Println() }`, "only cmd may use fmt.Println"},
		{"sieve", `import "fmt"; func f() error { return fmt.Errorf("x") }`, ""},
		{"report", `import "os"; var w = os.Stderr`, "only cmd may use os.Stderr"},
		{"sieve", `func f() { println("x") }`, "only cmd may print"},
		{"sieve", `func init() {}`, "nothing registers itself"},
		{"internal/kernelbench", `import ("flag"; "os"; "primebench/internal/peer"); func f() { os.Exit(1) }`, ""},
		{"internal/kernelbench", `import "primebench/millerrabin"`, "internal/kernelbench must not import millerrabin"},
		{"internal/searchbench", `import ("flag"; "os/signal"; "primebench/engine")`, ""},
		{"internal/searchbench", `import "primebench/internal/montgomery"`, "internal/searchbench must not import internal/montgomery"},
		{"internal/theory", `import "primebench/internal/bench"`, "internal/theory must not import internal/bench"},
		{"internal/bench/strategy/gmp", `import ("primebench/internal/peer"; "primebench/internal/theory")`, ""},
		{"internal/peer", `import "primebench/internal/montgomery"`, "internal/peer must not import internal/montgomery"},
		{"internal/bench/strategy/onthefly", `import "primebench/internal/montgomery"`, ""},
		{"internal/bench", `import "testing"`, "test helpers stay out"},
		{"internal/bench", `import "primebench/internal/bench/strategy/strategytest"`, "strategytest: only tests may"},
		{"internal/vectors", `import ("os"; "testing")`, ""},
		{"util", ``, "stands in no rule"},
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
