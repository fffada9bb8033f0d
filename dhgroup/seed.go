// The seed that p and q are said to be grown from: whoever shows it shows that he did
// not choose them to his ends, if they come out of it.

package dhgroup

import (
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"math/big"

	"primebench/millerrabin"
)

// A procedure grows q and then candidates for p from a seed, by hashing the numbers
// that follow it. All that are in use count candidates alike, and differ in the hash,
// in q and in where they begin to count.
type procedure struct {
	name   string
	sum    func([]byte) []byte
	bits   int // of the hash
	orderQ func(pr procedure, seed []byte, bits int) *big.Int
	offset func(qBits int) int // what is added to the seed for the first block of p
	stride int                 // bits of p for which the next candidate is one block further
}

// procedures are those of FIPS 186-4 (A.1.1.2) with each of its hashes, of FIPS 186-2
// (appendix 2.2, with SHA-1; OpenSSL 3.0 takes other hashes too, and goes from candidate
// to candidate by as many blocks as SHA-1 needs), and of X9.42 itself as RFC 2631 has it
// (section 2.2.1.1).
func procedures() []procedure {
	hashes := []procedure{
		{name: "SHA-1", bits: 160, sum: func(b []byte) []byte { s := sha1.Sum(b); return s[:] }},
		{name: "SHA-224", bits: 224, sum: func(b []byte) []byte { s := sha256.Sum224(b); return s[:] }},
		{name: "SHA-256", bits: 256, sum: func(b []byte) []byte { s := sha256.Sum256(b); return s[:] }},
		{name: "SHA-384", bits: 384, sum: func(b []byte) []byte { s := sha512.Sum384(b); return s[:] }},
		{name: "SHA-512", bits: 512, sum: func(b []byte) []byte { s := sha512.Sum512(b); return s[:] }},
	}
	var all []procedure
	for _, h := range hashes {
		fips4, fips2 := h, h
		fips4.name, fips4.orderQ, fips4.offset, fips4.stride = "FIPS 186-4, A.1.1.2, with "+h.name, procedure.hashed, func(int) int { return 1 }, h.bits
		fips2.name, fips2.orderQ, fips2.offset, fips2.stride = "FIPS 186-2, appendix 2.2, with "+h.name, procedure.folded, func(int) int { return 2 }, hashes[0].bits
		all = append(all, fips4, fips2)
	}
	x942 := hashes[0]
	x942.name, x942.orderQ, x942.stride = "RFC 2631, section 2.2.1.1", procedure.folded, x942.bits
	x942.offset = func(qBits int) int { return 2 * chunks(qBits, x942.bits) }
	return append(all, x942)
}

// chunks is how many chunks of so many bits make up a number.
func chunks(bits, each int) int { return (bits + each - 1) / each }

// hash hashes the number that is so much above the seed, in as many bytes as the seed
// has.
func (pr procedure) hash(seed []byte, above int) *big.Int {
	n := new(big.Int).SetBytes(seed)
	n.Add(n, big.NewInt(int64(above)))
	wrap := new(big.Int).Lsh(big.NewInt(1), uint(8*len(seed)))
	return new(big.Int).SetBytes(pr.sum(n.Mod(n, wrap).FillBytes(make([]byte, len(seed)))))
}

// chain is a number of so many bits from consecutive hashes, the first of which is the
// lowest, with its highest bit set.
func (pr procedure) chain(bits int, block func(i int) *big.Int) *big.Int {
	n := new(big.Int)
	for i := range chunks(bits, pr.bits) {
		n.Or(n, new(big.Int).Lsh(block(i), uint(i*pr.bits)))
	}
	wrap := new(big.Int).Lsh(big.NewInt(1), uint(bits))
	return n.Mod(n, wrap).SetBit(n, bits-1, 1)
}

// hashed is the q of FIPS 186-4, which has no more bits than the hash.
func (pr procedure) hashed(seed []byte, bits int) *big.Int {
	if bits > pr.bits {
		return nil
	}
	q := pr.chain(bits, func(int) *big.Int { return pr.hash(seed, 0) })
	return q.SetBit(q, 0, 1)
}

// folded is the q of FIPS 186-2 and RFC 2631, of two chains of hashes.
func (pr procedure) folded(seed []byte, bits int) *big.Int {
	blocks := chunks(bits, pr.bits)
	q := pr.chain(bits, func(i int) *big.Int {
		h := pr.hash(seed, i)
		return h.Xor(h, pr.hash(seed, blocks+i))
	})
	return q.SetBit(q, 0, 1)
}

// candidate is what the procedure tries as p, of so many bits, when it has counted to
// counter: the highest number that is 1 modulo 2q and not above a chain of hashes and 1.
func (pr procedure) candidate(seed []byte, counter, bits int, q *big.Int) *big.Int {
	first := pr.offset(q.BitLen()) + counter*chunks(bits, pr.stride)
	x := pr.chain(bits, func(i int) *big.Int { return pr.hash(seed, first+i) })
	twice := new(big.Int).Lsh(q, 1)
	x.Sub(x, twice.Mod(x, twice))
	return x.Add(x, big.NewInt(1))
}

// grown finds the procedure by which the seed gives p and q, and where it came to p. All
// candidates before it have to be composite, which are tested, since p is the first
// prime that there is.
func (g Group) grown(ctx context.Context, tester *millerrabin.Tester, q *big.Int) (string, error) {
	gives := ""
	for _, pr := range procedures() {
		if from := pr.orderQ(pr, g.Seed, q.BitLen()); from == nil || from.Cmp(q) != 0 {
			continue
		}
		gives = pr.name
		if pr.candidate(g.Seed, g.Counter, g.P.BitLen(), q).Cmp(g.P) != 0 {
			continue
		}
		earlier, err := pr.earlier(ctx, tester, g, q)
		switch {
		case err != nil:
			return "", err
		case earlier >= 0:
			return "", unsound(ErrSeed, "the seed gives a prime at the counter %d, before that of p, %d (%s)", earlier, g.Counter, pr.name)
		}
		return pr.name, nil
	}
	if gives == "" {
		return "", unsound(ErrSeed, "the seed does not give this q, by FIPS 186-4, A.1.1.3, nor by FIPS 186-2 or RFC 2631")
	}
	return "", unsound(ErrSeed, "the seed gives this q, and with the counter %d not this p (%s)", g.Counter, gives)
}

// earlier is the counter at which the procedure finds a prime before p, or -1.
func (pr procedure) earlier(ctx context.Context, tester *millerrabin.Tester, g Group, q *big.Int) (int, error) {
	const some = 4 * millerrabin.Lanes
	for from := 0; from < g.Counter; from += some {
		var candidates []*big.Int
		for counter := from; counter < min(from+some, g.Counter); counter++ {
			c := pr.candidate(g.Seed, counter, g.P.BitLen(), q)
			if c.BitLen() < g.P.BitLen() {
				c.SetUint64(0) // too small, so that it is passed over
			}
			candidates = append(candidates, c)
		}
		verdicts, err := tester.VerifyAll(ctx, candidates, millerrabin.Policy{Lucas: true})
		if err != nil {
			return 0, err
		}
		for i, v := range verdicts {
			if v.Prime {
				return from + i, nil
			}
		}
	}
	return -1, nil
}

// canonicalIndices is how many indices of a canonical generator are tried: no file says
// which one it was.
const canonicalIndices = 3

// canonical finds the index below canonicalIndices with which FIPS 186-4, A.2.3, makes
// g of the seed, or -1.
func (g Group) canonical(ctx context.Context, q *big.Int) (int, error) {
	cofactor := new(big.Int).Sub(g.P, big.NewInt(1))
	cofactor.Quo(cofactor, q)
	for _, pr := range procedures() {
		if pr.bits < q.BitLen() || pr.offset(q.BitLen()) != 1 {
			continue
		}
		for index := range canonicalIndices {
			made, err := pr.canonical(ctx, g.Seed, byte(index), cofactor, g.P)
			if err != nil {
				return 0, err
			}
			if made.Cmp(g.G) == 0 {
				return index, nil
			}
		}
	}
	return -1, nil
}

// canonical is the generator of an index, but for the chance of 1/q that it is 1.
func (pr procedure) canonical(ctx context.Context, seed []byte, index byte, cofactor, p *big.Int) (*big.Int, error) {
	text := append(append([]byte(nil), seed...), 'g', 'g', 'e', 'n', index, 0, 1)
	return exp(ctx, new(big.Int).SetBytes(pr.sum(text)), cofactor, p)
}

// Provenance says by which procedure a seed gave a group, in words.
type Provenance struct {
	Procedure string // of p and q
	Index     int    // of the canonical g of FIPS 186-4, A.2.3; -1 where g is another
}

// String is a sentence without its end.
func (p Provenance) String() string {
	g := fmt.Sprintf("g is no canonical one of it (A.2.3, indices below %d)", canonicalIndices)
	if p.Index >= 0 {
		g = fmt.Sprintf("g is the canonical one of index %d (A.2.3)", p.Index)
	}
	return "p and q come from the seed that is stated (" + p.Procedure + "), and " + g
}
