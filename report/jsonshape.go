// The shape of the JSON report. Field names are stable, and units stand in the
// name or beside the number. A number that is not finite or not known is null.

package report

import "time"

// jsonVersion changes when a field is renamed, removed or changes its meaning.
const jsonVersion = 2

type jsonReport struct {
	Report      string           `json:"report"`
	Version     int              `json:"version"`
	Run         jsonRun          `json:"run"`
	Headlines   []jsonHeadline   `json:"headlines"`
	Cells       []jsonCell       `json:"cells"`
	Comparisons []jsonComparison `json:"comparisons"`
	Growth      []jsonGrowth     `json:"growth"`
	Scaling     []jsonScaling    `json:"scaling"`
	Using       []jsonUse        `json:"using"`
	Agreements  []jsonAgreement  `json:"agreements"`
	Draws       []jsonDraw       `json:"draws"`
	Randomness  []jsonShare      `json:"randomness"`
	Predictions []jsonPrediction `json:"predictions"`
	Skipped     []jsonSkipped    `json:"skipped"`
	Warnings    []jsonWarning    `json:"warnings"`
}

type jsonRun struct {
	Program        string     `json:"program"`
	ProgramVersion string     `json:"program_version"`
	Revision       string     `json:"revision"`
	Go             string     `json:"go"`
	Start          time.Time  `json:"start"`
	Suite          string     `json:"suite"`
	Seed           string     `json:"seed"`
	Kernel         string     `json:"kernel"`
	GOMAXPROCS     int        `json:"gomaxprocs"`
	BudgetSeconds  float64    `json:"budget_s"`         // 0 when samples_per_cell decides
	Samples        int        `json:"samples_per_cell"` // 0 when budget_s decides
	Complete       bool       `json:"complete"`
	Ending         string     `json:"ending"`
	ElapsedSeconds float64    `json:"elapsed_s"`  // 0 when unknown
	PeakBytes      uint64     `json:"peak_bytes"` // 0 when unknown
	Host           jsonHost   `json:"host"`
	Peers          []jsonPeer `json:"peers"`
}

// A jsonPeer is a library that a strategy called.
type jsonPeer struct {
	Strategy string `json:"strategy"`
	Version  string `json:"version"`
	Path     string `json:"path"`
}

type jsonHost struct {
	OS             string   `json:"os"`
	Arch           string   `json:"arch"`
	Release        string   `json:"release"`
	CPU            string   `json:"cpu"`
	Features       []string `json:"features"`
	LogicalCores   int      `json:"logical_cores"`
	PhysicalCores  int      `json:"physical_cores"`
	ThreadsPerCore int      `json:"threads_per_core"`
	CgroupCores    *float64 `json:"cgroup_cores"`
	Governor       string   `json:"governor"`
	MemoryBytes    uint64   `json:"memory_bytes"`
}

type jsonEstimate struct {
	Value    *float64 `json:"value"`
	Low      *float64 `json:"low"`
	High     *float64 `json:"high"`
	Unit     string   `json:"unit"`
	Better   string   `json:"better"`
	N        int      `json:"n"`
	Need     int      `json:"need"` // more samples that an interval takes; 0 when there is one
	Modelled bool     `json:"modelled"`
	Method   string   `json:"method"`
}

type jsonHeadline struct {
	Title    string        `json:"title"`
	Sentence string        `json:"sentence"`
	Ratio    *jsonEstimate `json:"ratio"`
}

type jsonCell struct {
	ID          int              `json:"id"`
	Kind        string           `json:"kind"`
	Bits        int              `json:"bits"`
	Strategy    string           `json:"strategy"`
	Mode        string           `json:"mode"`
	Workers     int              `json:"workers"`
	Policy      jsonPolicy       `json:"policy"`
	Kernel      string           `json:"kernel"`
	Seeded      bool             `json:"seeded"`
	SieveLimit  uint64           `json:"sieve_limit"`
	List        string           `json:"list"` // SHA-256 of the replayed candidates
	Status      string           `json:"status"`
	Why         string           `json:"why"`
	Samples     int              `json:"samples"`
	Time        *jsonEstimate    `json:"time"` // wall time to one result
	PlainMean   *jsonEstimate    `json:"plain_mean"`
	CPU         *jsonEstimate    `json:"processor_time"`
	Rate        *jsonEstimate    `json:"rate"`
	Percentiles []jsonPercentile `json:"percentiles"`
	Operations  []jsonOperation  `json:"operations"`
	Phases      []jsonPhase      `json:"phases"`
	Theory      *jsonTheory      `json:"theory"`
	Times       []*float64       `json:"times_s"` // of each whole search
}

type jsonPolicy struct {
	Name      string   `json:"name"`
	Rounds    int      `json:"rounds"`
	Lucas     bool     `json:"lucas"`
	Log2Error *float64 `json:"log2_error"`
}

type jsonPercentile struct {
	P *float64 `json:"p"` // in per cent
	jsonEstimate
}

type jsonOperation struct {
	Name      string        `json:"name"`
	PerSearch *float64      `json:"per_search"`
	Cost      *jsonEstimate `json:"cost"`
}

type jsonPhase struct {
	Name    string   `json:"name"`
	Share   *float64 `json:"share"`            // of 1
	Seconds *float64 `json:"worker_seconds_s"` // a search, summed over the workers
	// Modelled says that the phases are operations times their expected number.
	Modelled bool `json:"modelled"`
}

type jsonWork struct {
	Candidates *float64 `json:"candidates"`
	Survivors  *float64 `json:"survivors"`
}

type jsonTheory struct {
	Expected jsonWork `json:"expected"`
	Observed jsonWork `json:"observed"`
	// Survivors is the observed mean with its interval; null without searches.
	Survivors *jsonEstimate `json:"survivors"`
	Searches  int           `json:"searches"`
	Z         *float64      `json:"z"`
	Chance    *float64      `json:"chance"` // that luck alone leads so far
	Suspect   bool          `json:"suspect"`
}

type jsonComparison struct {
	A     int           `json:"a"` // IDs of the cells
	B     int           `json:"b"`
	Ratio *jsonEstimate `json:"time_a_over_b"`
}

type jsonGrowth struct {
	Kind     string        `json:"kind"`
	Strategy string        `json:"strategy"`
	Mode     string        `json:"mode"`
	Policy   string        `json:"policy"`
	Workers  int           `json:"workers"`
	Quantity string        `json:"quantity"`
	Exponent *jsonEstimate `json:"exponent"`
	Sizes    []int         `json:"sizes_bits"`
}

type jsonScaling struct {
	Kind     string             `json:"kind"`
	Strategy string             `json:"strategy"`
	Mode     string             `json:"mode"`
	Policy   string             `json:"policy"`
	Bits     int                `json:"bits"`
	Points   []jsonScalingPoint `json:"points"`
}

type jsonScalingPoint struct {
	Workers int           `json:"workers"`
	Rate    *jsonEstimate `json:"rate"`
	Speedup *jsonEstimate `json:"speedup"`
}

// A jsonUse is one power in the use of a group of the size of its cell.
type jsonUse struct {
	Cell         int           `json:"cell"`
	Operation    string        `json:"operation"` // the cell's, whose cost this is
	Step         string        `json:"step"`      // "keygen" or "shared"
	Short        bool          `json:"short"`     // the exponent, as RFC 7919 recommends
	ExponentBits int           `json:"exponent_bits"`
	AtOnce       int           `json:"at_once"` // by each worker; with several, or several workers, the cost is a throughput
	ConstantTime bool          `json:"constant_time"`
	Cost         *jsonEstimate `json:"cost"`
	Ratio        *jsonEstimate `json:"cost_over_2048_bits"`
	Base         *int          `json:"cell_of_2048_bits"` // null without a ratio
}

// A jsonAgreement is a cell of whole searches beside the cell that models them.
type jsonAgreement struct {
	Search  int           `json:"search"` // IDs of the cells
	Model   int           `json:"model"`
	Ratio   *jsonEstimate `json:"modelled_over_measured"`
	Verdict string        `json:"verdict"` // "agree", "APART", "open" or "short"
}

// A jsonDraw is one operation on random values.
type jsonDraw struct {
	Cell       int           `json:"cell"`
	Operation  string        `json:"operation"`
	Bits       int           `json:"bits"` // 0 where the operation has no size
	Strategy   string        `json:"strategy"`
	Workers    int           `json:"workers"`
	Cost       *jsonEstimate `json:"cost"`
	Ratio      *jsonEstimate `json:"cost_over_crypto"`
	Base       *int          `json:"cell_of_crypto"` // null without a ratio
	Throughput *jsonEstimate `json:"throughput"`     // of the operation bytes, else null
	Speedup    *jsonEstimate `json:"speedup"`        // of the throughput, null for the fewest workers
}

// A jsonShare is how much of a search is randomness.
type jsonShare struct {
	Cell  int           `json:"cell"`
	Draws *float64      `json:"draws"` // of an average search, by theory
	Of    int           `json:"cell_of_crypto"`
	Cost  *jsonEstimate `json:"cost_of_one"`
	Share *jsonEstimate `json:"share"` // of the workers' time
}

// A jsonPrediction is outputs of a generator that were told before they were drawn.
type jsonPrediction struct {
	Cell      int      `json:"cell"`
	Observed  int      `json:"observed"` // outputs before, from which they were told
	Predicted []uint32 `json:"predicted"`
	Drawn     []uint32 `json:"drawn"`
	Right     int      `json:"right"`
}

type jsonSkipped struct {
	Kind     string `json:"kind"`
	Bits     int    `json:"bits"`
	Strategy string `json:"strategy"`
	Mode     string `json:"mode"`
	Reason   string `json:"reason"`
}

type jsonWarning struct {
	Cell int    `json:"cell"` // -1: the whole run
	Text string `json:"text"`
}
