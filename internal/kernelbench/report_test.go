package main

import (
	"errors"
	"strings"
	"testing"

	"primebench/internal/montgomery"
	"primebench/internal/stats"
)

// fakeReport has a kernel that meets its goal at 1024 bits and misses it at
// 2048, no OpenSSL, and a GMP of which only one size is known.
func fakeReport() *report {
	steady := func(seconds float64) []float64 {
		return []float64{seconds, seconds, seconds, seconds, seconds, seconds}
	}
	return &report{
		header:  "Header.",
		bits:    []int{1024, 2048, 4096},
		kernels: []string{"ifma", "avx2"},
		times: timings{
			{"ifma", 1024}:    steady(40e-6),
			{"ifma", 2048}:    steady(320e-6),
			{"ifma", 4096}:    steady(2560e-6),
			{nameBig, 1024}:   {400e-6, 401e-6, 402e-6, 403e-6, 404e-6, 405e-6},
			{nameBig, 2048}:   steady(2560e-6),
			{nameBig, 4096}:   steady(25.6e-3),
			{nameGMP, 2048}:   steady(3200e-6),
			{nameLimit, 1024}: steady(0.125e-9),
			{nameLimit, 2048}: steady(0.125e-9),
			{nameLimit, 4096}: steady(0.125e-9),
		},
		counts: map[int]float64{1024: 288000, 2048: 2560000, 4096: 17408000},
	}
}

func TestReport(t *testing.T) {
	const want = `Header.

| microseconds a test, median | 1024 | 2048 | 4096 | growth with size: exponent (95 %) |
| --- | --- | --- | --- | --- |
| ifma | 40.00 | 320.0 | 2560 | 3.000 (3.000 to 3.000) |
| avx2 | absent | absent | absent | absent |
| math/big Exp | 402.5 | 2560 | 25600 | 2.996 (0.6009 to 5.390) |
| OpenSSL BN_mod_exp_mont | absent | absent | absent | absent |
| OpenSSL BN_mod_exp_mont_word | absent | absent | absent | absent |
| GMP mpz_powm | absent | 3200 | absent | takes 3 sizes |

| time of peer / time of kernel, median (95 %) | 1024 | 2048 | 4096 |
| --- | --- | --- | --- |
| math/big Exp / ifma | 10.06 (10.00 to 10.12), goal 9.5 reached | 8.000 (8.000 to 8.000), goal 9 missed | 10.00 (10.00 to 10.00), goal 9.5 reached |
| OpenSSL BN_mod_exp_mont / ifma | absent | absent | absent |
| OpenSSL BN_mod_exp_mont_word / ifma | absent | absent | absent |
| GMP mpz_powm / ifma | absent | 10.00 (10.00 to 10.00), goal 7.5 reached | absent |
| math/big Exp / avx2 | absent | absent | absent |
| OpenSSL BN_mod_exp_mont / avx2 | absent | absent | absent |
| OpenSSL BN_mod_exp_mont_word / avx2 | absent | absent | absent |
| GMP mpz_powm / avx2 | absent | absent | absent |

The machine issues 8.000 (8.000 to 8.000) billion vpmadd52 a second, median (95 %).

| ifma | 1024 | 2048 | 4096 |
| --- | --- | --- | --- |
| vpmadd52 a test | 288000 | 2560000 | 17408000 |
| share of the limit, median (95 %) | 0.9000 (0.9000 to 0.9000), goal 0.9 reached | 1.000 (1.000 to 1.000), goal 0.9 reached | 0.8500 (0.8500 to 0.8500), goal 0.85 reached |
`
	var b strings.Builder
	if err := fakeReport().write(&b); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestSharesLeftOut(t *testing.T) {
	silent := fakeReport()
	delete(silent.counts, 4096)
	without := fakeReport()
	for _, bits := range without.bits {
		delete(without.times, key{nameLimit, bits})
	}
	for _, test := range []struct {
		r    *report
		want string
	}{
		{silent, "does not say how many it executes"},
		{without, "took no part"},
	} {
		got, err := test.r.shares()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(got, test.want) || strings.Contains(got, "|") {
			t.Errorf("got %q, want no table but %q", got, test.want)
		}
	}
}

func TestTooFewRoundsAreAnError(t *testing.T) {
	r := fakeReport()
	r.times[key{"ifma", 1024}] = []float64{1, 2, 3, 4, 5}
	need := new(stats.NeedError)
	if err := r.write(&strings.Builder{}); !errors.As(err, &need) {
		t.Errorf("got %v, want a *stats.NeedError", err)
	}
}

func TestVerdictIsTheMedians(t *testing.T) {
	rounds := []float64{9, 9, 9, 9, 8, 7, 6}
	for _, test := range []struct {
		least float64
		want  string
	}{{9, "9.000 (6.000 to 9.000), goal 9 reached"}, {9.1, "9.000 (6.000 to 9.000), goal 9.1 missed"}} {
		if got, err := judged(rounds, test.least, true); err != nil || got != test.want {
			t.Errorf("goal %v: %q, %v, want %q", test.least, got, err, test.want)
		}
	}
}

func TestGoalsNameRows(t *testing.T) {
	sizes := []int{1024, 2048, 3072, 4096, 8192}
	count := 0
	for _, kernel := range []string{"ifma", "avx2", "generic"} {
		for _, peer := range peerNames() {
			for _, bits := range sizes {
				if least, ok := goal(peer, kernel, bits); ok && least > 0 {
					count++
				}
			}
		}
	}
	if count != 25 {
		t.Errorf("%d goals belong to a row and a column, want 25", count)
	}
	if _, ok := goal(nameOpenSSLWord, "ifma", 2048); ok {
		t.Error("a goal where none is set")
	}
}

func TestListed(t *testing.T) {
	if got, want := listed(montgomery.Kernels()), montgomery.Known(); len(got) != len(want) {
		t.Errorf("all usable kernels: %v, want %v", got, want)
	}
	if got := listed([]string{"chosen"}); len(got) != 1 || got[0] != "chosen" {
		t.Errorf("chosen kernels: %v", got)
	}
}
