// Waiting for one of several servers: Erlang's formulas, which are exact for
// memoryless services, and Allen and Cunneen's, which are near for others.

package capacity

import (
	"fmt"
	"math"
)

// maxServers bounds the servers of a queue: far more than anybody plans, and few
// enough for Erlang's recursion to take milliseconds.
const maxServers = 1 << 20

// full is how near to all servers busy is as good as all of them: nearer, the time
// that is left over is rounding.
const full = 1e-10

// ErlangB returns the probability that all servers are busy where an arrival that
// finds them so is turned away, by the recursion
//
//	B(0) = 1, B(k) = a B(k-1) / (k + a B(k-1))
//
// (A. K. Erlang, 1917; the recursion as in V. B. Iversen, Teletraffic Engineering
// Handbook, ITU-D SG 2/16, 2001, chapter 7). The offered load a is the arrival
// rate times the mean service time. There are 1 to 2^20 servers.
func ErlangB(servers int, offered float64) (float64, error) {
	if err := checkServers(servers); err != nil {
		return 0, err
	}
	if !(offered >= 0) || math.IsInf(offered, 1) {
		return 0, fmt.Errorf("%w: an offered load of %v, want a finite number of at least 0", ErrModel, offered)
	}
	return erlangB(servers, offered), nil
}

// erlangB is ErlangB of numbers that are in range.
func erlangB(servers int, offered float64) float64 {
	b := 1.0
	for k := range servers {
		b = nextB(b, k+1, offered)
	}
	return b
}

// nextB is the step of Erlang's recursion to k servers.
func nextB(b float64, k int, offered float64) float64 {
	return offered * b / (float64(k) + offered*b)
}

// ErlangC returns the probability that an arrival has to wait in an M/M/c queue,
// C = B / (1 - rho (1 - B)) with rho = offered / servers below 1 (R. B. Cooper,
// Introduction to Queueing Theory, 2nd ed. 1981, chapter 3).
func ErlangC(servers int, offered float64) (float64, error) {
	b, err := ErlangB(servers, offered)
	if err != nil {
		return 0, err
	}
	if offered >= float64(servers) {
		return 0, fmt.Errorf("%w: an offered load of %v on %d servers, want less than their number", ErrModel, offered, servers)
	}
	return erlangC(b, servers, offered), nil
}

func erlangC(b float64, servers int, offered float64) float64 {
	return b / (1 - offered/float64(servers)*(1-b))
}

// A Wait is the law of the wait before service: none with probability 1-Chance,
// else exponential with mean MeanBusy.
type Wait struct {
	Chance      float64 // that an arrival waits at all, 0 to 1
	Mean        float64 // seconds, over all arrivals
	MeanBusy    float64 // seconds, over those that wait: Mean / Chance
	Offered     float64 // load in servers
	Utilisation float64 // share of the servers that is busy, below 1
}

// MMc returns the wait in an M/M/c queue: Poisson arrivals at rate a second, c
// servers, exponential services of mean seconds, first come first served. With C
// of ErlangC,
//
//	P(wait > t) = C exp(-(c/mean - rate) t)
//
// (Cooper, chapter 3). The rate must be below c/mean.
func MMc(rate float64, servers int, mean float64) (Wait, error) {
	return AllenCunneen(rate, servers, mean, 1, 1)
}

// AllenCunneen returns the approximate wait in a G/G/c queue, where ca2 and cs2
// are the squared coefficients of variation of the times between arrivals and of
// the services: Erlang's mean wait times (ca2 + cs2) / 2 (A. O. Allen,
// Probability, Statistics, and Queueing Theory with Computer Science
// Applications, 2nd ed. 1990, chapter 5). It is exact for M/M/c and, being
// Pollaczek and Khinchine's formula there, for the mean of M/G/1. Of the quantiles it says
// nothing; they are those of an exponential wait with Erlang's chance of waiting,
// which is the heavy-traffic law (J. F. C. Kingman, On queues in heavy traffic, J.
// Roy. Statist. Soc. B 24, 1962).
func AllenCunneen(rate float64, servers int, mean, ca2, cs2 float64) (Wait, error) {
	for name, v := range map[string]float64{"rate": rate, "mean service": mean} {
		if !(v > 0) || math.IsInf(v, 1) {
			return Wait{}, fmt.Errorf("%w: a %s of %v, want a finite number above 0", ErrModel, name, v)
		}
	}
	if !(ca2 >= 0) || !(cs2 >= 0) || math.IsInf(ca2+cs2, 1) {
		return Wait{}, fmt.Errorf("%w: squared variations of %v and %v, want finite numbers of at least 0", ErrModel, ca2, cs2)
	}
	b, err := ErlangB(servers, rate*mean)
	if err != nil {
		return Wait{}, err
	}
	if rate*mean >= float64(servers)*(1-full) {
		return Wait{}, fmt.Errorf("%w: %v a second with %v s each keep %v servers busy, there are %d", ErrModel, rate, mean, rate*mean, servers)
	}
	return waitOf(b, rate, servers, mean, ca2, cs2), nil
}

// waitOf is AllenCunneen with Erlang's B known.
func waitOf(b, rate float64, servers int, mean, ca2, cs2 float64) Wait {
	w := Wait{Offered: rate * mean, Utilisation: rate * mean / float64(servers)}
	variation := (ca2 + cs2) / 2
	if variation == 0 { // nothing varies, so nobody waits
		return w
	}
	w.Chance = erlangC(b, servers, w.Offered)
	w.MeanBusy = mean / float64(servers) / (1 - w.Utilisation) * variation
	w.Mean = w.Chance * w.MeanBusy
	return w
}

// Tail returns the probability of waiting more than t seconds.
func (w Wait) Tail(t float64) float64 {
	if t < 0 {
		return 1
	}
	if w.Chance == 0 {
		return 0
	}
	return w.Chance * math.Exp(-t/w.MeanBusy)
}

// Quantile returns the p-quantile of the wait in seconds, 0 <= p < 1; it is 0 up
// to p = 1 - Chance.
func (w Wait) Quantile(p float64) float64 {
	if w.Chance <= 1-p {
		return 0
	}
	return w.MeanBusy * math.Log(w.Chance/(1-p))
}

// ResponseTail returns the probability that wait and service together take more
// than t seconds, the two being independent: the convolution of the two laws in
// closed form. For M/M/c it is Cooper's, chapter 3.
func (w Wait) ResponseTail(s Law, t float64) float64 {
	u := t - s.Fixed
	switch {
	case u < 0:
		return 1
	case w.Chance == 0:
		return s.Tail(t)
	case s.Stages == 0 || s.Stage == 0:
		return w.Tail(u)
	}
	// P(S + W > t) = P(S > t) + chance * integral of f(x) e^(-theta (u-x)), x to u.
	mu, theta := 1/s.Stage, 1/w.MeanBusy
	d := mu - theta
	x := d * u
	slow, fast := math.Exp(-theta*u), math.Exp(-mu*u)
	var integral float64
	switch {
	case s.Stages == 1 && math.Abs(x) < 1e-4:
		integral = mu * u * slow * (1 - x/2)
	case s.Stages == 1:
		integral = mu / d * (slow - fast)
	case math.Abs(x) < 1e-3:
		integral = mu * mu * u * u * slow * (0.5 - x/3 + x*x/8)
	default:
		integral = mu / d * mu / d * (slow - fast*(1+x))
	}
	return math.Min(1, s.Tail(t)+w.Chance*integral)
}

// ResponseQuantile returns the p-quantile of wait and service together, in
// seconds, 0 <= p < 1.
func (w Wait) ResponseQuantile(s Law, p float64) float64 {
	return quantile(func(t float64) float64 { return w.ResponseTail(s, t) }, p, s.Mean()+w.Mean)
}

func checkServers(n int) error {
	if n < 1 || n > maxServers {
		return fmt.Errorf("%w: %d servers, want 1 to %d", ErrModel, n, maxServers)
	}
	return nil
}
