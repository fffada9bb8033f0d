// How much the kernel executes of what the machine limits.

package main

import "primebench/internal/montgomery"

const (
	// limited is the kernel whose speed vpmadd52, the 512-bit multiply-add of
	// 52-bit integers, puts a limit to.
	limited = "ifma"
	// nameLimit is the contestant that issues nothing but vpmadd52.
	nameLimit = "vpmadd52 loop"
)

// A counter is a batch that knows its kernel's work.
type counter interface {
	// MultiplyAdds returns how many vpmadd52 one call of Base2 executes for the
	// moduli loaded; 0 if the kernel has none.
	MultiplyAdds() int
}

// instructions returns how many vpmadd52 a kernel executes for the test of one
// number of a full batch; ok is false if the kernel does not say.
func instructions(kernel string, bits int) (perTest float64, ok bool) {
	batch, err := montgomery.NewBatch(kernel, bits)
	if err != nil {
		return 0, false
	}
	c, ok := any(batch).(counter)
	if !ok {
		return 0, false
	}
	var moduli [][]uint64
	for _, n := range candidates(bits) {
		moduli = append(moduli, words(n))
	}
	if err := batch.Load(moduli...); err != nil {
		return 0, false
	}
	n := c.MultiplyAdds()
	return float64(n) / montgomery.Lanes, n > 0
}

// limitCounts returns the instructions a test of the limited kernel, for the
// sizes where it says them.
func limitCounts(sizes []int) map[int]float64 {
	counts := map[int]float64{}
	for _, bits := range sizes {
		if n, ok := instructions(limited, bits); ok {
			counts[bits] = n
		}
	}
	return counts
}
