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
	news   chan struct{} // something that is worth a line at once
	ended  chan struct{}
	shown  sync.WaitGroup
}

// NewProgress shows nothing yet.
func NewProgress(screen *Terminal) *Progress {
	return &Progress{screen: screen, news: make(chan struct{}, 1), ended: make(chan struct{})}
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
				select {
				case <-p.news:
					p.show(current())
				default:
				}
				p.screen.Clear()
				return
			case <-p.news:
				p.show(current())
			case <-tick.C:
				p.show(current())
			}
		}
	})
}

// Refresh has the status shown before its time is round, on a terminal where that
// leaves no line behind. It returns at once.
func (p *Progress) Refresh() {
	if !p.screen.Rewrites {
		return
	}
	select {
	case p.news <- struct{}{}:
	default: // it will be shown with the news before
	}
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
