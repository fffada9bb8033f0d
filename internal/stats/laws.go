// The laws of a memoryless search: trials up to the first success are geometric,
// and time at a steady pace is exponential.

package stats

import (
	"fmt"
	"math"
)

// ExponentialQuantile returns the p-quantile, 0 <= p < 1, of the sum of n exponential
// values, n >= 1, whose mean is the given one: of one value -mean ln(1-p), of several
// Erlang's law.
func ExponentialQuantile(mean float64, n int, p float64) (float64, error) {
	if n < 1 {
		return 0, fmt.Errorf("%w: a sum of %d values, want 1 at least", ErrValue, n)
	}
	if !finite(mean) || mean <= 0 {
		return 0, fmt.Errorf("%w: a mean of %v, want a finite number above 0", ErrValue, mean)
	}
	if !(p >= 0 && p < 1) {
		return 0, fmt.Errorf("%w: quantile %v, want one from 0 to below 1", ErrValue, p)
	}
	q := gammaQuantile(n, p) / float64(n) * mean
	if n == 1 {
		q = -math.Log(1-p) * mean
	}
	if !finite(q) {
		return 0, fmt.Errorf("%w: the quantile overflows", ErrValue)
	}
	return q, nil
}

// An ExponentialSum is the law of a sum of independent exponential values: the gamma law
// with the mean and the variance of the sum. It is exact (Erlang's) where all have one mean,
// and otherwise fitted by two moments (F. E. Satterthwaite, Biometrics Bulletin 2, 1946).
type ExponentialSum struct{ law gamma }

// NewExponentialSum is the law of a sum of counts[i] values of mean means[i]; some count is
// above 0. Counts need not be whole numbers.
func NewExponentialSum(means, counts []float64) (ExponentialSum, error) {
	if len(means) != len(counts) {
		return ExponentialSum{}, fmt.Errorf("%w: %d means and %d counts, want equally many", ErrValue, len(means), len(counts))
	}
	var mean, variance float64
	for i, m := range means {
		if !finite(m) || m <= 0 || !finite(counts[i]) || counts[i] < 0 {
			return ExponentialSum{}, fmt.Errorf("%w: %v values of mean %v, want finite numbers above 0", ErrValue, counts[i], m)
		}
		mean += counts[i] * m
		variance += counts[i] * m * m
	}
	law := gamma{shape: mean * mean / variance, rate: mean / variance}
	if !finite(law.shape) || !finite(law.rate) || law.shape <= 0 || law.rate <= 0 {
		return ExponentialSum{}, fmt.Errorf("%w: a sum of no values, or one that overflows", ErrValue)
	}
	return ExponentialSum{law}, nil
}

// Quantile returns the p-quantile, 0 <= p < 1.
func (s ExponentialSum) Quantile(p float64) (float64, error) {
	if !(p >= 0 && p < 1) {
		return 0, fmt.Errorf("%w: quantile %v, want one from 0 to below 1", ErrValue, p)
	}
	q := s.law.quantile(p)
	if !finite(q) {
		return 0, fmt.Errorf("%w: the quantile overflows", ErrValue)
	}
	return q, nil
}

// Chance returns how likely the sum is at most x.
func (s ExponentialSum) Chance(x float64) float64 { return s.law.atMost(math.Max(0, x)) }

// GeometricSD returns the standard deviation sqrt(m (m-1)) of the number of
// trials up to and with the first success, whose mean is m >= 1 (W. Feller, An
// Introduction to Probability Theory, vol. 1, 3rd ed. 1968, section XI.3).
func GeometricSD(mean float64) (float64, error) {
	if !finite(mean) || mean < 1 {
		return 0, fmt.Errorf("%w: a mean of %v trials, want a finite number of at least 1", ErrValue, mean)
	}
	return math.Sqrt(mean) * math.Sqrt(mean-1), nil
}

// GeometricChance returns how likely luck alone takes n geometric numbers with
// the given mean as far from it as a sum of total, or further: twice the smaller
// tail of their sum, at most 1. The sum is negative binomial, and S > s says the
// same as fewer than n successes in s trials, which is binomial; so the answer is
// exact for few searches too, where a normal law is far off.
func GeometricChance(total float64, n int, mean float64) (float64, error) {
	if n < 1 {
		return 0, &NeedError{Need: 1, Have: n}
	}
	if !finite(mean) || mean <= 1 {
		return 0, fmt.Errorf("%w: a mean of %v trials, want a finite number above 1", ErrValue, mean)
	}
	if !finite(total) || total < float64(n) {
		return 0, fmt.Errorf("%w: %v trials in %d searches, want at least one each", ErrValue, total, n)
	}
	fewer := float64(n - 1)
	atLeast := binomial{n: total - 1, p: 1 / mean}.atMost(fewer)
	atMost := 1 - binomial{n: total, p: 1 / mean}.atMost(fewer)
	chance := math.Min(1, 2*math.Min(atLeast, atMost))
	if !finite(chance) {
		return 0, fmt.Errorf("%w: the chance of %v trials in %d searches cannot be computed", ErrValue, total, n)
	}
	return math.Max(0, chance), nil
}

// GeometricZ returns by how many standard errors the mean of n geometric numbers
// that add up to total lies above the expected mean: 0 for equal, positive where
// it took more trials than expected.
func GeometricZ(total float64, n int, mean float64) (float64, error) {
	if n < 1 {
		return 0, &NeedError{Need: 1, Have: n}
	}
	if !finite(total) || total < float64(n) {
		return 0, fmt.Errorf("%w: %v trials in %d searches, want at least one each", ErrValue, total, n)
	}
	sd, err := GeometricSD(mean)
	if err != nil {
		return 0, err
	}
	return finiteZ((total/float64(n)-mean)/sd*math.Sqrt(float64(n)), "z of geometric numbers")
}

// SuccessZ returns by how many standard deviations the number of successes in
// trials lies below what is expected where one in mean succeeds. It is the z of
// trials that something other than a success put an end to, with the sign of
// GeometricZ: positive where successes were fewer than expected (the normal
// approximation of the binomial law).
func SuccessZ(trials float64, successes int, mean float64) (float64, error) {
	if !finite(mean) || mean <= 1 {
		return 0, fmt.Errorf("%w: one success in %v trials, want a finite number above 1", ErrValue, mean)
	}
	if !finite(trials) || trials <= 0 || successes < 0 || float64(successes) > trials {
		return 0, fmt.Errorf("%w: %d successes in %v trials", ErrValue, successes, trials)
	}
	expected := trials / mean
	return finiteZ((expected-float64(successes))/math.Sqrt(expected*(1-1/mean)), "z of successes")
}

// SuccessChance returns how likely luck alone makes as few or as many of the trials
// succeed, or fewer or more, where one in mean does: twice the smaller tail of the
// binomial law, at most 1.
func SuccessChance(trials float64, successes int, mean float64) (float64, error) {
	if _, err := SuccessZ(trials, successes, mean); err != nil {
		return 0, err
	}
	law := binomial{n: trials, p: 1 / mean}
	atMost, below := law.atMost(float64(successes)), 0.0
	if successes > 0 {
		below = law.atMost(float64(successes - 1))
	}
	chance := math.Min(1, 2*math.Min(atMost, 1-below))
	if !finite(chance) {
		return 0, fmt.Errorf("%w: the chance of %d successes in %v trials cannot be computed", ErrValue, successes, trials)
	}
	return math.Max(0, chance), nil
}

func finiteZ(z float64, what string) (float64, error) {
	if !finite(z) {
		return 0, fmt.Errorf("%w: the %s cannot be computed", ErrValue, what)
	}
	return z, nil
}
