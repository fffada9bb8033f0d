// RSA keys by OpenSSL.

package peer

import (
	"fmt"
	"math/big"
	"runtime"
	"unsafe"
)

// GenerateRSA makes an RSA key of so many bits by EVP_PKEY_keygen, and returns its primes.
// From 2048 bits on OpenSSL 3 builds them on auxiliary primes (FIPS 186-4, B.3.6), and does
// not call BN_generate_prime_ex.
func (o *OpenSSL) GenerateRSA(bits int) (p, q *big.Int, err error) {
	e, err := o.evp()
	if err != nil {
		return nil, nil, err
	}
	m := &struct {
		name, factor1, factor2 [16]byte // C strings
		key, number            uintptr
	}{}
	var pin runtime.Pinner
	pin.Pin(m)
	defer pin.Unpin()
	copy(m.name[:], "RSA")
	copy(m.factor1[:], "rsa-factor1") // OSSL_PKEY_PARAM_RSA_FACTOR1
	copy(m.factor2[:], "rsa-factor2")
	ctx := e.ctxFromName.call(0, uintptr(unsafe.Pointer(&m.name)), 0)
	defer e.ctxFree.call(ctx)
	if ctx == 0 || !ok(e.keygenInit.call(ctx)) || !ok(e.rsaBits.call(ctx, uintptr(bits))) || !ok(e.keygen.call(ctx, uintptr(unsafe.Pointer(&m.key)))) {
		return nil, nil, e.failed(fmt.Sprintf("EVP_PKEY_keygen of an RSA key of %d bits", bits))
	}
	defer e.keyFree.call(m.key)
	factor := func(name *[16]byte) *big.Int {
		m.number = 0
		if !ok(e.numberParam.call(m.key, uintptr(unsafe.Pointer(name)), uintptr(unsafe.Pointer(&m.number)))) {
			err = e.failed("EVP_PKEY_get_bn_param")
			return nil
		}
		defer e.numberFree.call(m.number)
		return o.value(m.number, bits)
	}
	p, q = factor(&m.factor1), factor(&m.factor2)
	return p, q, err
}
