// The weights of columns: the exponent bits that come into them with the halves
// of products, modulo 2^64. They are the same whatever the digits are, so that
// they need not be taken away before a column turns into a digit or may change
// its sign.

//go:build amd64 && !purego

package montgomery

const (
	avx2LowWeight  = 0x433 << 52   // the bits of 2^52, with a low half
	avx2HighWeight = 0x467<<52 + 1 // the bits of 2^104 + 2^52, with a high half
)

// avx2Columns holds a word for each column.
type avx2Columns []uint64

// addProduct adds the weights of a product of two digits, from column k on.
func (c avx2Columns) addProduct(k int) {
	c[k] += avx2LowWeight
	c[k+1] += avx2HighWeight
}

// add adds columns from column k on.
func (c avx2Columns) add(k int, v avx2Columns) {
	for i := range v {
		c[k+i] += v[i]
	}
}

// negate turns weights into the words that take them away.
func (c avx2Columns) negate() avx2Columns {
	for k := range c {
		c[k] = -c[k]
	}
	return c
}

// offset adds what the carries from so many columns, and into the next, need:
// see carryIn in _asm/avx2.
func (c avx2Columns) offset(columns int) avx2Columns {
	for k := range columns {
		c[k] += 1 << 62
		c[k+1] -= 1 << 10
	}
	return c
}

// avx2Schoolbook returns the weights of all products of two digits.
func avx2Schoolbook(digits int) avx2Columns {
	c := make(avx2Columns, 2*digits)
	for i := range digits {
		for j := range digits {
			c.addProduct(i + j)
		}
	}
	return c
}

// avx2ProductWeights returns the weights of the planner's product.
func avx2ProductWeights(digits int) avx2Columns {
	if !avx2Splits(digits, avx2LeastProduct) {
		return avx2Schoolbook(digits)
	}
	c, h := make(avx2Columns, 2*digits), digits/2
	part := avx2PartWeights(avx2ProductWeights, h)
	c.add(0, part)
	c.add(h, part) // P0 and P2; D has lost its weights
	c.add(h, part)
	c.add(digits, part)
	return c
}

// avx2SquareWeights returns the weights of the planner's square.
func avx2SquareWeights(digits int) avx2Columns {
	if !avx2Splits(digits, avx2LeastSquare) {
		return avx2Schoolbook(digits)
	}
	c, h := make(avx2Columns, 2*digits), digits/2
	part := avx2PartWeights(avx2SquareWeights, h)
	c.add(0, part)
	c.add(h, part) // P0 and P2, less D
	c.add(digits, part)
	return c
}

// avx2PartWeights returns the weights of columns that are combined with others.
func avx2PartWeights(weights func(digits int) avx2Columns, digits int) avx2Columns {
	if avx2Carried(digits) {
		return make(avx2Columns, 2*digits)
	}
	return weights(digits)
}

// addReduction adds the weights of the planner's reduce, from column k on.
func (c avx2Columns) addReduction(k, digits int, last bool) {
	if !avx2Splits(digits, avx2LeastReduction) {
		for i := range digits {
			for j := range digits {
				// Reduce makes some of the products with the digit that is 0.
				if !last || i < digits-1 || j < 2*avx2Tile {
					c.addProduct(k + i + j + 1)
				}
			}
		}
		return
	}
	h := digits / 2
	product := avx2ProductWeights(h)
	c.addReduction(k, h, false)
	c.add(k+h+1, product)
	c.addReduction(k+h, h, last)
	c.add(k+digits+1, product)
}

// avx2Reduced returns the words for a product and its reduction: those that
// Reduce takes, and from the middle on those of Finish.
func avx2Reduced(product avx2Columns) avx2Columns {
	digits := len(product) / 2
	c := make(avx2Columns, 2*digits+2)
	c.add(0, product)
	c.addReduction(0, digits, true)
	for k := range digits {
		c[digits+k] += avx2LowWeight + avx2HighWeight // Finish multiplies by n
	}
	c.negate().offset(digits)
	for k := range digits {
		c[digits+k] += 1<<61 - 1<<9 // Finish doubles it where it doubles the column
	}
	return c
}

// The words that plans need of products of so many digits.
type avx2Table struct{ what, digits int }

const (
	avx2PartTable         = iota // take away the weights of a part of a product
	avx2ProductCarryTable        // the same for a product that is carried
	avx2SquareCarryTable         // the same for a square
)

// table returns the place of a table.
func (p *avx2Planner) table(what, digits int) avx2Place {
	key := avx2Table{what, digits}
	place, ok := p.tables[key]
	if !ok {
		place = p.addWords(key.words())
		p.tables[key] = place
	}
	return place
}

func (t avx2Table) words() avx2Columns {
	switch t.what {
	case avx2ProductCarryTable:
		return avx2ProductWeights(t.digits).negate().offset(2*t.digits - 1)
	case avx2SquareCarryTable:
		return avx2SquareWeights(t.digits).negate().offset(2*t.digits - 1)
	default:
		return avx2PartWeights(avx2ProductWeights, t.digits).negate()
	}
}

// addWords gives words a place.
func (p *avx2Planner) addWords(c avx2Columns) avx2Place {
	place := avx2Place{base: avx2Words}.words(len(p.words))
	p.words = append(p.words, c...)
	return place
}
