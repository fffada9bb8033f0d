// Sums and quotients of independent estimates. The variances are recovered from
// the distances between the estimates and the ends of their intervals, so that
// lopsided intervals stay lopsided.

package stats

import (
	"fmt"
	"math"
)

// LogScale returns the interval of the same relative width on the logarithmic
// scale, Value * exp(+- half/Value), where half is half the width of a symmetric
// interval: the delta method for ln Value. It is the interval for a cost, which
// cannot be 0, and agrees with the other where the interval is narrow. Value must
// be above 0.
func (iv Interval) LogScale() (Interval, error) {
	if err := iv.valid(); err != nil {
		return Interval{}, err
	}
	if iv.Value <= 0 {
		return Interval{}, fmt.Errorf("%w: %v on a logarithmic scale, want a number above 0", ErrValue, iv.Value)
	}
	factor := math.Exp((iv.High - iv.Low) / 2 / iv.Value)
	return checked(Interval{iv.Value, iv.Value / factor, iv.Value * factor}, "interval on the logarithmic scale")
}

// Reciprocal returns 1/iv, its ends exchanged. All of iv must be above 0.
func (iv Interval) Reciprocal() (Interval, error) {
	if err := iv.positive(); err != nil {
		return Interval{}, err
	}
	return checked(Interval{1 / iv.Value, 1 / iv.High, 1 / iv.Low}, "reciprocal")
}

// Sum returns the sum of weights[i] * terms[i], all weights at least 0, of
// independent estimates:
//
//	Low  = sum w v - sqrt(sum w^2 (v - low)^2)
//	High = sum w v + sqrt(sum w^2 (high - v)^2)
//
// (G. Y. Zou and A. Donner, Construction of confidence limits about effect
// measures, Statistics in Medicine 27, 2008).
func Sum(weights []float64, terms []Interval) (Interval, error) {
	if len(weights) != len(terms) {
		return Interval{}, fmt.Errorf("%w: %d weights for %d terms, want equally many", ErrValue, len(weights), len(terms))
	}
	if len(terms) == 0 {
		return Interval{}, &NeedError{Need: 1, Have: 0}
	}
	var value, down, up float64
	for i, t := range terms {
		if err := t.valid(); err != nil {
			return Interval{}, err
		}
		w := weights[i]
		if !finite(w) || w < 0 {
			return Interval{}, fmt.Errorf("%w: weight %d is %v, want a finite number of at least 0", ErrValue, i, w)
		}
		value += w * t.Value
		down = math.Hypot(down, w*(t.Value-t.Low))
		up = math.Hypot(up, w*(t.High-t.Value))
	}
	return checked(Interval{value, value - down, value + up}, "sum")
}

// Quotient returns a/b of two independent estimates that are above 0 with all of
// their intervals: the difference of their logarithms by the rule of Sum.
func Quotient(a, b Interval) (Interval, error) {
	for _, iv := range []Interval{a, b} {
		if err := iv.positive(); err != nil {
			return Interval{}, err
		}
	}
	down := math.Hypot(math.Log(a.Value/a.Low), math.Log(b.High/b.Value))
	up := math.Hypot(math.Log(a.High/a.Value), math.Log(b.Value/b.Low))
	value := a.Value / b.Value
	return checked(Interval{value, value * math.Exp(-down), value * math.Exp(up)}, "quotient")
}

// valid returns an error unless iv is finite and in order.
func (iv Interval) valid() error {
	if !finite(iv.Value) || !finite(iv.Low) || !finite(iv.High) || iv.Low > iv.Value || iv.Value > iv.High {
		return fmt.Errorf("%w: an interval of %v from %v to %v, want finite numbers in order", ErrValue, iv.Value, iv.Low, iv.High)
	}
	return nil
}

// positive returns an error unless iv is valid and above 0.
func (iv Interval) positive() error {
	if err := iv.valid(); err != nil {
		return err
	}
	if iv.Low <= 0 {
		return fmt.Errorf("%w: an interval from %v, want one above 0", ErrValue, iv.Low)
	}
	return nil
}
