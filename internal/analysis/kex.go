// What exchanging keys costs a server: by parameter set, library and length of the
// exponent, one at a time and on all cores.

package analysis

import (
	"fmt"
	"slices"

	"primebench/internal/kex"
	"primebench/internal/stats"
	"primebench/internal/unit"
	"primebench/results"
)

// An Exchange is a way to exchange keys: a parameter set, a strategy and a length of the
// exponent. Its costs are seconds of one worker, which does one at a time.
type Exchange struct {
	Cell   int    `json:"cell"` // ID, of the costs
	Params string `json:"params"`
	// Family, Strengths and the bytes are package kex's; empty for a set that it does
	// not know.
	Family       kex.Family     `json:"family"`
	Strengths    []kex.Strength `json:"strengths"`
	Quantum      bool           `json:"withstands_quantum"` // no quantum algorithm is known that breaks it
	ClientBytes  int            `json:"client_bytes"`
	ServerBytes  int            `json:"server_bytes"`
	Strategy     string         `json:"strategy"`
	ConstantTime bool           `json:"constant_time"`
	ExponentBits int            `json:"exponent_bits"` // 0 where secrets are no exponents
	Keygen       *Estimate      `json:"keygen"`        // as those below, nil where it was not measured
	Shared       *Estimate      `json:"shared"`
	Handshake    *Estimate      `json:"handshake"` // all that a server does
	Operation    string         `json:"operation"` // name of the handshake's; "" where it was not measured
	// Throughput is handshakes a second of Workers workers, each with AtOnce at the same
	// time, in the cell Busy: of the most that were measured.
	Throughput *Estimate `json:"throughput"`
	Busy       *int      `json:"cell_of_throughput"` // ID
	Workers    int       `json:"workers"`
	AtOnce     int       `json:"at_once"`
	// Ratio is Handshake over that of the classical set that costs least in constant
	// time, in the cell Base; both nil for that one itself and where there is none.
	Ratio *Estimate `json:"cost_over_best_classical"`
	Base  *int      `json:"cell_of_best_classical"` // ID
}

// exchanges gathers them in the order of the matrix.
func exchanges(cells []Cell, clock Clock) []Exchange {
	var all []Exchange
	for i := range cells {
		c := &cells[i]
		if c.Kind != results.KindKex {
			continue
		}
		for _, op := range c.Operations {
			at := slices.IndexFunc(all, func(x Exchange) bool {
				return x.Params == c.Params && x.Strategy == c.Strategy && x.ConstantTime == op.ConstantTime && x.ExponentBits == op.ExponentBits
			})
			if at < 0 {
				at = len(all)
				all = append(all, newExchange(c, op))
			}
			all[at].add(c, op, clock)
		}
	}
	if best := cheapest(all, func(x *Exchange) bool { return !x.Quantum }); best != nil {
		cell := best.Cell
		for i := range all {
			if x := &all[i]; x != best && x.Handshake != nil {
				x.Base, x.Ratio = &cell, quotient(x.Handshake, best.Handshake, Lower)
			}
		}
	}
	return all
}

func newExchange(c *Cell, op OperationCost) Exchange {
	x := Exchange{Cell: c.ID, Params: c.Params, Strategy: c.Strategy, ConstantTime: op.ConstantTime, ExponentBits: op.ExponentBits}
	if set, err := kex.Named(c.Params); err == nil {
		x.Family, x.Strengths, x.Quantum = set.Family, set.Strengths, set.Quantum
		x.ClientBytes, x.ServerBytes = set.ClientBytes, set.ServerBytes
	}
	return x
}

// add takes the cost of an operation in.
func (x *Exchange) add(c *Cell, op OperationCost, clock Clock) {
	if c.Workers == 1 && op.AtOnce == 1 {
		x.Cell = c.ID
		switch op.Step {
		case results.StepKeygen:
			x.Keygen = &op.Cost
		case results.StepShared:
			x.Shared = &op.Cost
		case results.StepHandshake:
			x.Handshake, x.Operation = &op.Cost, op.Name
		}
	}
	if op.Step == results.StepHandshake && (x.Throughput == nil || c.Workers*op.AtOnce >= x.Workers*x.AtOnce) {
		if t := throughputOf(c, op, clock); t != nil {
			x.Throughput, x.Busy, x.Workers, x.AtOnce = t, &c.ID, c.Workers, op.AtOnce
		}
	}
}

// throughputOf is how many of an operation all workers do in a second; by processor time,
// when they all have a processor.
func throughputOf(c *Cell, op OperationCost, clock Clock) *Estimate {
	t := rate(&op.Cost)
	if t == nil || clock != ProcessorClock {
		return t
	}
	iv, err := stats.Sum([]float64{float64(c.Workers)}, []stats.Interval{t.interval()})
	if err != nil {
		return nil
	}
	return t.With(iv)
}

// cheapest returns the exchange of those that are wanted whose handshake costs least in
// constant time; nil when there is none.
func cheapest(all []Exchange, wanted func(*Exchange) bool) *Exchange {
	var best *Exchange
	for i := range all {
		x := &all[i]
		if x.ConstantTime && x.Handshake != nil && wanted(x) && (best == nil || x.Handshake.Value < best.Handshake.Value) {
			best = x
		}
	}
	return best
}

// by is the exchange that a server would use for a parameter set: the cheapest in
// constant time, of a strategy unless that is "".
func by(all []Exchange, params, strategy string) *Exchange {
	return cheapest(all, func(x *Exchange) bool { return x.Params == params && (strategy == "" || x.Strategy == strategy) })
}

// exchangeHeadlines answers what the best classical set saves, what a larger group costs,
// what a hybrid adds and what a group of one's own costs, all in constant time.
func exchangeHeadlines(all []Exchange) []Headline {
	var answers []Headline
	add := func(title string, a, b *Exchange, more func() string) bool {
		if a == nil || b == nil || a == b {
			return false
		}
		ratio := quotient(a.Handshake, b.Handshake, Lower)
		if ratio != nil {
			answers = append(answers, exchangeHeadline(title, a, b, ratio, more()))
		}
		return ratio != nil
	}
	best := cheapest(all, func(x *Exchange) bool { return !x.Quantum })
	for _, kind := range []string{"ffdhe", "modp"} {
		half := by(all, fmt.Sprint(kind, askedSize), "")
		if half == nil {
			continue
		}
		if best.Family != kex.FiniteField {
			add("a prime field against "+best.Params, half, best, func() string {
				return fmt.Sprintf("each side sends %s against %s", unit.Count(half.ServerBytes, "byte"), unit.Count(best.ServerBytes, "byte"))
			})
		}
		double := by(all, fmt.Sprint(kind, doubleSize), half.Strategy)
		if add("exchanging keys by 4096 against 2048 bits", double, half, func() string {
			return fmt.Sprintf("exponents of %d and %d bits", double.ExponentBits, half.ExponentBits)
		}) {
			answers[len(answers)-1].Doubling = &Doubling{What: "a handshake by a group, " + half.Strategy, Bits: askedSize, Half: half.Handshake, Double: double.Handshake}
		}
		break
	}
	if hybrid := cheapest(all, func(x *Exchange) bool { return x.Family == kex.Hybrid }); hybrid != nil {
		part := by(all, kex.X25519, hybrid.Strategy)
		add("what a hybrid adds to "+kex.X25519, hybrid, part, func() string {
			return fmt.Sprintf("the client sends %s more and the server %d",
				unit.Count(hybrid.ClientBytes-part.ClientBytes, "byte"), hybrid.ServerBytes-part.ServerBytes)
		})
	}
	if own := by(all, kex.Fresh2048, ""); own != nil {
		known := by(all, fmt.Sprint("ffdhe", askedSize), own.Strategy)
		add("a fresh group against a published one", own, known, func() string {
			return fmt.Sprintf("%s takes exponents of %d bits for the one and of %d for the other", own.Strategy, own.ExponentBits, known.ExponentBits)
		})
	}
	return answers
}

func exchangeHeadline(title string, a, b *Exchange, ratio *Estimate, more string) Headline {
	times, known := ratio.Words()
	claim := fmt.Sprintf("A key exchange by %s costs a server %s one by %s (%s)", a.Params, times, b.Params, known)
	strategies := a.Strategy
	if b.Strategy != a.Strategy {
		strategies += " and " + b.Strategy
	}
	return Headline{
		Title: title, Claim: claim, Ratio: ratio,
		Sentence: fmt.Sprintf("%s: %s for key pair and secret in constant time, by %s, one at a time; %s.",
			claim, against(a.Handshake, b.Handshake), strategies, more),
	}
}
