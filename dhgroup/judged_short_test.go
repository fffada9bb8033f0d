//go:build !long

package dhgroup

// largestJudged is the size of the largest group in the vectors that is put to
// the primality tests.
const largestJudged = quickBits
