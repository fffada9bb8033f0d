// Package randtest asks by statistics whether random draws look as they should:
// a stream of bytes, numbers below a bound, choices, samples and shuffles.
//
// Each test computes how likely a perfect generator gives a result at least as
// odd, and fails where that is less than Significance. The bound is fixed, and
// no test is tried again: all of them together fail a perfect generator less
// than once in ten thousand runs. A result that is too even is as odd as one that
// is too uneven.
//
// The tests of the stream are those of FIPS 140-2, section 4.9.1 (monobit, poker,
// runs, long run), on the whole of it in the place of 20,000 bits and with that
// chance in the place of limits, and besides them serial correlation,
// compression and repeated blocks. To pass them is no proof of strength: a
// Mersenne Twister passes too. To fail one is a fault.
package randtest

import "fmt"

// Significance is the chance under which a test fails.
const Significance = 1e-6

// A Subject is what is tested. All functions must be there.
type Subject struct {
	Fill    func(p []byte) error                  // fills p
	Below   func(n uint64) (uint64, error)        // a number in [0, n)
	Choice  func(n int) (int, error)              // which one of n items
	Sample  func(n, k int) (idx []int, err error) // which k of n items, in order, none twice
	Shuffle func(n int) (idx []int, err error)    // the order in which n items end up
}

// A Result is how one test ended.
type Result struct {
	Name string  // "monobit", "below 129"
	P    float64 // how likely a perfect generator is at least as odd; from above where it is a bound
}

// Passed says whether the result may be chance.
func (r Result) Passed() bool { return r.P >= Significance }

// A test is one result to be had from a subject.
type test struct {
	name string
	run  func(Subject) (p float64, err error)
}

// Run makes all tests, which takes a second or two. Its error is one of the
// subject's functions.
func Run(s Subject) ([]Result, error) {
	stream := make([]byte, streamBytes)
	if err := s.Fill(stream); err != nil {
		return nil, fmt.Errorf("randtest: the stream: %w", err)
	}
	results := Stream(stream)
	clear(stream)
	for _, t := range drawTests() {
		p, err := t.run(s)
		if err != nil {
			return nil, fmt.Errorf("randtest: %s: %w", t.name, err)
		}
		results = append(results, Result{t.name, p})
	}
	return results, nil
}
