// What tells how many multiply-adds the processor issues: as many that wait for
// each other as that do not.

package ifma

import "primebench/internal/montgomery/_asm/asm"

const rateRound = 16 // multiply-adds

func rate(t *text) {
	emit := func(name, doc string, to func(i int) int) {
		t.Function(asm.Function{
			Name:      name,
			Doc:       doc,
			Arguments: []string{"rounds"},
			Registers: []string{"CX"},
		})
		registers := t.TakeRow("registers", 0, 1+rateRound)
		for _, r := range registers {
			t.Zero(r)
		}
		t.Label("round")
		for i := range rateRound {
			t.addLow(registers[0], registers[0], registers[to(i)])
		}
		t.Op("DECQ", "CX")
		t.Op("JNE", "round")
		t.leave()
		t.Free(registers...)
	}
	emit("ifmaChain", "makes multiply-adds that wait for each other.", func(int) int { return 1 })
	emit("ifmaStream", "makes multiply-adds that wait for nothing.", func(i int) int { return 1 + i })
}
