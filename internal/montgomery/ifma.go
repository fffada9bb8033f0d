// The AVX-512 IFMA kernel: eight lanes at once in digits of 52 bits.
//
// Digit i of all lanes is one vector of eight words, so that a number is a row
// of such vectors, lowest digit first. A digit's word may hold anything above
// its 52 bits: the instructions do not read it, and take drops it. The number
// of digits is a multiple of ifmaTile. R is at least 2^5 times as large as any
// modulus; with values below 8n, x*y/R + 2n is then below 4n, and 8n doubled.
// The arithmetic itself, and why it holds, stands in _asm/ifma; ifmaplan.go says
// which products are made of smaller ones, and large numbers go by ifmalarge.go.

//go:build amd64 && !purego

package montgomery

const (
	ifmaDigit = 52
	ifmaMask  = 1<<ifmaDigit - 1
	ifmaTile  = 10
	ifmaSpare = 5 // bits that R has beyond those of the moduli
)

// ifmaStep is what the assembly reads: where the numbers are, and their size.
type ifmaStep struct {
	z, x, y  *uint64
	columns  *uint64 // the product before reduction
	quotient *uint64
	friendly *uint64 // (k*n+1)/2^52 with k = -1/n modulo 2^52
	modulus  *uint64 // n, with one more digit of zero
	inverse  *uint64 // -1/n modulo 2^52

	// Where blocks are split, sums of halves: room for those of x and of the quotient,
	// those of y and of friendly. lastDigit is room for one, and quadSums, if not nil,
	// for those of the quotient as a quad.
	xSums, ySums, quotientSums, friendlySums, lastDigit, quadSums *uint64

	blocks uint64 // digits/ifmaTile
	double uint64 // the lanes to double, in the low eight bits
}

// ifmaSquare sets columns to x*x, ifmaMultiply to x*y; then, if z is not nil,
// ifmaReduce sets z to columns/R, doubled in the lanes of double. z may be x or
// y.
//
//go:noescape
func ifmaSquare(s *ifmaStep)

//go:noescape
func ifmaMultiply(s *ifmaStep)

//go:noescape
func ifmaReduce(s *ifmaStep)

// ifmaGather sets lane i of z to that lane of the number at from[i].
//
//go:noescape
func ifmaGather(z *uint64, from *[Lanes]*uint64, digits int)

type ifma struct {
	step     ifmaStep
	digits   int // of every lane, for the moduli loaded
	capacity int // the most digits there can be

	modulus, friendly, inverse, columns, quotient vector

	choose       func(bits int) ifmaPlan
	plan         ifmaPlan // for the moduli loaded
	xSums, ySums vector   // sums of halves, or those of quads
	quotientSums vector
	friendlySums vector
	lastDigit    vector
	aside        vector // room for two block columns of quads

	// For plans of large numbers, see ifmalarge.go.
	bound  int    // of the columns of the last product and its reduction
	work   vector // room for products of halves
	sums   vector // of the parts of friendly
	factor vector // sums of the parts of a factor

	scratch  []uint64 // one word more than a modulus
	allocate allocator
}

// newIFMA makes a kernel that takes the plan which choose returns for the size of
// the moduli loaded.
func newIFMA(bits int, allocate allocator, choose func(bits int) ifmaPlan) *ifma {
	k := &ifma{capacity: ifmaTile * mostBlocks(bits), choose: choose, scratch: make([]uint64, bits/64+2), allocate: allocate}
	k.modulus, k.friendly, k.quotient = k.digitRow(k.capacity+1), k.vector(), k.vector()
	k.columns = k.digitRow(2*k.capacity + ifmaTile + 1)
	k.inverse = k.digitRow(1)
	k.step.columns, k.step.quotient = &k.columns[0], &k.quotient[0]
	k.step.friendly, k.step.modulus, k.step.inverse = &k.friendly[0], &k.modulus[0], &k.inverse[0]
	k.roomForSums()
	return k
}

// digitRow returns room for so many digits of all lanes.
func (k *ifma) digitRow(digits int) vector { return k.allocate(Lanes * digits) }

func (k *ifma) vector() vector { return k.digitRow(k.capacity) }

func (k *ifma) radix() int { return ifmaDigit * k.digits }

func (k *ifma) load(moduli [][]uint64) {
	bits := 0
	for _, n := range moduli {
		bits = max(bits, bitLen(n))
	}
	k.loadBy(k.choose(bits), moduli)
}

// loadBy is load by a plan.
func (k *ifma) loadBy(plan ifmaPlan, moduli [][]uint64) {
	k.plan, k.digits = plan, ifmaTile*plan.blocks
	k.step.blocks = uint64(plan.blocks)
	clear(k.columns[Lanes*2*k.digits:])
	clear(k.modulus[Lanes*k.digits:])
	for lane := range Lanes {
		n := moduli[0] // lanes without a modulus of their own do what lane 0 does
		if lane < len(moduli) {
			n = moduli[lane]
		}
		k.put(k.modulus, lane, n)
		inverse := negativeInverse(n[0]) & ifmaMask
		k.inverse[lane] = inverse
		friendly := k.scratch[:len(n)+1]
		clear(friendly)
		friendly[len(n)] = addRow(friendly[:len(n)], n, inverse)
		// friendly is -1 modulo 2^52, so that adding 1 carries into that bit.
		shiftRight(friendly, friendly, ifmaDigit)
		addOne(friendly)
		k.put(k.friendly, lane, friendly)
	}
	switch {
	case plan.large:
		k.prepareLarge()
	case plan.split:
		ifmaSplitSums(&k.friendlySums[0], &k.friendly[0], plan.blocks)
	}
}

func (k *ifma) put(v vector, lane int, x []uint64) {
	for i := range k.digits {
		v[Lanes*i+lane] = ifmaDigitOf(x, i)
	}
}

// ifmaDigitOf returns digit i of x.
func ifmaDigitOf(x []uint64, i int) uint64 {
	w, s := ifmaDigit*i/64, ifmaDigit*i%64
	d := word(x, w) >> s
	if s > 64-ifmaDigit {
		d |= word(x, w+1) << (64 - s)
	}
	return d & ifmaMask
}

func (k *ifma) power(v vector, lane, e int) {
	for i := range k.digits {
		v[Lanes*i+lane] = 0
	}
	v[e/ifmaDigit*Lanes+lane] = 1 << (e % ifmaDigit)
}

func (k *ifma) take(x []uint64, v vector, lane int) {
	clear(x)
	for i := range k.digits {
		d := v[Lanes*i+lane] & ifmaMask
		w, s := ifmaDigit*i/64, ifmaDigit*i%64
		if w < len(x) {
			x[w] |= d << s
		}
		if s > 64-ifmaDigit && w+1 < len(x) {
			x[w+1] |= d >> (64 - s)
		}
	}
}

func (k *ifma) square(z vector, double Mask) {
	if k.plan.large {
		k.squareLarge(z, double)
		return
	}
	s := &k.step
	s.z, s.x, s.double = &z[0], &z[0], uint64(double)
	if k.plan.split {
		ifmaSquareSplit(s)
	} else {
		ifmaSquare(s)
	}
}

func (k *ifma) mul(z, x, y vector) {
	if k.plan.large {
		k.mulLarge(z, x, y)
		return
	}
	s := &k.step
	s.z, s.x, s.y, s.double = &z[0], &x[0], &y[0], 0
	if k.plan.split {
		ifmaSplitSums(s.ySums, s.y, int(s.blocks))
		ifmaMultiplySplit(s)
	} else {
		ifmaMultiply(s)
	}
}

func (k *ifma) leave(z, x vector) {
	clear(k.columns)
	for i, d := range x[:Lanes*k.digits] {
		k.columns[i] = d & ifmaMask
	}
	s := &k.step
	s.z, s.double = &z[0], 0
	ifmaReduce(s)
}

func (k *ifma) gather(z vector, table []vector, index *[Lanes]uint8) {
	first := index[0]
	if *index == [Lanes]uint8{first, first, first, first, first, first, first, first} {
		copy(z, table[first][:Lanes*k.digits])
		return
	}
	var from [Lanes]*uint64
	for lane, j := range index {
		from[lane] = &table[j][0]
	}
	ifmaGather(&z[0], &from, k.digits)
}
