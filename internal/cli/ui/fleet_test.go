package ui

import (
	"testing"
	"time"

	"primebench/internal/fleet"
)

// The line has what can be said of a job, and no more.
func TestFleetLine(t *testing.T) {
	p := fleet.Progress{AtWork: 1, Open: 40, Out: 1, Done: 2, Found: 1000, Wanted: 2000, Parts: []fleet.PartProgress{{Found: 1000, Wanted: 2000, Left: 1000, Usual: 1}}}
	want := "found 1,000 of 2,000 · 1 worker · leases: 2 done, 40 open, 1 out"
	if got := FleetLine(p, time.Hour); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for range 4 {
		p.Parts[0].Paces = append(p.Parts[0].Paces, fleet.Pace{Finds: 100, Seconds: 200})
	}
	p.AtWork, p.Redelivered = 2, 1
	want = "found 1,000 of 2,000 · P(done in 17 min) 0.50 · left p50 17 min p95 18 min · one each 1.0 s (1.0 s to 1.0 s) · 2 workers · leases: 2 done, 40 open, 1 out, 1 redelivered"
	if got := FleetLine(p, 1000*time.Second); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
