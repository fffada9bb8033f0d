// OpenSSL's libcrypto.

package peer

import (
	"math/big"
	"sync"
)

// OpenSSL is libcrypto, version 1.1 or later.
type OpenSSL struct {
	Version string // as the library states it
	Path    string // the name that it was found under

	bnNew          func() uintptr
	bnFree         func(uintptr)
	bnBin2bn       func(from *byte, length int32, to uintptr) uintptr
	bnBn2binpad    func(a uintptr, to *byte, length int32) int32
	ctxNew         func() uintptr
	ctxFree        func(uintptr)
	montNew        func() uintptr
	montFree       func(uintptr)
	montSet        func(mont, mod, ctx uintptr) int32
	modExpMont     func(r, a, p, m, ctx, mont uintptr) int32
	modExpMontWord func(r uintptr, a uint64, p, m, ctx, mont uintptr) int32
	modExpConstant func(r, a, p, m, ctx, mont uintptr) int32
	gencbNew       func() uintptr
	gencbFree      func(uintptr)
	gencbSet       func(handle, callback, argument uintptr)
	generatePrime  func(n uintptr, bits, safe int32, add, rem, handle uintptr) int32
	isPrime        func(n uintptr, rounds int32, ctx, handle uintptr) int32

	evp func() (*evp, error) // version 3 or later

	calling    sync.Once
	callback   uintptr
	generators sync.Map // of *Generator, by handle
}

// OpenOpenSSL loads libcrypto.
func OpenOpenSSL() (*OpenSSL, error) {
	o := &OpenSSL{}
	var version func(int32) string
	var err error
	o.Path, err = open("OpenSSL's libcrypto", []string{
		"libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib", "libcrypto.so",
	}, map[string]any{
		"OpenSSL_version":           &version,
		"BN_new":                    &o.bnNew,
		"BN_free":                   &o.bnFree,
		"BN_bin2bn":                 &o.bnBin2bn,
		"BN_bn2binpad":              &o.bnBn2binpad,
		"BN_CTX_new":                &o.ctxNew,
		"BN_CTX_free":               &o.ctxFree,
		"BN_MONT_CTX_new":           &o.montNew,
		"BN_MONT_CTX_free":          &o.montFree,
		"BN_MONT_CTX_set":           &o.montSet,
		"BN_mod_exp_mont":           &o.modExpMont,
		"BN_mod_exp_mont_word":      &o.modExpMontWord,
		"BN_mod_exp_mont_consttime": &o.modExpConstant,
		"BN_GENCB_new":              &o.gencbNew,
		"BN_GENCB_free":             &o.gencbFree,
		"BN_GENCB_set":              &o.gencbSet,
		"BN_generate_prime_ex":      &o.generatePrime,
		"BN_is_prime_ex":            &o.isPrime,
	})
	if err != nil {
		return nil, err
	}
	o.Version = version(0)
	o.evp = sync.OnceValues(func() (*evp, error) { return openEVP(o.Path) })
	return o, nil
}

// ModExp sets up base^exponent mod modulus. With word, base is a machine word and
// BN_mod_exp_mont_word is used, which spares the table of powers; otherwise
// BN_mod_exp_mont.
func (o *OpenSSL) ModExp(base, exponent, modulus *big.Int, word bool) ModExp {
	if !word {
		return o.modExp(base, exponent, modulus, o.modExpMont)
	}
	w := base.Uint64()
	return o.modExp(base, exponent, modulus, func(r, _, e, m, ctx, mont uintptr) int32 {
		return o.modExpMontWord(r, w, e, m, ctx, mont)
	})
}

// ModExpConstantTime sets up base^exponent mod modulus by
// BN_mod_exp_mont_consttime, whose time and memory accesses do not depend on the
// exponent. It is what OpenSSL's Diffie-Hellman comes down to, since that marks
// its secrets BN_FLG_CONSTTIME (crypto/dh/dh_key.c); and like that it computes
// but once what belongs to the modulus alone.
func (o *OpenSSL) ModExpConstantTime(base, exponent, modulus *big.Int) ModExp {
	return o.modExp(base, exponent, modulus, o.modExpConstant)
}

// modExp sets up a power that compute computes.
func (o *OpenSSL) modExp(base, exponent, modulus *big.Int, compute func(r, b, e, m, ctx, mont uintptr) int32) ModExp {
	r, b, e, m := o.bnNew(), o.number(base), o.number(exponent), o.number(modulus)
	ctx, mont := o.ctxNew(), o.montNew()
	o.montSet(mont, m, ctx)
	return ModExp{
		Run:    func() { compute(r, b, e, m, ctx, mont) },
		Result: func() *big.Int { return o.value(r, modulus.BitLen()) },
		Close: func() {
			o.montFree(mont)
			o.ctxFree(ctx)
			for _, n := range []uintptr{r, b, e, m} {
				o.bnFree(n)
			}
		},
	}
}

func (o *OpenSSL) number(n *big.Int) uintptr {
	buf := append([]byte{0}, n.Bytes()...) // never empty, so that it has an address
	return o.bnBin2bn(&buf[0], int32(len(buf)), 0)
}

// value returns what the library's number n of at most so many bits holds.
func (o *OpenSSL) value(n uintptr, bits int) *big.Int {
	buf := make([]byte, (bits+7)/8)
	o.bnBn2binpad(n, &buf[0], int32(len(buf)))
	return new(big.Int).SetBytes(buf)
}
