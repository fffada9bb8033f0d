// Planning over hosts of several kinds: which of them carry a load for the least money, and
// which are the fewest.

package capacity

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"primebench/internal/analysis"
	"primebench/internal/stats"
	"primebench/internal/unit"
)

// A HostKind is hosts that are alike.
type HostKind struct {
	Name  string  `json:"name"`            // part of the name of their processor
	Price float64 `json:"price_core_h"`    // of a core for an hour, in any money; 0: not known
	Most  int     `json:"hosts_there_are"` // 0: as many as it takes
}

// maxKinds bounds the kinds of hosts of a mix.
const maxKinds = 16

// ParseHostKind reads a kind of hosts as NAME, NAME=PRICE, NAME:HOSTS or NAME=PRICE:HOSTS,
// such as "EPYC=0.04/core-h:10".
func ParseHostKind(text string) (HostKind, error) {
	var k HostKind
	rest := text
	if i := strings.LastIndexByte(rest, ':'); i >= 0 {
		most, err := strconv.Atoi(rest[i+1:])
		if err != nil || most < 1 || most > maxServers {
			return k, fmt.Errorf("%.80q names %.40q hosts, want a whole number from 1 to %d", text, rest[i+1:], maxServers)
		}
		k.Most, rest = most, rest[:i]
	}
	if name, price, priced := strings.Cut(rest, "="); priced {
		var err error
		if k.Price, err = ParsePrice(price); err != nil {
			return k, err
		}
		rest = name
	}
	if k.Name = rest; k.Name == "" {
		return k, fmt.Errorf("%.80q names no processor, want one such as EPYC=0.04/core-h:10", text)
	}
	return k, nil
}

// A Mix is a load on hosts of several kinds.
type Mix struct {
	Feasible   bool       `json:"feasible"`
	Constraint string     `json:"constraint"` // why it is not; "" of one that is
	Service    Service    `json:"service"`
	Headroom   float64    `json:"headroom"`
	Kinds      []MixKind  `json:"kinds"`
	Cheapest   *Selection `json:"least_money"` // nil without prices, or where it is not feasible
	Fewest     *Selection `json:"least_hosts"`
	Busy       []string   `json:"accepted_busy"` // why runs were not fit to plan from, which was accepted
}

// A MixKind is what hosts of a kind do.
type MixKind struct {
	HostKind
	Machine Machine           `json:"machine"`
	Cost    *Cost             `json:"cost"`
	Rate    analysis.Estimate `json:"rate_a_host"` // results a second with all cores busy
	Alone   int               `json:"hosts_alone"` // that carry the load by themselves; 0: more than there are
}

// A Selection is hosts that carry the load together.
type Selection struct {
	Hosts       []int             `json:"hosts"` // by kind
	Total       int               `json:"total_hosts"`
	Cores       int               `json:"cores"`
	PerHour     float64           `json:"money_per_hour"`
	Rate        analysis.Estimate `json:"rate"`        // results a second with all cores busy
	Utilisation float64           `json:"utilisation"` // by the load, at the upper ends of the costs
}

// MakeMix plans one service at one size and a rate, without objectives, over hosts of
// several kinds, each with its runs. It stands on the upper end of each cost, as Make does.
// Its errors are those of Make; the mix is there beside ErrInfeasible.
func MakeMix(s Scenario, kinds []HostKind, runs [][]*analysis.Analysis, in Input) (*Mix, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	if err := checkMix(&s, kinds); err != nil {
		return nil, err
	}
	s = s.filled()
	m := &Mix{Service: s.Services[0], Headroom: s.Headroom}
	for i, kind := range kinds {
		in.Runs = runs[i]
		one, busy, err := mixKind(s, kind, in)
		if err != nil {
			return nil, fmt.Errorf("%.80s: %w", kind.Name, err)
		}
		m.Kinds = append(m.Kinds, one)
		m.Busy = append(m.Busy, busy...)
	}
	need := m.need()
	for i := range m.Kinds {
		k := &m.Kinds[i]
		if alone := math.Ceil(need / k.Rate.Low); alone <= float64(k.most()) {
			k.Alone = int(alone)
		}
	}
	m.Fewest = m.choose(need, func(k *MixKind) float64 { return 1 }, (*MixKind).price)
	if kinds[0].Price > 0 {
		m.Cheapest = m.choose(need, (*MixKind).price, func(*MixKind) float64 { return 1 })
	}
	if m.Feasible = m.Fewest != nil; !m.Feasible {
		most := 0.0
		for i := range m.Kinds {
			most += float64(m.Kinds[i].most()) * m.Kinds[i].Rate.Low
		}
		m.Constraint = fmt.Sprintf("All hosts that there are do %s with the headroom, and %s are asked for.",
			unit.Text(most*(1-m.Headroom), unit.PerSecond), unit.Text(m.Service.Load.Rate, unit.PerSecond))
		return m, &InfeasibleError{Reason: m.Constraint}
	}
	return m, nil
}

// checkMix refuses what is planned for one kind of hosts at a time.
func checkMix(s *Scenario, kinds []HostKind) error {
	service := &s.Services[0]
	bad := func(format string, args ...any) error {
		return fmt.Errorf("%w: %s", ErrScenario, fmt.Sprintf(format, args...))
	}
	switch {
	case len(kinds) == 0 || len(kinds) > maxKinds:
		return bad("%d kinds of hosts, want 1 to %d", len(kinds), maxKinds)
	case len(s.Services) > 1 || len(service.planned()) > 1:
		return bad("a mix of hosts is of one service at one size; plan the others by themselves")
	case service.Load.Rate == 0:
		return bad("a mix of hosts is planned for a rate; give one, such as the count over its time")
	case len(service.Objectives) > 0 || service.Pool.used():
		return bad("objectives and pools are planned for one kind of hosts at a time, and a mix keeps up with a load alone")
	case s.Cores > 0 || s.Hosts > 0 || s.Failures > 0 || s.Price > 0 || s.Watts > 0:
		return bad("cores, hosts, failures, price and watts are of one kind of hosts; a mix has prices and numbers by kind")
	case slices.ContainsFunc(kinds, func(k HostKind) bool { return (k.Price > 0) != (kinds[0].Price > 0) }):
		return bad("prices of some kinds of hosts and not of others; give all or none")
	}
	return nil
}

// mixKind is what hosts of a kind do, by their runs.
func mixKind(s Scenario, kind HostKind, in Input) (MixKind, []string, error) {
	m, err := newMaker(s, in)
	if err != nil {
		return MixKind{}, nil, err
	}
	service := m.plan.Scenario.Services[0]
	z := service.planned()[0]
	service.Strategy = m.strategyFor(&service, z)
	cost, err := m.ledger.cost(&service, z, service.Strategy, service.Workers)
	if err != nil {
		return MixKind{}, nil, err
	}
	machine := m.plan.Machine
	rate, err := stats.Interval{Value: cost.Seconds.Value, Low: cost.Seconds.Low, High: cost.Seconds.High}.Reciprocal()
	if err != nil {
		return MixKind{}, nil, err
	}
	servers := float64(machine.CoresPerHost / service.Workers)
	rate.Value, rate.Low, rate.High = rate.Value*servers, rate.Low*servers, rate.High*servers
	e := cost.Seconds
	e.Unit, e.Better = analysis.UnitPerSecond, analysis.Higher
	return MixKind{HostKind: kind, Machine: machine, Cost: cost, Rate: *e.With(rate)}, m.plan.Busy, nil
}

// most is how many hosts of a kind there are.
func (k *MixKind) most() int { return cmp.Or(k.Most, maxServers) }

// price is what a host costs for an hour.
func (k *MixKind) price() float64 { return k.Price * float64(k.Machine.CoresPerHost) }

// need is the rate that the hosts must do with all cores busy: so that less than all are,
// and the headroom stays free.
func (m *Mix) need() float64 {
	return m.Service.Load.Rate * max(1+2*full, 1/(1-m.Headroom))
}

// choose returns the hosts that do so many results a second with the least weight, and of
// those with the least second weight, as far as that is a millionth; nil where all do not.
func (m *Mix) choose(need float64, weight, second func(*MixKind) float64) *Selection {
	heaviest := 0.0
	for i := range m.Kinds {
		heaviest = max(heaviest, second(&m.Kinds[i]))
	}
	var options []option
	for i := range m.Kinds {
		k := &m.Kinds[i]
		o := option{kind: i, weight: weight(k), rate: k.Rate.Low, most: k.most()}
		if heaviest > 0 {
			o.weight += 1e-6 * weight(k) * second(k) / heaviest
		}
		options = append(options, o)
	}
	hosts := lightest(options, need)
	if hosts == nil {
		return nil
	}
	s := &Selection{Hosts: hosts}
	var weights []float64
	var rates []stats.Interval
	least := 0.0
	e := m.Kinds[0].Rate
	for i, n := range hosts {
		k := &m.Kinds[i]
		s.Total += n
		s.Cores += n * k.Machine.CoresPerHost
		s.PerHour += float64(n) * k.price()
		least += float64(n) * k.Rate.Low
		weights, rates = append(weights, float64(n)), append(rates, stats.Interval{Value: k.Rate.Value, Low: k.Rate.Low, High: k.Rate.High})
		if n > 0 {
			e.Modelled = e.Modelled || k.Rate.Modelled
		}
	}
	sum, err := stats.Sum(weights, rates)
	if err != nil {
		return nil // of numbers that overflow
	}
	e.Method = "sum over the hosts"
	s.Rate, s.Utilisation = *e.With(sum), m.Service.Load.Rate/least
	return s
}

// An option is a kind of hosts to choose from.
type option struct {
	kind         int
	weight, rate float64 // of a host
	most         int
}

// lightest returns how many of each option do a rate together at the least weight, nil where
// all of them do not. It looks at numbers of hosts from the option on that does most for its
// weight, and leaves out what cannot be lighter even with parts of hosts (branch and bound:
// A. H. Land and A. G. Doig, Econometrica 28, 1960).
func lightest(options []option, rate float64) []int {
	slices.SortStableFunc(options, func(a, b option) int { return cmp.Compare(a.weight/a.rate, b.weight/b.rate) })
	var best []int
	least := math.Inf(1)
	chosen := make([]int, len(options))
	var choose func(at int, left, weight float64)
	choose = func(at int, left, weight float64) {
		if left <= 0 {
			if weight < least {
				least, best = weight, slices.Clone(chosen)
			}
			return
		}
		if at == len(options) {
			return
		}
		o := options[at]
		for n := int(min(math.Ceil(left/o.rate), float64(o.most))); n >= 0; n-- {
			rest, so := left-float64(n)*o.rate, weight+float64(n)*o.weight
			if rest > 0 && at+1 < len(options) && so+rest*options[at+1].weight/options[at+1].rate >= least || rest > 0 && at+1 == len(options) {
				break
			}
			chosen[o.kind] = n
			choose(at+1, rest, so)
			chosen[o.kind] = 0
		}
	}
	choose(0, rate, 0)
	return best
}

// ByKind parts runs by the kinds of hosts whose names their processors hold. Its error wraps
// ErrScenario or ErrMissing.
func ByKind(runs []*analysis.Analysis, kinds []HostKind) ([][]*analysis.Analysis, error) {
	parted := make([][]*analysis.Analysis, len(kinds))
	for _, a := range runs {
		processor := analysis.ProcessorOf(a)
		of := -1
		for i, k := range kinds {
			if !strings.Contains(processor.Name(), k.Name) {
				continue
			}
			if of >= 0 {
				return nil, fmt.Errorf("%w: a run on %.80q is of both %.80q and %.80q; name more of each processor", ErrScenario, processor.Name(), kinds[of].Name, k.Name)
			}
			of = i
			parted[i] = append(parted[i], a)
		}
	}
	for i, k := range kinds {
		if len(parted[i]) == 0 {
			return nil, fmt.Errorf("%w: no run is of a processor whose name holds %.80q", ErrMissing, k.Name)
		}
	}
	return parted, nil
}
