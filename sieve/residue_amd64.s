//go:build amd64 && !purego

// Residues of one long number modulo 32 primes at a time, in four vectors whose
// steps interleave so that the latency of the multiplier is hidden. What is
// computed stands in residue.go; R is 2^52 here.

#include "textflag.h"

// INVERSE sets inv to 1/r mod 2^52, Z17 being 2: 3r xor 2 is right in five bits,
// and each of Newton's steps doubles that. t is a temporary.
#define INVERSE(r, inv, t, tx) \
	VPADDQ r, r, inv             \
	VPADDQ r, inv, inv           \
	VPXORQ Z17, inv, inv         \
	NEWTON(r, inv, t, tx)        \
	NEWTON(r, inv, t, tx)        \
	NEWTON(r, inv, t, tx)        \
	NEWTON(r, inv, t, tx)

#define NEWTON(r, inv, t, tx) \
	VPXOR tx, tx, tx             \
	VPMADD52LUQ r, inv, t        \
	VPSUBQ t, Z17, t             \
	VPXORQ Z18, Z18, Z18         \
	VPMADD52LUQ inv, t, Z18      \
	VMOVDQA64 Z18, inv

// DIGIT sets y to -(Z16 - y)/R mod r, from 0..r to 0..r.
#define DIGIT(r, inv, y, q, qx) \
	VPSUBQ y, Z16, y             \
	VPXOR qx, qx, qx             \
	VPMADD52LUQ inv, y, q        \
	VPSRLQ $63, y, y             \
	VPMADD52HUQ r, q, y

// PRODUCT sets a to ab/R mod r, in 0..r-1. b may be a.
#define PRODUCT(r, inv, a, b, q, qx) \
	VPXOR qx, qx, qx             \
	VPMADD52LUQ b, a, q          \
	VPXORQ Z18, Z18, Z18         \
	VPMADD52HUQ b, a, Z18        \
	VPXORQ Z19, Z19, Z19         \
	VPMADD52LUQ inv, q, Z19      \
	VPXOR qx, qx, qx             \
	VPMADD52HUQ r, Z19, q        \
	VPSUBQ q, Z18, a             \
	VPADDQ r, a, Z18             \
	VPMINUQ Z18, a, a

// PRIMES loads 32 primes and their inverses.
#define PRIMES \
	VMOVDQU64 (SI), Z8           \
	VMOVDQU64 64(SI), Z9         \
	VMOVDQU64 128(SI), Z10       \
	VMOVDQU64 192(SI), Z11       \
	INVERSE(Z8, Z12, Z0, X0)     \
	INVERSE(Z9, Z13, Z1, X1)     \
	INVERSE(Z10, Z14, Z2, X2)    \
	INVERSE(Z11, Z15, Z3, X3)

// FINISH multiplies by what DX points to and stores.
#define FINISH \
	VMOVDQU64 (DX), Z20          \
	VMOVDQU64 64(DX), Z21        \
	VMOVDQU64 128(DX), Z22       \
	VMOVDQU64 192(DX), Z23       \
	PRODUCT(Z8, Z12, Z4, Z20, Z0, X0)  \
	PRODUCT(Z9, Z13, Z5, Z21, Z1, X1)  \
	PRODUCT(Z10, Z14, Z6, Z22, Z2, X2) \
	PRODUCT(Z11, Z15, Z7, Z23, Z3, X3) \
	VMOVDQU64 Z4, (DI)           \
	VMOVDQU64 Z5, 64(DI)         \
	VMOVDQU64 Z6, 128(DI)        \
	VMOVDQU64 Z7, 192(DI)        \
	ADDQ $256, SI                \
	ADDQ $256, DX                \
	ADDQ $256, DI

// func firstsIFMA(dst, primes, scales *uint64, n int, digits *uint64, count int)
TEXT ·firstsIFMA(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), DI
	MOVQ primes+8(FP), SI
	MOVQ scales+16(FP), DX
	MOVQ n+24(FP), CX
	MOVQ digits+32(FP), BX
	MOVQ count+40(FP), AX
	MOVQ $2, R8
	VPBROADCASTQ R8, Z17

firstsOf32:
	PRIMES
	VPXOR X4, X4, X4
	VPXOR X5, X5, X5
	VPXOR X6, X6, X6
	VPXOR X7, X7, X7
	MOVQ BX, R9
	MOVQ AX, R10

digit:
	VPBROADCASTQ (R9), Z16
	DIGIT(Z8, Z12, Z4, Z0, X0)
	DIGIT(Z9, Z13, Z5, Z1, X1)
	DIGIT(Z10, Z14, Z6, Z2, X2)
	DIGIT(Z11, Z15, Z7, Z3, X3)
	ADDQ $8, R9
	DECQ R10
	JNZ digit

	FINISH
	SUBQ $32, CX
	JNZ firstsOf32
	VZEROUPPER
	RET

// RMODR sets z to R mod r, Z24 and Z25 being R as a float and as an integer: the
// quotient is never rounded up to the next whole number, since its distance from
// it is at least 1/r and the error at most half of that.
#define RMODR(r, z, t, tx) \
	VCVTUQQ2PD r, z              \
	VDIVPD z, Z24, z             \
	VCVTTPD2UQQ z, z             \
	VPXOR tx, tx, tx             \
	VPMADD52LUQ r, z, t          \
	VPSUBQ t, Z25, z

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
	VPBROADCASTQ R8, Z17
	MOVQ $0x4330000000000000, R8
	VPBROADCASTQ R8, Z24
	MOVQ $0x0010000000000000, R8
	VPBROADCASTQ R8, Z25

scalesOf32:
	PRIMES
	RMODR(Z8, Z4, Z0, X0)
	RMODR(Z9, Z5, Z1, X1)
	RMODR(Z10, Z6, Z2, X2)
	RMODR(Z11, Z7, Z3, X3)
	BSRQ BX, R10

bit:
	PRODUCT(Z8, Z12, Z4, Z4, Z0, X0)
	PRODUCT(Z9, Z13, Z5, Z5, Z1, X1)
	PRODUCT(Z10, Z14, Z6, Z6, Z2, X2)
	PRODUCT(Z11, Z15, Z7, Z7, Z3, X3)
	BTQ R10, BX
	JCC even
	DOUBLE(Z8, Z4, Z0)
	DOUBLE(Z9, Z5, Z1)
	DOUBLE(Z10, Z6, Z2)
	DOUBLE(Z11, Z7, Z3)

even:
	DECQ R10
	JGE bit

	FINISH
	SUBQ $32, CX
	JNZ scalesOf32
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
