// What the AVX2 kernel does for a square or a product, as a list of steps: where
// Karatsuba's method pays, products are split in halves down to those that one
// step does.
//
// The reduction splits too. With the number F in halves F0 and F1, and the
// quotient in halves q0 and q1, it is the reduction by F0, which gives q0; the
// product q0*F1; the reduction of what is left by F0, which gives q1; and the
// product q1*F1. The two products are whole ones, and take Karatsuba's method.

//go:build amd64 && !purego

package montgomery

// Numbers of fewer digits are not split: what it saves goes into the sums and
// differences.
const (
	avx2LeastSquare    = 40
	avx2LeastProduct   = 20
	avx2LeastReduction = 40
)

// The columns of a part of a product of at least so many digits are carried
// before they are combined with others: each combination can make columns three
// times as large, and carries take from -2^61 to 3*2^61.
const avx2LeastCarried = 60

// avx2Splits says whether a number has at least so many digits, and halves of
// whole blocks.
func avx2Splits(digits, least int) bool {
	return digits >= least && digits%(2*avx2Tile) == 0
}

// avx2Plans are the plans for one number of digits, and where they expect or
// leave things, for the first group.
type avx2Plans struct {
	digits                    int
	prepare, square, multiply avx2Plan
	words                     []uint64       // see avx2_weight.go
	apart                     [avx2Bases]int // digits from the first group to the second

	// Of each lane, in a row: -1/n modulo 2^52 and the power of 2 that it starts
	// from, as Finish has them; the lane's bit in a Mask; and n, with a digit of
	// zero on top.
	inverse, start, bit, modulus avx2Place
	friendly                     avx2Place // F = (k*n+1)/2^52, k = -1/n modulo 2^52
}

// An avx2Plan has the steps for one group of lanes, and those for two.
type avx2Plan [2][]avx2Step

// An avx2Planner makes plans for one group.
type avx2Planner struct {
	steps   []avx2Step
	used    [avx2Bases]int         // digits given away
	scratch int                    // the most digits of it given away at any time
	zero    avx2Place              // the sign of a positive number
	known   map[avx2Part]avx2Place // differences that are there before the plan runs
	words   avx2Columns
	tables  map[avx2Table]avx2Place // of the words
}

// An avx2Part is a part of a number.
type avx2Part struct {
	place  avx2Place
	digits int
}

func newAVX2Plans(digits, capacity int) *avx2Plans {
	p := &avx2Planner{known: map[avx2Part]avx2Place{}, tables: map[avx2Table]avx2Place{}}
	s := &avx2Plans{digits: digits}
	s.inverse = p.take(avx2Arena, 1)
	s.start = p.take(avx2Arena, 1)
	s.bit = p.take(avx2Arena, 1)
	s.modulus = p.take(avx2Arena, digits+1)
	s.friendly = p.take(avx2Arena, digits)
	p.zero = p.take(avx2Arena, 1)
	quotient := p.take(avx2Arena, digits)
	columns := p.take(avx2Arena, 2*digits+avx2Tile+1) // those on top take only zeros

	p.prepareFactors(s.friendly, digits)
	prepare := p.finish()
	z, x, y := avx2Place{base: avx2Z}, avx2Place{base: avx2X}, avx2Place{base: avx2Y}
	reduce := func(product avx2Columns) []avx2Step {
		words := p.addWords(avx2Reduced(product))
		p.reduce(columns, s.friendly, quotient, words, digits, true)
		p.step(avx2Finish, digits, z, columns.digits(digits-1), s.inverse, words.words(digits))
		return p.finish()
	}
	p.square(columns, x, digits)
	square := reduce(avx2SquareWeights(digits))
	p.product(columns, x, y, digits)
	multiply := reduce(avx2ProductWeights(digits))

	s.words = p.words
	s.apart = [avx2Bases]int{
		avx2Arena: p.used[avx2Arena], avx2Scratch: p.scratch,
		avx2Z: capacity, avx2X: capacity, avx2Y: capacity,
	}
	s.prepare, s.square, s.multiply = s.plan(prepare), s.plan(square), s.plan(multiply)
	return s
}

// plan repeats the steps of the first group for the second. Reduce works on
// both at once.
func (s *avx2Plans) plan(steps []avx2Step) avx2Plan {
	var both []avx2Step
	for _, step := range steps {
		both = append(both, step)
		if step.operation == avx2Reduce || step.operation == avx2End {
			continue
		}
		for _, place := range []*avx2Place{&step.z, &step.x, &step.y, &step.w} {
			*place = place.digits(s.apart[place.base])
		}
		both = append(both, step)
	}
	return avx2Plan{steps, both}
}

func (p *avx2Planner) step(operation uint8, digits int, z, x, y, w avx2Place) {
	p.steps = append(p.steps, avx2Step{operation: operation, size: avx2Size(digits), z: z, x: x, y: y, w: w})
}

// finish ends a plan.
func (p *avx2Planner) finish() []avx2Step {
	p.step(avx2End, 0, avx2Place{}, avx2Place{}, avx2Place{}, avx2Place{})
	steps := p.steps
	p.steps = nil
	return steps
}

// take gives away room for so many digits.
func (p *avx2Planner) take(base uint32, digits int) avx2Place {
	from := avx2Place{base: base}.digits(p.used[base])
	p.used[base] += digits
	p.scratch = max(p.scratch, p.used[avx2Scratch])
	return from
}

// release takes back the scratch given away since so much was used.
func (p *avx2Planner) release(used int) { p.used[avx2Scratch] = used }

// square writes the columns of x*x to z.
func (p *avx2Planner) square(z, x avx2Place, digits int) {
	if !avx2Splits(digits, avx2LeastSquare) {
		p.step(avx2Square, digits, z, x, avx2Place{}, avx2Place{})
		return
	}
	h := digits / 2
	defer p.release(p.used[avx2Scratch])
	p.squarePart(z, x, h)
	p.squarePart(z.digits(digits), x.digits(h), h)
	columns := p.take(avx2Scratch, digits)
	p.squarePart(columns, p.difference(avx2Scratch, x, p.zero, h, avx2LeastSquare), h)
	p.step(avx2CombineSquare, h, z, columns, avx2Place{}, avx2Place{})
}

// product writes the columns of x*y to z.
func (p *avx2Planner) product(z, x, y avx2Place, digits int) {
	if !avx2Splits(digits, avx2LeastProduct) {
		p.step(avx2Multiply, digits, z, x, y, avx2Place{})
		return
	}
	h := digits / 2
	defer p.release(p.used[avx2Scratch])
	p.productPart(z, x, y, h)
	p.productPart(z.digits(digits), x.digits(h), y.digits(h), h)
	columns := p.take(avx2Scratch, digits)
	sign := p.productOfDifferences(columns, x, y, h)
	p.step(avx2Combine, h, z, columns, sign, p.table(avx2PartTable, h))
}

// addProduct adds the columns of x*y to z.
func (p *avx2Planner) addProduct(z, x, y avx2Place, digits int) {
	if !avx2Splits(digits, avx2LeastProduct) {
		p.step(avx2MultiplyAdd, digits, z, x, y, avx2Place{})
		return
	}
	h := digits / 2
	defer p.release(p.used[avx2Scratch])
	columns := p.take(avx2Scratch, 3*digits)
	p.productPart(columns, x, y, h)
	p.productPart(columns.digits(digits), x.digits(h), y.digits(h), h)
	sign := p.productOfDifferences(columns.digits(2*digits), x, y, h)
	p.step(avx2CombineAdd, h, z, columns, sign, p.table(avx2PartTable, h))
}

// squarePart and productPart write columns that are to be combined with others.
func (p *avx2Planner) squarePart(z, x avx2Place, digits int) {
	p.square(z, x, digits)
	if avx2Carried(digits) {
		p.step(avx2Carry, 2*digits, z, avx2Place{}, avx2Place{}, p.table(avx2SquareCarryTable, digits))
	}
}

func (p *avx2Planner) productPart(z, x, y avx2Place, digits int) {
	p.product(z, x, y, digits)
	if avx2Carried(digits) {
		p.step(avx2Carry, 2*digits, z, avx2Place{}, avx2Place{}, p.table(avx2ProductCarryTable, digits))
	}
}

func avx2Carried(digits int) bool { return digits >= avx2LeastCarried }

// productOfDifferences writes the columns of |x0-x1| * |y0-y1|, for x0 and x1
// of so many digits, and returns the place of the sign.
func (p *avx2Planner) productOfDifferences(z, x, y avx2Place, digits int) avx2Place {
	dy, ok := p.known[avx2Part{y, digits}]
	if !ok {
		dy = p.difference(avx2Scratch, y, p.zero, digits, avx2LeastProduct)
	}
	dx := p.difference(avx2Scratch, x, dy.digits(-1), digits, avx2LeastProduct)
	p.productPart(z, dx, dy, digits)
	return dx.digits(-1)
}

// difference finds |x0-x1| and, in the digit before it, its sign times another.
// Numbers of at least so many digits will be split again, which takes digits in
// the proper range.
func (p *avx2Planner) difference(base uint32, x, sign avx2Place, digits, least int) avx2Place {
	z := p.take(base, 1+digits).digits(1)
	operation := uint8(avx2Difference)
	if avx2Splits(digits, least) {
		operation = avx2ExactDifference
	}
	p.step(operation, digits, z, x, sign, avx2Place{})
	return z
}

// reduce adds to the columns the products of the quotient, which it finds, with
// F, so that as many columns vanish as there are digits; if last is true, all
// but the last of them.
func (p *avx2Planner) reduce(columns, friendly, quotient, words avx2Place, digits int, last bool) {
	if !avx2Splits(digits, avx2LeastReduction) {
		p.step(avx2Reduce, digits, columns, friendly, quotient, words)
		if last {
			p.steps[len(p.steps)-1].last = 1
		}
		return
	}
	// A product of digits i of q and j of F belongs to column i+j+1.
	h := digits / 2
	upper := friendly.digits(h)
	p.reduce(columns, friendly, quotient, words, h, false)
	p.addProduct(columns.digits(h+1), quotient, upper, h)
	p.reduce(columns.digits(h), friendly, quotient.digits(h), words.words(h), h, last)
	p.addProduct(columns.digits(digits+1), quotient.digits(h), upper, h)
}

// prepareFactors finds the differences of F that reduce needs.
func (p *avx2Planner) prepareFactors(friendly avx2Place, digits int) {
	if avx2Splits(digits, avx2LeastReduction) {
		p.prepareFactor(friendly.digits(digits/2), digits/2)
		p.prepareFactors(friendly, digits/2)
	}
}

// prepareFactor finds the differences that products with y need.
func (p *avx2Planner) prepareFactor(y avx2Place, digits int) {
	if avx2Splits(digits, avx2LeastProduct) {
		h := digits / 2
		d := p.difference(avx2Arena, y, p.zero, h, avx2LeastProduct)
		p.known[avx2Part{y, h}] = d
		p.prepareFactor(y, h)
		p.prepareFactor(y.digits(h), h)
		p.prepareFactor(d, h)
	}
}
