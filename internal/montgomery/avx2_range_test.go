// The columns of the AVX2 kernel's plans stay in the range that carries take,
// whatever the digits are: the plans are carried out on intervals.

//go:build amd64 && !purego

package montgomery

import "testing"

// A columnRange bounds a column without its weights, in units of 2^52. Half of
// a product of digits is from 0 to 1, but for the least that a digit of -1
// takes away: limits are kept a unit apart from it.
type columnRange struct{ low, high float64 }

func (r columnRange) plus(s columnRange) columnRange {
	return columnRange{r.low + s.low, r.high + s.high}
}

func (r columnRange) minus(s columnRange) columnRange {
	return columnRange{r.low - s.high, r.high - s.low}
}

// either is r with a sign that is not known.
func (r columnRange) either() columnRange {
	size := max(r.high, -r.low)
	return columnRange{-size, size}
}

type columnRanges struct {
	t       *testing.T
	columns map[avx2Place]columnRange
}

// check fails if a column, doubled or not, does not fit with its offset in a
// word without sign.
func (c *columnRanges) check(place avx2Place, offset float64) {
	if r := c.columns[place]; r.low < 1-offset || r.high > 4096-offset-1 {
		c.t.Errorf("column %v from %v to %v, offset %v", place, r.low, r.high, offset)
	}
}

func (c *columnRanges) add(place avx2Place, r columnRange) {
	c.columns[place] = c.columns[place].plus(r)
}

// addProduct adds the halves of all products of two digits.
func (c *columnRanges) addProduct(place avx2Place, digits int) {
	for i := range digits {
		for j := range digits {
			c.add(place.digits(i+j), columnRange{0, 1})
			c.add(place.digits(i+j+1), columnRange{0, 1})
		}
	}
}

func (c *columnRanges) clear(place avx2Place, columns int) {
	for k := range columns {
		c.columns[place.digits(k)] = columnRange{}
	}
}

func (c *columnRanges) run(step avx2Step) {
	digits := int(step.size / avx2Size(1))
	switch step.operation {
	case avx2Square, avx2Multiply:
		c.clear(step.z, 2*digits)
		c.addProduct(step.z, digits)
	case avx2MultiplyAdd:
		c.addProduct(step.z, digits)
	case avx2Reduce:
		c.addProduct(step.z.digits(1), digits)
		for k := range digits {
			c.check(step.z.digits(k), 1<<10)
		}
	case avx2Carry:
		for k := range digits {
			c.check(step.z.digits(k), 1<<10)
			c.columns[step.z.digits(k)] = columnRange{0, 1}
		}
		c.columns[step.z.digits(digits-1)] = columnRange{-1, 1}
	case avx2CombineSquare:
		c.combine(step.z, step.z, step.x, digits, func(r columnRange) columnRange { return columnRange{}.minus(r) })
	case avx2Combine:
		c.combine(step.z, step.z, step.x, digits, columnRange.either)
	case avx2CombineAdd:
		for k := range 4 * digits {
			c.add(step.z.digits(k), c.columns[step.x.digits(k)])
		}
		c.combine(step.z, step.x, step.x.digits(4*digits), digits, columnRange.either)
	case avx2Finish:
		c.check(step.x, 1<<10)
		for k := range digits {
			column := step.x.digits(1 + k)
			c.add(column, columnRange{0, 2})
			c.check(column, 1<<9)
			c.columns[column] = c.columns[column].plus(c.columns[column])
			c.check(column, 1<<10)
		}
	}
}

// combine adds P0 + P2 and the signed D to the middle of z.
func (c *columnRanges) combine(z, p, d avx2Place, digits int, signed func(columnRange) columnRange) {
	middle := make([]columnRange, 2*digits)
	for k := range middle {
		middle[k] = c.columns[p.digits(k)].plus(c.columns[p.digits(2*digits+k)]).plus(signed(c.columns[d.digits(k)]))
	}
	for k := range middle {
		c.add(z.digits(digits+k), middle[k])
	}
}

func TestAVX2ColumnsFitTheirCarries(t *testing.T) {
	for digits := avx2Tile; digits <= avx2Digits(MaxBits); digits += avx2Tile {
		plans := newAVX2Plans(digits, digits)
		for _, plan := range []avx2Plan{plans.prepare, plans.square, plans.multiply} {
			c := &columnRanges{t: t, columns: map[avx2Place]columnRange{}}
			for _, step := range plan[0] {
				c.run(step)
			}
		}
		if t.Failed() {
			t.Fatalf("%d digits", digits)
		}
	}
}
