// The strong Lucas test, by a sequence that needs no powers of Q.
//
// Let U and V be the Lucas sequences of P and Q, of discriminant D = P^2 - 4Q, and
// n + 1 = d*2^s with d odd. V' = V(P', 1), P' = P^2/Q - 2, is the sequence of the
// quotients of the roots of X^2 - PX + Q, so that V_2k = Q^k * V'_k. V_(d+1) and
// V_(d-1) are Q^((d+1)/2) times V'_((d+1)/2) and V'_((d-1)/2)/Q. Hence
//
//	P V_d = V_(d+1) + Q V_(d-1) = Q^((d+1)/2) (V'_((d+1)/2) + V'_((d-1)/2))
//	D U_d = V_(d+1) - Q V_(d-1) = Q^((d+1)/2) (V'_((d+1)/2) - V'_((d-1)/2))
//
// Where P, Q and D are units modulo n, the strong test, which is U_d = 0 or
// V_(d*2^r) = 0 for some r < s, asks whether two neighbours of V' are equal or
// opposite, or V'_(d*2^r) = 0 for some r < s-1. What Baillie, Fiori and Wagstaff add
// (Strengthening the Baillie-PSW primality test, 2021) is V_(n+1) = 2Q and
// Q^((n+1)/2) = Q (Q/n). Given the second, which is an Euler test of its own, the
// first says V'_((n+1)/2) = 2 (Q/n).
//
// A ladder brings V'_j and V'_(j+1) from j to 2j or 2j+1, by a square and a product,
//
//	V'_2j = V'_j^2 - 2   and   V'_(2j+1) = V'_j V'_(j+1) - P',
//
// from j = 0 through the bits of (n+1)/2, which are those of (d-1)/2, a one and zeros.

package montgomery

// A lucasTest is what a ladder is to find out about one number.
type lucasTest struct {
	number    []uint64
	parameter []uint64 // P'
	exponent  []uint64 // (d-1)/2
	room      []uint64
	twos      int  // s
	symbol    int  // (Q/n), 0 if Q is no unit
	strong    bool // the strong test is passed
	open      bool // there is something left to find out
	passed    bool
}

// begin prepares the test of n for D.
func (l *lucasTest) begin(n []uint64, discriminant int64) {
	parameter := append(l.parameter[:0], n...)
	exponent := append(l.exponent[:0], n...)
	room := append(l.room[:0], n...)
	q := SelfridgeQ(discriminant)
	*l = lucasTest{
		number: n, parameter: parameter, exponent: exponent, room: room,
		twos: trailingOnes(n), symbol: Jacobi(q, n),
	}
	l.open = l.symbol != 0
	shiftRight(exponent, n, l.twos+1) // n is d-1 and s ones

	// P' + 2 = P^2/Q is 5 for P = Q = 5, and 1/Q for P = 1.
	switch {
	case q == 5 && discriminant == 5:
		clear(parameter)
		parameter[0] = 5
		reduceSmall(parameter, n)
	case !invertSmall(parameter, uint64(max(q, -q)), n):
		clear(parameter)
	case q < 0:
		negateModulo(parameter, n)
	}
	negateModulo(parameter, n)
	addModulo(parameter, []uint64{2}, n)
	negateModulo(parameter, n)
}

// SelfridgeQ returns the parameter Q of method A* of Baillie and Wagstaff (Lucas
// pseudoprimes, 1980): P = Q = 5 for D = 5, or else P = 1 and Q = (1-D)/4.
func SelfridgeQ(d int64) int64 {
	if d == 5 {
		return 5
	}
	return (1 - d) / 4
}

// A ladderRow is where a ladder keeps a square or a product, and what it adds to it.
type ladderRow struct {
	value, addend vector
	lane          int
}

// put stores where the ladder begins, out of Montgomery form: at j = 0 the square is 4
// and lacks -2, and the product is 2P' and lacks -P'.
func (l *lucasTest) put(k kernel, square, product ladderRow) {
	n, x := l.number, l.room
	clear(x)
	x[0] = 4
	reduceSmall(x, n)
	k.put(square.value, square.lane, x)
	clear(x)
	x[0] = 2
	negateModulo(x, n)
	k.put(square.addend, square.lane, x)
	copy(x, l.parameter)
	doubleModulo(x, n)
	k.put(product.value, product.lane, x)
	copy(x, l.parameter)
	negateModulo(x, n)
	k.put(product.addend, product.lane, x)
}

// judge takes V'_j, of which the ladder came to j = d*2^(t-1) for some t > 0.
func (l *lucasTest) judge(t int, v []uint64) {
	if t < l.twos {
		l.strong = l.strong || bitLen(v) == 0
		return
	}
	if l.symbol < 0 {
		negateModulo(v, l.number)
	}
	l.passed, l.open = l.strong && equal(v, []uint64{2}), false
}

// judgeNeighbours takes V'_j and V'_(j+1) for j = (d-1)/2.
func (l *lucasTest) judgeNeighbours(v, next []uint64) {
	l.strong = equal(v, next)
	negateModulo(next, l.number)
	l.strong = l.strong || equal(v, next)
}
