// The portable kernel: one lane after the other, in 64-bit words.
//
// Products are summed row by row: a row adds one word times a whole number to
// an accumulator of twice the size. The rows of a square stop at its diagonal;
// what they sum to is doubled and the squares on the diagonal are added. Then
// each row of the reduction adds the multiple of n that makes the lowest word
// left vanish, and the upper half is the result.

package montgomery

import "math/bits"

type generic struct {
	words    int           // of every lane, for the moduli loaded
	capacity int           // the most words a lane can have
	lanes    int           // moduli loaded
	n        vector        // the moduli, lane after lane
	inverse  [Lanes]uint64 // -1/n modulo 2^64
	product  []uint64      // twice the words of a lane
}

func newGeneric(bits int) *generic {
	g := &generic{capacity: (bits + 63) / 64}
	g.n, g.product = g.vector(), make([]uint64, 2*g.capacity)
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
		g.words = max(g.words, len(n))
	}
	for i, n := range moduli {
		g.put(g.n, i, n)
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

func (g *generic) pair(y, x, c vector, turned, crossed Mask) {
	for i := range g.lanes {
		addModulo(g.lane(x, i), g.lane(c, i^int(turned>>i&1)), g.lane(g.n, i))
	}
	for i := range g.lanes {
		copy(g.lane(y, i), g.lane(x, i^int(crossed>>i&1)))
	}
}

func (g *generic) ladder(x, y, c, d vector, swapped Mask) {
	for i := range g.lanes {
		u, v, n := g.lane(x, i), g.lane(y, i), g.lane(g.n, i)
		addModulo(u, g.lane(c, i), n)
		addModulo(v, g.lane(d, i), n)
		if swapped>>i&1 != 0 {
			for j := range u {
				u[j], v[j] = v[j], u[j]
			}
		}
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

func (g *generic) leave(z, x vector) {
	for i := range g.lanes {
		product := g.product[:2*g.words]
		clear(product[copy(product, g.lane(x, i)):])
		g.reduce(g.lane(z, i), product, i)
	}
}

// squareLane sets x to x*x/R modulo the lane's n, below n if x < n or x*x < R.
func (g *generic) squareLane(x []uint64, lane int) {
	w := g.words
	z := g.product[:2*w]
	clear(z[:w])
	for i, xi := range x {
		z[i+w] = addRow(z[2*i+1:i+w], x[i+1:], xi)
	}
	var carry, top uint64
	for i, xi := range x {
		hi, lo := bits.Mul64(xi, xi)
		low, high := z[2*i], z[2*i+1]
		z[2*i], carry = bits.Add64(low<<1|top, lo, carry)
		z[2*i+1], carry = bits.Add64(high<<1|low>>63, hi, carry)
		top = high >> 63
	}
	g.reduce(x, z, lane)
}

// mulLane sets z to x*y/R modulo the lane's n, below n if x or y is and the
// other is below R.
func (g *generic) mulLane(z, x, y []uint64, lane int) {
	w := g.words
	product := g.product[:2*w]
	clear(product[:w])
	for i, yi := range y {
		product[i+w] = addRow(product[i:i+w], x, yi)
	}
	g.reduce(z, product, lane)
}

// reduce sets x to z/R modulo the lane's n, for z < n*R. It destroys z.
func (g *generic) reduce(x, z []uint64, lane int) {
	w := g.words
	n, inverse := g.lane(g.n, lane), g.inverse[lane]
	var carry uint64
	for i := range w {
		c := addRow(z[i:i+w], n, z[i]*inverse)
		z[i+w], carry = bits.Add64(z[i+w], c, carry&^plantedFault)
	}
	z = z[w:]
	if carry != 0 || !less(z, n) {
		subtract(z, z, n)
	}
	copy(x, z)
}

// addRow adds x*y to z, which is as long as x, and returns the carry. Four
// words a round: fewer leave the loop itself in the way.
func addRow(z, x []uint64, y uint64) (carry uint64) {
	z = z[:len(x)]
	i := 0
	for ; i < len(x)-3; i += 4 {
		carry, z[i] = mulAdd(x[i], y, z[i], carry)
		carry, z[i+1] = mulAdd(x[i+1], y, z[i+1], carry)
		carry, z[i+2] = mulAdd(x[i+2], y, z[i+2], carry)
		carry, z[i+3] = mulAdd(x[i+3], y, z[i+3], carry)
	}
	for ; i < len(x); i++ {
		carry, z[i] = mulAdd(x[i], y, z[i], carry)
	}
	return carry
}

// mulAdd returns the two words of x*y + z + carry, which never overflow.
func mulAdd(x, y, z, carry uint64) (hi, lo uint64) {
	hi, lo = bits.Mul64(x, y)
	lo, c := bits.Add64(lo, z, 0)
	hi, _ = bits.Add64(hi, 0, c)
	lo, c = bits.Add64(lo, carry, 0)
	hi, _ = bits.Add64(hi, 0, c)
	return hi, lo
}
