// The records of a run file: what is written down of a benchmark, and nothing
// of what it means. docs/FORMAT.md describes the same for readers without Go.

package results

import (
	"strconv"
	"time"
)

// SchemaVersion is the version that Writer writes. Reader opens every version
// from 1 on.
const SchemaVersion = 5

// A Header is the first record of a run: all that must be known to repeat it
// and to decide what it may be compared with.
type Header struct {
	Schema     int       `json:"schema"`
	Program    string    `json:"program"`  // always "primebench"
	Version    string    `json:"version"`  // of the program, "devel" when unknown
	Revision   string    `json:"revision"` // of the source, "unknown" when not built from a checkout
	Go         string    `json:"go"`       // the toolchain, such as "go1.26.8"
	Start      time.Time `json:"start"`
	Suite      string    `json:"suite"` // name of the suite, "" when the matrix came from flags alone
	Seed       string    `json:"seed"`  // 64 hex digits
	GOMAXPROCS int       `json:"gomaxprocs"`
	Kernel     string    `json:"kernel"`    // implementation of the batched arithmetic
	BudgetNS   int64     `json:"budget_ns"` // shared by the cells; 0 when Samples decides
	Samples    int       `json:"samples"`   // wanted in each cell; 0 when BudgetNS decides
	Host       Host      `json:"host"`
	Peers      []Peer    `json:"peers" since:"2"` // whose arithmetic the cells of some strategies use
	Cells      []Cell    `json:"cells"`           // the matrix, in order; a cell's ID is its index
	Skipped    []Skipped `json:"skipped"`         // combinations left out of the matrix, and why
	Goals      []Goal    `json:"goals" since:"4"` // that the numbers are to reach
}

// A Host is the machine of a run. A string is "" and a number 0 where the
// machine does not say.
type Host struct {
	OS             string   `json:"os"`
	Arch           string   `json:"arch"`
	Release        string   `json:"release"` // of the operating system's kernel
	CPU            string   `json:"cpu"`     // model name
	Features       []string `json:"features"`
	LogicalCores   int      `json:"logical_cores"`
	PhysicalCores  int      `json:"physical_cores"`
	ThreadsPerCore int      `json:"threads_per_core"`
	CgroupCores    float64  `json:"cgroup_cores"` // quota in cores; 0 when none is set
	Governor       string   `json:"governor"`
	MemoryBytes    uint64   `json:"memory_bytes"`
}

// A Peer is a library or a program of somebody else's that a strategy uses.
type Peer struct {
	Strategy string `json:"strategy"`
	Version  string `json:"version"` // as it states it
	Path     string `json:"path"`    // where it was found
}

// A Cell is one point of the benchmark.
type Cell struct {
	ID         int         `json:"id"`
	Kind       string      `json:"kind"`             // KindPrime, KindSafe, KindRandom, KindRSA or KindKex
	Bits       int         `json:"bits"`             // of the number looked for, of the values drawn, of an RSA key's modulus or of the field of Params
	Params     string      `json:"params" since:"4"` // of KindKex, such as "x25519"; else ""
	Strategy   string      `json:"strategy"`         // the way to come by it, such as StrategyOnTheFly
	Mode       string      `json:"mode"`             // ModeSearch, ModeStream, ModeBulk, ModeReplay or ModeOperations
	Workers    int         `json:"workers"`
	Policy     Policy      `json:"policy"`      // without name and rounds where no number is tested
	Kernel     string      `json:"kernel"`      // "" when the strategy has arithmetic of its own
	Seeded     bool        `json:"seeded"`      // false: candidates come from elsewhere and the run's seed does not repeat them
	SieveLimit uint64      `json:"sieve_limit"` // limit of the sieving primes; 0 without a sieve
	Expected   Work        `json:"expected"`
	Operations []Operation `json:"operations"` // that are measured one by one, in mode operations or to model a search
	List       string      `json:"list"`       // SHA-256 of the replayed candidates; "" outside replay
}

// Size is what the cell is of, in a word: the parameter set of a key exchange, else the
// bits.
func (c *Cell) Size() string { return sizeWord(c.Params, c.Bits) }

// Size is the same of a combination that was left out.
func (s *Skipped) Size() string { return sizeWord(s.Params, s.Bits) }

func sizeWord(params string, bits int) string {
	if params != "" {
		return params
	}
	return strconv.Itoa(bits)
}

// A Policy says what a number must pass before a strategy calls it prime.
type Policy struct {
	Name   string `json:"name"`   // such as "mr20+lucas"
	Rounds int    `json:"rounds"` // Miller-Rabin rounds with random bases
	Lucas  bool   `json:"lucas"`  // a Baillie-PSW test besides
	// Log2Error is the binary logarithm of the proven bound on the chance that a
	// random candidate which passes is composite, for example -128.
	Log2Error float64 `json:"log2_error"`
}

// Work is what theory expects of an average search. Zeros mean that theory
// says nothing of this strategy.
type Work struct {
	Candidates float64 `json:"candidates"` // numbers of the window's progression up to the find, the find included
	Survivors  float64 `json:"survivors"`  // of these, left by the sieve, the find included
}

// Skipped is a combination of the matrix that is not measured.
type Skipped struct {
	Kind     string `json:"kind"`
	Bits     int    `json:"bits"`
	Params   string `json:"params" since:"4"`
	Strategy string `json:"strategy"`
	Mode     string `json:"mode"`
	Reason   string `json:"reason"`
}

// A Sample is one measured repetition of a cell.
type Sample struct {
	Cell       int    `json:"cell"`
	Seq        int    `json:"seq"`     // from 0 within the cell
	Op         string `json:"op"`      // OpSearch, OpSlice, OpReplay or the name of an Operation
	Count      int64  `json:"count"`   // times the operation was done within WallNS, at least 1; of OpSlice 1
	WallNS     int64  `json:"wall_ns"` // monotonic, for all Count repetitions
	CPUNS      int64  `json:"cpu_ns"`  // user and system time of the process meanwhile; 0 when unknown
	Candidates int64  `json:"candidates"`
	Survivors  int64  `json:"survivors"` // tested up to the find in window order, the find included: does not depend on the workers
	Tests      int64  `json:"tests"`     // done in all, speculative ones included
	Primes     int64  `json:"primes"`
	Phases     Phases `json:"phases"`
	// StoppedNS is how long within WallNS nothing of the program ran or waited for a
	// processor, as when a signal stops it; 0 below LeastStop, or when it is not known.
	StoppedNS int64  `json:"stopped_ns" since:"4"`
	Digest    string `json:"digest"` // first 16 hex digits of SHA-256 of the big-endian bytes of the find, or of all finds in order; "" without one
}

// Phases is the time of a sample by what it was spent on, summed over the
// workers, in nanoseconds.
type Phases struct {
	SieveNS  int64 `json:"sieve_ns"`
	TestNS   int64 `json:"test_ns"`
	AcceptNS int64 `json:"accept_ns"` // full verification of the find
}

// LeastStop is the shortest time that counts as a stop.
const LeastStop = time.Second

// A Reading is what the machine said of itself at a moment of the run: before the first
// sample, between samples and after the last.
type Reading struct {
	AtNS    int64   `json:"at_ns"`   // since the run began
	Samples int     `json:"samples"` // records of samples before it
	Values  []Value `json:"values"`  // what the machine does not say is not there
}

// A Value is one of the things read.
type Value struct {
	Name  string  `json:"name"` // such as ReadWaiting
	Value float64 `json:"value"`
}

// The names of values. Those in seconds up to ReadThrottled are counters, which begin
// anywhere, so that only the difference of two readings means something.
const (
	ReadProcess    = "process_s"         // processor time of the program and of its children that have ended
	ReadWaiting    = "waiting_s"         // time that its threads were ready to run and had no processor, summed over them
	ReadBusy       = "busy_s"            // processor time of everything on the machine, summed over the processors
	ReadStolen     = "stolen_s"          // processor time that the host gave to others while there was work here
	ReadPressure   = "pressure_s"        // time in which some thread of the machine waited for a processor
	ReadMemory     = "memory_pressure_s" // time in which some thread waited for memory
	ReadThrottled  = "throttled_s"       // time that a control group was stopped for its quota, summed over the processors
	ReadProcessors = "processors"        // that the program may use, a quota counted
	ReadLoad       = "load"              // mean number of ready threads over the last minute
	ReadMegahertz  = "megahertz"         // clock rate of the processor
	ReadDay        = "day_s"             // how far the clock of day was moved since the run began
)

// Of returns the value of a name, and whether the machine said it.
func (r *Reading) Of(name string) (float64, bool) {
	for _, v := range r.Values {
		if v.Name == name {
			return v.Value, true
		}
	}
	return 0, false
}

// Kept is the part of their time, since an earlier reading, in which the program's
// threads were ready to run and others kept them from it, and whether the machine says
// so: k / (k + processor time), where k is the time that they waited, and at most the
// processor time of all others, since they wait for each other too.
func (r *Reading) Kept(since *Reading) (float64, bool) {
	kept, ok := r.Rise(since, ReadWaiting)
	process, known := r.Rise(since, ReadProcess)
	if !ok || !known {
		return 0, false
	}
	if busy, ok := r.Rise(since, ReadBusy); ok {
		kept = min(kept, max(0, busy-process))
	}
	if kept+process <= 0 {
		return 0, false
	}
	return kept / (kept + process), true
}

// Rise is by how much a counter rose since an earlier reading, and whether both have
// it and it did not fall.
func (r *Reading) Rise(since *Reading, name string) (float64, bool) {
	to, ok := r.Of(name)
	from, known := since.Of(name)
	return to - from, ok && known && to >= from
}

// A Note is something that a reader of the run should know, tied to a cell or
// (Cell -1) to the whole run.
type Note struct {
	Cell int    `json:"cell"`
	Code string `json:"code"`
	Text string `json:"text"`
}

// The Codes of notes on a cell.
const (
	// NoteModelled says why a search cell was not searched: its samples are of
	// Operations, and its time is a model's.
	NoteModelled = "modelled"
	// NoteEmpty says why a cell has no sample at all.
	NoteEmpty = "empty"
	// NotePartial says which of a cell's Operations have no sample, and why.
	NotePartial = "partial"
)

// The Codes of notes on a run.
const (
	// NoteEarly says why the run ended though much of its budget was left.
	NoteEarly = "early"
	// NoteUnquiet says why a run that was to wait for a quiet machine had none.
	NoteUnquiet = "unquiet"
)

// A Closing is the last record. A run without one was cut short.
type Closing struct {
	End       time.Time `json:"end"`
	Reason    string    `json:"reason"`  // ReasonDone, ReasonInterrupted or ReasonFailed
	Error     string    `json:"error"`   // with ReasonFailed
	Samples   int       `json:"samples"` // records written
	ElapsedNS int64     `json:"elapsed_ns"`
	PeakBytes uint64    `json:"peak_bytes"` // largest resident size; 0 when unknown
}

// Why a run ended.
const (
	ReasonDone        = "done"
	ReasonInterrupted = "interrupted"
	ReasonFailed      = "failed"
)

// A Run is a whole file, as far as it could be read.
type Run struct {
	Header      Header
	Samples     []Sample
	Notes       []Note
	Readings    []Reading // none before version 4
	Predictions []Prediction
	Closing     *Closing // nil when the file ends without one
	// Damage lists what of the file is not as it was written; it is empty when all is.
	// A torn last line after kill -9 is no error, nor is any other line after the
	// header that is lost, doubled or another's.
	Damage Damages
}
