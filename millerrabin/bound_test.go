package millerrabin

import (
	"math"
	"math/big"
	"testing"
)

func TestFIPSRounds(t *testing.T) {
	for _, c := range []struct{ bits, log2, rounds int }{
		// The values that FIPS 186-5 C.1 leads to at 2048 bits.
		{2048, 100, 2}, {2048, 112, 3}, {2048, 128, 3}, {2048, 144, 4}, {2048, 256, 10},
		// FIPS 186-4, table C.3: primes of RSA keys.
		{512, 100, 7}, {1024, 100, 4}, {1024, 112, 5}, {1536, 100, 3}, {1536, 128, 4},
		// Where the average case says nothing, 4^-t decides.
		{16, 128, 64}, {0, 128, 64}, {-5, 7, 4},
	} {
		if got := FIPSRounds(c.bits, c.log2); got != c.rounds {
			t.Errorf("FIPSRounds(%d, %d) = %d, want %d", c.bits, c.log2, got, c.rounds)
		}
	}
}

func TestFIPSRoundsIsLeast(t *testing.T) {
	for bits := 64; bits <= MaxBits; bits += 960 {
		for log2 := 1; log2 <= 300; log2 += 23 {
			rounds := FIPSRounds(bits, log2)
			if bound := (Policy{Rounds: rounds}).Log2Error(bits); bound > -float64(log2) {
				t.Errorf("%d bits: %d rounds bound the error by 2^%.1f, not 2^-%d", bits, rounds, bound, log2)
			}
			if rounds > 1 {
				if bound := (Policy{Rounds: rounds - 1}).Log2Error(bits); bound <= -float64(log2) {
					t.Errorf("%d bits: %d rounds suffice for 2^-%d already", bits, rounds-1, log2)
				}
			}
		}
	}
}

// TestAverageCaseAgainstDirectSum evaluates the printed formula term by term in
// floating point of 1000 bits, as it stands, and compares.
func TestAverageCaseAgainstDirectSum(t *testing.T) {
	for _, k := range []int{21, 64, 100, 256, 512, 1024, 2048} {
		for _, rounds := range []int{1, 2, 5, 10, 40} {
			want := min(0, directAverageCase(k, rounds))
			if got := averageCaseLog2(k, rounds); math.Abs(got-want) > 1e-6 {
				t.Errorf("averageCaseLog2(%d, %d) = %.9f, want %.9f", k, rounds, got, want)
			}
		}
	}
}

// directAverageCase is the formula of FIPS 186-5 C.1, written out.
func directAverageCase(k, t int) float64 {
	const precision = 1000
	pow2 := func(e float64) *big.Float {
		whole := math.Floor(e)
		x := new(big.Float).SetPrec(precision).SetFloat64(math.Exp2(e - whole))
		return x.SetMantExp(x, int(whole))
	}
	best := math.Inf(1)
	for M := 3; float64(M) <= 2*math.Sqrt(float64(k-1))-1; M++ {
		sum := new(big.Float).SetPrec(precision)
		for m := 3; m <= M; m++ {
			inner := new(big.Float).SetPrec(precision)
			for j := 2; j <= m; j++ {
				inner.Add(inner, pow2(-(float64(j) + float64(k-1)/float64(j))))
			}
			sum.Add(sum, inner.Mul(inner, pow2(float64(m-(m-1)*t))))
		}
		sum.Mul(sum, big.NewFloat(8*(math.Pi*math.Pi-6)/3))
		sum.Mul(sum, pow2(float64(k-2)))
		sum.Add(sum, pow2(float64(k-2-M*t)))
		sum.Mul(sum, big.NewFloat(2.00743*math.Ln2*float64(k)))
		sum.Mul(sum, pow2(float64(-k)))
		mantissa := new(big.Float)
		exponent := sum.MantExp(mantissa)
		f, _ := mantissa.Float64()
		best = min(best, float64(exponent)+math.Log2(f))
	}
	return best
}

func TestLog2Error(t *testing.T) {
	for bits := 1; bits <= MaxBits; bits = bits*5/4 + 1 {
		previous := 0.0
		for rounds := 1; rounds <= 64; rounds++ {
			p := Policy{Rounds: rounds, Lucas: rounds%2 == 0}
			bound := p.Log2Error(bits)
			if math.IsNaN(bound) || math.IsInf(bound, 0) || bound > p.Log2ErrorUnknown() || bound >= previous {
				t.Fatalf("%d bits, %v: bound 2^%v after 2^%v", bits, p, bound, previous)
			}
			previous = bound
		}
	}
	if got := (Policy{Lucas: true}).Log2Error(2048); got != 0 {
		t.Errorf("the Lucas test alone has the proven bound 2^%v", got)
	}
	if got := Untrusted.Log2ErrorUnknown(); got != -128 {
		t.Errorf("Untrusted's bound is 2^%v, want 2^-128", got)
	}
}

func TestGenerated(t *testing.T) {
	for bits := 2; bits <= MaxBits; bits = bits*4/3 + 1 {
		p := Generated(bits)
		if err := p.Check(); err != nil {
			t.Error(err)
		}
		if bound := p.Log2Error(bits); bound > -128 {
			t.Errorf("Generated(%d) = %v with the bound 2^%.1f", bits, p, bound)
		}
	}
}
