// Assembly as text: one call writes one instruction in the syntax of Go's
// assembler, sources first and destination last.

package avx2

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
		if i, ok := o.(int); ok {
			o = fmt.Sprintf("$%d", i)
		}
		s = append(s, fmt.Sprint(o))
	}
	fmt.Fprintf(t, "\t%s\n", strings.TrimRight(name+" "+strings.Join(s, ", "), " "))
}

func (t *text) label(name string) { fmt.Fprintf(t, "%s:\n", name) }

// function opens a function that only the plan's interpreter calls.
func (t *text) function(name, doc string) {
	fmt.Fprintf(t, "\n// avx2%s %s\nTEXT avx2%s<>(SB), NOSPLIT, $0-0\n", name, doc, name)
}

// constant writes a constant that fills a vector.
func (t *text) constant(memory string, value uint64) {
	name := strings.TrimSuffix(memory, "(SB)")
	for lane := range 4 {
		fmt.Fprintf(t, "DATA %s+%d(SB)/8, $%#x\n", name, 8*lane, value)
	}
	fmt.Fprintf(t, "GLOBL %s, RODATA|NOPTR, $32\n", memory)
}

// y is a 256-bit register: one 64-bit number in each of four lanes.
type y int

func (r y) String() string { return fmt.Sprintf("Y%d", int(r)) }

// digit is the memory of one digit of four lanes, i digits beyond a register.
func digit(base string, i int) string { return fmt.Sprintf("%d(%s)", digitBytes*i, base) }

// wordAt is the memory of a word of a row of words.
func wordAt(base string, i int) string { return fmt.Sprintf("%d(%s)", 8*i, base) }

func (t *text) load(from string, to y)  { t.op("VMOVDQA", from, to) }
func (t *text) store(from y, to string) { t.op("VMOVDQA", from, to) }
func (t *text) move(from, to y)         { t.op("VMOVDQA", from, to) }

// add adds x, a register or memory, to to.
func (t *text) add(x any, to y) { t.op("VPADDQ", x, to, to) }

// addTo adds a register to memory. It uses the register.
func (t *text) addTo(from y, to string) {
	t.add(to, from)
	t.store(from, to)
}

func (t *text) zero(r y) { t.op("VPXOR", r, r, r) }

// toDouble turns the number below 2^52 in r into a floating-point one.
func (t *text) toDouble(r y) {
	t.op("VPOR", two52, r, r)
	t.op("VSUBPD", two52, r, r)
}
