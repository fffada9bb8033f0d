//go:build !static && (darwin || netbsd || (freebsd && cgo) || (linux && (cgo || !s390x)))

// OpenSSL's key exchanges beside what others published, with private keys put in.

package peer

import (
	"bytes"
	"errors"
	"math/big"
	"testing"

	"github.com/ebitengine/purego"

	"primebench/internal/needed"
	"primebench/internal/vectors"
)

// imported makes an exchange whose own key is private; public is what belongs to it.
func imported(t *testing.T, lib *OpenSSL, a Algorithm, private, public []byte) *KeyExchange {
	t.Helper()
	x, err := lib.NewKeyExchange(a)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(x.Close)
	handle, err := dlopen(lib.Path)
	if err != nil {
		t.Fatal(err)
	}
	var (
		bldNew, fromdataInit, toParam func(uintptr) uintptr
		pushText                      func(bld uintptr, key, text string, size uintptr) int32
		pushNumber                    func(bld uintptr, key string, n uintptr) int32
		pushBytes                     func(bld uintptr, key string, value *byte, size uintptr) int32
		fromdata                      func(ctx uintptr, key *uintptr, selection int32, params uintptr) int32
	)
	for symbol, f := range map[string]any{
		"OSSL_PARAM_BLD_new": &bldNew, "OSSL_PARAM_BLD_push_utf8_string": &pushText, "OSSL_PARAM_BLD_push_BN": &pushNumber,
		"OSSL_PARAM_BLD_push_octet_string": &pushBytes, "OSSL_PARAM_BLD_to_param": &toParam,
		"EVP_PKEY_fromdata_init": &fromdataInit, "EVP_PKEY_fromdata": &fromdata,
	} {
		address, err := purego.Dlsym(handle, symbol)
		if err != nil {
			t.Fatal(err)
		}
		purego.RegisterFunc(f, address)
	}
	bld := bldNew(0)
	switch a.Name {
	case "EC":
		pushText(bld, "group", a.Group, 0)
		pushNumber(bld, "priv", lib.number(new(big.Int).SetBytes(private)))
		pushBytes(bld, "pub", &public[0], uintptr(len(public)))
	case "DH":
		pushText(bld, "group", a.Group, 0)
		pushNumber(bld, "priv", lib.number(new(big.Int).SetBytes(private)))
		pushNumber(bld, "pub", lib.number(new(big.Int).SetBytes(public)))
	default:
		pushBytes(bld, "priv", &private[0], uintptr(len(private)))
	}
	ctx := x.context()
	fromdataInit(ctx)
	const keyPair = 0x87 // EVP_PKEY_KEYPAIR
	if ok := fromdata(ctx, &x.own, keyPair, toParam(bld)); ok != 1 {
		t.Fatal(x.failed("EVP_PKEY_fromdata of " + a.Name))
	}
	x.ctxFree.call(ctx)
	return x
}

// TestKnownExchanges: RFC 7748, the NIST's ECC CDH and its Diffie-Hellman.
func TestKnownExchanges(t *testing.T) {
	lib, err := OpenOpenSSL()
	switch {
	case errors.Is(err, ErrAbsent):
		needed.Without(t, err)
	case err != nil:
		t.Fatal(err)
	}
	algorithms := map[string]struct {
		Algorithm
		private, public int // bytes
	}{
		"x25519":    {Algorithm: Algorithm{Name: "X25519"}, private: 32, public: 32},
		"x448":      {Algorithm: Algorithm{Name: "X448"}, private: 56, public: 56},
		"p256":      {Algorithm: Algorithm{Name: "EC", Group: "P-256"}, private: 32, public: 65},
		"p384":      {Algorithm: Algorithm{Name: "EC", Group: "P-384"}, private: 48, public: 97},
		"p521":      {Algorithm: Algorithm{Name: "EC", Group: "P-521"}, private: 66, public: 133},
		"ffdhe2048": {Algorithm: Algorithm{Name: "DH", Group: "ffdhe2048"}, private: 256, public: 256},
	}
	seen := map[string]bool{}
	for _, row := range vectors.Read(t, "../kex/testdata/exchanges.txt") {
		a, known := algorithms[row.Claim]
		if !known { // ML-KEM, of which version 3.5 is the first to know anything
			continue
		}
		seen[row.Claim] = true
		number := func(name string, size int) []byte { return row.Numbers[name].FillBytes(make([]byte, size)) }
		x := imported(t, lib, a.Algorithm, number("private", a.private), number("public", a.public))
		public, err := x.publicOf(x.own)
		if err != nil || !bytes.Equal(public, number("public", a.public)) {
			t.Errorf("%v: public value %x: %v", row, public, err)
		}
		if err := x.Receive(number("peer", a.public)); err != nil {
			t.Fatal(err)
		}
		if secret, err := x.Secret(); err != nil || new(big.Int).SetBytes(secret).Cmp(row.Numbers["secret"]) != 0 {
			t.Errorf("%v: secret %x: %v", row, secret, err)
		}
	}
	if len(seen) != len(algorithms) {
		t.Errorf("known answers of %v alone", seen)
	}
}
