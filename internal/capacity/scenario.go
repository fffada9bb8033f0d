// What is planned for: services with their load and objectives, and what may be
// spent on them.

package capacity

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"primebench/internal/kex"
	"primebench/internal/unit"
	"primebench/results"
)

// Sentinels of what a plan can fail by.
var (
	// ErrScenario is wrapped by the error for a scenario that contradicts itself or
	// the runs: the caller's to mend.
	ErrScenario = errors.New("capacity: not a scenario that can be planned")
	// ErrMissing is wrapped by the error for runs that lack what a scenario needs;
	// its text names the command that measures it.
	ErrMissing = errors.New("capacity: not measured")
	// ErrInfeasible is wrapped by the error of Make beside a plan that cannot be
	// carried out; the plan says what would make it feasible.
	ErrInfeasible = errors.New("capacity: not feasible")
)

// An InfeasibleError says which demand cannot be met. It wraps ErrInfeasible.
type InfeasibleError struct{ Reason string }

// Error is ErrInfeasible with the Reason.
func (e *InfeasibleError) Error() string { return ErrInfeasible.Error() + ": " + e.Reason }

// Unwrap returns ErrInfeasible.
func (e *InfeasibleError) Unwrap() error { return ErrInfeasible }

// The kinds of services.
const (
	Prime    = results.KindPrime // a random n-bit prime
	Safe     = results.KindSafe  // an n-bit safe prime: a DH group
	RSA      = results.KindRSA   // an n-bit RSA key
	Kex      = results.KindKex   // a server's part of a handshake's key exchange, by a parameter set
	DHKeygen = "dh-keygen"       // a public value in a group of n bits
	DHShared = "dh-shared"       // a shared secret in a group of n bits
)

// Kinds lists the kinds of services.
func Kinds() []string { return []string{Prime, Safe, RSA, Kex, DHKeygen, DHShared} }

// DefaultStrategy is how primes and groups are come by unless a Service says otherwise.
// What holds a secret is made by the strategy that costs least of those that were measured
// and are fit for secrets, see Cost.Exposed.
const DefaultStrategy = results.StrategyOnTheFly

// A Scenario is what a plan is made for. The numbers of its own are limits and
// prices; a zero says that there is none.
type Scenario struct {
	Services []Service `json:"-"` // at least one; they share nothing but the hosts
	// Cores and Hosts are the most that may be used, spare hosts included. With
	// both, hosts have Cores/Hosts cores each, which must be a whole number; with
	// one or none they have as many as the measured host.
	Cores       int     `json:"cores"`
	Hosts       int     `json:"hosts"`
	Headroom    float64 `json:"headroom"`            // share of the servers that stays free at the stated load, in [0, 1)
	Failures    int     `json:"failures"`            // hosts that may fail at once without harm
	Price       float64 `json:"price_per_core_hour"` // in any money
	Watts       float64 `json:"watts_per_core"`      // that it draws
	Extrapolate bool    `json:"extrapolate"`         // allow sizes beyond twice the largest that was measured
}

// A Service is one stream of requests.
type Service struct {
	Name       string      `json:"name"`     // "" for its kind
	Kind       string      `json:"kind"`     // one of Kinds
	Bits       []int       `json:"-"`        // sizes to choose from: each is planned by itself; none of Kex
	Params     []string    `json:"-"`        // the same of Kex, names out of package kex
	Strategy   string      `json:"strategy"` // "" for DefaultStrategy or, of what holds a secret, the cheapest that is fit for it
	Workers    int         `json:"workers"`  // cores that work on one result together; 0 for 1
	Load                   // of requests
	Objectives []Objective `json:"objectives"` // on responses, all of which must be met; only with a rate
	Pool       Pool        `json:"pool"`       // of results made beforehand
}

// A Load is either a Rate a second, of requests that come independently of each
// other, or Count results wanted Within a time.
type Load struct {
	Rate   float64       `json:"rate_per_s"`
	Count  float64       `json:"count"`
	Within time.Duration `json:"within_s"`
}

// An Objective says that a share of the responses shall come within a time.
type Objective struct {
	Quantile float64       `json:"quantile"` // in (0, 1)
	Within   time.Duration `json:"within_s"`
}

// String writes the objective as ParseObjective reads it.
func (o Objective) String() string {
	return unit.Quantile(o.Quantile) + "=" + o.Within.String()
}

// A Pool keeps results in store: as many as it takes (Auto), Size, or none.
type Pool struct {
	Auto bool `json:"auto"`
	Size int  `json:"size"`
}

func (p Pool) used() bool { return p.Auto || p.Size > 0 }

// name is what a service is called in sentences.
func (s *Service) name() string {
	if s.Name != "" {
		return s.Name
	}
	return s.Kind
}

// Secret reports whether a result holds a secret, which whoever watches the time of its
// making must not learn.
func (s *Service) Secret() bool { return s.Kind == RSA || s.isPower() }

// A size is what a service may be planned at: bits, or a parameter set and its bits.
type size struct {
	bits   int
	params string
}

// String returns "2048 bits", or the name of the parameter set.
func (z size) String() string {
	if z.params != "" {
		return z.params
	}
	return strconv.Itoa(z.bits) + " bits"
}

// planned lists the sizes of a service that has passed its check.
func (s *Service) planned() []size {
	var sizes []size
	for _, bits := range s.Bits {
		sizes = append(sizes, size{bits: bits})
	}
	for _, params := range s.Params {
		sizes = append(sizes, sizeOf(params))
	}
	return sizes
}

// sizeOf returns the size that a parameter set is.
func sizeOf(params string) size {
	set, _ := kex.Named(params) // of an unknown one no run tells, which its cost says
	return size{bits: set.Bits, params: params}
}

// filled returns a copy with defaults in the place of zeros, sharing nothing.
func (s Scenario) filled() Scenario {
	s.Services = slices.Clone(s.Services)
	for i := range s.Services {
		service := &s.Services[i]
		service.Bits = slices.Clone(service.Bits)
		service.Params = slices.Clone(service.Params)
		service.Objectives = slices.Clone(service.Objectives)
		if service.Strategy == "" && !service.Secret() {
			service.Strategy = DefaultStrategy
		}
		if service.Workers == 0 {
			service.Workers = 1
		}
	}
	return s
}

// Check returns an error that wraps ErrScenario unless the scenario is complete
// and does not contradict itself.
func (s Scenario) Check() error {
	if err := s.check(); err != nil {
		return fmt.Errorf("%w: %w", ErrScenario, err)
	}
	return nil
}

func (s *Scenario) check() error {
	switch {
	case len(s.Services) == 0:
		return errors.New("no service, want at least one")
	case len(s.Services) > maxServices:
		return fmt.Errorf("%d services, want at most %d", len(s.Services), maxServices)
	case s.Cores < 0 || s.Hosts < 0 || s.Cores > maxCores || s.Hosts > maxCores:
		return fmt.Errorf("%d cores and %d hosts, want 0 to %d of each", s.Cores, s.Hosts, maxCores)
	case s.Cores > 0 && s.Hosts > 0 && s.Cores%s.Hosts != 0:
		return fmt.Errorf("%d cores on %s contradict each other: want as many cores on each host", s.Cores, unit.Count(s.Hosts, "host"))
	case !(s.Headroom >= 0 && s.Headroom < 1):
		return fmt.Errorf("a headroom of %v, want a share from 0 to below 1", s.Headroom)
	case s.Failures < 0 || s.Failures > maxCores:
		return fmt.Errorf("%d failures, want 0 to %d", s.Failures, maxCores)
	case s.Hosts > 0 && s.Failures >= s.Hosts:
		return fmt.Errorf("%d of %s may fail, which leaves none", s.Failures, unit.Count(s.Hosts, "host"))
	case !(s.Price >= 0 && s.Price <= maxMoney) || !(s.Watts >= 0 && s.Watts <= maxWatts):
		return fmt.Errorf("a price of %v and %v watts, want 0 to %s and %s", s.Price, s.Watts, unit.Digits(maxMoney), unit.Digits(maxWatts))
	}
	names := map[string]bool{}
	for i := range s.Services {
		service := &s.Services[i]
		if err := service.check(); err != nil {
			return fmt.Errorf("service %.80q: %w", service.name(), err)
		}
		if names[service.name()] {
			return fmt.Errorf("two services are called %.80q", service.name())
		}
		names[service.name()] = true
	}
	return nil
}

// The most services, sizes and objectives: a plan stays readable, and is made in
// a moment.
const (
	maxServices   = 64
	maxSizes      = 32
	maxObjectives = 16
	maxBits       = 1 << 16
)

func (s *Service) check() error {
	switch {
	case !slices.Contains(Kinds(), s.Kind):
		return fmt.Errorf("unknown kind %.80q, want one of %s", s.Kind, strings.Join(Kinds(), ", "))
	case s.Kind == Kex && len(s.Bits) > 0:
		return fmt.Errorf("%d bits of kind %s, want params, such as %s", s.Bits[0], Kex, kex.X25519)
	case s.Kind != Kex && len(s.Params) > 0:
		return fmt.Errorf("params %.80q of kind %s, want bits", s.Params[0], s.Kind)
	case len(s.planned()) == 0 || len(s.planned()) > maxSizes:
		return fmt.Errorf("%d sizes, want 1 to %d", len(s.planned()), maxSizes)
	case s.Workers < 0 || s.Workers > maxCores:
		return fmt.Errorf("%d workers on one result, want 1 to %d", s.Workers, maxCores)
	case s.Workers > 1 && s.isPower():
		return fmt.Errorf("%d workers on one result: a power is raised by one, and so are keys exchanged", s.Workers)
	case s.Pool.Size < 0 || s.Pool.Size > maxPool || s.Pool.Auto && s.Pool.Size > 0:
		return fmt.Errorf("a pool of %d (auto %v), want one of none, auto and 1 to %d", s.Pool.Size, s.Pool.Auto, maxPool)
	case s.Pool.used() && (s.Kind == DHShared || s.Kind == Kex):
		return errors.New("a pool of shared secrets: they depend on the other party's value, and cannot be made beforehand")
	case s.Strategy == results.StrategyHardcoded && s.Kind != Safe:
		return fmt.Errorf("kind %s by strategy %s: the groups that there are hold safe primes, of kind %s", s.Kind, results.StrategyHardcoded, Safe)
	case len(s.Objectives) > maxObjectives:
		return fmt.Errorf("%d objectives, want at most %d", len(s.Objectives), maxObjectives)
	}
	for i, bits := range s.Bits {
		if bits < 2 || bits > maxBits || slices.Contains(s.Bits[:i], bits) {
			return fmt.Errorf("sizes %v, want different ones from 2 to %d bits", s.Bits, maxBits)
		}
		if s.Kind == RSA && bits%2 != 0 {
			return fmt.Errorf("%d bits, want an even number: an RSA key is of two primes of half the size", bits)
		}
	}
	for i, params := range s.Params {
		if _, err := kex.Named(params); err != nil {
			return err
		}
		if slices.Contains(s.Params[:i], params) {
			return fmt.Errorf("params %s twice, want different ones", params)
		}
	}
	for _, o := range s.Objectives {
		if !(o.Quantile > 0 && o.Quantile < 1) || o.Within <= 0 || o.Within > maxTime {
			return fmt.Errorf("an objective of quantile %v within %v, want one between 0 and 1 and a time above 0", o.Quantile, o.Within)
		}
	}
	return s.checkLoad()
}

func (s *Service) checkLoad() error {
	rate, count, within := s.Load.Rate, s.Load.Count, s.Load.Within
	switch {
	case rate == 0 && count == 0 && within == 0:
		return errors.New("no load, want a rate such as 200/s, or a count and a time within which it shall be done")
	case rate != 0 && (count != 0 || within != 0):
		return errors.New("a rate and a count, want one of them")
	case rate != 0 && !(rate > 0 && rate <= maxRate):
		return fmt.Errorf("a rate of %v a second, want a number above 0, at most %s", rate, unit.Digits(maxRate))
	case rate != 0:
		return nil
	case !(count > 0 && count <= maxCount) || count != math.Trunc(count):
		return fmt.Errorf("a count of %v, want a whole number above 0, at most %s", count, unit.Digits(maxCount))
	case within <= 0 || within > maxTime:
		return fmt.Errorf("%v results within %v, want a time above 0, at most ten years", count, within)
	case len(s.Objectives) > 0:
		return errors.New("an objective on responses without a rate: a count has only the time within which it shall be done")
	case s.Pool.used():
		return errors.New("a pool without a rate: a count is made once")
	}
	return nil
}

// isPower reports whether a result is a power in a group or a key exchange, of fixed cost
// and on one core, and not a search.
func (s *Service) isPower() bool { return s.Kind == DHKeygen || s.Kind == DHShared || s.Kind == Kex }
