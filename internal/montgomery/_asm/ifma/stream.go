// What the processor's rate of multiply-adds is measured with.

package ifma

import "primebench/internal/montgomery/_asm/asm"

const rateRound = 16 // multiply-adds

func stream(t *text) {
	t.Function(asm.Function{
		Name:      "ifmaStream",
		Doc:       "makes multiply-adds that wait for nothing.",
		Arguments: []string{"rounds"},
		Registers: []string{"CX"},
	})
	registers := t.TakeRow("registers", 0, 1+rateRound)
	for _, r := range registers {
		t.Zero(r)
	}
	t.Label("round")
	for _, r := range registers[1:] {
		t.addLow(registers[0], registers[0], r)
	}
	t.Op("DECQ", "CX")
	t.Op("JNE", "round")
	t.leave()
	t.Free(registers...)
}
