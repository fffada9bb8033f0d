// Progress: the status line, drawn anew while a run or a search goes on.

package main

import (
	"sync"
	"time"

	"primebench/internal/bench"
	"primebench/results"
)

const (
	redrawEvery = 200 * time.Millisecond // on a terminal
	lineEvery   = 10 * time.Second       // elsewhere
)

// A progress shows how a run or a search goes. It is a bench.Observer.
type progress struct {
	screen *terminal
	ended  chan struct{}
	shown  sync.WaitGroup
}

func newProgress(screen *terminal) *progress {
	return &progress{screen: screen, ended: make(chan struct{})}
}

// Watch shows the run's status until end is called.
func (p *progress) Watch(snapshot func() bench.Snapshot) {
	p.watch(func() status { return statusOf(snapshot()) })
}

// watch shows a status again and again until end is called.
func (p *progress) watch(current func() status) {
	every := lineEvery
	if p.screen.rewrites {
		every = redrawEvery
	}
	p.shown.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-p.ended:
				p.screen.clear()
				return
			case <-tick.C:
				p.show(current())
			}
		}
	})
}

func (p *progress) show(now status) {
	if p.screen.rewrites {
		p.screen.draw(now.fit)
		return
	}
	// Progress that cannot be printed is no reason to stop measuring.
	_, _ = p.screen.Write([]byte("primebench: " + now.String() + "\n"))
}

// Started has nothing to add: the snapshots name the cell.
func (p *progress) Started(results.Cell) {}

// Finished has nothing to add either.
func (p *progress) Finished(results.Cell) {}

// end stops the showing and wipes the line.
func (p *progress) end() {
	close(p.ended)
	p.shown.Wait()
}
