// The AVX2 kernel: four lanes a vector, in digits of 52 bits that are
// multiplied in floating point.
//
// A digit is a float64 from 0 to 2^52 - 1; two fused multiply-adds give the two
// halves of a product. Digit i of lanes 0 to 3 is one vector of four words, so
// that a number is a row of such vectors, lowest digit first; the row of lanes
// 4 to 7, the second group, follows the row of the first. The number of digits
// is a multiple of avx2Tile. R is at least 2^5 times as large as any modulus;
// with values below 8n, x*y/R + 2n is then below 4n, and 8n doubled.
//
// The arithmetic, and why it holds, stands in _asm/avx2; what is done in which
// order is a plan, made in avx2_plan.go.

//go:build amd64 && !purego

package montgomery

import "math"

const (
	avx2Digit = 52
	avx2Mask  = 1<<avx2Digit - 1
	avx2Tile  = 5
	avx2Spare = 5 // bits that R has beyond those of the moduli
	avx2Group = 4 // lanes of a vector
)

type avx2 struct {
	call     avx2Call
	plans    avx2Plans
	capacity int    // the most digits there can be
	lanes    int    // moduli loaded
	arena    vector // all that the plans work on, but for operands and weights
	one      vector // the number 1 in each lane
	scratch  []uint64
	allocate allocator
}

func newAVX2(bits int, allocate allocator) *avx2 {
	k := &avx2{capacity: avx2Digits(bits), scratch: make([]uint64, bits/64+2), allocate: allocate}
	k.arena = k.rows(newAVX2Layout(k.capacity).size)
	k.call.bases[avx2Arena] = &k.arena[0]
	k.one = k.vector()
	return k
}

// avx2Digits returns the number of digits for moduli of so many bits.
func avx2Digits(bits int) int {
	const block = avx2Tile * avx2Digit
	return (bits + avx2Spare + block - 1) / block * avx2Tile
}

// rows returns room for so many digits of both groups.
func (k *avx2) rows(digits int) vector { return k.allocate(Lanes * digits) }

func (k *avx2) vector() vector { return k.rows(k.capacity) }

func (k *avx2) radix() int { return avx2Digit * k.plans.digits }

// avx2Word returns the word of digit i of a lane, where the rows of the groups
// begin so many digits apart.
func avx2Word(lane, i, apart int) int {
	return avx2Group*(lane/avx2Group*apart+i) + lane%avx2Group
}

func (k *avx2) load(moduli [][]uint64) {
	bits := 0
	for _, n := range moduli {
		bits = max(bits, bitLen(n))
	}
	k.lanes = len(moduli)
	groups := (k.lanes + avx2Group - 1) / avx2Group
	if digits := avx2Digits(bits); digits != k.plans.digits || groups != k.plans.groups {
		k.plans.make(digits, groups, k.capacity)
		k.plans.enter(&k.call)
		clear(k.arena)
	}
	for lane := range avx2Group * groups {
		n := moduli[0] // lanes without a modulus of their own do what lane 0 does
		if lane < len(moduli) {
			n = moduli[lane]
		}
		k.loadLane(lane, n)
		k.power(k.one, lane, 0)
	}
}

// loadLane writes what the plans need of a modulus n: itself, k = -1/n modulo
// 2^52, and F = (k*n+1)/2^52.
func (k *avx2) loadLane(lane int, n []uint64) {
	at := &k.plans.layout
	k.write(k.arena, lane, at.modulus, at.size, n)
	inverse := negativeInverse(n[0]) & avx2Mask
	friendly := k.scratch[:len(n)+1]
	clear(friendly)
	friendly[len(n)] = addRow(friendly[:len(n)], n, inverse)
	// friendly is -1 modulo 2^52, so that adding 1 carries into that bit.
	shiftRight(friendly, friendly, avx2Digit)
	addOne(friendly)
	k.write(k.arena, lane, at.friendly, at.size, friendly)

	// Finish multiplies by k in the form that is at most 2^51 in size, and
	// starts from a power of two that the product does not take out of one
	// binade.
	signed, start := float64(inverse), 0x1p104
	if inverse >= 1<<(avx2Digit-1) {
		signed, start = float64(inverse)-0x1p52, 0x1p105
	}
	k.arena[avx2Word(lane, at.inverse, at.size)] = math.Float64bits(signed)
	k.arena[avx2Word(lane, at.start, at.size)] = math.Float64bits(start)
}

// write stores the digits of x in one lane of the rows that begin at a digit.
func (k *avx2) write(v vector, lane, digit, apart int, x []uint64) {
	for i := range k.plans.digits {
		w, s := avx2Digit*i/64, avx2Digit*i%64
		d := word(x, w) >> s
		if s > 64-avx2Digit {
			d |= word(x, w+1) << (64 - s)
		}
		v[avx2Word(lane, digit+i, apart)] = math.Float64bits(float64(d & avx2Mask))
	}
}

func (k *avx2) put(v vector, lane int, x []uint64) { k.write(v, lane, 0, k.capacity, x) }

func (k *avx2) power(v vector, lane, e int) {
	k.put(v, lane, nil)
	digit := float64(uint64(1) << (e % avx2Digit))
	v[avx2Word(lane, e/avx2Digit, k.capacity)] = math.Float64bits(digit)
}

func (k *avx2) take(x []uint64, v vector, lane int) {
	clear(x)
	for i := range k.plans.digits {
		d := uint64(math.Float64frombits(v[avx2Word(lane, i, k.capacity)]))
		w, s := avx2Digit*i/64, avx2Digit*i%64
		if w < len(x) {
			x[w] |= d << s
		}
		if s > 64-avx2Digit && w+1 < len(x) {
			x[w+1] |= d >> (64 - s)
		}
	}
}

func (k *avx2) square(z vector, double Mask) { k.run(k.plans.square, z, z, z, double) }

func (k *avx2) mul(z, x, y vector) { k.run(k.plans.multiply, z, x, y, 0) }

func (k *avx2) leave(z, x vector) { k.mul(z, x, k.one) }

func (k *avx2) run(plan []avx2Step, z, x, y vector, double Mask) {
	at := &k.plans.layout
	for lane := range avx2Group * k.plans.groups {
		k.arena[avx2Word(lane, at.double, at.size)] = -(uint64(double) >> lane & 1)
	}
	k.call.bases[avx2Z], k.call.bases[avx2X], k.call.bases[avx2Y] = &z[0], &x[0], &y[0]
	k.call.steps = &plan[0]
	avx2Run(&k.call)
}

func (k *avx2) gather(z vector, table []vector, index *[Lanes]uint8) {
	for lane := range k.lanes {
		from := table[index[lane]]
		for i := range k.plans.digits {
			w := avx2Word(lane, i, k.capacity)
			z[w] = from[w]
		}
	}
}
