// Reading run files, whose headers must not promise what mathematics denies: package
// results knows none.

package analysis

import (
	"fmt"
	"io"
	"math"

	"primebench/millerrabin"
	"primebench/results"
)

// ReadFile reads the run in a file as results.ReadFile does, and refuses one whose cells
// claim a smaller error than is proven of their policies, or expect a longer search than
// primes are apart. Its error then wraps results.ErrCorrupt.
func ReadFile(path string) (*results.Run, error) {
	run, err := results.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if err := checkPromises(&run.Header); err != nil {
		return nil, &results.ReadError{Path: path, Err: err}
	}
	return run, nil
}

// Read reads a run to the end of r as results.Read does, and refuses what ReadFile
// refuses.
func Read(r io.Reader) (*results.Run, error) {
	run, err := results.Read(r)
	if err != nil {
		return nil, err
	}
	if err := checkPromises(&run.Header); err != nil {
		return nil, &results.ReadError{Err: err}
	}
	return run, nil
}

func checkPromises(h *results.Header) error {
	for i := range h.Cells {
		for _, check := range []func(*results.Cell, int) error{checkBound, checkExpected} {
			if err := check(&h.Cells[i], h.Schema); err != nil {
				return fmt.Errorf("%w: line 1: cell %d %w", results.ErrCorrupt, i, err)
			}
		}
	}
	return nil
}

// boundsPerPrime is the first version of the format in which the bound of an RSA key is
// that of a prime, of half the bits.
const boundsPerPrime = 5

// checkBound computes the bound on the error of the cell's policy again. A worse one may
// stand in the file, from before a better one was proven; in versions without checksums,
// when this one was, it is a digit that changed, of the bound or of the bits.
func checkBound(c *results.Cell, schema int) error {
	p, err := millerrabin.ParsePolicy(c.Policy.Name)
	if err != nil {
		return nil // of another program, which may prove more
	}
	bits := c.Bits
	if c.Kind == results.KindRSA && schema >= boundsPerPrime {
		bits /= 2
	}
	const rounding = 1e-6
	proven, sealed := p.Log2Error(bits), (&results.Header{Schema: schema}).Sealed()
	if c.Policy.Log2Error < proven-rounding || !sealed && c.Policy.Log2Error > proven+rounding {
		return fmt.Errorf("claims an error below 2^%.6g by %s at %d bits, and 2^%.6g is proven", c.Policy.Log2Error, p, bits, proven)
	}
	return nil
}

// checkExpected holds the expected search to the mean distance of what it looks for: ln n
// numbers of about n for a prime (the prime number theorem), and ln(n)^2 / C2 for a safe
// prime (Hardy and Littlewood 1923, conjecture B; C2 = 0.66016 is the twin prime
// constant). A search that passes over some numbers looks at fewer. The primes of an RSA
// key are two, of half the bits.
func checkExpected(c *results.Cell, _ int) error {
	const twinPrimes, slack = 0.66016, 1.1 // small numbers are not as even as large ones
	ln := float64(c.Bits) * math.Ln2
	most := 0.0
	switch c.Kind {
	case results.KindPrime, results.KindRSA:
		most = slack * ln
	case results.KindSafe:
		most = slack * ln * ln / twinPrimes
	}
	if e := c.Expected; e.Candidates > most || e.Survivors > most {
		return fmt.Errorf("expects %.6g candidates and %.6g survivors of %s at %d bits, want at most %.6g", e.Candidates, e.Survivors, c.Kind, c.Bits, most)
	}
	return nil
}
