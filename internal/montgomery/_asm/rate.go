// What tells how many multiply-adds the processor issues: as many that wait for
// each other as that do not.

package main

import "fmt"

const rateRound = 16 // multiply-adds

func rate(t *text) {
	emit := func(name, doc string, to func(i int) z) {
		arguments(t, name, doc, []string{"CX"}, "rounds")
		for i := range z(rateRound + 1) {
			t.zero(i)
		}
		t.label("round")
		for i := range rateRound {
			t.addLow(z(0), z(0), to(i))
		}
		t.op("DECQ", "CX")
		t.op("JNE", "round")
		t.op("VZEROUPPER")
		t.op("RET")
		fmt.Fprintln(t)
	}
	emit("ifmaChain", "makes multiply-adds that wait for each other.", func(int) z { return 1 })
	emit("ifmaStream", "makes multiply-adds that wait for nothing.", func(i int) z { return z(1 + i) })
}
