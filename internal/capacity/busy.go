// Runs that were made on a shared machine: a plan stands on them only where that is
// accepted, and then on their processor time.

package capacity

import (
	"errors"
	"fmt"

	"primebench/internal/analysis"
)

// ErrBusy is wrapped by the error of Make for runs whose machine was shared.
var ErrBusy = errors.New("capacity: the run is not fit to plan from")

// busy returns why runs are not fit to plan from, each in a sentence.
func busy(runs []*analysis.Analysis) []string {
	var why []string
	for _, a := range runs {
		if text := a.Machine.Busy(); text != "" {
			why = append(why, fmt.Sprintf("the run of %s: %s", a.Header.Start.UTC().Format("2006-01-02 15:04:05Z"), text))
		}
	}
	return why
}

// unshared returns the analysis with the times that its searches and operations would
// have had on processors of their own: their processor time, divided by the workers
// that it is summed over. It returns a itself where its answers are told in wall time.
func unshared(a *analysis.Analysis) *analysis.Analysis {
	if a.Machine.Clock != analysis.ProcessorClock {
		return a
	}
	own := *a
	own.Cells = append([]analysis.Cell(nil), a.Cells...)
	own.Using = append([]analysis.GroupUse(nil), a.Using...)
	for i := range own.Cells {
		c := &own.Cells[i]
		c.Times = nil // of wall time
		c.Time = perWorker(c.CPU, c.Workers)
		c.Rate = nil
		c.Operations = append([]analysis.OperationCost(nil), c.Operations...)
		for j := range c.Operations {
			c.Operations[j].Cost = *perWorker(&c.Operations[j].Cost, c.Workers)
		}
	}
	own.Exchanges = append([]analysis.Exchange(nil), a.Exchanges...)
	for i := range own.Exchanges { // of one worker
		x := &own.Exchanges[i]
		x.Keygen, x.Shared, x.Handshake = perWorker(x.Keygen, 1), perWorker(x.Shared, 1), perWorker(x.Handshake, 1)
	}
	for i := range own.Using {
		u := &own.Using[i]
		u.Cost = *perWorker(&u.Cost, own.Cells[u.Cell].Workers)
	}
	return &own
}

func perWorker(e *analysis.Estimate, workers int) *analysis.Estimate {
	if e == nil {
		return nil
	}
	share := scaledEstimate(*e, 1/float64(workers))
	share.Method += ", in processor time"
	return &share
}
