// How many servers it takes: the least that keep up, keep their headroom and meet
// every objective.

package capacity

import (
	"fmt"
	"math"

	"primebench/internal/unit"

	"gonum.org/v1/gonum/mathext"
)

// A Binding is the demand that decides how many servers it takes.
type Binding string

// The demands.
const (
	ByLoad      Binding = "load"      // keeping up
	ByHeadroom  Binding = "headroom"  // leaving some of the servers free
	ByObjective Binding = "objective" // a response in time
	ByPool      Binding = "pool"      // the store not running dry
	ByDeadline  Binding = "deadline"  // a count within its time
)

// A Need is what it takes at one cost of a result.
type Need struct {
	Seconds     float64    `json:"seconds"` // of one result on one server
	Servers     int        `json:"servers"`
	Cores       int        `json:"cores"`       // Servers times the workers of each
	Hosts       int        `json:"hosts"`       // without spare ones
	Utilisation float64    `json:"utilisation"` // share of the servers that is busy at the stated load
	Binding     Binding    `json:"binding"`
	Objective   *Objective `json:"objective"`                     // that binds, with ByObjective and ByPool; else nil
	Keeping     int        `json:"servers_for_load_and_headroom"` // that these alone would take
}

// A demand is what servers of one service must live up to.
type demand struct {
	load       Load
	objectives []Objective
	headroom   float64
	pool       Pool
}

// An unattainable demand is one that no number of servers meets.
type unattainable struct {
	objective Objective // Quantile 0: the deadline of a count
	least     float64   // seconds that it takes with servers without end
	pool      int       // size of the pool that is too small, 0 without
}

func (u *unattainable) Error() string {
	switch {
	case u.pool > 0:
		return fmt.Sprintf("a pool of %d is too small for the objective %v whatever the cores", u.pool, u.objective)
	case u.objective.Quantile == 0:
		return fmt.Sprintf("the last of the results takes about %s by itself, which is above the time of %v whatever the cores", unit.Seconds(u.least), u.objective.Within)
	}
	return fmt.Sprintf("the objective %v is below the time of the service itself, whose %s is %s: no number of cores meets it",
		u.objective, unit.Quantile(u.objective.Quantile), unit.Seconds(u.least))
}

// need returns what a law of services takes. The error is an *unattainable, or
// wraps ErrInfeasible where it takes more servers than this package plans.
func (d *demand) need(law Law) (Need, error) {
	if d.load.Rate == 0 {
		return d.needForCount(law)
	}
	n := Need{Seconds: law.Mean(), Binding: ByLoad}
	offered := d.load.Rate * law.Mean()
	// Servers that are busy but for rounding would keep everybody waiting for ever.
	bare := math.Floor(offered*(1+2*full)) + 1
	// Rounding may lift a whole number of servers just above itself.
	roomy := math.Max(bare, math.Ceil(offered/(1-d.headroom)-1e-9))
	if roomy > maxServers {
		return n, tooMany(roomy)
	}
	if n.Servers = int(roomy); roomy > bare {
		n.Binding = ByHeadroom
	}
	n.Keeping = n.Servers
	err := d.meet(&n, law)
	n.Utilisation = offered / float64(n.Servers)
	return n, err
}

func tooMany(servers float64) error {
	return &InfeasibleError{Reason: fmt.Sprintf("it takes %s servers, and at most %d are planned", unit.Text(servers, unit.Counted), maxServers)}
}

// meet raises the servers until every objective is met.
func (d *demand) meet(n *Need, law Law) error {
	for _, o := range d.objectives {
		if err := d.attainable(o, law); err != nil {
			return err
		}
	}
	b := erlangB(n.Servers, d.load.Rate*law.Mean())
	for {
		w := waitOf(b, d.load.Rate, n.Servers, law.Mean(), 1, law.CV2())
		failed := d.fails(w, n.Servers, law)
		if failed == nil {
			return nil
		}
		if n.Servers == maxServers {
			return tooMany(maxServers + 1)
		}
		n.Servers++
		b = nextB(b, n.Servers, d.load.Rate*law.Mean())
		n.Binding, n.Objective = ByObjective, failed
		if d.pool.used() {
			n.Binding = ByPool
		}
	}
}

// attainable returns an *unattainable for an objective that servers without end
// do not meet.
func (d *demand) attainable(o Objective, law Law) error {
	switch {
	case d.pool.Auto:
		return nil
	case d.pool.Size > 0:
		// With servers without end, orders under way are a Poisson number.
		if poissonTail(d.pool.Size, d.load.Rate*law.Mean()) >= 1-o.Quantile {
			return &unattainable{objective: o, pool: d.pool.Size}
		}
	case law.Tail(o.Within.Seconds()) >= 1-o.Quantile:
		return &unattainable{objective: o, least: law.Quantile(o.Quantile)}
	}
	return nil
}

// fails returns an objective that is not met by servers at which arrivals wait so,
// nil when all are.
func (d *demand) fails(w Wait, servers int, law Law) *Objective {
	for i, o := range d.objectives {
		late := 0.0
		switch {
		case d.pool.Size > 0:
			late = w.atLeast(servers, d.pool.Size)
		case !d.pool.Auto:
			late = w.ResponseTail(law, o.Within.Seconds())
		}
		if late > 1-o.Quantile {
			return &d.objectives[i]
		}
	}
	return nil
}

// confident is the chance with which a count is done in its time, and sigmas how
// many standard deviations that is of a normal law.
const (
	confident = 0.95
	sigmas    = 1.6448536269514722
)

// needForCount returns what a count within a time takes: the least servers by
// which it is done with a chance of 95 %.
func (d *demand) needForCount(law Law) (Need, error) {
	n := Need{Seconds: law.Mean(), Binding: ByDeadline}
	within := d.load.Within.Seconds() * (1 - d.headroom)
	done := func(servers float64) bool { return completion(d.load.Count, servers, law) <= within }
	most := math.Min(d.load.Count, maxServers)
	if !done(most) {
		least := completion(d.load.Count, d.load.Count, law)
		if least > within {
			return n, &unattainable{objective: Objective{Within: d.load.Within}, least: least}
		}
		return n, tooMany(d.load.Count * law.Mean() / within)
	}
	low, high := 0.0, most
	for high-low > 1 {
		if mid := math.Floor((low + high) / 2); done(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	n.Servers = int(high)
	n.Keeping = n.Servers
	n.Utilisation = math.Min(1, d.load.Count*law.Mean()/(high*d.load.Within.Seconds()))
	return n, nil
}

// completion returns the seconds within which count results are done by servers
// with a chance of about 95 %, when all may begin at once. Of memoryless services
// all servers are busy until as many are left as there are servers, and the last
// ones end one after another (A. Rényi, On the theory of order statistics, Acta
// Math. Acad. Sci. Hung. 4, 1953, for their mean and variance):
//
//	mean      (count-n)/n m + m H(n),  H(n) = 1 + 1/2 + ... + 1/n
//	variance  s^2 ((count-n)/n^2 + 1 + 1/4 + ... + 1/n^2)
//
// and the end is taken as normal. The fixed part of a service counts once at the
// end, and two stages as one of twice the length, which is cautious. Services of
// fixed cost end in count/n rounds.
func completion(count, servers float64, law Law) float64 {
	n := math.Min(count, servers)
	if law.CV2() == 0 {
		return math.Ceil(count/n-1e-9) * law.Mean()
	}
	luck := float64(law.Stages) * law.Stage
	middle := (count-n)/n*law.Mean() + law.Fixed + luck*(mathext.Digamma(n+1)+eulerGamma)
	variance := (count-n)/(n*n)*law.CV2()*law.Mean()*law.Mean() + luck*luck*(math.Pi*math.Pi/6-mathext.Zeta(2, n+1))
	return middle + sigmas*math.Sqrt(variance)
}

// eulerGamma is the Euler-Mascheroni constant (OEIS A001620).
const eulerGamma = 0.577215664901532860606512090082
