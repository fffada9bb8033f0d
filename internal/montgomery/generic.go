// The portable kernel: one lane after the other, in 64-bit words.
//
// Squaring and reduction run column by column (product scanning), so that a
// column's sum stays in three registers: column k of the square is twice the
// sum of x[i]*x[k-i] over i < k-i, plus a square in the middle, and column k of
// the multiple of n that makes the low half vanish is the sum of q[i]*n[k-i].
// Columns go in pairs, k even, which halves the loads and the loops; so a lane
// has an even number of words. The second factor of each sum runs backwards; a
// copy in reverse order lets both run forwards.

package montgomery

import "math/bits"

type generic struct {
	words    int    // of every lane, for the moduli loaded
	capacity int    // the most words a lane can have
	lanes    int    // moduli loaded
	n        vector // the moduli, lane after lane
	reversed vector // the moduli with the highest word first
	inverse  [Lanes]uint64
	q, back  []uint64 // quotient digits, and the second factor reversed
	product  []uint64
}

func newGeneric(bits int) *generic {
	g := &generic{capacity: (bits + 127) / 128 * 2}
	g.n, g.reversed = g.vector(), g.vector()
	g.q, g.back, g.product = make([]uint64, g.capacity), make([]uint64, g.capacity), make([]uint64, g.capacity)
	return g
}

func (g *generic) vector() vector { return make(vector, Lanes*g.capacity) }

func (g *generic) radix() int { return 64 * g.words }

// lane returns the words of one lane of v.
func (g *generic) lane(v vector, lane int) []uint64 {
	return v[lane*g.capacity:][:g.words:g.words]
}

func (g *generic) load(moduli [][]uint64) {
	g.words, g.lanes = 0, len(moduli)
	for _, n := range moduli {
		g.words = max(g.words, (len(n)+1)/2*2)
	}
	for i, n := range moduli {
		g.put(g.n, i, n)
		reverse(g.lane(g.reversed, i), g.lane(g.n, i))
		g.inverse[i] = negativeInverse(n[0])
	}
}

func (g *generic) put(v vector, lane int, x []uint64) {
	to := g.lane(v, lane)
	clear(to[copy(to, x):])
}

func (g *generic) power(v vector, lane, e int) {
	to := g.lane(v, lane)
	clear(to)
	to[e/64] = 1 << (e % 64)
}

func (g *generic) take(x []uint64, v vector, lane int) {
	clear(x[copy(x, g.lane(v, lane)):])
}

func (g *generic) gather(z vector, table []vector, index *[Lanes]uint8) {
	for i := range g.lanes {
		copy(g.lane(z, i), g.lane(table[index[i]], i))
	}
}

func (g *generic) square(z vector, double Mask) {
	for i := range g.lanes {
		x, n := g.lane(z, i), g.lane(g.n, i)
		g.squareLane(x, i)
		if double>>i&1 != 0 {
			doubleModulo(x, n)
		}
	}
}

func (g *generic) mul(z, x, y vector) {
	for i := range g.lanes {
		g.mulLane(g.lane(z, i), g.lane(x, i), g.lane(y, i), i)
	}
}

// squareLane sets x to x*x/R modulo the lane's n, below n if x < n or x*x < R.
func (g *generic) squareLane(x []uint64, lane int) {
	w := g.words
	back := g.back[:w]
	reverse(back, x)

	var c, s [2]column
	for k := 0; k < 2*w; k += 2 {
		low, half := max(k+2-w, 0), k/2
		s = [2]column{}
		if low < half {
			dots(&s, x[low:half], back[w-2-k+low:])
		}
		if half+1 < w {
			s[1].add(bits.Mul64(x[half], x[half+1]))
		}
		if k >= w && k < 2*w-2 {
			s[0].add(bits.Mul64(x[low-1], x[w-1]))
		}
		s[0].double()
		s[1].double()
		s[0].add(bits.Mul64(x[half], x[half]))
		c[0].sum(&s[0])
		c[1].sum(&s[1])
		g.reduce(&c, k, lane)
	}
	g.finish(x, &c, lane)
}

// mulLane sets z to x*y/R modulo the lane's n, below n if x or y is and the
// other is below R.
func (g *generic) mulLane(z, x, y []uint64, lane int) {
	w := g.words
	back := g.back[:w]
	reverse(back, y)

	var c [2]column
	for k := 0; k < 2*w; k += 2 {
		if k < w {
			dots(&c, x[:k+1], back[w-2-k:])
			c[1].add(bits.Mul64(x[k+1], y[0]))
		} else {
			low := k + 2 - w
			dots(&c, x[low:], back)
			c[0].add(bits.Mul64(x[low-1], y[w-1]))
		}
		g.reduce(&c, k, lane)
	}
	g.finish(z, &c, lane)
}

// reduce adds columns k and k+1 of q*n to c. In the low half it finds the
// digits of q that make the columns vanish; in the high half the columns are
// two words of the result. What is left in c is the carry into the next pair.
func (g *generic) reduce(c *[2]column, k, lane int) {
	w := g.words
	n, reversed, q := g.lane(g.n, lane), g.lane(g.reversed, lane), g.q[:w]
	if k < w {
		dots(c, q[:k], reversed[w-2-k:])
		q[k] = c[0].c0 * g.inverse[lane]
		c[0].add(bits.Mul64(q[k], n[0]))
		c[1].add(bits.Mul64(q[k], n[1]))
		c[1].carry(&c[0])
		q[k+1] = c[1].c0 * g.inverse[lane]
		c[1].add(bits.Mul64(q[k+1], n[0]))
	} else {
		low := k + 2 - w
		dots(c, q[low:], reversed)
		c[0].add(bits.Mul64(q[low-1], n[w-1]))
		c[1].carry(&c[0])
		g.product[k-w], g.product[k-w+1] = c[0].c0, c[1].c0
	}
	c[0] = column{c[1].c1, c[1].c2, 0}
	c[1] = column{}
}

// finish sets x to the result modulo n. It is below 2n, and c holds what is
// above its words.
func (g *generic) finish(x []uint64, c *[2]column, lane int) {
	n, z := g.lane(g.n, lane), g.product[:g.words]
	if c[0].c0 != 0 || !less(z, n) {
		subtract(z, z, n)
	}
	copy(x, z)
}

// A column is the sum of one column of a product, in three words.
type column struct{ c0, c1, c2 uint64 }

// dots adds the sum of x[i]*y[i+1] to c[0] and of x[i]*y[i] to c[1], over the
// words of x. y is longer than x.
func dots(c *[2]column, x, y []uint64) {
	a0, a1, a2 := c[0].c0, c[0].c1, c[0].c2
	b0, b1, b2 := c[1].c0, c[1].c1, c[1].c2
	var hi, lo, carry uint64
	y0 := y[0]
	y = y[1 : len(x)+1]
	i := 0
	for ; i < len(x)-1; i += 2 {
		x0, x1, y1, y2 := x[i], x[i+1], y[i], y[i+1]
		hi, lo = bits.Mul64(x0, y1)
		a0, carry = bits.Add64(a0, lo, 0)
		a1, carry = bits.Add64(a1, hi, carry)
		a2, _ = bits.Add64(a2, 0, carry)
		hi, lo = bits.Mul64(x0, y0)
		b0, carry = bits.Add64(b0, lo, 0)
		b1, carry = bits.Add64(b1, hi, carry)
		b2, _ = bits.Add64(b2, 0, carry)
		hi, lo = bits.Mul64(x1, y2)
		a0, carry = bits.Add64(a0, lo, 0)
		a1, carry = bits.Add64(a1, hi, carry)
		a2, _ = bits.Add64(a2, 0, carry)
		hi, lo = bits.Mul64(x1, y1)
		b0, carry = bits.Add64(b0, lo, 0)
		b1, carry = bits.Add64(b1, hi, carry)
		b2, _ = bits.Add64(b2, 0, carry)
		y0 = y2
	}
	c[0], c[1] = column{a0, a1, a2}, column{b0, b1, b2}
	if i < len(x) {
		c[0].add(bits.Mul64(x[i], y[i]))
		c[1].add(bits.Mul64(x[i], y0))
	}
}

// add adds one product of two words.
func (c *column) add(hi, lo uint64) {
	var carry uint64
	c.c0, carry = bits.Add64(c.c0, lo, 0)
	c.c1, carry = bits.Add64(c.c1, hi, carry)
	c.c2 += carry
}

// sum adds another column.
func (c *column) sum(d *column) {
	var carry uint64
	c.c0, carry = bits.Add64(c.c0, d.c0, 0)
	c.c1, carry = bits.Add64(c.c1, d.c1, carry)
	c.c2 += d.c2 + carry
}

// carry adds what the column below, d, has above its lowest word.
func (c *column) carry(d *column) { c.sum(&column{d.c1, d.c2, 0}) }

func (c *column) double() {
	c.c2 = c.c2<<1 | c.c1>>63
	c.c1 = c.c1<<1 | c.c0>>63
	c.c0 <<= 1
}
