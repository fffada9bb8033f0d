//go:build long

package dhgroup

const largestJudged = MaxBits
