// The rules of the house: the floor of each folder, what floors do not say, and
// what is forbidden by name. A folder that is missing here fails the test, so that
// the plan is thought of before a folder is added.
//
// A name that ends in "/..." stands for the folder and all below it, but for those
// that have an entry of their own.

package house

// floors says on which floor each folder stands. A folder may import what stands on
// floors below its own.
var floors = map[string]int{
	"cmd/primebench": 7,
	"examples/...":   7,

	"internal/cli":          6,
	"internal/cli/ui":       6,
	"internal/cli/measure":  6,
	"internal/cli/compare":  6,
	"internal/cli/planning": 6,
	"internal/cli/find":     6,
	"internal/cli/check":    6,
	"internal/cli/clitest":  6,
	"internal/cli/tokens":   6,
	"internal/cli/fleet":    6,

	"report":           5,
	"report/doc":       5,
	"report/plot":      5,
	"internal/pages":   5,
	"internal/doctest": 5,

	"internal/analysis":              4,
	"internal/analysis/analysistest": 4,
	"internal/gate":                  4,
	"internal/history":               4,
	"internal/capacity":              4,
	"internal/duet":                  4,
	"internal/benchfile":             4,
	"internal/forecast":              4,
	"internal/openloop":              4,
	"internal/doctor":                4, // it weighs evidence, by the statistics of this floor
	"internal/stats":                 4,

	"internal/bench":              3,
	"internal/bench/exemplar":     3,
	"internal/bench/strategy":     3,
	"internal/bench/strategy/...": 3,
	"internal/peer":               3,
	"internal/hostinfo":           3,
	"internal/theory":             3,

	"engine":              2,
	"dhgroup":             2,
	"results":             2,
	"secrets":             2,
	"internal/kex":        2,
	"internal/proof":      2,
	"internal/checkpoint": 2,
	"internal/fleet":      2,
	"internal/fleet/...":  2,
	"internal/inspect":    2,
	"internal/keyfile":    2,
	"internal/modulifile": 2,

	"sieve":             1,
	"millerrabin":       1,
	"internal/unit":     1,
	"internal/words":    1,
	"internal/yamlkeys": 1,
	"internal/randtest": 1,
	"internal/vectors":  1,

	"internal/cpu":        0,
	"internal/montgomery": 0,
	"internal/rng":        0,
	"internal/mt19937":    0,
	"internal/wholefile":  0,
	"internal/child":      0,
	"internal/house":      0,
	"internal/needed":     0,
}

// beside names what a folder may import from its own floor.
var beside = map[string][]string{
	"internal/cli":          {"internal/cli/..."},
	"internal/cli/measure":  {"internal/cli/ui"},
	"internal/cli/compare":  {"internal/cli/ui", "internal/cli/measure"}, // which reads suites
	"internal/cli/planning": {"internal/cli/ui", "internal/cli/measure"}, // which makes and reads runs
	"internal/cli/find":     {"internal/cli/ui"},
	"internal/cli/clitest":  {"internal/cli/ui"},
	"internal/cli/check":    {"internal/cli/ui", "internal/cli/find"}, // whose searches it repeats
	"internal/cli/tokens":   {"internal/cli/ui"},
	"internal/cli/fleet":    {"internal/cli/ui", "internal/cli/find"}, // whose results it prints

	"report":           {"internal/pages", "report/doc", "report/plot"},
	"internal/pages":   {"report/doc", "report/plot"},
	"internal/doctest": {"report/doc"},

	"internal/analysis":  {"internal/stats"},
	"internal/gate":      {"internal/analysis", "internal/stats"},
	"internal/history":   {"internal/gate", "internal/analysis", "internal/stats"},
	"internal/capacity":  {"internal/analysis", "internal/stats"},
	"internal/duet":      {"internal/gate", "internal/analysis", "internal/stats"},
	"internal/benchfile": {"internal/gate", "internal/analysis"},
	"internal/openloop":  {"internal/analysis", "internal/capacity", "internal/stats"},
	"internal/doctor":    {"internal/stats"},
	"internal/forecast":  {"internal/stats"},

	"internal/bench":              {"internal/bench/exemplar", "internal/bench/strategy/...", "internal/hostinfo"},
	"internal/bench/strategy":     nil, // which knows none of them
	"internal/bench/strategy/...": {"internal/bench/strategy", "internal/bench/exemplar", "internal/peer", "internal/theory"},

	"internal/checkpoint": {"engine"},
	"internal/fleet":      {"engine", "internal/inspect"},
	"internal/fleet/...":  {"internal/fleet"},
	"internal/kex":        {"dhgroup", "results"},
	"internal/inspect":    {"dhgroup", "internal/keyfile", "internal/proof"},
	"internal/keyfile":    {"dhgroup"},
	"internal/modulifile": {"dhgroup", "engine"},

	"sieve":       {"internal/words"},
	"millerrabin": {"internal/words"},

	"internal/montgomery": {"internal/cpu", "internal/needed"},
}

// plainGenerators is the one folder that draws from them: the benchmark's strategies
// that measure what they cost.
const plainGenerators = "internal/bench/strategy/random"

// A narrowing says of a folder all that it imports of ours.
type narrowing struct {
	folder string
	to     []string
	why    string
}

var narrowings = []narrowing{
	{folder: "cmd/primebench", to: []string{"internal/cli", "internal/cli/ui"}, why: "main alone stands here"},
	{folder: "results", why: "who reads run files needs nothing else"},
	{folder: "secrets", why: "it draws from the system alone"},
	{folder: "internal/peer", to: []string{"internal/child"}, why: "it knows libraries, and none of their uses"},
	{folder: "internal/house", why: "it is a test of the others"},
	{
		folder: plainGenerators, to: []string{"internal/bench/strategy", "results", "secrets", "internal/rng", "internal/mt19937"},
		why: "it draws, and searches nothing",
	},
}

// A prohibition forbids what floors would allow: the folders from import none of to.
type prohibition struct {
	from, to []string
	why      string
}

var prohibitions = []prohibition{
	{from: []string{"examples/..."}, to: []string{"internal/..."}, why: "an example shows what an outsider can do"},
	{from: []string{"report/...", "internal/pages"}, to: []string{"engine", "internal/bench/...", "internal/stats", "internal/openloop"}, why: "a document shows what was found, and finds nothing"},
	{
		from: []string{"internal/analysis/...", "internal/gate", "internal/history", "internal/capacity", "internal/duet", "internal/forecast", "internal/stats"},
		to:   []string{"engine", "internal/bench/..."},
		why:  "runs are judged by what is recorded in them",
	},
}

// A reservation keeps a folder of ours for those that need it.
type reservation struct {
	folder string
	users  []string
	why    string
}

var reservations = []reservation{
	{folder: "internal/mt19937", users: []string{plainGenerators, "internal/cli/tokens"}, why: "only the benchmark and the demonstration show it"},
	{folder: "secrets", users: []string{plainGenerators, "internal/cli/tokens", "examples/..."}, why: "searches draw from internal/rng, by a seed"},
	{
		folder: "internal/montgomery", users: []string{"millerrabin", "internal/bench/..."},
		why: "kernels are reached by package millerrabin",
	},
	{folder: "internal/peer", users: []string{"internal/bench/...", "internal/cli/ui"}, why: "other libraries are measured, and used for nothing; ui finds a program of ours"},
}

// A ban keeps an import path of somebody else's away from our folders. Paths
// below the named one are banned with it.
type ban struct {
	path   string
	except []string // the folders that may import it
	only   []string // when not nil, the folders that must not; all others may
	why    string
}

// programs are the folders that know flags, the terminal and the process's streams.
var programs = []string{"cmd/...", "internal/cli/...", "examples/..."}

// plainGenerator is why no part of the program may draw from a generator whose
// next number can be told from the ones before.
const plainGenerator = "randomness comes from crypto/rand or internal/rng"

var bans = []ban{
	{path: "github.com/klauspost/cpuid", except: []string{"internal/cpu"}, why: "only internal/cpu asks what the processor can do"},
	{path: "golang.org/x/sys/cpu", except: []string{"internal/cpu"}, why: "only internal/cpu asks what the processor can do"},
	{path: "flag", except: programs, why: "only the command line knows flags"},
	{path: "github.com/spf13", except: programs, why: "only the command line knows flags"},
	{path: "log", except: programs, why: "only the command line prints"},
	{path: "golang.org/x/term", except: programs, why: "only the command line knows the terminal"},
	{path: "os/signal", except: programs, why: "only the command line knows signals"},
	{path: "math/rand", except: []string{plainGenerators}, why: plainGenerator},
	{path: "golang.org/x/exp/rand", why: plainGenerator},
	{path: "gonum.org/v1/gonum/mathext/prng", why: plainGenerator},
	{path: "math/big", only: []string{"internal/montgomery"}, why: "a kernel works on words"},
	{path: "os", only: []string{"engine", "internal/capacity"}, why: "it knows no files"},
	{path: "io/fs", only: []string{"engine", "internal/capacity"}, why: "it knows no files"},
	{path: "net", only: []string{"engine"}, why: "it knows no network"},
	{path: "github.com/nats-io", why: "the queue is in a module of its own, and the program keeps its size"},
	{path: "github.com/montanaflynn/stats", only: []string{"report/...", "internal/pages"}, why: "a document computes nothing"},
	{path: "gonum.org/v1/gonum/stat", only: []string{"report/...", "internal/pages"}, why: "a document computes nothing"},
	{path: "testing", except: testHelpers, why: "test helpers stay out of the program"},
}

// testHelpers are folders that only tests may import, and that may themselves
// import package testing.
var testHelpers = []string{"internal/bench/strategy/strategytest", "internal/analysis/analysistest", "internal/cli/clitest", "internal/doctest", "internal/vectors", "internal/needed"}

// names are the functions and variables that only programs may use.
var names = map[string][]string{
	"fmt": {"Print", "Printf", "Println"},
	"os":  {"Exit", "Stdin", "Stdout", "Stderr", "Args"},
}
