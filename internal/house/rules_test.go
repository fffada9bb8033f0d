// The rules themselves: who may import whom, and what is forbidden by name.
// A folder that is missing here fails the test, so that the plan is thought of
// before a folder is added.

package house

import "strings"

// imports says which of our folders each folder may import. A name that ends in
// "/..." stands for the folder and all below it, but for those that have an entry of
// their own. The commands may import all.
var imports = map[string][]string{
	"cmd/...":          {"internal/cli/..."},
	"internal/cli/...": {"..."},

	// Plans are written down by report, as analyses are: it shows their numbers and makes none.
	"report":                         {"internal/analysis", "internal/gate", "internal/history", "internal/capacity", "results"},
	"report/doc":                     {"internal/unit"},
	"internal/capacity":              {"internal/yamlkeys", "internal/analysis", "internal/stats", "internal/rng", "results"},
	"internal/openloop":              {"engine", "sieve", "internal/analysis", "internal/capacity", "internal/rng", "internal/stats"},
	"internal/analysis":              {"internal/stats", "internal/unit", "results"},
	"internal/analysis/analysistest": {"results"},
	"internal/gate":                  {"internal/analysis", "internal/stats", "internal/unit", "results"},
	"internal/history":               {"internal/analysis", "internal/stats", "internal/unit", "results"},
	"internal/unit":                  nil,
	"internal/duet":                  {"internal/gate", "internal/rng", "results"},

	"internal/bench/...": {
		"internal/bench/...", "engine", "dhgroup", "millerrabin", "sieve", "results",
		"internal/rng", "internal/hostinfo", "internal/peer", "internal/theory", "internal/words", "internal/yamlkeys",
		"internal/montgomery", // for the powers of using a group, which are no verdicts
	},
	plainGenerators:       {"internal/bench/strategy", "results", "secrets", "internal/rng", "internal/mt19937"},
	"engine":              {"sieve", "millerrabin", "internal/rng", "internal/words"},
	"millerrabin":         {"internal/montgomery", "internal/words"},
	"sieve":               {"internal/cpu", "internal/words"},
	"internal/montgomery": {"internal/cpu"},
	"internal/hostinfo":   {"internal/cpu", "results"},
	"internal/doctor":     {"internal/hostinfo", "internal/cpu", "internal/stats"},
	"internal/proof":      {"sieve", "millerrabin", "internal/rng", "internal/words"},
	"internal/inspect":    {"dhgroup", "millerrabin", "sieve", "internal/proof"},
	"internal/checkpoint": {"engine", "sieve", "millerrabin", "internal/rng"},
	"internal/theory":     {"engine", "sieve"},
	"dhgroup":             {"millerrabin"},
	"internal/kernelbench": {
		"internal/montgomery", "internal/peer", "internal/stats", "internal/cpu", "internal/rng",
	},
	"internal/searchbench": {
		"engine", "dhgroup", "millerrabin", "sieve", "internal/peer", "internal/theory", "internal/stats", "internal/cpu", "internal/rng",
	},

	"results":           nil,
	"secrets":           nil,
	"internal/stats":    nil,
	"internal/words":    nil,
	"internal/yamlkeys": nil,
	"internal/randtest": nil,
	"internal/mt19937":  nil, // which only the commands and the benchmark may show
	"internal/cpu":      nil,
	"internal/rng":      nil,
	"internal/peer":     nil,
	"internal/house":    nil,
	"internal/vectors":  nil,
}

// A ban keeps an import path of somebody else's away from our folders. Paths
// below the named one are banned with it.
type ban struct {
	path   string
	except string   // the pattern of the folders that may import it
	only   []string // when not nil, the folders that must not; all others may
	why    string
}

// plainGenerators is the one folder that draws from them: the benchmark's strategies
// that measure what they cost.
const plainGenerators = "internal/bench/strategy/random"

// plainGenerator is why no part of the program may draw from a generator whose
// next number can be told from the ones before.
const plainGenerator = "randomness comes from crypto/rand or internal/rng"

var bans = []ban{
	{path: "github.com/klauspost/cpuid", except: "internal/cpu", why: "only internal/cpu asks what the processor can do"},
	{path: "golang.org/x/sys/cpu", except: "internal/cpu", why: "only internal/cpu asks what the processor can do"},
	{path: "flag", except: "cmd/...", why: "only cmd knows flags"},
	{path: "github.com/spf13", except: "cmd/...", why: "only cmd knows flags"},
	{path: "log", except: "cmd/...", why: "only cmd prints"},
	{path: "golang.org/x/term", except: "cmd/...", why: "only cmd knows the terminal"},
	{path: "os/signal", except: "cmd/...", why: "only cmd knows signals"},
	{path: "math/rand", except: plainGenerators, why: plainGenerator},
	{path: "golang.org/x/exp/rand", why: plainGenerator},
	{path: "gonum.org/v1/gonum/mathext/prng", why: plainGenerator},
	{path: "math/big", only: []string{"internal/montgomery"}, why: "a kernel works on words"},
	{path: "os", only: []string{"engine", "internal/capacity"}, why: "it knows no files"},
	{path: "io/fs", only: []string{"engine", "internal/capacity"}, why: "it knows no files"},
	{path: "github.com/montanaflynn/stats", only: []string{"report"}, why: "report computes nothing"},
	{path: "gonum.org/v1/gonum/stat", only: []string{"report"}, why: "report computes nothing"},
	{path: "testing", why: "test helpers stay out of the program"},
}

// testHelpers are folders that only tests may import, and that may themselves
// import package testing.
var testHelpers = []string{"internal/bench/strategy/strategytest", "internal/analysis/analysistest", "internal/vectors"}

// names are the functions and variables that only the commands may use.
var names = map[string][]string{
	"fmt": {"Print", "Printf", "Println"},
	"os":  {"Exit", "Stdin", "Stdout", "Stderr", "Args"},
}

// isCommand says whether a folder holds a program, which knows flags and the
// process's streams.
func isCommand(folder string) bool {
	return below(folder, "cmd") || below(folder, "internal/cli") || folder == "internal/kernelbench" || folder == "internal/searchbench"
}

// covers says whether a pattern of the table names a folder.
func covers(pattern, folder string) bool {
	if pattern == "..." {
		return true
	}
	base, deep := strings.CutSuffix(pattern, "/...")
	return folder == base || deep && strings.HasPrefix(folder, base+"/")
}

// below says whether path is root or lies below it.
func below(path, root string) bool {
	return path == root || strings.HasPrefix(path, root+"/")
}
