// What Go and the assembly of the AVX2 kernel tell each other: the steps of a
// plan.

//go:build amd64 && !purego

package montgomery

// The bases that the places of steps count from.
const (
	avx2Arena   = iota // what lasts from one load to the next, and the columns
	avx2Scratch        // what a step leaves to later ones
	avx2Z
	avx2X
	avx2Y
	avx2Words
	avx2Bases
)

// An avx2Place is so many bytes from a base.
type avx2Place struct{ base, offset uint32 }

// digits returns the place so many digits further.
func (p avx2Place) digits(n int) avx2Place {
	return avx2Place{p.base, p.offset + avx2Size(n)}
}

// words returns the place so many words further.
func (p avx2Place) words(n int) avx2Place {
	return avx2Place{p.base, p.offset + uint32(8*n)}
}

// avx2Size returns the bytes of so many digits of a group.
func avx2Size(digits int) uint32 { return uint32(8 * avx2Group * digits) }

// The operations of steps. What they do and where stands with their code, in
// _asm/avx2.
const (
	avx2Square = iota
	avx2Multiply
	avx2MultiplyAdd
	avx2Reduce
	avx2Finish
	avx2Carry
	avx2Difference
	avx2ExactDifference
	avx2Combine
	avx2CombineSquare
	avx2CombineAdd
	avx2End
)

// An avx2Step is one operation on numbers of size bytes.
type avx2Step struct {
	size       uint32
	operation  uint8
	last       uint8 // 1 if Reduce is to leave the last digit of the quotient 0
	z, x, y, w avx2Place
}

// An avx2Call is what the assembly reads.
type avx2Call struct {
	steps  *avx2Step
	bases  [avx2Bases]*uint64
	double uint64 // a Mask
	groups uint64
	apart  uint64 // bytes from the first group's part of the arena to the second's
}

// avx2Run carries out the steps up to avx2End.
//
//go:noescape
func avx2Run(c *avx2Call)
