// What using a group of a size costs, which is the other half of choosing one:
// making it is paid once, using it with every handshake.

package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"primebench/internal/unit"
	"primebench/results"
)

// using gathers the uses of groups by size, then step and length of the exponent,
// then in the order of the matrix. A test policy has no part in a use: of cells that
// differ in nothing else the first one speaks.
func using(cells []Cell) []GroupUse {
	var all []GroupUse
	for i := range cells {
		c := &cells[i]
		for _, op := range c.Operations {
			if c.Kind == results.KindKex || !op.UsesGroup() || op.PerSearch != 0 || op.ExponentBits < 1 {
				continue
			}
			u := GroupUse{Cell: c.ID, OperationCost: op}
			if at := find(cells, all, c.Bits, u); at == nil {
				all = append(all, u)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b GroupUse) int {
		return cmp.Or(
			cmp.Compare(cells[a.Cell].Bits, cells[b.Cell].Bits),
			cmp.Compare(a.Step, b.Step),
			order(a.Short, b.Short),
		)
	})
	for i := range all {
		u := &all[i]
		if base := find(cells, all, askedSize, *u); base != nil && base.Cell != u.Cell {
			u.Base, u.Ratio = &base.Cell, quotient(&u.Cost, &base.Cost, Lower)
		}
	}
	return all
}

// find returns the use that does what another one does, the same way and on as
// many workers, at a size; nil when there is none.
func find(cells []Cell, uses []GroupUse, bits int, like GroupUse) *GroupUse {
	at := slices.IndexFunc(uses, func(u GroupUse) bool {
		a, b := &cells[u.Cell], &cells[like.Cell]
		return u.Name == like.Name && a.Bits == bits && a.Strategy == b.Strategy && a.Workers == b.Workers
	})
	if at < 0 {
		return nil
	}
	return &uses[at]
}

// usingHeadlines says of each strategy what twice the size costs in use: at the sizes
// that are asked about where they are there, by shared secrets with short exponents, most
// of them at once. Those in constant time come first, as secrets are raised; of the others
// onthefly does.
func usingHeadlines(cells []Cell, uses []GroupUse) []Headline {
	var best []GroupUse
	for _, u := range uses {
		if u.Step != results.StepShared || !u.Short {
			continue
		}
		at := slices.IndexFunc(best, func(b GroupUse) bool { return cells[b.Cell].Strategy == cells[u.Cell].Strategy })
		switch {
		case at < 0:
			best = append(best, u)
		case moreAsked(cells, uses, u, best[at]):
			best[at] = u
		}
	}
	slices.SortStableFunc(best, func(a, b GroupUse) int {
		return cmp.Or(
			order(b.ConstantTime, a.ConstantTime),
			order(cells[b.Cell].Strategy == results.StrategyOnTheFly, cells[a.Cell].Strategy == results.StrategyOnTheFly),
			cmp.Compare(a.Cell, b.Cell),
		)
	})
	var all []Headline
	for _, u := range best {
		all = append(all, usingHeadline(cells, uses, u))
	}
	return all
}

// moreAsked says whether a answers more than b: one that has its half, of the sizes
// that are asked about, the larger; more at once, more workers.
func moreAsked(cells []Cell, uses []GroupUse, a, b GroupUse) bool {
	x, y := &cells[a.Cell], &cells[b.Cell]
	return cmp.Or(
		order(find(cells, uses, x.Bits/2, a) != nil, find(cells, uses, y.Bits/2, b) != nil),
		order(x.Bits == doubleSize, y.Bits == doubleSize),
		x.Bits-y.Bits,
		a.AtOnce-b.AtOnce,
		x.Workers-y.Workers,
	) > 0
}

func usingHeadline(cells []Cell, uses []GroupUse, u GroupUse) Headline {
	c := &cells[u.Cell]
	manner := fmt.Sprintf("by %s on %s: %s", c.Strategy, unit.Count(c.Workers, "worker"), u.manner(c.Workers))
	half := find(cells, uses, c.Bits/2, u)
	if half != nil {
		if ratio := quotient(&u.Cost, &half.Cost, Lower); ratio != nil {
			bits := cells[half.Cell].Bits
			times, known := ratio.Words()
			claim := fmt.Sprintf("Using a %d-bit group costs %s a %d-bit one (%s)", c.Bits, times, bits, known)
			return Headline{
				Title: fmt.Sprintf("using %d against %d bits, %s", c.Bits, bits, c.Strategy),
				Claim: claim,
				Sentence: claim + fmt.Sprintf(": a shared secret with a short exponent (%d and %d bits) takes %s, %s.",
					u.ExponentBits, half.ExponentBits,
					against(&u.Cost, &half.Cost), manner),
				Ratio:    ratio,
				Doubling: &Doubling{What: "using a group, " + c.Strategy, Bits: bits, Half: &half.Cost, Double: &u.Cost},
			}
		}
	}
	cost, known := u.Cost.Words()
	return Headline{
		Title: fmt.Sprintf("using %d bits, %s", c.Bits, c.Strategy),
		Sentence: fmt.Sprintf("Using a %d-bit group costs %s (%s) for a shared secret with a short exponent (%d bits), %s.",
			c.Bits, cost, known, u.ExponentBits, manner),
		stands: &u.Cost,
	}
}

// manner says what must be equal for two uses to be compared.
func (u *GroupUse) manner(workers int) string {
	secrecy := "not in constant time"
	if u.ConstantTime {
		secrecy = "in constant time"
	}
	if n := workers * u.AtOnce; n > 1 {
		return fmt.Sprintf("%d at once, so a throughput and no latency; %s", n, secrecy)
	}
	return "one at a time; " + secrecy
}
