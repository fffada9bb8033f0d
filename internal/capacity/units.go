// Quantities as people write them: a load, an objective, a price.

package capacity

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"primebench/internal/unit"
)

// Bounds on what is planned for, far beyond what anybody asks and small enough
// for every product of them to be a finite number.
const (
	maxRate  = 1e9 // a second
	maxCount = 1e15
	maxMoney = 1e9
	maxWatts = 1e6
	maxTime  = 10 * 365 * 24 * time.Hour
	maxCores = 1 << 20
)

// ParseRate reads a load such as "200/s", "90/min" or "1e4/h", and returns it a
// second: above 0, at most 10^9.
func ParseRate(text string) (float64, error) {
	number, unit, _ := strings.Cut(text, "/")
	per, known := map[string]float64{"s": 1, "min": 60, "h": 3600}[unit]
	if !known {
		return 0, fmt.Errorf("%.80q is not a rate, want a number a second, minute or hour such as 200/s, 90/min or 500/h", text)
	}
	v, err := parseAbove0(number, maxRate*per)
	if err != nil {
		return 0, fmt.Errorf("rate %.80q: %w", text, err)
	}
	return v / per, nil
}

// ParseObjective reads an objective such as "p99=250ms": the quantile, p0.00001
// to p99.99999, and the time within which that share of the responses shall come.
func ParseObjective(text string) (Objective, error) {
	name, within, ok := strings.Cut(text, "=")
	percentile, isQuantile := strings.CutPrefix(name, "p")
	if !ok || !isQuantile {
		return Objective{}, fmt.Errorf("%.80q is not an objective, want a quantile and a time such as p99=250ms", text)
	}
	p, err := parseAbove0(percentile, 100)
	if err == nil && (p > 99.99999 || p < 0.00001) {
		err = fmt.Errorf("want 0.00001 to 99.99999, which is less than 100")
	}
	if err != nil {
		return Objective{}, fmt.Errorf("objective %.80q: quantile %.80q: %w", text, name, err)
	}
	d, err := ParseWithin(within)
	if err != nil {
		return Objective{}, fmt.Errorf("objective %.80q: %w", text, err)
	}
	// Nearest to what is written: 99.9 / 100 is not 0.999.
	return Objective{Quantile: math.Round(p*1e10) / 1e12, Within: d}, nil
}

// ParseWithin reads a time such as "250ms" or "8h": above 0, at most ten years.
func ParseWithin(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 || d > maxTime {
		return 0, fmt.Errorf("%.80q is not a time above 0 such as 250ms, 30s or 8h, of at most ten years", text)
	}
	return d, nil
}

// ParseCount reads how many results are wanted: a whole number from 1 to 10^15,
// also written as 1e6.
func ParseCount(text string) (float64, error) {
	v, err := parseAbove0(text, maxCount)
	if err == nil && v != math.Trunc(v) {
		err = fmt.Errorf("want a whole number")
	}
	if err != nil {
		return 0, fmt.Errorf("count %.80q: %w", text, err)
	}
	return v, nil
}

// ParseShare reads a share such as "30%": above 0, below 100 %.
func ParseShare(text string) (float64, error) {
	number, isPercent := strings.CutSuffix(text, "%")
	if !isPercent {
		return 0, fmt.Errorf("%.80q is not a share, want per cent such as 30%%", text)
	}
	v, err := parseAbove0(strings.TrimSpace(number), 100)
	if err == nil && v >= 100 {
		err = fmt.Errorf("want less than 100 %%")
	}
	if err != nil {
		return 0, fmt.Errorf("share %.80q: %w", text, err)
	}
	return v / 100, nil
}

// ParsePrice reads what a core costs an hour, such as "0.04/core-h", in whatever
// money that is: above 0, at most 10^9.
func ParsePrice(text string) (float64, error) {
	return parsePer(text, "/core-h", "price", maxMoney)
}

// ParseWatts reads what a core draws, such as "4/core", in watts: above 0, at most
// 10^6.
func ParseWatts(text string) (float64, error) {
	return parsePer(text, "/core", "power", maxWatts)
}

func parsePer(text, unit, what string, most float64) (float64, error) {
	number, ok := strings.CutSuffix(text, unit)
	if !ok {
		return 0, fmt.Errorf("%.80q is not a %s, want a number with the unit %s such as 0.5%s", text, what, unit, unit)
	}
	v, err := parseAbove0(number, most)
	if err != nil {
		return 0, fmt.Errorf("%s %.80q: %w", what, text, err)
	}
	return v, nil
}

// ParsePool reads "none", "auto" or how many results are kept in store.
func ParsePool(text string) (Pool, error) {
	switch text {
	case "none":
		return Pool{}, nil
	case "auto":
		return Pool{Auto: true}, nil
	}
	n, err := parseWhole(text, maxPool)
	if err != nil {
		return Pool{}, fmt.Errorf("pool %.80q: %w, or none or auto", text, err)
	}
	return Pool{Size: n}, nil
}

// parseWhole reads a whole number from 1 to most.
func parseWhole(text string, most int) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > most {
		return 0, fmt.Errorf("%.80q, want a whole number from 1 to %d", text, most)
	}
	return n, nil
}

// parseAbove0 reads a decimal number above 0.
func parseAbove0(text string, most float64) (float64, error) {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || strings.Trim(text, "0123456789.eE+-") != "" || !(v > 0 && v <= most) {
		return 0, fmt.Errorf("want a number above 0, at most %s", unit.Digits(most))
	}
	return v, nil
}
