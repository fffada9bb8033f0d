// The GNU Multiple Precision Arithmetic Library.

package peer

import (
	"math/big"
	"runtime"
	"slices"
	"unsafe"
)

// GMP is libgmp, version 5 or later.
type GMP struct {
	Version string // as the library states it, such as "6.2.1"
	Path    string // the name that it was found under

	mpzInit    func(*mpz)
	mpzClear   func(*mpz)
	mpzImport  func(rop *mpz, count uintptr, order int32, size uintptr, endian int32, nails uintptr, op *byte)
	mpzExport  func(rop *byte, count *uintptr, order int32, size uintptr, endian int32, nails uintptr, op *mpz) uintptr
	mpzPowm    func(rop, base, exp, mod *mpz)
	mpzNext    func(rop, op *mpz)
	mpzIsPrime func(n *mpz, reps int32) int32
}

// mpz has the layout of GMP's __mpz_struct: two ints and a pointer, which only
// the library reads.
type mpz struct {
	_, _ int32
	_    uintptr
}

// OpenGMP loads libgmp.
func OpenGMP() (*GMP, error) {
	g := &GMP{}
	var version variable
	var err error
	g.Path, err = open("GMP", []string{"libgmp.so.10", "libgmp.10.dylib", "libgmp.so"}, map[string]any{
		"__gmpz_init":           &g.mpzInit,
		"__gmpz_clear":          &g.mpzClear,
		"__gmpz_import":         &g.mpzImport,
		"__gmpz_export":         &g.mpzExport,
		"__gmpz_powm":           &g.mpzPowm,
		"__gmpz_nextprime":      &g.mpzNext,
		"__gmpz_probab_prime_p": &g.mpzIsPrime,
		"__gmp_version":         &version,
	})
	if err != nil {
		return nil, err
	}
	if g.Version = version.text(); g.Version == "" {
		return nil, &OpenError{Reason: g.Path + " does not state its version"}
	}
	return g, nil
}

// ModExp sets up base^exponent mod modulus by mpz_powm.
func (g *GMP) ModExp(base, exponent, modulus *big.Int) ModExp {
	r := new(mpz)
	g.mpzInit(r)
	b, e, m := g.number(base), g.number(exponent), g.number(modulus)
	return ModExp{
		Run:    func() { g.mpzPowm(r, b, e, m) },
		Result: func() *big.Int { return g.value(r, modulus.BitLen()) },
		Close: func() {
			for _, n := range []*mpz{r, b, e, m} {
				g.mpzClear(n)
			}
		},
	}
}

// NextPrime returns the first prime above n by mpz_nextprime.
func (g *GMP) NextPrime(n *big.Int) *big.Int {
	z := g.number(n)
	defer g.mpzClear(z)
	g.mpzNext(z, z)
	return g.value(z, n.BitLen()+1)
}

// IsPrime puts n to mpz_probab_prime_p. From version 6.2 on that is trial
// division, a Baillie-PSW test and reps - 24 Miller-Rabin rounds.
func (g *GMP) IsPrime(n *big.Int, reps int) bool {
	z := g.number(n)
	defer g.mpzClear(z)
	return g.mpzIsPrime(z, int32(reps)) != 0
}

// Kept are numbers in the library's form, for calls that are timed without turning them.
type Kept struct {
	lib     *GMP
	numbers []*mpz
	found   *mpz
}

// Keep turns numbers, whose memory the library has back when nothing refers to them.
func (g *GMP) Keep(list []*big.Int) *Kept {
	k := &Kept{lib: g, found: new(mpz)}
	g.mpzInit(k.found)
	for _, n := range list {
		k.numbers = append(k.numbers, g.number(n))
	}
	runtime.AddCleanup(k, func(numbers []*mpz) {
		for _, n := range numbers {
			g.mpzClear(n)
		}
	}, append(slices.Clone(k.numbers), k.found))
	return k
}

// IsPrime is GMP.IsPrime of the number of an index.
func (k *Kept) IsPrime(i, reps int) bool { return k.lib.mpzIsPrime(k.numbers[i], int32(reps)) != 0 }

// NextPrime is GMP.NextPrime of the number of an index; Found returns the prime.
func (k *Kept) NextPrime(i int) { k.lib.mpzNext(k.found, k.numbers[i]) }

// Found returns what the last NextPrime found, of at most so many bits.
func (k *Kept) Found(bits int) *big.Int { return k.lib.value(k.found, bits) }

func (g *GMP) number(n *big.Int) *mpz {
	z := new(mpz)
	g.mpzInit(z)
	if buf := n.Bytes(); len(buf) > 0 {
		g.mpzImport(z, uintptr(len(buf)), 1, 1, 1, 0, &buf[0])
	}
	return z
}

// value returns what the library's number z of at most so many bits holds.
func (g *GMP) value(z *mpz, bits int) *big.Int {
	buf := make([]byte, (bits+7)/8+8)
	var count uintptr
	g.mpzExport(&buf[0], &count, 1, 1, 1, 0, z)
	return new(big.Int).SetBytes(buf[:count])
}

// A variable is where a library keeps a pointer to a C string.
type variable uintptr

// text reads a text of at most 64 bytes, "" when there is none.
func (v variable) text() string {
	// The memory is the library's: nothing of Go's moves or frees it.
	start := **(***[64]byte)(unsafe.Pointer(&v))
	if start == nil {
		return ""
	}
	var read []byte
	for i := 0; i < len(start) && start[i] != 0; i++ {
		read = append(read, start[i])
	}
	return string(read)
}
