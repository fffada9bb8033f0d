// Latency by three models, so that each can be held against the others.

package capacity

import (
	"fmt"
	"slices"

	"primebench/internal/rng"
	"primebench/internal/stats"
	"primebench/internal/unit"
)

// The models of waiting.
const (
	ModelErlangC      = "Erlang C"      // all of the service memoryless
	ModelAllenCunneen = "Allen-Cunneen" // its variation as measured
	ModelSimulation   = "simulation"    // its distribution as measured
	ModelBaseStock    = "base stock"    // out of a pool
)

// A Latency is what one model says of the waits and responses of a queue, whose
// numbers it names.
type Latency struct {
	Model     string     `json:"model"`
	Rate      float64    `json:"rate_per_s"` // arrivals a second
	Servers   int        `json:"servers"`
	Seconds   float64    `json:"service_s"`   // mean service
	CV2       float64    `json:"service_cv2"` // its squared coefficient of variation in this model
	Waits     float64    `json:"waits"`       // share of arrivals that wait
	MeanWait  float64    `json:"mean_wait_s"` // seconds
	Quantiles []Quantile `json:"quantiles"`
}

// A Quantile is one quantile of wait and response, in seconds.
type Quantile struct {
	P    float64 `json:"quantile"` // 0.99 of p99
	Wait float64 `json:"wait_s"`
	// WaitError and ResponseError are half the 95 % interval of a simulated one, 0
	// of a formula.
	WaitError     float64 `json:"wait_error_s"`
	Response      float64 `json:"response_s"`
	ResponseError float64 `json:"response_error_s"`
	// Deviation is Response over that of the simulation, less 1; 0 of the
	// simulation itself and where there is none.
	Deviation float64 `json:"deviation"`
}

// A LoadPoint is the response at some load on the servers of the plan, by Allen
// and Cunneen.
type LoadPoint struct {
	Rate        float64    `json:"rate_per_s"`
	Utilisation float64    `json:"utilisation"`
	Quantiles   []Quantile `json:"quantiles"`
}

// A PoolPlan is the buffer of results made beforehand.
type PoolPlan struct {
	Size int     `json:"size"`
	Dry  float64 `json:"dry"`      // probability that a request finds it empty, at the upper end of the cost
	Goal float64 `json:"dry_goal"` // that Dry is to stay at or below
	// Fill is how long it takes to fill the empty pool while nobody asks, in seconds.
	Fill float64 `json:"fill_s"`
	// Late is the mean time in seconds that a request waits which finds it empty.
	Late float64 `json:"mean_wait_when_dry_s"`
}

// levels are the quantiles that are told of a service: the usual ones, and those
// of its objectives.
func levels(objectives []Objective) []float64 {
	all := []float64{0.5, 0.95, 0.99}
	for _, o := range objectives {
		all = append(all, o.Quantile)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// describe writes what the servers that are planned are like to use.
func (m *maker) describe(p *SizePlan, s *Service, d *demand, upper *Cost) error {
	servers := p.Upper.Servers
	if s.Load.Rate == 0 {
		p.Finish = &Finish{
			Seconds: completion(s.Load.Count, float64(servers), upper.Law),
			Within:  s.Load.Within.Seconds() * (1 - d.headroom),
		}
		return nil
	}
	q := Queue{Cost: upper, Rate: s.Load.Rate, Servers: servers}
	if s.Pool.used() {
		if err := m.stock(p, d, upper.Law); err != nil {
			return err
		}
		q.Stock = p.Pool.Size
	}
	at, seed := levels(s.Objectives), m.seed(s, p.Bits)
	var err error
	if p.Models, err = q.Latencies(at, seed, m.input.Arrivals); err != nil {
		return err
	}
	q.Cost = p.Cost
	if p.Expected, err = q.Latencies(at, seed, m.input.Arrivals); err != nil {
		return err
	}
	if !s.Pool.used() {
		p.Curve = q.curve(at)
	}
	return nil
}

// dryGoal is how often a pool may be dry where no objective says it: one request
// in a thousand.
const dryGoal = 0.001

// stock sizes the pool.
func (m *maker) stock(p *SizePlan, d *demand, upper Law) error {
	w, err := MMc(d.load.Rate, p.Upper.Servers, upper.Mean())
	if err != nil {
		return err
	}
	pool := &PoolPlan{Size: d.pool.Size, Goal: dryGoal}
	for i, o := range d.objectives {
		if i == 0 || 1-o.Quantile < pool.Goal {
			pool.Goal = 1 - o.Quantile
		}
	}
	if d.pool.Auto {
		var ok bool
		if pool.Size, ok = w.poolFor(p.Upper.Servers, pool.Goal); !ok {
			return &InfeasibleError{Reason: fmt.Sprintf("a pool that is dry in %s of the requests is larger than %d results", unit.Given(pool.Goal, unit.Share), maxPool)}
		}
		pool.Size = max(1, pool.Size)
	}
	pool.Dry = w.atLeast(p.Upper.Servers, pool.Size)
	pool.Fill = float64(pool.Size) * upper.Mean() / float64(p.Upper.Servers)
	pool.Late = w.late(d.load.Rate)
	p.Pool = pool
	return nil
}

// late returns the mean wait of a request that finds an empty pool: it lasts until
// as many orders ended as are before it, at the rate at which servers gain on the
// arrivals.
func (w Wait) late(rate float64) float64 { return w.Utilisation / (rate * (1 - w.Utilisation)) }

// A Queue is servers with their arrivals, each served at a cost.
type Queue struct {
	Cost    *Cost
	Rate    float64 // arrivals a second, below Servers over the mean service
	Servers int
	Stock   int // results in store, 0 without a pool
}

// Latencies asks every model for the quantiles at ascending levels in (0, 1): of a
// queue Erlang C, Allen-Cunneen and the simulation, of one with a stock the base
// stock and the simulation, in this order. With more than 16,384 servers,
// or a stock of more than half the arrivals, there is no simulation. The error wraps ErrModel.
func (q Queue) Latencies(levels []float64, seed rng.Seed, arrivals int) ([]Latency, error) {
	law := q.Cost.Law
	if err := law.check(); err != nil {
		return nil, err
	}
	erlang, err := MMc(q.Rate, q.Servers, law.Mean())
	if err != nil {
		return nil, err
	}
	near, err := AllenCunneen(q.Rate, q.Servers, law.Mean(), 1, law.CV2())
	if err != nil {
		return nil, err
	}
	all := []Latency{
		q.formula(ModelErlangC, erlang, Law{Stages: 1, Stage: law.Mean()}, levels),
		q.formula(ModelAllenCunneen, near, law, levels),
	}
	if q.Stock > 0 {
		all = []Latency{q.baseStock(erlang, levels)}
	}
	// In a simulation shorter than it takes to draw on all of it, no stock runs dry.
	if q.Servers > maxSimServers || q.Stock > arrivals/2 {
		return all, nil
	}
	sim, err := q.simulate(levels, seed, arrivals)
	if err != nil {
		return nil, err
	}
	for i := range all {
		for j := range all[i].Quantiles {
			if observed := sim.Quantiles[j].Response; observed > 0 {
				all[i].Quantiles[j].Deviation = all[i].Quantiles[j].Response/observed - 1
			}
		}
	}
	return append(all, sim), nil
}

func (q Queue) formula(model string, w Wait, law Law, levels []float64) Latency {
	l := Latency{Model: model, Rate: q.Rate, Servers: q.Servers, Seconds: law.Mean(), CV2: law.CV2(), Waits: w.Chance, MeanWait: w.Mean}
	for _, p := range levels {
		l.Quantiles = append(l.Quantiles, Quantile{P: p, Wait: w.Quantile(p), Response: w.ResponseQuantile(law, p)})
	}
	return l
}

// baseStock is the law of the wait for a result out of the pool: none while it is
// not dry, else about exponential.
func (q Queue) baseStock(w Wait, levels []float64) Latency {
	late := Wait{Chance: w.atLeast(q.Servers, q.Stock), MeanBusy: w.late(q.Rate)}
	l := Latency{
		Model: ModelBaseStock, Rate: q.Rate, Servers: q.Servers, Seconds: q.Cost.Law.Mean(), CV2: 1,
		Waits: late.Chance, MeanWait: late.Chance * late.MeanBusy,
	}
	for _, p := range levels {
		l.Quantiles = append(l.Quantiles, Quantile{P: p, Wait: late.Quantile(p), Response: late.Quantile(p)})
	}
	return l
}

// simulate plays the queue with measured times where there are enough of them,
// else with the law. It warms up for a tenth of the arrivals, and for ten times as
// many as are in service.
func (q Queue) simulate(levels []float64, seed rng.Seed, arrivals int) (Latency, error) {
	law := q.Cost.Law
	draw, cv2 := law.Sampler(), law.CV2()
	if times := q.Cost.Times; times != nil {
		spread, err := stats.Spread(times)
		if err != nil {
			return Latency{}, fmt.Errorf("%w: times to resample: %w", ErrModel, err)
		}
		if draw, err = Resample(times, law.Stages, law.Mean()); err != nil {
			return Latency{}, err
		}
		cv2 = spread * spread / float64(law.Stages)
	}
	out, err := Simulate(Simulation{
		Rate: q.Rate, Servers: q.Servers, Stock: q.Stock, Draw: draw, Arrivals: arrivals,
		WarmUp: max(arrivals/10, int(10*q.Rate*law.Mean())), Levels: levels, Seed: seed,
	})
	if err != nil {
		return Latency{}, err
	}
	l := Latency{
		Model: ModelSimulation, Rate: q.Rate, Servers: q.Servers, Seconds: law.Mean(), CV2: cv2,
		Waits: out.Waited.Value, MeanWait: out.MeanWait.Value,
	}
	for i, p := range levels {
		l.Quantiles = append(l.Quantiles, Quantile{
			P: p, Wait: out.Wait[i].Value, Response: out.Response[i].Value,
			WaitError: out.Wait[i].High - out.Wait[i].Value, ResponseError: out.Response[i].High - out.Response[i].Value,
		})
	}
	return l, nil
}

// seed is that of the simulations of one size of a service.
func (m *maker) seed(s *Service, bits int) rng.Seed {
	return m.input.Seed.Derive(fmt.Sprintf("plan %s %d", s.name(), bits))
}

// maxConfirm is how many servers the simulation may add to those of the formula.
const maxConfirm = 8

// confirm adds servers while the simulation does not meet an objective that the
// formula meets.
func (m *maker) confirm(n *Need, s *Service, cost *Cost) error {
	if len(s.Objectives) == 0 || n.Servers > maxSimServers-maxConfirm {
		return nil
	}
	for range maxConfirm {
		q := Queue{Cost: cost, Rate: s.Load.Rate, Servers: n.Servers}
		sim, err := q.simulate(levels(s.Objectives), m.seed(s, cost.Bits), m.input.Arrivals)
		if err != nil {
			return err
		}
		failed := sim.fails(s.Objectives)
		if failed == nil {
			return nil
		}
		n.Servers++
		n.Binding, n.Objective = ByObjective, failed
		n.Utilisation = s.Load.Rate * cost.Law.Mean() / float64(n.Servers)
	}
	return &InfeasibleError{Reason: fmt.Sprintf("the simulation misses the objective %v by far where the formula meets it", n.Objective)}
}

// fails returns an objective that the responses do not meet.
func (l *Latency) fails(objectives []Objective) *Objective {
	for i, o := range objectives {
		for _, q := range l.Quantiles {
			if q.P == o.Quantile && q.Response > o.Within.Seconds() {
				return &objectives[i]
			}
		}
	}
	return nil
}

// curve follows the response from an idle queue to a full one.
func (q Queue) curve(at []float64) []LoadPoint {
	var all []LoadPoint
	for percent := 5; percent < 100; percent++ {
		if percent%5 != 0 && percent < 90 {
			continue
		}
		u := float64(percent) / 100
		q.Rate = u * float64(q.Servers) / q.Cost.Law.Mean()
		w, err := AllenCunneen(q.Rate, q.Servers, q.Cost.Law.Mean(), 1, q.Cost.Law.CV2())
		if err != nil {
			continue
		}
		all = append(all, LoadPoint{Rate: q.Rate, Utilisation: u, Quantiles: q.formula(ModelAllenCunneen, w, q.Cost.Law, at).Quantiles})
	}
	return all
}
