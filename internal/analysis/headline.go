// The answers in one sentence each: what twice the size costs, and which way of
// getting there is faster.

package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"primebench/internal/unit"
	"primebench/results"
)

// The sizes that people ask about first.
const (
	askedSize  = 2048
	doubleSize = 2 * askedSize
)

// headlines lists the answers, most wanted first and safe primes before others: what twice
// the size costs by onthefly and what it costs in use, what a group costs against a curve,
// what a hard-coded group saves and what onthefly gains on Go's standard library; then what
// it gains on the peers, what other ways of using cost, what else is to be said of key
// exchanges, and what twice the size costs by the other strategies.
func headlines(cells []Cell, compared []Comparison, uses []GroupUse, exchanges []Exchange) []Headline {
	var ours, asked, gains, others []Headline
	for _, s := range bestSeries(cells) {
		if s.strategy == results.StrategyOnTheFly {
			ours = append(ours, s.headline())
		} else {
			others = append(others, s.headline())
		}
	}
	using, exchanging := usingHeadlines(cells, uses), exchangeHeadlines(exchanges)
	first := slices.Concat(using[:min(1, len(using))], exchanging[:min(1, len(exchanging))])
	if h, ok := hardcodedHeadline(cells); ok {
		asked = append(asked, h)
	}
	for _, other := range []string{results.StrategyStdlib, results.StrategyOpenSSL, results.StrategyGMP} {
		for _, kind := range []string{results.KindSafe, results.KindPrime, results.KindRSA} {
			h, ok := gain(cells, compared, kind, other)
			switch {
			case !ok:
			case other == results.StrategyStdlib:
				asked = append(asked, h)
			default:
				gains = append(gains, h)
			}
		}
	}
	return slices.Concat(ours, first, asked, gains, using[min(1, len(using)):], exchanging[min(1, len(exchanging)):], others)
}

// bestSeries picks for each kind and strategy the series that answers most, in
// the order of the headlines.
func bestSeries(cells []Cell) []series {
	var best []series
	for _, s := range allSeries(cells) {
		if len(s.timed()) == 0 || Streamed(s.cells[0].Cell) {
			continue
		}
		at := slices.IndexFunc(best, func(b series) bool { return b.kind == s.kind && b.strategy == s.strategy })
		switch {
		case at < 0:
			best = append(best, s)
		case better(s, best[at]):
			best[at] = s
		}
	}
	slices.SortStableFunc(best, func(a, b series) int {
		return cmp.Or(
			order(b.strategy == results.StrategyOnTheFly, a.strategy == results.StrategyOnTheFly),
			order(b.kind == results.KindSafe, a.kind == results.KindSafe),
		)
	})
	return best
}

// better says whether a answers more than b: the sizes that are asked about, any
// two sizes, a search rather than a model, more workers.
func better(a, b series) bool {
	return cmp.Or(
		a.answer()-b.answer(),
		order(a.mode == results.ModeSearch, b.mode == results.ModeSearch),
		a.workers-b.workers,
	) > 0
}

// order is 1 when a alone holds, -1 when b alone does.
func order(a, b bool) int {
	switch {
	case a && !b:
		return 1
	case b && !a:
		return -1
	}
	return 0
}

// answer ranks what a series can say: 2 of the sizes that are asked about, 1 of
// some size and its double, 0 of single sizes.
func (s series) answer() int {
	half, double := s.pair()
	switch {
	case double == nil:
		return 0
	case half.Bits == askedSize:
		return 2
	}
	return 1
}

// pair returns the cells to set against each other: 2048 and 4096 bits where
// there are both, else the largest size that has its half, and that; nil without.
func (s series) pair() (half, double *Cell) {
	timed := s.timed()
	for _, c := range timed {
		at := slices.IndexFunc(timed, func(other *Cell) bool { return 2*other.Bits == c.Bits })
		if at < 0 {
			continue
		}
		half, double = timed[at], c
		if c.Bits == doubleSize {
			break
		}
	}
	return half, double
}

// headline is what the series says: the ratio of its pair or, without one, the
// cost of its largest size.
func (s series) headline() Headline {
	half, double := s.pair()
	if ratio := s.pairRatio(half, double); ratio != nil {
		times, known := ratio.Words()
		claim := fmt.Sprintf("A %d-bit %s costs %s a %d-bit one (%s)", double.Bits, noun(s.kind), times, half.Bits, known)
		return Headline{
			Title: fmt.Sprintf("%d against %d bits, %s, %s", double.Bits, half.Bits, s.kind, s.strategy),
			Claim: claim,
			Sentence: claim + fmt.Sprintf(": %s, by %s on %s at %s.",
				against(double.Cost, half.Cost), s.strategy, unit.Count(s.workers, "worker"), policiesOf(double, half)),
			Ratio:    ratio,
			Doubling: &Doubling{What: "making a " + noun(s.kind) + ", " + s.strategy, Bits: half.Bits, Half: half.Cost, Double: double.Cost},
		}
	}
	timed := s.timed()
	largest := timed[len(timed)-1]
	cost, known := largest.Cost.Words()
	return Headline{
		Title: fmt.Sprintf("%d bits, %s, %s", largest.Bits, s.kind, s.strategy),
		Sentence: fmt.Sprintf("A %d-bit %s costs %s (%s), by %s on %s at %s.",
			largest.Bits, noun(s.kind), cost, known,
			s.strategy, unit.Count(s.workers, "worker"), policiesOf(largest, largest)),
		stands: largest.Cost,
	}
}

// against sets two times side by side, and says which one is modelled when the
// other is not.
func against(a, b *Estimate) string {
	write := func(e *Estimate) string {
		cost, _ := e.Words()
		if e.Modelled && !(a.Modelled && b.Modelled) {
			cost += " (modelled)"
		}
		return cost
	}
	return write(a) + " against " + write(b)
}

// policiesOf names the test policies of two cells.
func policiesOf(a, b *Cell) string {
	if samePolicy(a, b) {
		return "the policy " + a.Policy.Name
	}
	return "the policies " + a.Policy.Name + " and " + b.Policy.Name
}

func (s series) pairRatio(half, double *Cell) *Estimate {
	if double == nil {
		return nil
	}
	return quotient(double.Cost, half.Cost, Lower)
}

// gain is what onthefly gains on another strategy for one kind: at 2048 bits
// where that is compared, else at the largest size; by searches and with most
// workers where there is a choice.
func gain(cells []Cell, compared []Comparison, kind, other string) (Headline, bool) {
	var best *Comparison
	for i := range compared {
		a, b := &cells[compared[i].A], &cells[compared[i].B]
		if a.Kind != kind || a.Strategy != other || b.Strategy != results.StrategyOnTheFly || a.Mode == results.ModeReplay {
			continue
		}
		if best == nil || moreWanted(a, &cells[best.A]) {
			best = &compared[i]
		}
	}
	if best == nil {
		return Headline{}, false
	}
	a, b, ratio := &cells[best.A], &cells[best.B], best.Ratio
	ratio.Better = Higher // it is onthefly's now
	times, known := ratio.Words()
	claim := fmt.Sprintf("%s finds a %d-bit %s %s as fast as %s (%s)", results.StrategyOnTheFly, a.Bits, noun(kind), times, other, known)
	return Headline{
		Title: fmt.Sprintf("%s against %s, %s, %d bits", results.StrategyOnTheFly, other, kind, a.Bits),
		Claim: claim,
		Sentence: claim + fmt.Sprintf(": %s at the policy %s, on %s.",
			against(b.Cost, a.Cost), a.Policy.Name, unit.Count(a.Workers, "worker")),
		Ratio: &ratio,
	}, true
}

// moreWanted says whether a tells more than b of what is asked about.
func moreWanted(a, b *Cell) bool {
	return cmp.Or(
		order(a.Bits == askedSize, b.Bits == askedSize),
		a.Bits-b.Bits,
		order(a.Mode == results.ModeSearch, b.Mode == results.ModeSearch),
		a.Workers-b.Workers,
	) > 0
}
