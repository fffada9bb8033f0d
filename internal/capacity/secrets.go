// The cost of what holds a secret, and by whom it is planned.

package capacity

import (
	"fmt"
	"slices"

	"primebench/internal/analysis"
	"primebench/results"
)

// key returns the cost of an RSA key: of whole keys where they were measured. Ours are
// two searches of ours, which is what they can be reckoned from besides.
func (l *ledger) key(bits int, strategy string, workers int) (*Cost, error) {
	if ours := strategy == results.StrategyOnTheFly; workers > 1 && !ours {
		return nil, fmt.Errorf("%w: %d workers on an RSA key by %s, which uses one", ErrScenario, workers, strategy)
	}
	c := l.measuredSearch(RSA, bits, strategy, workers)
	switch {
	case c != nil:
		c.shareOut(workers)
	case strategy == results.StrategyOnTheFly:
		var err error
		if c, err = l.search(Prime, bits/2, strategy, workers); err != nil {
			return nil, err
		}
		c.times(analysis.PrimesOf(RSA))
	default:
		return nil, missing(fmt.Sprintf("no run has the time of a %d-bit RSA key by %s with an interval", bits, strategy),
			fmt.Sprintf("--kind rsa --bits %d --strategy %s", bits, strategy))
	}
	if c.Exposed = strategy == results.StrategyOnTheFly; c.Exposed {
		c.Remarks = append(c.Remarks, "our search for primes does not run in constant time: a key by it is what could be, and none to use")
	}
	return c, nil
}

// exchange returns the cost of a server's part of a handshake by a parameter set, or of a
// key pair or a secret alone: in constant time where the strategy does that, by the
// shorter exponent where it has two.
func (l *ledger) exchange(kind, params, strategy string) (*Cost, error) {
	var best *analysis.Exchange
	run := 0
	for r, a := range l.runs {
		for i := range a.Exchanges {
			x := &a.Exchanges[i]
			if e, _ := partOf(x, kind); x.Params != params || x.Strategy != strategy || e == nil || e.Need > 0 || e.Low <= 0 {
				continue
			}
			if best == nil || betterExchange(x, best, kind) {
				best, run = x, r
			}
		}
	}
	if best == nil {
		return nil, missing(fmt.Sprintf("no run has the cost of a key exchange with %s by %s with an interval", params, strategy),
			fmt.Sprintf("--kind kex --params %s --strategy %s", params, strategy))
	}
	e, step := partOf(best, kind)
	c := &Cost{
		Seconds: *e, Law: Law{Fixed: e.Value}, Basis: Measured, Run: run, Cell: best.Cell, MeasuredWorkers: 1,
		From: fmt.Sprintf("%s of operation %s", e.Method, step), Exposed: !best.ConstantTime,
	}
	if kind == Kex {
		c.Remarks = append(c.Remarks, "a key exchange is a server's part of one: its key pair, the client's value read, and the secret; signature and protocol are not counted")
	}
	if c.Exposed {
		c.Remarks = append(c.Remarks, fmt.Sprintf("%s by %s does not run in constant time: it is what could be, and nothing to deploy", params, strategy))
	}
	return c, nil
}

// partOf is what a service of a kind costs in an exchange, and the step that this is.
func partOf(x *analysis.Exchange, kind string) (cost *analysis.Estimate, step string) {
	switch kind {
	case DHKeygen:
		return x.Keygen, results.StepKeygen
	case DHShared:
		return x.Shared, results.StepShared
	}
	return x.Handshake, results.StepHandshake
}

// betterExchange reports whether a is nearer than b to what a server does; of equals, the
// dearer.
func betterExchange(a, b *analysis.Exchange, kind string) bool {
	switch {
	case a.ConstantTime != b.ConstantTime:
		return a.ConstantTime
	case a.ExponentBits != b.ExponentBits:
		return a.ExponentBits < b.ExponentBits
	}
	costA, _ := partOf(a, kind)
	costB, _ := partOf(b, kind)
	return costA.High > costB.High
}

// strategyFor returns the one that a service is planned by at a size: its own or, where it
// has none, that of those measured and fit for secrets that costs least. Where none is fit
// it is the cheapest of the others, and where nothing was measured, the one missed most.
func (m *maker) strategyFor(s *Service, z size) string {
	if s.Strategy != "" {
		return s.Strategy
	}
	var known []string
	m.each(s, func(c *analysis.Cell, _ size) {
		if !slices.Contains(known, c.Strategy) {
			known = append(known, c.Strategy)
		}
	})
	var best *Cost
	for _, strategy := range known {
		c, err := m.ledger.cost(s, z, strategy, s.Workers)
		switch {
		case err != nil:
		case best == nil, best.Exposed && !c.Exposed, best.Exposed == c.Exposed && c.Seconds.High < best.Seconds.High:
			best = c
		}
	}
	if best == nil {
		return missed(s)
	}
	return best.Strategy
}

// missed is the strategy that most programs would use for what holds a secret.
func missed(s *Service) string {
	if s.Kind == RSA {
		return results.StrategyStdlib
	}
	return results.StrategyOpenSSL
}
