// Package ifma writes the assembly of the AVX-512 IFMA kernel: products by columns
// in tiles of registers, and Montgomery reduction by a multiple of the modulus that
// ends in -1.
//
// A number is a row of 52-bit digits, lowest first; digit i of all eight lanes
// is one 64-byte vector. VPMADD52LUQ and VPMADD52HUQ add the low and the high
// 52 bits of a product of two digits to a 64-bit sum, so that column k of a
// product collects the low halves of digits i and j with i+j = k and the high
// halves of those with i+j = k-1. They read only the low 52 bits of a factor:
// whatever a digit's vector holds above them is ignored, once it has been
// carried into the next digit.
//
// All loops go over blocks of `tile` digits. Block column K is the columns from
// K*tile on; the product of blocks I and J, I+J = K, falls into block columns K
// and K+1, whose sums stay in the registers `sums` from the first tile of K to
// the last. Then the lower half of the sums is complete and leaves, and the
// upper half becomes the lower.
package ifma

import (
	"fmt"

	"primebench/internal/montgomery/_asm/asm"
)

const (
	digitBytes = 64 // one digit of all lanes
	tile       = 10 // digits in a block: 20 sums and 10 factors fit in 32 registers
	blockBytes = tile * digitBytes

	// The first vector register of each role.
	sumsAt   = 0  // 2*tile columns
	factorAt = 20 // tile digits of one factor
	streamAt = 30 // a digit of the other; or a carry
	belowAt  = 31 // the column just below the sums, in the reduction

	// Constants in memory.
	nextUnit  = "ifmaUnit<>(SB)" // one in the next digit
	digitMask = "ifmaMask<>(SB)"
)

// A text is the assembly, and the vector registers that live from one function of
// the generator to the next.
type text struct {
	*asm.Text
	sums         []*asm.Register
	lower, upper []*asm.Register // the halves of sums
	factor       []*asm.Register
	below        *asm.Register
	sumsOfSums   []*asm.Register // of split.go
	highSums     []*asm.Register // where high halves go that belong to sumsOfSums
}

// Assembly returns the file of the kernel.
func Assembly() []byte {
	t := &text{Text: asm.New(asm.ZMM, "go_asm.h", "textflag.h")}
	t.Constant(nextUnit, 1<<asm.DigitBits, 1)
	t.Constant(digitMask, 1<<asm.DigitBits-1, 1)
	square(t)
	multiply(t)
	reduce(t)
	reduceRaw(t)
	splitSums(t)
	squareSplit(t)
	multiplySplit(t)
	reduceRawSplit(t)
	quadSums(t)
	quadColumn{text: t, square: true, fresh: true}.write("ifmaSquareQuads", "is block column of a square.")
	quadColumn{text: t, fresh: true}.write("ifmaMultiplyQuads", "is block column of a product.")
	quadColumn{text: t}.write("ifmaAddQuads", "adds a block column of a product to columns.")
	gather(t)
	stream(t)
	settle(t)
	carry(t)
	sum(t)
	combine(t)
	accumulate(t)
	pair(t)
	ladder(t)
	return t.Bytes()
}

// ofStep is a function of one *ifmaStep, which goes to DI.
func ofStep(name, doc string) asm.Function {
	return asm.Function{Name: name, Doc: doc, Arguments: []string{"s"}, Registers: []string{"DI"}}
}

func field(name string) string { return fmt.Sprintf("ifmaStep_%s(DI)", name) }

// digit is the memory of one digit of all lanes, i digits beyond a pointer.
func digit(pointer string, i int) string { return asm.Memory(pointer, digitBytes*i) }
