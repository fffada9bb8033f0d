// The instructions of whole vectors that both kernels use.

package asm

import "fmt"

// Memory is the operand so many bytes beyond a pointer.
func Memory(pointer string, bytes int) string { return fmt.Sprintf("%d(%s)", bytes, pointer) }

// Load, Store and Move copy a vector.
func (t *Text) Load(from string, to *Register)  { t.Op(t.vectors.move(), from, to) }
func (t *Text) Store(from *Register, to string) { t.Op(t.vectors.move(), from, to) }
func (t *Text) Move(from, to *Register)         { t.Op(t.vectors.move(), from, to) }

// Add adds x, a register or memory, to to.
func (t *Text) Add(x any, to *Register) { t.Op("VPADDQ", x, to, to) }

// Zero clears a register. For one of 512 bits the short form names the lowest
// quarter of it; there is none for the upper sixteen registers.
func (t *Text) Zero(r *Register) {
	switch name := t.use(r); {
	case t.vectors == YMM:
		t.Op("VPXOR", r, r, r)
	case r.number < 16:
		quarter := "X" + name[1:]
		t.Op("VPXOR", quarter, quarter, quarter)
	default:
		t.Op("VPXORQ", r, r, r)
	}
}
