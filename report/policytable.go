// The table of the test policies: what a number had to pass, and how sure that
// makes it.

package report

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"primebench/internal/analysis"
	"primebench/results"
)

// policiesTable has a row for each policy and bound. The bound of a policy
// depends on the size, so that a policy may have several rows.
func policiesTable(a *analysis.Analysis) table {
	t := table{
		ID:    "policies",
		Title: "Test policies",
		Note: "What a number must pass to be called prime. The error bound is proven for a random candidate: the chance that " +
			"one which passes is composite. For a number that somebody else chose, such as a hard-coded group, it is 4^-rounds. Lucas stands for a " +
			"Baillie-PSW test besides: no composite is known that passes it, but it adds nothing to the bound.",
		Columns: []column{
			label("policy"), number("rounds").spare(1), label("Lucas").spare(2), lower("error bound"), number("bits"), label("strategies"),
		},
	}
	for _, u := range policyUses(a) {
		t.Rows = append(t.Rows, []string{
			orAbsent(u.policy.Name), strconv.Itoa(u.policy.Rounds), yesNo(u.policy.Lucas), showBound(u.policy.Log2Error),
			u.sizes(), strings.Join(u.strategies, ", "),
		})
	}
	return t
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
		if isRandom(c) { // no number is tested
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
		showBound(u.policy.Log2Error) == showBound(p.Log2Error)
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
	words := make([]string, len(u.bits))
	for i, b := range u.bits {
		words[i] = strconv.Itoa(b)
	}
	return strings.Join(words, ", ")
}

// showBound formats the binary logarithm of a bound, rounded to the weaker side.
func showBound(log2 float64) string {
	switch {
	case !finite(log2) || log2 > 0:
		return absent
	case log2 > -1:
		return "none proven"
	}
	return "2^" + strconv.FormatFloat(math.Ceil(log2), 'f', 0, 64)
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
