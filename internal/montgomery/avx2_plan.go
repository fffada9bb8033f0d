// What the AVX2 kernel does for a square or a product, as a list of steps.

//go:build amd64 && !purego

package montgomery

// The bases that the operands of steps count from.
const (
	avx2Arena = iota
	avx2Z
	avx2X
	avx2Y
	avx2Weights
	avx2Bases
)

// An avx2Operand is a place: so many bytes from a base.
type avx2Operand struct{ base, offset uint32 }

// The operations of steps. What they do with their operands stands with their
// code, in _asm/avx2.
const (
	avx2Square = iota
	avx2Multiply
	avx2Reduce
	avx2Finish
	avx2End
)

// An avx2Step is one operation on numbers of size bytes.
type avx2Step struct {
	size       uint32
	operation  uint8
	last       uint8 // 1 if Reduce is to leave the last digit of the quotient 0
	z, x, y, w avx2Operand
}

// An avx2Call is what the assembly reads.
type avx2Call struct {
	steps  *avx2Step
	bases  [avx2Bases]*uint64
	groups uint64
	apart  uint64 // bytes from the first group's part of the arena to the second's
}

// avx2Run carries out the steps up to avx2End.
//
//go:noescape
func avx2Run(c *avx2Call)

// An avx2Layout says at which digit of a group's part of the arena things
// begin.
type avx2Layout struct {
	inverse, start, double int // one digit each; Finish says what they are
	modulus                int // with a digit of zero on top
	friendly               int // F = (k*n+1)/2^52
	quotient               int
	columns                int // of the product, and those on top that only take zeros
	size                   int
}

func newAVX2Layout(digits int) avx2Layout {
	var l avx2Layout
	take := func(digits int) int {
		from := l.size
		l.size += digits
		return from
	}
	l.inverse, l.start, l.double = take(1), take(1), take(1)
	l.modulus = take(digits + 1)
	l.friendly = take(digits)
	l.quotient = take(digits)
	l.columns = take(2*digits + avx2Tile + 1)
	return l
}

// avx2Plans are the plans for one number of digits.
type avx2Plans struct {
	square, multiply []avx2Step
	weights          []uint64
	layout           avx2Layout
	digits, groups   int
	capacity         int // digits from the first group's row of an operand to the second's
}

// make makes the plans. It reuses the room of earlier ones.
func (p *avx2Plans) make(digits, groups, capacity int) {
	p.digits, p.groups, p.capacity = digits, groups, capacity
	p.layout = newAVX2Layout(digits)
	p.square, p.multiply = p.square[:0], p.multiply[:0]
	for g := range groups {
		columns, x, y := p.at(g, p.layout.columns), p.row(avx2X, g), p.row(avx2Y, g)
		p.square = append(p.square, avx2Step{operation: avx2Square, size: p.bytes(digits), z: columns, x: x})
		p.multiply = append(p.multiply, avx2Step{operation: avx2Multiply, size: p.bytes(digits), z: columns, x: x, y: y})
	}
	p.square = p.appendReduction(p.square)
	p.multiply = p.appendReduction(p.multiply)
	p.weigh()
}

// appendReduction takes the columns of a product to the digits of the result.
func (p *avx2Plans) appendReduction(steps []avx2Step) []avx2Step {
	at, size := &p.layout, p.bytes(p.digits)
	steps = append(steps, avx2Step{
		operation: avx2Reduce, last: 1, size: size,
		z: p.at(0, at.columns), x: p.at(0, at.friendly), y: p.at(0, at.quotient), w: p.weight(0),
	})
	for g := range p.groups {
		steps = append(steps, avx2Step{
			operation: avx2Finish, size: size,
			z: p.row(avx2Z, g), x: p.at(g, at.columns+p.digits-1), y: p.at(g, at.inverse), w: p.weight(p.digits),
		})
	}
	return append(steps, avx2Step{operation: avx2End})
}

// enter tells a call where the plans' own things are.
func (p *avx2Plans) enter(c *avx2Call) {
	c.bases[avx2Weights] = &p.weights[0]
	c.groups = uint64(p.groups)
	c.apart = 0
	if p.groups > 1 {
		c.apart = uint64(p.bytes(p.layout.size))
	}
}

func (p *avx2Plans) bytes(digits int) uint32 { return uint32(8 * avx2Group * digits) }

// at is a digit of a group's part of the arena.
func (p *avx2Plans) at(group, digit int) avx2Operand {
	return avx2Operand{avx2Arena, p.bytes(group*p.layout.size + digit)}
}

// row is the row of a group of an operand.
func (p *avx2Plans) row(base uint32, group int) avx2Operand {
	return avx2Operand{base, p.bytes(group * p.capacity)}
}

func (p *avx2Plans) weight(column int) avx2Operand {
	return avx2Operand{avx2Weights, uint32(8 * column)}
}

// weigh finds what to add to each column to make up for the exponent bits that
// came with the halves of products, and for what carries are too large.
func (p *avx2Plans) weigh() {
	// The bits of 2^52 and 2^104, modulo 2^64.
	const low, high = 0x433 << 52, 0x467 << 52
	w := append(p.weights[:0], make([]uint64, 2*p.digits+2)...)
	for i := range p.digits {
		for j := range p.digits {
			w[i+j] -= low
			w[i+j+1] -= high
			// Reduce does some products with the last digit, which is 0.
			if i < p.digits-1 || j < 2*avx2Tile {
				w[i+j+1] -= low
				w[i+j+2] -= high
			}
		}
	}
	for k := range p.digits {
		w[k] += 1 << 62 // Reduce: see carryIn
		w[k+1] -= 1 << 10
		w[p.digits+k] -= low + high // Finish: the product of the last digit
	}
	p.weights = w
}
