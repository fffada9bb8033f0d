// Package mt19937 is the Mersenne Twister of M. Matsumoto and T. Nishimura
// (1998), which is what Python's module random and many others draw from, and the
// proof that it must not be used for a secret: Recover reads its whole state from
// 624 outputs in a row, and then knows all that come.
package mt19937

// The numbers of the paper.
const (
	words  = 624 // the state: 19968 bits, of which 19937 count
	middle = 397
	upper  = 1 << 31   // the bits of a word that are joined
	lower  = upper - 1 // with those of the next
	twist  = 0x9908b0df
)

// Outputs is how many outputs in a row give the state away.
const Outputs = words

// A Generator draws the sequence of one seed. It is for one goroutine.
type Generator struct {
	state [words]uint32
	next  int // the word that the next output is made of; words: draw new ones first
}

// New returns a generator at its beginning: init_genrand of the authors' code of
// 2002. In C++, std::mt19937 is New(5489).
func New(seed uint32) *Generator {
	g := &Generator{next: words}
	g.state[0] = seed
	for i := 1; i < words; i++ {
		before := g.state[i-1]
		g.state[i] = 1812433253*(before^before>>30) + uint32(i)
	}
	return g
}

// Uint32 returns the next output.
func (g *Generator) Uint32() uint32 {
	if g.next == words {
		g.regenerate()
	}
	g.next++
	return temper(g.state[g.next-1])
}

// regenerate puts the next 624 words in the place of the last.
func (g *Generator) regenerate() {
	for i := range g.state {
		joined := g.state[i]&upper | g.state[(i+1)%words]&lower
		word := g.state[(i+middle)%words] ^ joined>>1
		if joined&1 == 1 {
			word ^= twist
		}
		g.state[i] = word
	}
	g.next = 0
}

// temper makes an output of a word of the state. Each step can be undone.
func temper(y uint32) uint32 {
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}
