// What a power of 2 modulo an odd number costs, which is nearly all of a test: by
// our kernels, by the libraries that people would use instead, and beside the
// limit that the machine sets.

package analysis

import (
	"cmp"
	"slices"

	"primebench/results"
)

// A Power is what 2^(n-1) mod n takes for an n of the size of its cell.
type Power struct {
	Cell          int          `json:"cell"` // ID
	OperationCost              // of one power, all workers together
	Ratios        []PowerRatio `json:"over_kernels"`
	// Share is the part of Cost that the multiply-adds of the power would take at
	// the machine's limit; nil where either is not known.
	Share *Estimate `json:"share_of_limit"`
}

// A PowerRatio is the time of a power over that of the same by a kernel of ours.
type PowerRatio struct {
	Cell   int      `json:"cell"` // ID of the kernel's cell
	Name   string   `json:"name"` // of the kernel's operation in it
	Kernel string   `json:"kernel"`
	Ratio  Estimate `json:"ratio"`
}

// powers gathers the powers by size, in the order of the matrix, each beside
// those of our kernels at the same size and on as many workers.
func powers(cells []Cell, all []Material) []Power {
	var list []Power
	for i := range cells {
		for _, op := range cells[i].Cell.Operations {
			samples := all[i].Samples[op.Name]
			if !op.IsPower() || len(samples) == 0 {
				continue
			}
			list = append(list, Power{Cell: i, OperationCost: powerCost(op, samples, all[i].Clock), Share: limitShareIn(&all[i], op)})
		}
	}
	slices.SortStableFunc(list, func(a, b Power) int { return cmp.Compare(cells[a.Cell].Bits, cells[b.Cell].Bits) })
	for i := range list {
		p := &list[i]
		for _, other := range list {
			a, b := &cells[p.Cell], &cells[other.Cell]
			if other.Kernel == "" || a.Bits != b.Bits || a.Workers != b.Workers ||
				a.ID == b.ID && p.Name == other.Name {
				continue
			}
			ratio := all[p.Cell].Clock.ratioInTurn(all[p.Cell].Samples[p.Name], all[other.Cell].Samples[other.Name])
			p.Ratios = append(p.Ratios, PowerRatio{Cell: other.Cell, Name: other.Name, Kernel: other.Kernel, Ratio: *ratio})
		}
	}
	return list
}

func powerCost(op results.Operation, samples []results.Sample, clock Clock) OperationCost {
	c := OperationCost{Operation: op, Cost: *clock.costInTurn(samples), Wall: WallClock.costInTurn(samples)}
	if cpu(samples) != nil {
		c.CPU = ProcessorClock.costInTurn(samples)
	}
	return c
}
