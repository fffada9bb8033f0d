package ui

import (
	"strings"
	"testing"
)

// What is worth a line at once is shown, however soon the end comes, and is wiped.
func TestRefreshIsShown(t *testing.T) {
	for range 100 { // the end and the news come at the same time
		screen, out := fakeTerminal(80, false)
		p := NewProgress(screen)
		p.Watch(func() Status { return Status{Cell: "prime 512 onthefly"} })
		p.Refresh()
		p.Refresh()
		p.End()
		if got := out.String(); !strings.Contains(got, "prime 512 onthefly") || !strings.HasSuffix(got, "\r\x1b[K") {
			t.Fatalf("%q", got)
		}
	}
}
