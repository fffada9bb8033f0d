// How hard a discrete logarithm is: one estimate that every group can be held to,
// whoever published it.

package dhgroup

import "math"

// StrengthEstimate is where the estimates of FieldStrength and SubgroupStrength stand.
const StrengthEstimate = "NIST SP 800-57, part 1; between its sizes SP 800-56B, appendix D"

// FieldStrength estimates the work of a discrete logarithm modulo a prime of so many
// bits, or of factoring a number of them, in bits of a symmetric key. It is what NIST
// SP 800-57, part 1, revision 5, table 2 gives the sizes 1024, 2048, 3072, 7680 and
// 15360. Between two of them it is the formula for the general number field sieve in
// appendix D of SP 800-56B, revision 2,
//
//	(1.923 cbrt(x) cbrt(ln(x)^2) - 4.69) / ln 2, x = bits ln 2,
//
// rounded down, and no less and no more than those two.
func FieldStrength(bits int) int {
	if bits < 2 {
		return 0
	}
	x := float64(bits) * math.Ln2
	estimate := int((1.923*math.Cbrt(x)*math.Cbrt(math.Log(x)*math.Log(x)) - 4.69) / math.Ln2)
	least, most := 0, math.MaxInt
	for size, strength := range map[int]int{1024: 80, 2048: 112, 3072: 128, 7680: 192, 15360: 256} {
		if bits >= size {
			least = max(least, strength)
		}
		if bits <= size {
			most = min(most, strength)
		}
	}
	return min(max(estimate, least), most)
}

// SubgroupStrength estimates the work of a logarithm in a subgroup whose order has so
// many bits, or of one that is known to have so many, in bits of a symmetric key: that
// of the square root of as many values (SP 800-57, part 1, table 2).
func SubgroupStrength(bits int) int { return bits / 2 }
