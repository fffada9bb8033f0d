package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"primebench/millerrabin"
	"primebench/sieve"
)

// steady returns a contestant whose samples all cost the same: a search's tests
// are what theory expects and take so long together.
func steady(k key, l law, expected float64, search, accept time.Duration) *contestant {
	c := &contestant{key: k, law: l, expected: expected, limit: search}
	for range 10 {
		s := sample{tests: max(1, expected), search: search, sieve: search / 20, accept: accept, finds: 1}
		c.samples = append(c.samples, s)
	}
	return c
}

// fakeReport has an OpenSSL that meets its goal with safe primes of 2048 bits and
// misses it with 1024, no GMP, and a ssh-keygen that was left out.
func fakeReport() *report {
	const ms = time.Millisecond
	var own millerrabin.Policy
	large := &model{key: oursAt(sieve.Safe, 4096, own), names: []string{"test"}, times: []float64{100}}
	large.parts = []*contestant{steady(key{whoOurs + ", test", sieve.Safe, 4096, "mr2"}, operations, 0, 100*ms, 0)}
	confirmation := steady(key{whoOpenSSL + ", confirmation", sieve.Safe, 2048, "mr64"}, operations, 0, 200*ms, 0)
	cut := steady(openSSLKey(sieve.Safe, 2048), sliced, 10000, 24*time.Second, 0)
	cut.accept = confirmation
	check := steady(openSSLKey(sieve.Prime, 256), whole, 20, ms, ms)
	check.checkOnly = true
	wide := steady(openSSLKey(sieve.Prime, 2048), whole, 100, 300*ms, 100*ms)
	wide.samples[0].search *= 3
	r := &report{
		header: "Header.",
		contestants: append([]*contestant{
			steady(oursAt(sieve.Safe, 2048, own), whole, 2000, 499*ms, 1*ms),
			steady(oursAt(sieve.Safe, 1024, own), whole, 700, 39*ms, 1*ms),
			steady(oursAt(sieve.Prime, 2048, own), whole, 60, 20*ms, 5*ms),
			steady(openSSLKey(sieve.Safe, 1024), sliced, 3600, 1200*ms, 0),
			steady(key{whoGoItself, sieve.Prime, 2048, goPolicy.String()}, plain, 0, 600*ms, 0),
			cut, confirmation, check, wide,
		}, large.parts...),
		large:   large,
		absent:  map[string]string{whoSSH: "absent: left out by -quick", whoGMP: "peer: library is absent: GMP"},
		noStart: "absent: no bin/primebench here",
	}
	for i := range 41 {
		r.starts = append(r.starts, 0.010+float64(i)*1e-4)
	}
	return r
}

func TestReport(t *testing.T) {
	want, err := os.ReadFile("testdata/report.md")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := fakeReport().write(&b); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestReportWithoutStartsAndWithFinds(t *testing.T) {
	r := fakeReport()
	r.starts = nil
	finds := steady(r.large.key, whole, 9000, 16*time.Second, time.Second)
	r.contestants = append(r.contestants, finds)
	text, err := r.alone()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| absent: no bin/primebench here | at most 20 |",
		"| safe 4096, seconds, real finds | ≈17.00 (17.00 to 17.00) | at most 15 missed",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// Every comparison is of one kind and size, and each goal stands once.
func TestComparisons(t *testing.T) {
	seen := map[string]bool{}
	goals := 0
	for _, c := range comparisons() {
		if c.peer.kind != c.ours.kind || c.peer.bits != c.ours.bits || !strings.HasPrefix(c.ours.who, whoOurs) || strings.HasPrefix(c.peer.who, whoOurs) {
			t.Errorf("%v beside %v", c.peer, c.ours)
		}
		if name := c.peer.String() + c.ours.String(); seen[name] {
			t.Errorf("%s stands twice", name)
		} else {
			seen[name] = true
		}
		if c.least > 0 {
			goals++
		}
	}
	if goals != 10 {
		t.Errorf("%d goals, want 10", goals)
	}
}

func TestDigits(t *testing.T) {
	for v, want := range map[float64]string{0.00123456: "0.001235", 1: "1.000", 9.99999: "10.00", 12.346: "12.35", 9999.6: "10000", 123456: "123456"} {
		if got := digits(v); got != want {
			t.Errorf("%v: %s, want %s", v, got, want)
		}
	}
}

func TestHeader(t *testing.T) {
	f := &field{kernel: "generic", versions: []string{"OpenSSL 3"}}
	got := header(f, options{budget: time.Minute}, "wall time")
	for _, want := range []string{"kernel generic", "; OpenSSL 3; ", fmt.Sprint(time.Minute), "wall time"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
}
