//go:build amd64 && !purego

// Residues of one long number modulo 64 primes at a time, in eight vectors whose
// steps interleave so that the latency of the multiplier is hidden. What is
// computed stands in residue.go; R is 2^52 here.
//
// Z0 to Z7 hold the residues, Z8 to Z15 quotients, Z16 to Z23 the primes'
// inverses; the primes themselves are taken from memory at SI.

#include "textflag.h"

// INVERSE sets inv to 1/r mod 2^52, Z26 being 2: 3r xor 2 is right in five bits,
// and each of Newton's steps doubles that. t is a temporary.
#define INVERSE(r, inv, t, tx) \
	VMOVDQU64 r, inv             \
	VPADDQ r, inv, inv           \
	VPADDQ r, inv, inv           \
	VPXORQ Z26, inv, inv         \
	NEWTON(r, inv, t, tx)        \
	NEWTON(r, inv, t, tx)        \
	NEWTON(r, inv, t, tx)        \
	NEWTON(r, inv, t, tx)

#define NEWTON(r, inv, t, tx) \
	VPXOR tx, tx, tx             \
	VPMADD52LUQ r, inv, t        \
	VPSUBQ t, Z26, t             \
	VPXORQ Z24, Z24, Z24         \
	VPMADD52LUQ inv, t, Z24      \
	VMOVDQA64 Z24, inv

// DIGIT sets y to -(Z24 - y)/R mod r, from 0..r to 0..r.
#define DIGIT(r, inv, y, q, qx) \
	VPSUBQ y, Z24, y             \
	VPXOR qx, qx, qx             \
	VPMADD52LUQ inv, y, q        \
	VPSRLQ $63, y, y             \
	VPMADD52HUQ r, q, y

// SWIFT is DIGIT where nothing is borrowed, because the digit is not below y. It
// takes y less the digit and leaves the next y less the next digit, whose
// negative is at R9; inv is minus the inverse.
#define SWIFT(r, inv, y, q, qx) \
	VPXOR qx, qx, qx             \
	VPMADD52LUQ inv, y, q        \
	VPBROADCASTQ (R9), y         \
	VPMADD52HUQ r, q, y

// PRODUCT sets a to ab/R mod r, in 0..r-1. b may be a.
#define PRODUCT(r, inv, a, b, q, qx) \
	VPXOR qx, qx, qx             \
	VPMADD52LUQ b, a, q          \
	VPXORQ Z24, Z24, Z24         \
	VPMADD52HUQ b, a, Z24        \
	VPXORQ Z25, Z25, Z25         \
	VPMADD52LUQ inv, q, Z25      \
	VPXOR qx, qx, qx             \
	VPMADD52HUQ r, Z25, q        \
	VPSUBQ q, Z24, a             \
	VPADDQ r, a, Z24             \
	VPMINUQ Z24, a, a

// NEGATE changes the sign of all inverses, Z24 being zero.
#define NEGATE \
	VPSUBQ Z16, Z24, Z16 \
	VPSUBQ Z17, Z24, Z17 \
	VPSUBQ Z18, Z24, Z18 \
	VPSUBQ Z19, Z24, Z19 \
	VPSUBQ Z20, Z24, Z20 \
	VPSUBQ Z21, Z24, Z21 \
	VPSUBQ Z22, Z24, Z22 \
	VPSUBQ Z23, Z24, Z23

// INVERSES does so for the 64 primes.
#define INVERSES \
	INVERSE((SI), Z16, Z8, X8) \
	INVERSE(64(SI), Z17, Z9, X9) \
	INVERSE(128(SI), Z18, Z10, X10) \
	INVERSE(192(SI), Z19, Z11, X11) \
	INVERSE(256(SI), Z20, Z12, X12) \
	INVERSE(320(SI), Z21, Z13, X13) \
	INVERSE(384(SI), Z22, Z14, X14) \
	INVERSE(448(SI), Z23, Z15, X15)

// FINISH multiplies by what DX points to, stores at DI and goes on to the next 64
// primes.
#define FINISH \
	LAST((SI), Z16, Z0, Z8, X8, (DX), (DI)) \
	LAST(64(SI), Z17, Z1, Z9, X9, 64(DX), 64(DI)) \
	LAST(128(SI), Z18, Z2, Z10, X10, 128(DX), 128(DI)) \
	LAST(192(SI), Z19, Z3, Z11, X11, 192(DX), 192(DI)) \
	LAST(256(SI), Z20, Z4, Z12, X12, 256(DX), 256(DI)) \
	LAST(320(SI), Z21, Z5, Z13, X13, 320(DX), 320(DI)) \
	LAST(384(SI), Z22, Z6, Z14, X14, 384(DX), 384(DI)) \
	LAST(448(SI), Z23, Z7, Z15, X15, 448(DX), 448(DI)) \
	ADDQ $512, SI \
	ADDQ $512, DX \
	ADDQ $512, DI

#define LAST(r, inv, y, q, qx, factor, dst) \
	VMOVDQU64 factor, Z27        \
	PRODUCT(r, inv, y, Z27, q, qx) \
	VMOVDQU64 y, dst

// func firstsIFMA(dst, primes, scales *uint64, n int, digits *uint64, count int, negatives *uint64, swift int)
TEXT ·firstsIFMA(SB), NOSPLIT, $0-64
	MOVQ dst+0(FP), DI
	MOVQ primes+8(FP), SI
	MOVQ scales+16(FP), DX
	MOVQ n+24(FP), CX
	MOVQ digits+32(FP), BX
	MOVQ count+40(FP), AX
	MOVQ negatives+48(FP), R11
	MOVQ swift+56(FP), R12
	MOVQ $2, R8
	VPBROADCASTQ R8, Z26

firstsOf64:
	INVERSES
	VPXORQ Z24, Z24, Z24
	NEGATE
	MOVQ R11, R9
	VPBROADCASTQ (R9), Z0
	VMOVDQA64 Z0, Z1
	VMOVDQA64 Z0, Z2
	VMOVDQA64 Z0, Z3
	VMOVDQA64 Z0, Z4
	VMOVDQA64 Z0, Z5
	VMOVDQA64 Z0, Z6
	VMOVDQA64 Z0, Z7
	MOVQ R12, R10
	TESTQ R10, R10
	JZ slow

swift:
	ADDQ $8, R9
	SWIFT((SI), Z16, Z0, Z8, X8)
	SWIFT(64(SI), Z17, Z1, Z9, X9)
	SWIFT(128(SI), Z18, Z2, Z10, X10)
	SWIFT(192(SI), Z19, Z3, Z11, X11)
	SWIFT(256(SI), Z20, Z4, Z12, X12)
	SWIFT(320(SI), Z21, Z5, Z13, X13)
	SWIFT(384(SI), Z22, Z6, Z14, X14)
	SWIFT(448(SI), Z23, Z7, Z15, X15)
	DECQ R10
	JNZ swift

slow:
	NEGATE
	LEAQ (BX)(R12*8), R9
	MOVQ AX, R10
	SUBQ R12, R10

digit:
	VPBROADCASTQ (R9), Z24
	DIGIT((SI), Z16, Z0, Z8, X8)
	DIGIT(64(SI), Z17, Z1, Z9, X9)
	DIGIT(128(SI), Z18, Z2, Z10, X10)
	DIGIT(192(SI), Z19, Z3, Z11, X11)
	DIGIT(256(SI), Z20, Z4, Z12, X12)
	DIGIT(320(SI), Z21, Z5, Z13, X13)
	DIGIT(384(SI), Z22, Z6, Z14, X14)
	DIGIT(448(SI), Z23, Z7, Z15, X15)
	ADDQ $8, R9
	DECQ R10
	JNZ digit

	FINISH
	SUBQ $64, CX
	JNZ firstsOf64
	VZEROUPPER
	RET

// RMODR sets z to R mod r, Z28 and Z29 being R as a float and as an integer: the
// quotient is never rounded up to the next whole number, since its distance from
// it is at least 1/r and the error at most half of that.
#define RMODR(r, z, t, tx) \
	VCVTUQQ2PD r, z              \
	VDIVPD z, Z28, z             \
	VCVTTPD2UQQ z, z             \
	VPXOR tx, tx, tx             \
	VPMADD52LUQ r, z, t          \
	VPSUBQ t, Z29, z

// DOUBLE sets z to 2z mod r.
#define DOUBLE(r, z, t) \
	VPADDQ z, z, z               \
	VPSUBQ r, z, t               \
	VPMINUQ t, z, z

// func scalesIFMA(dst, primes, inverses *uint64, n int, exponent uint64)
TEXT ·scalesIFMA(SB), NOSPLIT, $0-40
	MOVQ dst+0(FP), DI
	MOVQ primes+8(FP), SI
	MOVQ inverses+16(FP), DX
	MOVQ n+24(FP), CX
	MOVQ exponent+32(FP), BX
	MOVQ $2, R8
	VPBROADCASTQ R8, Z26
	MOVQ $0x4330000000000000, R8
	VPBROADCASTQ R8, Z28
	MOVQ $0x0010000000000000, R8
	VPBROADCASTQ R8, Z29

scalesOf64:
	INVERSES
	RMODR((SI), Z0, Z8, X8)
	RMODR(64(SI), Z1, Z9, X9)
	RMODR(128(SI), Z2, Z10, X10)
	RMODR(192(SI), Z3, Z11, X11)
	RMODR(256(SI), Z4, Z12, X12)
	RMODR(320(SI), Z5, Z13, X13)
	RMODR(384(SI), Z6, Z14, X14)
	RMODR(448(SI), Z7, Z15, X15)
	BSRQ BX, R10

bit:
	PRODUCT((SI), Z16, Z0, Z0, Z8, X8)
	PRODUCT(64(SI), Z17, Z1, Z1, Z9, X9)
	PRODUCT(128(SI), Z18, Z2, Z2, Z10, X10)
	PRODUCT(192(SI), Z19, Z3, Z3, Z11, X11)
	PRODUCT(256(SI), Z20, Z4, Z4, Z12, X12)
	PRODUCT(320(SI), Z21, Z5, Z5, Z13, X13)
	PRODUCT(384(SI), Z22, Z6, Z6, Z14, X14)
	PRODUCT(448(SI), Z23, Z7, Z7, Z15, X15)
	BTQ R10, BX
	JCC even
	DOUBLE((SI), Z0, Z8)
	DOUBLE(64(SI), Z1, Z9)
	DOUBLE(128(SI), Z2, Z10)
	DOUBLE(192(SI), Z3, Z11)
	DOUBLE(256(SI), Z4, Z12)
	DOUBLE(320(SI), Z5, Z13)
	DOUBLE(384(SI), Z6, Z14)
	DOUBLE(448(SI), Z7, Z15)

even:
	DECQ R10
	JGE bit

	FINISH
	SUBQ $64, CX
	JNZ scalesOf64
	VZEROUPPER
	RET

// KEEP stores those of k that are below the length Z20 at DI and moves DI behind
// them. All eight are written: compressing in the register is fast everywhere.
#define KEEP(k, t) \
	VPCMPUQ $1, Z20, k, K1       \
	VPCOMPRESSQ k, K1, t         \
	VMOVDQU64 t, (DI)            \
	KMOVB K1, R8                 \
	POPCNTL R8, R8               \
	LEAQ (DI)(R8*8), DI

// func widenAVX512(dst *uint64, src *uint32, n int)
TEXT ·widenAVX512(SB), NOSPLIT, $0-24
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ n+16(FP), CX
	XORQ AX, AX

widen8:
	VPMOVZXDQ (SI)(AX*4), Z0
	VMOVDQU64 Z0, (DI)(AX*8)
	ADDQ $8, AX
	CMPQ AX, CX
	JLT widen8
	VZEROUPPER
	RET

// func hitsAVX512(dst, firsts, primes, inverses *uint64, n int, length uint64) int
TEXT ·hitsAVX512(SB), NOSPLIT, $0-56
	MOVQ dst+0(FP), DI
	MOVQ firsts+8(FP), BX
	MOVQ primes+16(FP), SI
	MOVQ inverses+24(FP), DX
	MOVQ n+32(FP), CX
	VPBROADCASTQ length+40(FP), Z20
	XORQ AX, AX
	TESTQ DX, DX
	JZ hitsOf8

bothOf8:
	VMOVDQU64 (BX)(AX*8), Z0
	KEEP(Z0, Z1)
	VPADDQ (DX)(AX*8), Z0, Z0
	VPSUBQ (SI)(AX*8), Z0, Z2
	VPMINUQ Z2, Z0, Z0
	KEEP(Z0, Z1)
	ADDQ $8, AX
	CMPQ AX, CX
	JLT bothOf8
	JMP done

hitsOf8:
	VMOVDQU64 (BX)(AX*8), Z0
	KEEP(Z0, Z1)
	ADDQ $8, AX
	CMPQ AX, CX
	JLT hitsOf8

done:
	SUBQ dst+0(FP), DI
	SHRQ $3, DI
	MOVQ DI, ret+48(FP)
	VZEROUPPER
	RET
