// The progression that candidates belong to.

package engine

import (
	"math"

	"primebench/internal/rng"
	"primebench/internal/words"
	"primebench/sieve"
)

// maxModulus is the largest modulus of a Class.
const maxModulus = 1 << 16

// A Class is the numbers that are Residue modulo Modulus. The zero value is all
// numbers.
type Class struct {
	Modulus uint64 `json:"modulus"`
	Residue uint64 `json:"residue"`
}

// ClassOfGenerator returns the class of safe primes p modulo which g generates the
// subgroup of order (p-1)/2: those that are -1 modulo 4s, s being the product of
// the primes that divide g an odd number of times. For 2 these are the p that
// are 7 mod 8. For s = 1, where g is a square, and for 3, every safe prime above
// 7 will do.
//
// g has that order when it is a quadratic residue. With p = -1 mod 4s, (r/p) = 1
// for each prime r that divides s: for r = 2 because p is 7 mod 8, for r = 1
// mod 4 because it is (p/r) = (-1/r) = 1, and for r = 3 mod 4 because it is
// -(p/r) = -(-1/r) = 1 (quadratic reciprocity, p being 3 mod 4). Other classes
// may do too; one is enough.
func ClassOfGenerator(g uint64) (Class, error) {
	const most = maxModulus / 4
	if g < 2 || g > most {
		return Class{}, badConfig("generator %d, want 2 to %d", g, uint64(most))
	}
	s := g
	for r := uint64(2); r*r <= s; r++ {
		for s%(r*r) == 0 {
			s /= r * r
		}
	}
	if s == 1 {
		return Class{}, nil
	}
	return Class{Modulus: 4 * s, Residue: 4*s - 1}, nil
}

// A progression is the numbers of a size, with some of the top bits set, that are
// residue modulo step: those that can be of the kind and are in the class.
type progression struct {
	kind          sieve.Kind
	bits, topBits int
	step, residue uint64
	// admissible is the fraction of the classes modulo step which can hold finds.
	admissible float64
}

func newProgression(kind sieve.Kind, bits, topBits int, class Class) (progression, error) {
	p := progression{kind: kind, bits: bits, topBits: topBits, step: kind.Step(), residue: kind.Residue()}
	if class != (Class{}) {
		if err := p.restrict(class); err != nil {
			return p, err
		}
	}
	p.admissible = admissibleFraction(kind, p.step)
	return p, nil
}

// restrict narrows the progression to the class.
func (p *progression) restrict(class Class) error {
	if class.Modulus < 2 || class.Modulus > maxModulus || class.Residue >= class.Modulus {
		return badConfig("%d modulo %d, want a modulus from 2 to %d and a residue below it", class.Residue, class.Modulus, maxModulus)
	}
	own := p.step
	p.step = own / gcd(own, class.Modulus) * class.Modulus
	for p.residue%class.Modulus != class.Residue {
		if p.residue += own; p.residue >= p.step {
			return p.noneIn(class)
		}
	}
	for _, r := range primeFactors(p.step) {
		if p.residue%r == 0 || p.kind == sieve.Safe && r > 2 && p.residue%r == 1 {
			return p.noneIn(class)
		}
	}
	return nil
}

func (p *progression) noneIn(class Class) error {
	return badConfig("no %ss of this size are %d modulo %d", nameOf(p.kind), class.Residue, class.Modulus)
}

// nameOf is what people call a number of a kind.
func nameOf(kind sieve.Kind) string {
	if kind == sieve.Safe {
		return "safe prime"
	}
	return "prime"
}

// admissibleFraction returns the fraction of the classes modulo step that can hold
// primes or safe primes. A prime is no multiple of a prime divisor of the step. A
// safe prime p is 3 mod 4, and modulo an odd prime divisor neither 0 nor 1, where
// (p-1)/2 would be a multiple.
func admissibleFraction(kind sieve.Kind, step uint64) float64 {
	fraction := 1.0
	for _, r := range primeFactors(step) {
		x := float64(r)
		switch {
		case kind == sieve.Prime:
			fraction *= 1 - 1/x
		case r == 2:
			fraction /= 4
		default:
			fraction *= 1 - 2/x
		}
	}
	return fraction
}

func primeFactors(n uint64) []uint64 {
	var factors []uint64
	for r := uint64(2); r*r <= n; r++ {
		if n%r == 0 {
			factors = append(factors, r)
		}
		for n%r == 0 {
			n /= r
		}
	}
	if n > 1 {
		factors = append(factors, n)
	}
	return factors
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// twinConstant is C2, the product of (1 - 1/(r-1)²) over the odd primes r
// (G. Hardy and J. Littlewood, 1923; OEIS A005597).
const twinConstant = 0.660161815846869573927812110014

// density returns the chance that a member of the progression is of the kind, on
// the average over its members.
//
// With A the admissible fraction, one in A ln x of the numbers x in an admissible
// class is prime (the prime number theorem for progressions). Safe primes p in all
// classes have the density C2 / (ln p ln (p/2)) (the Hardy-Littlewood conjecture),
// and are spread evenly over the admissible classes.
func (p *progression) density() float64 {
	return meanBelowTop(p.topBits, func(lnU float64) float64 {
		lnX := float64(p.bits)*math.Ln2 + lnU
		if p.kind == sieve.Safe {
			return twinConstant / p.admissible / (lnX * (lnX - math.Ln2))
		}
		return 1 / p.admissible / lnX
	})
}

// span returns the number of members, rounded.
func (p *progression) span() float64 {
	return math.Ldexp(1, p.bits-p.topBits) / float64(p.step)
}

// drawStart draws the start of a window: uniform among the members that leave room
// for length of them below 2^bits.
func (p *progression) drawStart(stream *rng.Stream, length int) []uint64 {
	start := make([]uint64, words.Count(p.bits))
	sum := make([]uint64, len(start))
	for {
		stream.Words(start)
		truncate(start, p.bits)
		for i := range p.topBits {
			setBit(start, p.bits-1-i)
		}
		carry := addSmall(start, start, (p.residue+p.step-words.Mod(start, p.step))%p.step)
		carry |= addSmall(sum, start, p.step*uint64(length))
		if carry == 0 && bitLen(sum) == p.bits {
			return start
		}
	}
}
