// Package avx2 writes the assembly of the AVX2 kernel: products of digits in
// floating point, by columns in tiles of registers, and Montgomery reduction by
// a multiple of the modulus that ends in -1.
//
// A number is a row of 52-bit digits, lowest first, each a float64; a digit of
// four lanes is one 32-byte vector. A column is the sum of what products of
// digits have at one power of 2^52: low halves of digits i and j with i+j = k,
// high halves of those with i+j = k-1. It is a 64-bit integer. Each half comes
// with the exponent bits of the floating-point number that it was, which
// accumulate modulo 2^64 and are taken away once, before carries are made.
//
// All of it runs with floating-point numbers rounded down. That needs AVX2 and
// FMA, and nothing else. The splitting of a product by two multiply-adds is
// from Emmart, Zheng and Weems, "Faster modular exponentiation using double
// precision floating point arithmetic on the GPU" (ARITH 2018).
package avx2

import (
	"fmt"

	"primebench/internal/montgomery/_asm/asm"
)

// The operations of a plan's steps, and where they have their operands.
var (
	operations = []string{
		"Square", "Multiply", "MultiplyAdd", "Reduce", "Finish", "Carry",
		"Difference", "ExactDifference", "Combine", "CombineSquare", "CombineAdd",
	}
	operands = []struct{ field, register string }{{"z", "DX"}, {"x", "SI"}, {"y", "DI"}, {"w", "R8"}}
)

// The constants in memory, each in all lanes.
const (
	two104and52 = "avx2Two104And52<>(SB)" // 2^104 + 2^52
	two104and53 = "avx2Two104And53<>(SB)" // 2^104 + 2^53
	threeTwo103 = "avx2ThreeTwo103<>(SB)" // 3*2^103
	inverse52   = "avx2Inverse52<>(SB)"   // 2^-52
	two52       = "avx2Two52<>(SB)"       // 2^52
	digitMask   = "avx2DigitMask<>(SB)"   // the integer 2^52 - 1
	carryHalf   = "avx2CarryHalf<>(SB)"   // the integer 2^9
	carryStart  = "avx2CarryStart<>(SB)"  // the integer 2^10
	carryOffset = "avx2CarryOffset<>(SB)" // the integer 2^62 - 2^10
)

// A text is the assembly, and the vector registers of products. What holds no
// products has others.
type text struct {
	*asm.Text
	sums                []*asm.Register // 2*tile columns
	highStart, lowStart *asm.Register   // 2^104 + 2^52 and 2^104 + 2^53
	factor, other       *asm.Register   // a digit of either factor
	high, low           *asm.Register   // halves of their product
}

// local is a function that only avx2Run calls.
func local(name, doc string) asm.Function {
	return asm.Function{Name: "avx2" + name, Doc: doc, Local: true}
}

// digit is the memory of one digit of four lanes, i digits beyond a pointer.
func digit(pointer string, i int) string { return asm.Memory(pointer, digitBytes*i) }

// wordAt is the memory of a word of a row of words.
func wordAt(pointer string, i int) string { return asm.Memory(pointer, 8*i) }

// Assembly returns the file of the kernel.
func Assembly() []byte {
	t := &text{Text: asm.New(asm.YMM, "funcdata.h", "go_asm.h", "textflag.h")}
	t.Constant(two104and52, 0x467<<52|1, lanes)
	t.Constant(two104and53, 0x467<<52|2, lanes)
	t.Constant(threeTwo103, 0x4678<<48, lanes)
	t.Constant(inverse52, 0x3cb<<52, lanes)
	t.Constant(two52, 0x433<<52, lanes)
	t.Constant(digitMask, 1<<52-1, lanes)
	t.Constant(carryHalf, 1<<9, lanes)
	t.Constant(carryStart, 1<<10, lanes)
	t.Constant(carryOffset, 1<<62-1<<10, lanes)
	run(t)
	square(t)
	multiply(t)
	multiplyAdd(t)
	reduce(t)
	finish(t)
	carry(t)
	difference(t)
	exactDifference(t)
	combineSquare(t)
	combine(t)
	combineAdd(t)
	return t.Bytes()
}

// run writes the function that Go calls: it carries out the steps of a plan.
func run(t *text) {
	t.Function(asm.Function{
		Name:      "avx2Run",
		Doc:       "carries out the steps of a plan.",
		Frame:     8,
		Arguments: []string{"c"},
	})
	t.Op("NO_LOCAL_POINTERS")
	t.Op("STMXCSR", "mode-8(SP)")
	t.Op("MOVL", "mode-8(SP)", "AX")
	t.Op("ANDL", "$~0x6000", "AX")
	t.Op("ORL", "$0x2000", "AX") // round down
	t.Op("MOVL", "AX", "down-4(SP)")
	t.Op("LDMXCSR", "down-4(SP)")
	t.Op("MOVQ", "c+0(FP)", "AX")
	t.Op("MOVQ", "avx2Call_steps(AX)", "R12")
	t.Label("step")
	t.Op("MOVQ", "c+0(FP)", "AX")
	for _, o := range operands {
		t.Op("MOVLQZX", fmt.Sprintf("(avx2Step_%s+avx2Place_base)(R12)", o.field), "R9")
		t.Op("MOVQ", "avx2Call_bases(AX)(R9*8)", o.register)
		t.Op("MOVLQZX", fmt.Sprintf("(avx2Step_%s+avx2Place_offset)(R12)", o.field), "R9")
		t.Op("ADDQ", "R9", o.register)
	}
	t.Op("MOVLQZX", "avx2Step_size(R12)", "BX")
	t.Op("MOVBQZX", "avx2Step_last(R12)", "R13")
	t.Op("MOVQ", "avx2Call_groups(AX)", "R11")
	t.Op("MOVQ", "avx2Call_apart(AX)", "R10")
	t.Op("MOVBLZX", "avx2Step_operation(R12)", "R9")
	for _, o := range operations {
		t.Op("CMPL", "R9", "$const_avx2"+o)
		t.Op("JEQ", "do"+o)
	}
	t.Op("VZEROUPPER")
	t.Op("LDMXCSR", "mode-8(SP)")
	t.Op("RET")
	for _, o := range operations {
		t.Label("do" + o)
		t.Op("CALL", "avx2"+o+"<>(SB)")
		t.Op("JMP", "next")
	}
	t.Label("next")
	t.Op("ADDQ", "$avx2Step__size", "R12")
	t.Op("JMP", "step")
}
