// The test policies: what a number had to pass, and how sure that makes it.

package pages

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/report/doc"
	"primebench/results"
)

// policiesSection has a row for each policy and bound. The bound of a policy depends on
// the size, so that a policy may have several rows.
func policiesSection(a *analysis.Analysis) doc.Section {
	return doc.Section{
		ID: "policies", Title: "Test policies",
		Note: "What a number must pass to be called prime. The error bound is proven for a random candidate: the chance that " +
			"one which passes is composite. For a number that somebody else chose, such as a hard-coded group, it is 4^-rounds. Lucas stands for a " +
			"Baillie-PSW test besides: no composite is known that passes it, but it adds nothing to the bound.",
		Table: doc.NewTable([]doc.Column[*policyUse]{
			{Heading: "policy", Names: true, Value: func(u *policyUse) doc.Value { return doc.Word(u.policy.Name) }},
			{Heading: "rounds", Spare: 1, Value: func(u *policyUse) doc.Value { return doc.Count(u.policy.Rounds) }},
			{Heading: "Lucas", Spare: 2, Value: func(u *policyUse) doc.Value { return doc.Text(yesNo(u.policy.Lucas)) }},
			{Heading: "error bound", Better: doc.Lower, Value: func(u *policyUse) doc.Value { return doc.Word(boundText(u.policy.Log2Error)) }},
			{Heading: "bits", Unit: unit.One, Value: func(u *policyUse) doc.Value { return doc.Text(u.sizes()) }},
			{Heading: "strategies", Value: func(u *policyUse) doc.Value { return doc.Text(strings.Join(u.strategies, ", ")) }},
		}, policyUses(a)),
	}
}

// A policyUse is where a policy of one bound is used.
type policyUse struct {
	policy     results.Policy
	bits       []int
	strategies []string
}

// policyUses lists the uses in order of first appearance.
func policyUses(a *analysis.Analysis) []*policyUse {
	var uses []*policyUse
	for i := range a.Cells {
		c := &a.Cells[i]
		if isRandom(c) || isApart(c) { // no number is tested
			continue
		}
		at := slices.IndexFunc(uses, func(u *policyUse) bool { return u.samePolicy(c.Policy) })
		if at < 0 {
			at = len(uses)
			uses = append(uses, &policyUse{policy: c.Policy})
		}
		uses[at].add(c.Bits, c.Strategy)
	}
	return uses
}

func (u *policyUse) samePolicy(p results.Policy) bool {
	return u.policy.Name == p.Name && u.policy.Rounds == p.Rounds && u.policy.Lucas == p.Lucas &&
		boundText(u.policy.Log2Error) == boundText(p.Log2Error)
}

func (u *policyUse) add(bits int, strategy string) {
	if !slices.Contains(u.bits, bits) {
		u.bits = append(u.bits, bits)
	}
	if !slices.Contains(u.strategies, strategy) {
		u.strategies = append(u.strategies, strategy)
	}
}

// sizes lists up to three sizes, and more of them by the ends.
func (u *policyUse) sizes() string {
	slices.Sort(u.bits)
	if n := len(u.bits); n > 3 {
		return strconv.Itoa(u.bits[0]) + " to " + strconv.Itoa(u.bits[n-1])
	}
	return sizesText(u.bits)
}

// boundText writes the binary logarithm of a bound as the bound, rounded to the weaker
// side; "" where it is none.
func boundText(log2 float64) string {
	switch {
	case math.IsNaN(log2) || math.IsInf(log2, 0) || log2 > 0:
		return ""
	case log2 > -1:
		return "none proven"
	}
	return "2^" + strconv.FormatFloat(math.Ceil(log2), 'f', 0, 64)
}
