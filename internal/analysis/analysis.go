// Package analysis turns runs into the one table that every report is made
// from. It is the only place that computes a reported number: report, compare
// and plan format what they find here.
//
// An estimate never stands without its interval, or says how many samples that
// would take, and a modelled number is marked as such from here to the page.
//
// # Formulas
//
// A whole search has time T, acceptance time A within it and M survivors tested;
// theory knows E[M].
//
//   - Naive: mean T. The search is memoryless, so T is exponential and the
//     interval 2nT/chi-squared (B. Epstein and M. Sobel, Life testing, J. Amer.
//     Statist. Assoc. 48, 1953). It holds all the luck of the searches.
//   - Time: mean A + E[M] * sum(T - A) / sum M, the ratio estimate of a mean whose
//     companion's mean is known (W. G. Cochran, Sampling Techniques, 3rd ed. 1977,
//     chapter 6), with a jackknife interval. It takes 3 searches.
//   - Modelled: the sum of how often an average search does an operation times
//     what that costs; each cost is a mean with Student's interval.
//   - Percentiles: order statistics with binomial ranks, as C. J. Clopper and E. S.
//     Pearson (Biometrika 26, 1934) have them for a share (H. A. David and H. N.
//     Nagaraja, Order Statistics, 3rd ed. 2003, section 7.1), where there are
//     enough searches; else mean A - (Time - mean A) ln(1-P/100).
//   - Sums and quotients of estimates: G. Y. Zou and A. Donner, Construction of
//     confidence limits about effect measures, Statistics in Medicine 27, 2008;
//     quotients on the logarithmic scale.
//   - Theory: M is geometric with the standard deviation sqrt(E(E-1)).
//   - Growth: least squares on logarithms.
//   - History: change points of many runs by e-divisive splits and t-tests of the
//     logarithms; see stats.ChangePoints.
//   - Random values: the mean cost of one with Student's interval, the quotient over
//     that of crypto/rand, and bytes over cost. Their share of a search is draws
//     expected x cost / time, a quotient of independent estimates.
//   - Using a group: the mean cost of one power with Student's interval, and the
//     quotient over that of the like power at 2048 bits.
//
// Intervals of times and costs are formed on the logarithmic scale, for none can
// be 0. Package stats holds the details.
package analysis

import (
	"math"
	"time"

	"primebench/results"
)

// An Analysis is all that can be said of one run. The json tags of these types are what
// other programs read: docs/FORMAT.md names the version that changes with them.
type Analysis struct {
	Header   results.Header   `json:"run"`       // as in the run file
	Closing  *results.Closing `json:"closing"`   // nil when the run was cut short
	Complete bool             `json:"complete"`  // the run ended by itself with every cell measured
	Damaged  bool             `json:"-"`         // lines of its file are lost, or out of place
	Elapsed  time.Duration    `json:"elapsed_s"` // from the first sample's start to the end, 0 when unknown

	Machine     Machine       `json:"machine"`
	Headlines   []Headline    `json:"headlines"`   // the answers, most wanted first
	Cells       []Cell        `json:"cells"`       // in the order of the matrix
	Comparisons []Comparison  `json:"comparisons"` // strategies against each other at one kind, size, mode, worker count and policy
	Growth      []Growth      `json:"growth"`      // cost over key size
	Scaling     []Scaling     `json:"scaling"`     // throughput over workers
	Using       []GroupUse    `json:"using"`       // what using a group costs, by size
	Exchanges   []Exchange    `json:"exchanges"`   // what a key exchange costs, by parameter set
	Powers      []Power       `json:"powers"`      // of 2, by our kernels and others, by size
	Limit       *Limit        `json:"limit"`       // of the machine to arithmetic by vpmadd52; nil where it was not measured
	Goals       []Goal        `json:"goals"`       // what the suite wants
	Agreements  []Agreement   `json:"agreements"`  // whole searches beside their models
	Draws       []Draw        `json:"draws"`       // what random values cost, by operation, size and workers
	Shares      []RandomShare `json:"randomness"`
	Predictions []Prediction  `json:"predictions"`
	Warnings    []Warning     `json:"warnings"`
}

// An Estimate is a number with its 95 % interval.
type Estimate struct {
	Value  float64 `json:"value"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
	Unit   string  `json:"unit"` // "s", "1/s", "B/s", "1", "x", "per mille"
	Better Better  `json:"better"`
	N      int     `json:"n"` // samples that it stands on
	// Need is how many more samples an interval takes. Where it is above 0 there
	// is no interval, and Low and High are Value.
	Need     int    `json:"need"`
	Modelled bool   `json:"modelled"` // from costs and theory, not from whole searches
	Method   string `json:"method"`   // how it was made, in a few words
}

// JSONShape is the estimate in JSON: low and high are null where there is no interval,
// and need is how many more samples that takes.
func (e Estimate) JSONShape() any { return e.shape() }

func (e Estimate) shape() estimateShape {
	if e.Need > 0 {
		e.Low, e.High = math.NaN(), math.NaN()
	}
	return estimateShape(e)
}

// An estimateShape is an Estimate without its methods.
type estimateShape Estimate

// Better says in which direction a quantity improves.
type Better string

// The directions.
const (
	Lower  Better = "lower"
	Higher Better = "higher"
	Nor    Better = "" // neither: a count, a ratio to theory
)

// A Status says what stands behind a cell.
type Status string

// The states of a cell.
const (
	Measured Status = "measured" // what the cell is about was timed: whole searches, replays, a hard-coded group
	Modelled Status = "modelled" // operations were timed and theory supplied their numbers
	Empty    Status = "empty"    // no sample: the run ended first
)

// A Cell is one point of the matrix with what was found there.
type Cell struct {
	results.Cell
	Status Status `json:"status"`
	Why    string `json:"why"`     // of a modelled or empty cell
	N      int    `json:"samples"` // their number

	Time        *Estimate       `json:"time"`            // seconds of wall time to one result, best estimate; nil when nothing can be said
	Naive       *Estimate       `json:"plain_mean"`      // of whole searches; nil when there were none
	CPU         *Estimate       `json:"processor_time"`  // seconds to one result
	Cost        *Estimate       `json:"cost"`            // what answers stand on: Time or, by Machine.Clock, CPU
	Share       *float64        `json:"processor_share"` // part of its workers' wall time that they had a processor; nil when unknown
	Rate        *Estimate       `json:"rate"`            // results a second of wall time
	Percentiles []Percentile    `json:"percentiles"`     // of the search time
	Operations  []OperationCost `json:"operations"`      // measured alone
	Phases      []Phase         `json:"phases"`          // where the time goes; shares sum to 1 when there are any
	Theory      *Theory         `json:"theory"`
	Times       []float64       `json:"times_s"` // seconds of each whole search, in order of measurement
	Samples     []Sample        `json:"-"`       // of what was measured; none of a modelled search
}

// A Percentile is a quantile of a distribution, P in (0, 100).
type Percentile struct {
	P float64
	Estimate
}

// JSONShape is the percentile in JSON: P beside the fields of the estimate.
func (p Percentile) JSONShape() any {
	return struct {
		P float64 `json:"p"`
		estimateShape
	}{p.P, p.Estimate.shape()}
}

// An OperationCost is what an elementary operation takes, in seconds.
type OperationCost struct {
	results.Operation
	Cost Estimate  `json:"cost"`           // what answers stand on: Wall or, by Machine.Clock, CPU
	Wall *Estimate `json:"wall_time"`      // all workers together
	CPU  *Estimate `json:"processor_time"` // nil when unknown
}

// A GroupUse is what one power takes in using a group of the size of its cell: the
// public value or the shared secret of a handshake. It is the cost of one of the
// cell's operations, and no part of a search. Two of them are of equal work when
// their names and the workers are equal.
type GroupUse struct {
	Cell int `json:"cell"` // ID
	OperationCost
	// Ratio is Cost over that of the like use at 2048 bits, in the cell Base; both nil
	// at 2048 bits and where those were not measured.
	Ratio *Estimate `json:"cost_over_2048_bits"`
	Base  *int      `json:"cell_of_2048_bits"` // ID
}

// A Draw is what one operation of a random cell takes.
type Draw struct {
	Cell      int      `json:"cell"` // ID
	Operation string   `json:"operation"`
	Bits      int      `json:"bits"`  // 0 where the operation has no size
	Bytes     int      `json:"bytes"` // that are drawn at a time, by results.OpBytes; else 0
	Strategy  string   `json:"strategy"`
	Workers   int      `json:"workers"`
	Cost      Estimate `json:"cost"` // of one, all workers together: with several it is a throughput
	// Ratio is Cost over that of crypto for the same by as many workers, in the cell
	// Base; both nil for crypto itself and where that was not measured.
	Ratio      *Estimate `json:"cost_over_crypto"`
	Base       *int      `json:"cell_of_crypto"` // ID
	Throughput *Estimate `json:"throughput"`     // bytes a second, of results.OpBytes; else nil
	Speedup    *Estimate `json:"speedup"`        // of Throughput, against the fewest workers; nil for those
}

// A RandomShare is how much of a search is the drawing of random numbers, as if they
// came from crypto/rand. It is modelled.
type RandomShare struct {
	Cell  int      `json:"cell"`           // ID of the search
	Draws float64  `json:"draws"`          // numbers that an average search draws, by theory
	Of    int      `json:"cell_of_crypto"` // ID of the cell where a candidate of the size was drawn
	Cost  Estimate `json:"cost_of_one"`    // such candidate
	Share Estimate `json:"share"`          // of the workers' time, in thousandths
}

// A Prediction is outputs of a generator that were told before they were drawn.
type Prediction struct {
	results.Prediction
	Right int `json:"right"` // of those predicted
}

// A Phase is a part of the time of a cell.
type Phase struct {
	Name     string  `json:"name"` // results.OpSieve, OpTest, OpAccept or "other"; of a modelled cell, the operation
	Share    float64 `json:"share"`
	Seconds  float64 `json:"worker_seconds_s"` // a search
	Modelled bool    `json:"modelled"`         // made of an operation and how often a search does it
}

// A Theory sets the observed number of survivors tested beside the expected.
type Theory struct {
	Expected Work `json:"expected"`
	Observed Work `json:"observed"` // means over Searches
	// Survivors is Observed.Survivors with its interval; nil without searches.
	Survivors *Estimate `json:"survivors"`
	Searches  int       `json:"searches"` // whole ones, or finds of slices
	Z         float64   `json:"z"`        // (mean M - E[M]) / (sd of the geometric law / sqrt n)
	// Chance is the probability that luck alone leads at least so far from the
	// expected, by the exact law of the sum of Searches geometric numbers; 1
	// without searches. With few searches Z is far from normal: |Z| > 4 happens to
	// one sound search in 150, but to one mean of very many in 16,000.
	Chance  float64 `json:"chance"`
	Suspect bool    `json:"suspect"` // |Z| > 4 and Chance below 1 in 15,000: sieve, tests or random source are wrong
}

// Work is candidates and survivors a search.
type Work struct {
	Candidates float64 `json:"candidates"`
	Survivors  float64 `json:"survivors"`
}

// A Headline is one answer in one sentence with the numbers beside it.
type Headline struct {
	Title    string    `json:"title"` // such as "4096 against 2048 bits, safe, onthefly"
	Sentence string    `json:"sentence"`
	Claim    string    `json:"claim"` // what the sentence begins with, for whoever has no room for how; "" where it is short or withheld
	Ratio    *Estimate `json:"ratio"` // nil when the headline is no ratio
	// Withheld is set when the run does not tell the answer: Sentence says how much of
	// it is known.
	Withheld bool      `json:"withheld"`
	stands   *Estimate // that the sentence stands on; Ratio where there is one
	// Doubling is what stands behind an answer to what twice the size costs, nil
	// behind others.
	Doubling *Doubling `json:"doubling"`
}

// A Doubling is the cost of a result at a size and at twice that size.
type Doubling struct {
	What   string    `json:"what"` // such as "making a safe prime, onthefly"
	Bits   int       `json:"bits"` // the smaller size
	Half   *Estimate `json:"half"`
	Double *Estimate `json:"double"`
}

// A Comparison is two cells that differ in strategy alone.
type Comparison struct {
	A     int      `json:"a"` // IDs of the cells
	B     int      `json:"b"`
	Ratio Estimate `json:"time_a_over_b"` // above 1, B is faster; Better is A's
}

// A Growth is a power law of cost over key size for one kind, strategy and
// worker count. Policy is BySize where each size has a policy of its own.
type Growth struct {
	Kind     string   `json:"kind"`
	Strategy string   `json:"strategy"`
	Mode     string   `json:"mode"`
	Policy   string   `json:"policy"`
	Workers  int      `json:"workers"`
	Quantity string   `json:"quantity"` // results.OpSearch or the name of an operation
	Exponent Estimate `json:"exponent"`
	Sizes    []int    `json:"sizes_bits"`
}

// A Scaling is the throughput of cells that differ in workers alone.
type Scaling struct {
	Kind     string         `json:"kind"`
	Strategy string         `json:"strategy"`
	Mode     string         `json:"mode"`
	Policy   string         `json:"policy"`
	Bits     int            `json:"bits"`
	Points   []ScalingPoint `json:"points"`
}

// A ScalingPoint is one worker count of a Scaling.
type ScalingPoint struct {
	Workers int       `json:"workers"`
	Rate    Estimate  `json:"rate"`
	Speedup *Estimate `json:"speedup"` // against the smallest worker count, nil for that one
}

// A Warning is something that weakens the numbers, with what would mend it.
type Warning struct {
	Cell int    `json:"cell"` // -1: the whole run
	Text string `json:"text"`
	// Aside marks what weakens no number and changes nothing that a reader would do.
	Aside bool `json:"aside"`
}
