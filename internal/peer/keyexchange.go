// Key exchanges by OpenSSL.

package peer

import (
	"runtime"
	"unsafe"
)

// An Algorithm says by what keys are exchanged.
type Algorithm struct {
	Name  string // as EVP_PKEY_CTX_new_from_name takes it: "X25519", "EC", "ML-KEM-768"
	Group string // of "EC", such as "P-256"
	// Parameters is a PEM file of Diffie-Hellman parameters, in the place of Name.
	Parameters []byte
	KEM        bool // a secret is encapsulated and not agreed on
}

// A KeyExchange exchanges keys by OpenSSL's EVP functions, call by call as libssl does
// (ssl/s3_lib.c, ssl_generate_pkey, ssl_derive and ssl_encapsulate; ssl/statem). One
// goroutine at a time uses it. What its methods return holds until the next call.
type KeyExchange struct {
	*evp
	algorithm Algorithm
	pin       runtime.Pinner
	m         *exchangeMemory
	params    uintptr // EVP_PKEY of the Parameters; 0 without
	own       uintptr // EVP_PKEY, made by Generate
	secretOf  uintptr // EVP_PKEY_CTX, made by Receive
	received  int     // bytes of the ciphertext, of a KEM
}

// longest is the length of the longest value: of a group of 16384 bits.
const longest = 2048

// exchangeMemory is what the library reads and writes, pinned.
type exchangeMemory struct {
	name, group, private [32]byte       // C strings
	key, number          uintptr        // where functions put what they make
	public               unsafe.Pointer // the same, of the library's memory
	secretSize, size     uintptr
	secret, share        [longest]byte
	received             [longest]byte
}

// NewKeyExchange sets up an exchange. It fails where the library does not know the
// algorithm or cannot read the parameters.
func (o *OpenSSL) NewKeyExchange(a Algorithm) (*KeyExchange, error) {
	evp, err := o.evp()
	if err != nil {
		return nil, err
	}
	x := &KeyExchange{evp: evp, algorithm: a, m: &exchangeMemory{}}
	x.pin.Pin(x.m)
	copy(x.m.name[:], a.Name)
	copy(x.m.group[:], a.Group)
	copy(x.m.private[:], "priv") // OSSL_PKEY_PARAM_PRIV_KEY
	if err := x.setUp(); err != nil {
		x.Close()
		return nil, err
	}
	return x, nil
}

func (x *KeyExchange) setUp() error {
	if len(x.algorithm.Parameters) == 0 {
		ctx := x.context()
		if ctx == 0 {
			return x.failed("EVP_PKEY_CTX_new_from_name of " + x.algorithm.Name)
		}
		x.ctxFree.call(ctx)
		return nil
	}
	pem := x.algorithm.Parameters
	x.pin.Pin(&pem[0])
	bio := x.memBIO.call(address(pem), uintptr(len(pem)))
	x.params = x.readParameters.call(bio, 0, 0, 0)
	x.bioFree.call(bio)
	if x.params == 0 {
		return x.failed("PEM_read_bio_Parameters")
	}
	return nil
}

// Close frees the library's memory.
func (x *KeyExchange) Close() {
	x.ctxFree.call(x.secretOf)
	x.keyFree.call(x.own)
	x.keyFree.call(x.params)
	x.secretOf, x.own, x.params = 0, 0, 0
	x.pin.Unpin()
}

// context makes an EVP_PKEY_CTX of the algorithm; 0 where that fails.
func (x *KeyExchange) context() uintptr {
	if x.params != 0 {
		return x.ctxFromKey.call(0, x.params, 0)
	}
	return x.ctxFromName.call(0, uintptr(unsafe.Pointer(&x.m.name)), 0)
}

// make makes an EVP_PKEY: a key pair, or parameters alone.
func (x *KeyExchange) make(begin, do function, what string) (uintptr, error) {
	ctx := x.context()
	defer x.ctxFree.call(ctx)
	x.m.key = 0
	if ctx == 0 || !ok(begin.call(ctx)) ||
		x.algorithm.Group != "" && !ok(x.setGroupName.call(ctx, uintptr(unsafe.Pointer(&x.m.group)))) ||
		!ok(do.call(ctx, uintptr(unsafe.Pointer(&x.m.key)))) {
		return 0, x.failed(what)
	}
	return x.m.key, nil
}

// publicOf copies what the other side is sent of a key pair.
func (x *KeyExchange) publicOf(key uintptr) ([]byte, error) {
	n := int(x.encodedPublicKey.call(key, uintptr(unsafe.Pointer(&x.m.public))))
	if n == 0 || n > longest {
		return nil, x.failed("EVP_PKEY_get1_encoded_public_key")
	}
	copy(x.m.share[:n], unsafe.Slice((*byte)(x.m.public), n))
	x.free.call(uintptr(x.m.public), 0, 0)
	return x.m.share[:n], nil
}

// setPublic puts the other side's public value into an EVP_PKEY.
func (x *KeyExchange) setPublic(key uintptr, share []byte) bool {
	n := copy(x.m.received[:], share)
	return ok(x.setEncodedPublicKey.call(key, uintptr(unsafe.Pointer(&x.m.received)), uintptr(n)))
}

// Generate makes a key pair, in the place of the one before, and returns the client's
// share.
func (x *KeyExchange) Generate() ([]byte, error) {
	key, err := x.make(x.keygenInit, x.keygen, "EVP_PKEY_keygen")
	if err != nil {
		return nil, err
	}
	x.keyFree.call(x.own)
	x.own = key
	return x.publicOf(key)
}

// Answer is all that a server does: from a client's share to its own and the secret.
func (x *KeyExchange) Answer(share []byte) (answer, secret []byte, err error) {
	if x.algorithm.KEM {
		return x.encapsulateTo(share)
	}
	own, err := x.make(x.keygenInit, x.keygen, "EVP_PKEY_keygen")
	if err != nil {
		return nil, nil, err
	}
	defer x.keyFree.call(own)
	if answer, err = x.publicOf(own); err != nil {
		return nil, nil, err
	}
	ctx, err := x.agreement(own, share)
	if err != nil {
		return nil, nil, err
	}
	defer x.ctxFree.call(ctx)
	// libssl asks for the length first.
	if !ok(x.derive.call(ctx, 0, uintptr(unsafe.Pointer(&x.m.secretSize)))) {
		return nil, nil, x.failed("EVP_PKEY_derive")
	}
	secret, err = x.deriveBy(ctx)
	return answer, secret, err
}

// agreement makes an EVP_PKEY_CTX of a key pair and the other side's share.
func (x *KeyExchange) agreement(own uintptr, share []byte) (uintptr, error) {
	peer := x.keyNew.call()
	defer x.keyFree.call(peer)
	if !ok(x.copyParameters.call(peer, own)) || !x.setPublic(peer, share) {
		return 0, x.failed("EVP_PKEY_set1_encoded_public_key")
	}
	ctx := x.ctxFromKey.call(0, own, 0)
	if ctx == 0 || !ok(x.deriveInit.call(ctx)) || !ok(x.setPeer.call(ctx, peer)) {
		x.ctxFree.call(ctx)
		return 0, x.failed("EVP_PKEY_derive_set_peer")
	}
	return ctx, nil
}

func (x *KeyExchange) deriveBy(ctx uintptr) ([]byte, error) {
	x.m.secretSize = longest
	if !ok(x.derive.call(ctx, uintptr(unsafe.Pointer(&x.m.secret)), uintptr(unsafe.Pointer(&x.m.secretSize)))) {
		return nil, x.failed("EVP_PKEY_derive")
	}
	return x.m.secret[:x.m.secretSize], nil
}

// encapsulateTo is Answer of a KEM.
func (x *KeyExchange) encapsulateTo(share []byte) (answer, secret []byte, err error) {
	peer, err := x.make(x.paramgenInit, x.paramgen, "EVP_PKEY_paramgen")
	if err != nil {
		return nil, nil, err
	}
	defer x.keyFree.call(peer)
	if !x.setPublic(peer, share) {
		return nil, nil, x.failed("EVP_PKEY_set1_encoded_public_key")
	}
	ctx := x.ctxFromKey.call(0, peer, 0)
	defer x.ctxFree.call(ctx)
	m := x.m
	size, secretSize := uintptr(unsafe.Pointer(&m.size)), uintptr(unsafe.Pointer(&m.secretSize))
	m.size, m.secretSize = longest, longest
	if ctx == 0 || !ok(x.encapsulateInit.call(ctx, 0)) || !ok(x.encapsulate.call(ctx, 0, size, 0, secretSize)) ||
		!ok(x.encapsulate.call(ctx, uintptr(unsafe.Pointer(&m.share)), size, uintptr(unsafe.Pointer(&m.secret)), secretSize)) {
		return nil, nil, x.failed("EVP_PKEY_encapsulate")
	}
	return m.share[:m.size], m.secret[:m.secretSize], nil
}

// Receive takes a server's answer, for the key pair that Generate made.
func (x *KeyExchange) Receive(answer []byte) (err error) {
	x.ctxFree.call(x.secretOf)
	x.secretOf = 0
	if !x.algorithm.KEM {
		x.secretOf, err = x.agreement(x.own, answer)
		return err
	}
	x.received = copy(x.m.received[:], answer)
	x.secretOf = x.ctxFromKey.call(0, x.own, 0)
	if x.secretOf == 0 || !ok(x.decapsulateInit.call(x.secretOf, 0)) {
		return x.failed("EVP_PKEY_decapsulate_init")
	}
	return nil
}

// Secret is the shared secret, in a single call of the library: EVP_PKEY_derive, as
// openssl speed times it, or EVP_PKEY_decapsulate.
func (x *KeyExchange) Secret() ([]byte, error) {
	if !x.algorithm.KEM {
		return x.deriveBy(x.secretOf)
	}
	m := x.m
	m.secretSize = longest
	if !ok(x.decapsulate.call(x.secretOf, uintptr(unsafe.Pointer(&m.secret)), uintptr(unsafe.Pointer(&m.secretSize)),
		uintptr(unsafe.Pointer(&m.received)), uintptr(x.received))) {
		return nil, x.failed("EVP_PKEY_decapsulate")
	}
	return m.secret[:m.secretSize], nil
}

// PrivateBits is the length of the secret exponent of the key pair that Generate made.
func (x *KeyExchange) PrivateBits() (int, error) {
	x.m.number = 0
	if !ok(x.numberParam.call(x.own, uintptr(unsafe.Pointer(&x.m.private)), uintptr(unsafe.Pointer(&x.m.number)))) {
		return 0, x.failed("EVP_PKEY_get_bn_param")
	}
	defer x.numberFree.call(x.m.number)
	return int(int32(x.numberBits.call(x.m.number))), nil
}
