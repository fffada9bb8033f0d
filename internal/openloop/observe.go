// What is measured: the cost before each stretch, and the quantiles of the latencies
// under each.

package openloop

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
	"golang.org/x/sync/errgroup"

	"primebench/engine"
	"primebench/internal/analysis"
	"primebench/internal/capacity"
	"primebench/internal/stats"
)

const (
	// leastSearches is how many searches a calibration takes at least, on each server.
	leastSearches = 30
	// patience is how many times the time of a calibration it may take until there are
	// as many, and leastPatience how long in any case: of longer searches too few would
	// arrive in the time of a load.
	patience      = 5
	leastPatience = time.Second
	// simulated is how many arrivals a prediction by simulation has: its error is
	// then small beside that of what is observed.
	simulated = 400_000
	// batches is into how many parts of as many arrivals the latencies are cut for their
	// interval, two a stretch where none is left out: each holds many busy periods, so
	// that their quantiles are as good as independent (A. M. Law, Simulation Modeling and
	// Analysis, 5th ed. 2015, section 9.5.3).
	batches = 2 * stretches
	// leastArrivals leaves a hundred for each of them.
	leastArrivals = 100 * batches
	// The histogram holds latencies from a microsecond to an hour to three digits.
	leastLatency = int64(time.Microsecond)
	mostLatency  = int64(time.Hour)
	digits       = 3
)

// levels are the quantiles that are checked.
func levels() []float64 { return []float64{0.5, 0.95, 0.99} }

// calibrate searches on all servers at once, for they slow each other down, from
// the first number on. Searches that are too long for that are an error that wraps
// ErrConfig.
func (d *driver) calibrate(ctx context.Context, length time.Duration, first uint64) ([]searched, error) {
	found := make([][]searched, len(d.servers))
	end, most := time.Now().Add(length), max(leastPatience, patience*length)
	tooLong := fmt.Errorf("%w: fewer than %d searches of %d bits in %v: choose a smaller size or a longer time", ErrConfig, leastSearches, d.Bits, most)
	patient, cancel := context.WithTimeoutCause(ctx, most, tooLong)
	defer cancel()
	work, within := errgroup.WithContext(patient)
	for i, server := range d.servers {
		work.Go(func() error {
			for n := first; time.Now().Before(end) || n-first < leastSearches; n++ {
				began := time.Now()
				r, err := server.Search(within, n)
				if err != nil {
					return err
				}
				found[i] = append(found[i], searchedOf(r, time.Since(began)))
			}
			return nil
		})
	}
	err := work.Wait()
	if err != nil && ctx.Err() == nil && patient.Err() != nil {
		err = tooLong
	}
	return slices.Concat(found...), err
}

// searched is the seconds and the survivors of one search.
type searched struct{ whole, accept, survivors float64 }

func searchedOf(r engine.Result, took time.Duration) searched {
	return searched{took.Seconds(), r.Phases.Accept.Seconds(), float64(r.Counters.Survivors)}
}

// cost is that of a search by the ratio estimator.
func (d *driver) cost(searches []searched) (*capacity.Cost, error) {
	var whole, rest, accept, survivors []float64
	for _, s := range searches {
		whole, accept, survivors = append(whole, s.whole), append(accept, s.accept), append(survivors, s.survivors)
		rest = append(rest, s.whole-s.accept)
	}
	iv, err := stats.RatioMean(rest, survivors, accept, d.expected)
	if err != nil {
		return nil, fmt.Errorf("openloop: the cost of a search: %w", err)
	}
	fixed, err := stats.Mean(accept)
	if err != nil {
		return nil, fmt.Errorf("openloop: the cost of a search: %w", err)
	}
	return &capacity.Cost{
		Kind: d.Kind.String(), Bits: d.Bits, Strategy: capacity.DefaultStrategy, Workers: 1, MeasuredWorkers: 1,
		Seconds: analysis.Estimate{
			Value: iv.Value, Low: iv.Low, High: iv.High, Unit: "s", Better: analysis.Lower, N: len(searches),
			Method: fmt.Sprintf("cost a survivor in %d searches on %d servers at once x survivors expected", len(searches), d.Servers),
		},
		Law:   capacity.Law{Fixed: fixed, Stages: 1, Stage: iv.Value - fixed},
		Basis: capacity.Measured, Cell: -1, From: "searches on all servers at once", Times: whole,
	}, nil
}

// observation is what was seen of a load.
type observation struct {
	count     int              // arrivals after the warm-ups
	busy      float64          // servers that were busy, on average
	quantiles []stats.Interval // of the response in seconds, at levels
}

// observe takes the latencies of the arrivals after the warm-up of each stretch, but for
// those that leave says to leave out, by stretch and arrival; nil leaves out none. Too
// few arrivals are an error that wraps ErrConfig.
func observe(driven []*stretch, warmUp time.Duration, leave [][]bool) (*observation, error) {
	var latencies []int64
	var busy, elapsed time.Duration
	for n, s := range driven {
		busy, elapsed = busy+s.busy, elapsed+s.elapsed
		first, _ := slices.BinarySearch(s.arrivals, warmUp)
		for k := first; k < len(s.arrivals); k++ {
			if leave == nil || !leave[n][k] {
				latencies = append(latencies, max(leastLatency, int64(s.ends[k]-s.arrivals[k])))
			}
		}
	}
	count := len(latencies)
	if count < leastArrivals {
		return nil, fmt.Errorf("%w: %d arrivals after the warm-up, want at least %d: choose a smaller size or a longer time", ErrConfig, count, leastArrivals)
	}
	all := histogram()
	byBatch := make([][]float64, len(levels()))
	for b := range batches {
		batch := histogram()
		for _, latency := range latencies[b*count/batches : (b+1)*count/batches] {
			if err := errors.Join(all.RecordValue(latency), batch.RecordValue(latency)); err != nil {
				return nil, fmt.Errorf("openloop: a latency of %v: %w", time.Duration(latency), err)
			}
		}
		for i, p := range levels() {
			byBatch[i] = append(byBatch[i], seconds(batch, p))
		}
	}
	o := &observation{count: count, busy: busy.Seconds() / elapsed.Seconds()}
	for i, p := range levels() {
		iv, err := stats.MeanT(byBatch[i])
		if err != nil {
			return nil, fmt.Errorf("openloop: the interval of a quantile: %w", err)
		}
		half := (iv.High - iv.Low) / 2
		value := seconds(all, p)
		o.quantiles = append(o.quantiles, stats.Interval{Value: value, Low: value - half, High: value + half})
	}
	return o, nil
}

func histogram() *hdrhistogram.Histogram {
	return hdrhistogram.New(leastLatency, mostLatency, digits)
}

// seconds is a quantile of a histogram.
func seconds(h *hdrhistogram.Histogram, p float64) float64 {
	return float64(h.ValueAtPercentile(100*p)) / 1e9
}
