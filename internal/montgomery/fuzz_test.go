package montgomery

import (
	"math/big"
	"testing"
)

// FuzzKernels gives the same bytes as modulus, base and exponent to every
// kernel: the first lane takes them as they are, the others turned.
func FuzzKernels(f *testing.F) {
	f.Add([]byte{7}, []byte{3}, []byte{5})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, []byte{0x80, 0, 0, 0, 0, 0, 0}, []byte{0xff, 0})
	f.Fuzz(func(t *testing.T, modulus, base, exponent []byte) {
		const limit = 300 // bytes, so that one round stays short
		if len(modulus) == 0 || len(modulus) > limit || len(exponent) > 16 {
			return
		}
		var moduli, bases []*big.Int
		for lane := range Lanes {
			turn := lane * len(modulus) / Lanes
			n := new(big.Int).SetBytes(append(append([]byte(nil), modulus[turn:]...), modulus[:turn]...))
			n.SetBit(n, 0, 1)
			if n.BitLen() < 3 {
				n.SetBit(n, 2, 1)
			}
			moduli = append(moduli, n)
			bases = append(bases, new(big.Int).Mod(new(big.Int).SetBytes(base), n))
		}
		var trials []trial
		for _, n := range moduli {
			if d := selfridge(n); d != 0 && n.BitLen() <= 8*64 {
				trials = append(trials, lucasTrial(n, d))
			}
		}
		for _, name := range everyKernel() {
			b := newBatch(t, name, largest(moduli))
			checkBase2(t, b, moduli)
			checkStrong(t, b, moduli, func(n *big.Int) *big.Int { return new(big.Int).Mod(new(big.Int).SetBytes(base), n) })
			runTrials(t, b, trials)
			checkExp(t, b, moduli, bases, []*big.Int{new(big.Int).SetBytes(exponent)})
		}
	})
}
