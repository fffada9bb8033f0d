//go:build amd64 && !purego

// The two loops in which the sieve of Eratosthenes spends its time: crossing off
// turn by turn, and listing what is left. What they compute stands in wheel.go and
// eratosthenes.go.

#include "textflag.h"

// TURNS does turns of one prime until SI reaches DX. R8 to R15 are the bytes in
// which a turn that begins at 0 crosses off, and the masks those of wheel.masks for
// the prime's spoke.
#define TURNS(turn, m0, m1, m2, m3, m4, m5, m6, m7) \
turn: \
	ORB $m0, (R8)(SI*1)  \
	ORB $m1, (R9)(SI*1)  \
	ORB $m2, (R10)(SI*1) \
	ORB $m3, (R11)(SI*1) \
	ORB $m4, (R12)(SI*1) \
	ORB $m5, (R13)(SI*1) \
	ORB $m6, (R14)(SI*1) \
	ORB $m7, (R15)(SI*1) \
	ADDQ CX, SI          \
	CMPQ SI, DX          \
	JB turn              \
	MOVQ SI, next+48(FP) \
	RET

// func crossOffTurns(bytes *uint8, at, end, prime uint64, offsets *[8]uint64, bit uint64) (next uint64)
TEXT ·crossOffTurns(SB), NOSPLIT, $0-56
	MOVQ bytes+0(FP), DI
	MOVQ at+8(FP), SI
	MOVQ end+16(FP), DX
	MOVQ prime+24(FP), CX
	MOVQ offsets+32(FP), BX
	MOVQ bit+40(FP), AX
	MOVQ (BX), R8
	MOVQ 8(BX), R9
	MOVQ 16(BX), R10
	MOVQ 24(BX), R11
	MOVQ 32(BX), R12
	MOVQ 40(BX), R13
	MOVQ 48(BX), R14
	MOVQ 56(BX), R15
	ADDQ DI, R8
	ADDQ DI, R9
	ADDQ DI, R10
	ADDQ DI, R11
	ADDQ DI, R12
	ADDQ DI, R13
	ADDQ DI, R14
	ADDQ DI, R15
	CMPQ AX, $1
	JEQ turn7
	CMPQ AX, $2
	JEQ turn11
	CMPQ AX, $3
	JEQ turn13
	CMPQ AX, $4
	JEQ turn17
	CMPQ AX, $5
	JEQ turn19
	CMPQ AX, $6
	JEQ turn23
	CMPQ AX, $7
	JEQ turn29

	TURNS(turn1, 1, 2, 4, 8, 16, 32, 64, 128)

	TURNS(turn7, 2, 32, 16, 1, 128, 8, 4, 64)

	TURNS(turn11, 4, 16, 1, 64, 2, 128, 8, 32)

	TURNS(turn13, 8, 1, 64, 32, 4, 2, 128, 16)

	TURNS(turn17, 16, 128, 2, 4, 32, 64, 1, 8)

	TURNS(turn19, 32, 8, 128, 2, 64, 1, 16, 4)

	TURNS(turn23, 64, 4, 8, 128, 1, 16, 32, 2)

	TURNS(turn29, 128, 64, 32, 16, 8, 4, 2, 1)

// LISTED adds the number of the word's first bit to the eight lowest bytes of Z1,
// stores them at the offset from DI, and moves the next eight down.
#define LISTED(offset) \
	VPMOVZXBQ X1, Z2          \
	VPADDQ Z3, Z2, Z2         \
	VMOVDQU64 Z2, offset(DI)  \
	VALIGNQ $1, Z1, Z5, Z1

// func listVBMI2(dst *uint64, words *uint8, n int, number uint64, values *[64]uint8) int
TEXT ·listVBMI2(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), DI
	MOVQ words+8(FP), SI
	MOVQ n+16(FP), CX
	VPBROADCASTQ number+24(FP), Z3
	MOVQ values+32(FP), BX
	VMOVDQU64 (BX), Z0
	MOVQ $240, R8
	VPBROADCASTQ R8, Z4
	VPXORQ Z5, Z5, Z5

word:
	MOVQ (SI), R8
	NOTQ R8
	KMOVQ R8, K1
	VPCOMPRESSB.Z Z0, K1, Z1
	POPCNTQ R8, R9
	LEAQ (DI)(R9*8), R10
	LISTED(0)
	LISTED(64)
	SUBQ $16, R9
	JLE listed

more:
	LISTED(128)
	ADDQ $64, DI
	SUBQ $8, R9
	JG more

listed:
	MOVQ R10, DI
	VPADDQ Z4, Z3, Z3
	ADDQ $8, SI
	DECQ CX
	JNZ word

	SUBQ dst+0(FP), DI
	SHRQ $3, DI
	MOVQ DI, ret+40(FP)
	VZEROUPPER
	RET

// func orAVX512(dst, src *uint8, n int)
TEXT ·orAVX512(SB), NOSPLIT, $0-24
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ n+16(FP), CX
	XORQ AX, AX

or64:
	VMOVDQU64 (SI)(AX*1), Z0
	VPORQ (DI)(AX*1), Z0, Z0
	VMOVDQU64 Z0, (DI)(AX*1)
	ADDQ $64, AX
	CMPQ AX, CX
	JLT or64
	VZEROUPPER
	RET
