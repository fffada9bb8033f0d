// Progress: the status line, drawn anew while a run or a search goes on.

package ui

import (
	"sync"
	"time"
)

const (
	redrawEvery = 200 * time.Millisecond // on a terminal
	lineEvery   = 10 * time.Second       // elsewhere
)

// A Progress shows how a run or a search goes.
type Progress struct {
	screen *Terminal
	ended  chan struct{}
	shown  sync.WaitGroup
}

// NewProgress shows nothing yet.
func NewProgress(screen *Terminal) *Progress {
	return &Progress{screen: screen, ended: make(chan struct{})}
}

// Watch shows a status again and again until end is called.
func (p *Progress) Watch(current func() Status) {
	every := lineEvery
	if p.screen.Rewrites {
		every = redrawEvery
	}
	p.shown.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-p.ended:
				p.screen.Clear()
				return
			case <-tick.C:
				p.show(current())
			}
		}
	})
}

func (p *Progress) show(now Status) {
	if p.screen.Rewrites {
		p.screen.Draw(now.Fit)
		return
	}
	// Progress that cannot be printed is no reason to stop measuring.
	_, _ = p.screen.Write([]byte("primebench: " + now.String() + "\n"))
}

// End stops the showing and wipes the line.
func (p *Progress) End() {
	close(p.ended)
	p.shown.Wait()
}
