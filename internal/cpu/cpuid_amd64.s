//go:build amd64 && !purego

// The instruction CPUID, for the leaves that no library hands out.

#include "textflag.h"

// func readCPUID(n uint32) (r leafRegisters)
TEXT ·readCPUID(SB), NOSPLIT, $0-24
	MOVL n+0(FP), AX
	XORL CX, CX
	CPUID
	MOVL AX, r_eax+8(FP)
	MOVL BX, r_ebx+12(FP)
	MOVL CX, r_ecx+16(FP)
	MOVL DX, r_edx+20(FP)
	RET
