package results

import "testing"

// An RSA key takes a pair of primes, or more where two do not fit each other; all else one.
func TestPrimesOfResults(t *testing.T) {
	for _, s := range []struct {
		kind, op      string
		count, primes int64
		right         bool
	}{
		{KindRSA, OpSearch, 1, 2, true},
		{KindRSA, OpSearch, 1, 4, true},
		{KindRSA, OpSearch, 3, 6, true},
		{KindRSA, OpSearch, 3, 4, false},
		{KindRSA, OpSearch, 1, 3, false},
		{KindPrime, OpSearch, 1, 1, true},
		{KindPrime, OpSearch, 1, 2, false},
		{KindSafe, OpSlice, 1, 7, true},
	} {
		var c checker
		c.primes(&Sample{Op: s.op, Count: s.count, Primes: s.primes}, s.kind)
		if (c.err == nil) != s.right {
			t.Errorf("%+v: %v", s, c.err)
		}
	}
}
