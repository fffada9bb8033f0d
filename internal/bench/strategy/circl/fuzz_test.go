package circl

import "testing"

// FuzzPrinted reads what the program may print: it is refused, or its counts fit.
func FuzzPrinted(f *testing.F) {
	for _, seed := range []string{"", "12\n", "12\nff\n", "1\nff\nfb\n", "-3\n", "99999999999999999999\n", "7\n-ff\n", "7\n0\n", "7\n0x17\n", "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		finds, err := parse(text)
		if err != nil {
			return
		}
		k := finds.Counters
		if k.Primes != int64(len(finds.Found)) || k.Candidates <= k.Primes || k.Survivors != k.Candidates || k.Tests != k.Candidates {
			t.Errorf("%q is read as %+v with %d finds", text, k, len(finds.Found))
		}
		for _, p := range finds.Found {
			if p.Sign() <= 0 {
				t.Errorf("%q gives the find %v", text, p)
			}
		}
	})
}
