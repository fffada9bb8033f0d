// OpenSSL's functions for keys, by which libssl makes and uses them.

package peer

import (
	"fmt"
	"unsafe"
)

// evp is the functions. They are there from version 3 on.
type evp struct {
	ctxFromName, ctxFromKey, ctxFree                                       function
	keygenInit, keygen, setGroupName, rsaBits                              function
	paramgenInit, paramgen                                                 function
	deriveInit, setPeer, derive                                            function
	encapsulateInit, encapsulate, decapsulateInit, decapsulate             function
	keyNew, keyFree, copyParameters, encodedPublicKey, setEncodedPublicKey function
	numberParam, numberBits, numberFree                                    function
	memBIO, bioFree, readParameters, free                                  function

	lastError func() uintptr
	reason    func(uintptr) string
}

func openEVP(library string) (*evp, error) {
	e := &evp{}
	_, err := open("OpenSSL's libcrypto", []string{library}, map[string]any{
		"EVP_PKEY_CTX_new_from_name":       &e.ctxFromName,
		"EVP_PKEY_CTX_new_from_pkey":       &e.ctxFromKey,
		"EVP_PKEY_CTX_free":                &e.ctxFree,
		"EVP_PKEY_keygen_init":             &e.keygenInit,
		"EVP_PKEY_keygen":                  &e.keygen,
		"EVP_PKEY_CTX_set_group_name":      &e.setGroupName,
		"EVP_PKEY_paramgen_init":           &e.paramgenInit,
		"EVP_PKEY_paramgen":                &e.paramgen,
		"EVP_PKEY_derive_init":             &e.deriveInit,
		"EVP_PKEY_derive_set_peer":         &e.setPeer,
		"EVP_PKEY_derive":                  &e.derive,
		"EVP_PKEY_encapsulate_init":        &e.encapsulateInit,
		"EVP_PKEY_encapsulate":             &e.encapsulate,
		"EVP_PKEY_decapsulate_init":        &e.decapsulateInit,
		"EVP_PKEY_decapsulate":             &e.decapsulate,
		"EVP_PKEY_new":                     &e.keyNew,
		"EVP_PKEY_free":                    &e.keyFree,
		"EVP_PKEY_copy_parameters":         &e.copyParameters,
		"EVP_PKEY_get1_encoded_public_key": &e.encodedPublicKey,
		"EVP_PKEY_set1_encoded_public_key": &e.setEncodedPublicKey,
		"EVP_PKEY_get_bn_param":            &e.numberParam,
		"BN_num_bits":                      &e.numberBits,
		"BN_clear_free":                    &e.numberFree,
		"BIO_new_mem_buf":                  &e.memBIO,
		"BIO_free":                         &e.bioFree,
		"PEM_read_bio_Parameters":          &e.readParameters,
		"CRYPTO_free":                      &e.free,
		"EVP_PKEY_CTX_set_rsa_keygen_bits": &e.rsaBits,
		"ERR_get_error":                    &e.lastError,
		"ERR_reason_error_string":          &e.reason,
	})
	if err != nil {
		return nil, err
	}
	return e, nil
}

// failed makes the error of a function that failed, with the library's reason for it.
func (e *evp) failed(what string) error {
	reason := ""
	for code := e.lastError(); code != 0; code = e.lastError() { // the last one is the outermost
		if text := e.reason(code); text != "" {
			reason = ": " + text
		}
	}
	return fmt.Errorf("peer: OpenSSL's %s fails%s", what, reason)
}

// address is where the bytes lie, of which there are some. Whoever passes it on keeps
// them where they are, see runtime.Pinner.
func address(b []byte) uintptr { return uintptr(unsafe.Pointer(&b[0])) }

// ok reports whether a function that returns an int says 1.
func ok(result uintptr) bool { return int32(result) == 1 }
