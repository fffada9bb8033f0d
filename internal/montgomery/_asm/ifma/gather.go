// The entries of a table that the lanes take, each lane its own.

package ifma

import (
	"fmt"

	"primebench/internal/montgomery/_asm/asm"
)

// gather loads a whole digit of each entry and keeps one lane of it: eight masked loads
// cost less than eight words moved one by one, which the next product would have to
// wait for.
func gather(t *text) {
	t.Function(asm.Function{
		Name:      "ifmaGather",
		Doc:       "sets lane i of z to that lane of the number at from[i].",
		Arguments: []string{"z", "from", "digits"},
		Registers: []string{"DI", "AX", "CX"},
	})
	from := [...]string{"SI", "DX", "BX", "R8", "R9", "R10", "R11", "R12"}
	for lane, pointer := range from {
		if lane > 0 {
			t.Op("MOVL", 1<<lane, pointer)
			t.Op("KMOVW", pointer, fmt.Sprintf("K%d", lane))
		}
		t.Op("MOVQ", asm.Memory("AX", 8*lane), pointer)
	}
	t.Op("XORL", "AX", "AX")
	all := t.TakeAt("all", sumsAt)
	t.Loop("digit")
	for lane, pointer := range from {
		at := fmt.Sprintf("(%s)(AX*1)", pointer)
		if lane == 0 {
			t.Load(at, all)
		} else {
			t.Op("VMOVDQA64", at, fmt.Sprintf("K%d", lane), all)
		}
	}
	t.Store(all, "(DI)(AX*1)")
	t.Op("ADDQ", digitBytes, "AX")
	t.Op("DECQ", "CX")
	t.Op("JNE", "digit")
	t.leave()
	t.Free(all)
}
