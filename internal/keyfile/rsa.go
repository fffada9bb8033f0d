// Keys of RSA.

package keyfile

import "math/big"

// rsaPublicKey reads an RSAPublicKey of PKCS #1 (RFC 8017, appendix A.1.1).
func (o Options) rsaPublicKey(der []byte) (Item, error) {
	var key struct{ N, E *big.Int }
	if err := decode(der, &key); err != nil {
		return Item{}, err
	}
	return o.rsa("RSA public key", RSA{N: key.N, E: key.E})
}

// rsaPrivateKey reads an RSAPrivateKey (RFC 8017, appendix A.1.2). It takes keys that
// crypto/x509 refuses, so that somebody can say what is wrong with them.
func (o Options) rsaPrivateKey(der []byte) (Item, error) {
	var key struct {
		Version       int
		N, E, D, P, Q *big.Int
		DP, DQ, QInv  *big.Int
		Others        []struct{ Prime, Exponent, Coefficient *big.Int } `asn1:"optional,omitempty"`
	}
	if err := decode(der, &key); err != nil {
		return Item{}, err
	}
	primes := []*big.Int{key.P, key.Q}
	for _, other := range key.Others {
		primes = append(primes, other.Prime)
	}
	return o.rsa("RSA private key", RSA{N: key.N, E: key.E, D: key.D, Primes: primes})
}

// rsa makes an item of a key whose numbers have a right size.
func (o Options) rsa(what string, key RSA) (Item, error) {
	numbers := append([]*big.Int{key.N, key.E}, key.Primes...)
	if key.Primes != nil {
		numbers = append(numbers, key.D)
	}
	for _, n := range numbers {
		if err := o.fits(n); err != nil {
			return Item{}, err
		}
	}
	return Item{What: what, RSA: &key}, nil
}
