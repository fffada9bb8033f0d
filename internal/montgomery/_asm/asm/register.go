// Vector registers, and who holds them. A generator that uses a register after it
// gave it back, or takes one that is not free, panics with the places of both.

package asm

import (
	"fmt"
	"strings"
)

// A Register is a vector register from where it is taken to where it is freed.
// Whoever takes the same register later gets another Register.
type Register struct {
	number int
	name   string // of what it holds
	taken  string // places in the generator
	freed  string // empty until then
}

// Take takes the free register with the lowest number.
func (t *Text) Take(name string) *Register {
	for number := range t.vectors.count() {
		if t.held[number] == nil {
			return t.TakeAt(name, number)
		}
	}
	panic(fmt.Sprintf("asm: %s: no register is left for %s: %s", caller().line, name, t.holders()))
}

// TakeAt takes the register with a number.
func (t *Text) TakeAt(name string, number int) *Register {
	at := caller().line
	if number < 0 || number >= t.vectors.count() {
		panic(fmt.Sprintf("asm: %s: %s wants %s, and the last register is %s",
			at, name, t.nameOf(number), t.nameOf(t.vectors.count()-1)))
	}
	if holder := t.held[number]; holder != nil {
		panic(fmt.Sprintf("asm: %s: %s wants %s, which holds %s, taken at %s",
			at, name, t.nameOf(number), holder.name, holder.taken))
	}
	t.held[number] = &Register{number: number, name: name, taken: at}
	return t.held[number]
}

// TakeRow takes n registers from the one with the number first on.
func (t *Text) TakeRow(name string, first, n int) []*Register {
	row := make([]*Register, n)
	for i := range row {
		row[i] = t.TakeAt(fmt.Sprintf("%s[%d]", name, i), first+i)
	}
	return row
}

// Free gives registers back.
func (t *Text) Free(registers ...*Register) {
	for _, r := range registers {
		t.need(r, "freed")
		t.held[r.number] = nil
		r.freed = caller().line
	}
}

// Held is which registers are held at a jump.
type Held [32]*Register

// Held returns which registers are held here.
func (t *Text) Held() Held { return t.held }

// Resume goes on with what was held at the jump that leads here, where the
// instructions above end in a jump to elsewhere.
func (t *Text) Resume(at Held) { t.held = at }

// use returns the name of a register in an instruction.
func (t *Text) use(r *Register) string {
	t.need(r, "used")
	return t.nameOf(r.number)
}

// need panics unless r is held.
func (t *Text) need(r *Register, what string) {
	if t.held[r.number] == r {
		return
	}
	why := "it is taken on another branch"
	if r.freed != "" {
		why = "it was freed at " + r.freed
	}
	if now := t.held[r.number]; now != nil {
		why += fmt.Sprintf(" and holds %s, taken at %s", now.name, now.taken)
	}
	panic(fmt.Sprintf("asm: %s: %s as %s, taken at %s, is %s, but %s",
		caller().line, t.nameOf(r.number), r.name, r.taken, what, why))
}

// allFree panics if a register is held where something begins or ends.
func (t *Text) allFree(where string) {
	if held := t.holders(); held != "" {
		panic(fmt.Sprintf("asm: %s: %s, and registers are held: %s", caller().line, where, held))
	}
}

// holders lists the registers that are held, with what and since where.
func (t *Text) holders() string {
	var list []string
	for number, r := range t.held {
		if r != nil {
			list = append(list, fmt.Sprintf("%s holds %s, taken at %s", t.nameOf(number), r.name, r.taken))
		}
	}
	return strings.Join(list, "; ")
}

// nameOf returns the name of the register with a number.
func (t *Text) nameOf(number int) string { return fmt.Sprintf("%c%d", t.vectors, number) }
