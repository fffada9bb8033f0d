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
	call           avx2Call
	plans          *avx2Plans
	capacity       int // the most digits there can be
	lanes          int // moduli loaded
	arena, scratch vector
	one            vector   // the number 1 in each lane
	spare          []uint64 // one word more than a modulus
	allocate       allocator
}

func newAVX2(bits int, allocate allocator) *avx2 {
	k := &avx2{
		plans:    &avx2Plans{},
		capacity: avx2Digits(bits),
		spare:    make([]uint64, bits/64+2),
		allocate: allocate,
	}
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

func (k *avx2) load(moduli [][]uint64) {
	bits := 0
	for _, n := range moduli {
		bits = max(bits, bitLen(n))
	}
	k.lanes = len(moduli)
	if digits := avx2Digits(bits); digits != k.plans.digits {
		k.plan(digits)
	}
	groups := (k.lanes + avx2Group - 1) / avx2Group
	k.call.groups, k.call.apart = uint64(groups), 0
	if groups > 1 {
		k.call.apart = uint64(avx2Size(k.plans.apart[avx2Arena]))
	}
	for lane := range avx2Group * groups {
		n := moduli[0] // lanes without a modulus of their own do what lane 0 does
		if lane < len(moduli) {
			n = moduli[lane]
		}
		k.loadLane(lane, n)
		k.power(k.one, lane, 0)
	}
	k.run(k.plans.prepare)
}

// plan makes plans, and room for what they leave in memory.
func (k *avx2) plan(digits int) {
	k.plans = newAVX2Plans(digits, k.capacity)
	apart := &k.plans.apart
	k.arena = k.rows(apart[avx2Arena])
	k.call.bases[avx2Arena] = &k.arena[0]
	if apart[avx2Scratch] > 0 {
		k.scratch = k.rows(apart[avx2Scratch])
		k.call.bases[avx2Scratch] = &k.scratch[0]
	}
	k.call.bases[avx2Words] = &k.plans.words[0]
}

// loadLane writes what the plans need of a modulus n: itself, k = -1/n modulo
// 2^52, and F = (k*n+1)/2^52.
func (k *avx2) loadLane(lane int, n []uint64) {
	k.write(k.arena, lane, k.plans.modulus, n)
	inverse := negativeInverse(n[0]) & avx2Mask
	friendly := k.spare[:len(n)+1]
	clear(friendly)
	friendly[len(n)] = addRow(friendly[:len(n)], n, inverse)
	// friendly is -1 modulo 2^52, so that adding 1 carries into that bit.
	shiftRight(friendly, friendly, avx2Digit)
	addOne(friendly)
	k.write(k.arena, lane, k.plans.friendly, friendly)

	// Finish multiplies by k in the form that is at most 2^51 in size, and
	// starts from a power of two that the product does not take out of one
	// binade.
	signed, start := float64(inverse), 0x1p104
	if inverse >= 1<<(avx2Digit-1) {
		signed, start = float64(inverse)-0x1p52, 0x1p105
	}
	k.arena[k.word(lane, k.plans.inverse, 0)] = math.Float64bits(signed)
	k.arena[k.word(lane, k.plans.start, 0)] = math.Float64bits(start)
	k.arena[k.word(lane, k.plans.bit, 0)] = 1 << lane
}

// word returns the word of a lane that lies so many digits from a place.
func (k *avx2) word(lane int, at avx2Place, digit int) int {
	row := lane / avx2Group * k.plans.apart[at.base]
	return int(at.offset)/8 + avx2Group*(row+digit) + lane%avx2Group
}

// write stores the digits of x in one lane.
func (k *avx2) write(v vector, lane int, at avx2Place, x []uint64) {
	for i := range k.plans.digits {
		w, s := avx2Digit*i/64, avx2Digit*i%64
		d := word(x, w) >> s
		if s > 64-avx2Digit {
			d |= word(x, w+1) << (64 - s)
		}
		v[k.word(lane, at, i)] = math.Float64bits(float64(d & avx2Mask))
	}
}

// inVector is the place of a number in a vector.
func inVector() avx2Place { return avx2Place{base: avx2Z} }

func (k *avx2) put(v vector, lane int, x []uint64) { k.write(v, lane, inVector(), x) }

func (k *avx2) power(v vector, lane, e int) {
	k.put(v, lane, nil)
	v[k.word(lane, inVector(), e/avx2Digit)] = math.Float64bits(float64(uint64(1) << (e % avx2Digit)))
}

func (k *avx2) take(x []uint64, v vector, lane int) {
	clear(x)
	for i := range k.plans.digits {
		d := uint64(math.Float64frombits(v[k.word(lane, inVector(), i)]))
		w, s := avx2Digit*i/64, avx2Digit*i%64
		if w < len(x) {
			x[w] |= d << s
		}
		if s > 64-avx2Digit && w+1 < len(x) {
			x[w+1] |= d >> (64 - s)
		}
	}
}

func (k *avx2) square(z vector, double Mask) {
	k.call.bases[avx2Z], k.call.bases[avx2X] = &z[0], &z[0]
	k.call.double = uint64(double)
	k.run(k.plans.square)
}

func (k *avx2) mul(z, x, y vector) {
	k.call.bases[avx2Z], k.call.bases[avx2X], k.call.bases[avx2Y] = &z[0], &x[0], &y[0]
	k.call.double = 0
	k.run(k.plans.multiply)
}

func (k *avx2) leave(z, x vector) { k.mul(z, x, k.one) }

func (k *avx2) run(plan avx2Plan) {
	k.call.steps = &plan[k.call.groups-1][0]
	avx2Run(&k.call)
}

func (k *avx2) gather(z vector, table []vector, index *[Lanes]uint8) {
	for lane := range k.lanes {
		from := table[index[lane]]
		for i := range k.plans.digits {
			w := k.word(lane, inVector(), i)
			z[w] = from[w]
		}
	}
}
