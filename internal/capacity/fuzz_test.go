// Whatever is written, it is read or refused in one line, and what is read can be
// planned for.

package capacity

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"primebench/internal/analysis"
)

func FuzzLoadScenario(f *testing.F) {
	f.Add([]byte(fullScenario))
	f.Add([]byte("services:\n- {kind: prime, bits: 1024, rate: 300/s, slo: p99=50ms, pool: 7}\nheadroom: 20%\n"))
	f.Add([]byte("services: &a\n- *a"))
	f.Add([]byte("services:\n- kind: rsa\n  bits: [2048, 2048]\n  count: 1e15\n  within: 1ns\n"))
	f.Add([]byte("services:\n- {kind: kex, params: [x25519, ffdhe2048], rate: 2000/s}\n"))
	f.Add([]byte("{}"))
	run := primes(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := LoadScenario(strings.NewReader(string(data)), "fuzz")
		if err != nil {
			if !errors.Is(err, ErrScenario) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("%v, want ErrScenario in one line", err)
			}
			return
		}
		if err := s.Check(); err != nil {
			t.Fatalf("it was read, and Check says %v", err)
		}
		for i := range s.Services { // so that the run has what is asked for
			service := &s.Services[i]
			if service.Strategy = ""; service.Kind != Kex {
				service.Bits = []int{1024 * analysis.PrimesOf(service.Kind)}
			}
		}
		p, err := Make(s, Input{Runs: []*analysis.Analysis{run}, Tests: engineTests, Arrivals: minArrivals})
		switch {
		case err == nil || errors.Is(err, ErrInfeasible):
			checkNumbers(t, reflect.ValueOf(*p), "plan")
		case !errors.Is(err, ErrScenario) && !errors.Is(err, ErrMissing):
			t.Fatalf("%v, want one of the sentinels", err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"200/s", "90/min", "p99=250ms", "30%", "0.04/core-h", "4/core", "auto", "1e6", "8h", "NaN/s", "-0/s", "p1e-9=1ns"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for name, parse := range map[string]func(string) (float64, error){
			"rate": ParseRate, "share": ParseShare, "price": ParsePrice, "watts": ParseWatts, "count": ParseCount,
		} {
			if v, err := parse(text); err == nil && !(v > 0 && finite(v)) {
				t.Errorf("%s %q is %v, want a finite number above 0", name, text, v)
			}
		}
		if o, err := ParseObjective(text); err == nil {
			s := prime1024(Load{Rate: 1}, o)
			if err := s.Check(); err != nil {
				t.Errorf("objective %q is read and refused: %v", text, err)
			}
		}
		if p, err := ParsePool(text); err == nil && (p.Size < 0 || p.Auto && p.Size > 0) {
			t.Errorf("pool %q is %+v", text, p)
		}
		if d, err := ParseWithin(text); err == nil && d <= 0 {
			t.Errorf("time %q is %v", text, d)
		}
	})
}
