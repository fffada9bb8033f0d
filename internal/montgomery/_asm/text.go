// Assembly as text: one call writes one instruction in the syntax of Go's
// assembler, sources first and destination last.

package main

import (
	"bytes"
	"fmt"
	"strings"
)

// A text collects a file of assembly.
type text struct{ bytes.Buffer }

// op writes one instruction.
func (t *text) op(name string, operands ...any) {
	var s []string
	for _, o := range operands {
		s = append(s, fmt.Sprint(o))
	}
	fmt.Fprintln(t, strings.TrimRight("\t"+name+" "+strings.Join(s, ", "), " "))
}

func (t *text) label(name string) { fmt.Fprintf(t, "%s:\n", name) }

// loop is a label that starts on a cache line: the tiles are long, and where
// they start decides how the processor fetches them.
func (t *text) loop(name string) {
	t.op("PCALIGN", "$64")
	t.label(name)
}

func (t *text) comment(format string, arguments ...any) {
	fmt.Fprintf(t, "\t// "+format+"\n", arguments...)
}

// z is a 512-bit register: one 64-bit number in each of the eight lanes.
type z int

func (r z) String() string { return fmt.Sprintf("Z%d", int(r)) }

// digit is the memory of one digit of all lanes, i digits beyond a register.
func digit(base string, i int) string { return fmt.Sprintf("%d(%s)", digitBytes*i, base) }

// further is the memory i digits after a digit's.
func further(at string, i int) string {
	var offset int
	var base string
	if _, err := fmt.Sscanf(at, "%d(%s", &offset, &base); err != nil {
		panic(at)
	}
	return fmt.Sprintf("%d(%s", offset+digitBytes*i, base)
}

// immediate is a constant operand.
func immediate(i int) string { return fmt.Sprintf("$%d", i) }

// addProduct adds the low half of x*y to low, and the high half to high.
// x may be memory.
func (t *text) addLow(x, y any, low z)   { t.op("VPMADD52LUQ", x, y, low) }
func (t *text) addHigh(x, y any, high z) { t.op("VPMADD52HUQ", x, y, high) }

func (t *text) load(from string, to z)  { t.op("VMOVDQA64", from, to) }
func (t *text) store(from z, to string) { t.op("VMOVDQA64", from, to) }
func (t *text) move(from, to z)         { t.op("VMOVDQA64", from, to) }
func (t *text) add(x, to z)             { t.op("VPADDQ", x, to, to) }

// zero clears a register. The short form names the lowest quarter of it; there
// is none for the upper sixteen registers.
func (t *text) zero(r z) {
	if r < 16 {
		x := fmt.Sprintf("X%d", int(r))
		t.op("VPXOR", x, x, x)
	} else {
		t.op("VPXORQ", r, r, r)
	}
}

// The shifts that carry: of sums of products, and of what may be negative.
const (
	shiftUnsigned = "VPSRLQ"
	shiftSigned   = "VPSRAQ"
)

// carry sets to to what from has above its digit.
func (t *text) carry(from, to z) { t.op(shiftUnsigned, immediate(digitBits), from, to) }

// signedCarry is carry for a sum that may be negative.
func (t *text) signedCarry(from, to z) { t.op(shiftSigned, immediate(digitBits), from, to) }
