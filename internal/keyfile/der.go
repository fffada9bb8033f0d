// Structures in DER: certificates, requests, keys and their parameters.

package keyfile

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"

	"primebench/dhgroup"
)

// The algorithms of keys that carry a group or a prime.
var (
	oidRSA    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}  // RFC 8017, appendix C
	oidRSAPSS = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10} // the same
	oidDSA    = asn1.ObjectIdentifier{1, 2, 840, 10040, 4, 1}      // RFC 3279, section 2.3.2
	oidX942   = asn1.ObjectIdentifier{1, 2, 840, 10046, 2, 1}      // RFC 3279, section 2.3.3
	oidPKCS3  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 3, 1}  // PKCS #3, section 8

	// ElGamal as Botan writes it, with the parameters of X9.42.
	oidElGamal = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 3029, 1, 2, 1}
)

// errForm is the cause of what has none of the structure that it should have.
var errForm = errors.New("not in the form of one")

// der reads a binary file, which does not say what it is: the first of what can be in it.
func (o Options) der(data []byte) (Item, error) {
	for _, read := range []func(Options, []byte) (Item, error){
		Options.certificate, Options.request, Options.privateKey, Options.rsaPrivateKey, Options.dsaPrivateKey, Options.publicKey,
	} {
		if item, err := read(o, data); err == nil || !errors.Is(err, errForm) {
			return item, wrapped(err, "DER")
		}
	}
	entry, err := dhgroup.ReadOne(bytes.NewReader(data), dhgroup.ReadOptions{Format: dhgroup.DER, MaxBits: o.MaxBits})
	if err != nil {
		return Item{}, err
	}
	// The forms of parameters and of a public key of RSA are one and the same where there
	// are two numbers. This second one is an exponent and no generator.
	if item, err := o.rsaPublicKey(data); err == nil && item.RSA.E.Cmp(big.NewInt(65537)) == 0 {
		return item, nil
	}
	// Those of DSA, p, q and g, and those of X9.42, p, g and q, are told by which number
	// can be q. A third one that is small is the length of private values of PKCS#3.
	if item, err := o.dsaParameters(data); err == nil && entry.Q != nil && divides(item.Group.Q, item.Group.P) && !divides(entry.Q, entry.P) {
		return item, nil
	}
	return Item{Group: &entry}, nil
}

// wrapped gives an error of a reader a place in a binary file.
func wrapped(err error, what string) error {
	var place *dhgroup.ReadError
	if err == nil || errors.As(err, &place) {
		return err
	}
	return unreadable(0, what, err)
}

// divides reports whether q is a divisor of p - 1.
func divides(q, p *big.Int) bool {
	if q == nil || q.Sign() <= 0 {
		return false
	}
	rest := new(big.Int).Sub(p, big.NewInt(1))
	return rest.Mod(rest, q).Sign() == 0
}

// decode takes the one structure that DER has to be.
func decode(der []byte, into any) error {
	rest, err := asn1.Unmarshal(der, into)
	if err != nil || len(rest) > 0 {
		return errForm
	}
	return nil
}

// certificate reads a certificate, also one with the trust that OpenSSL puts behind it.
func (o Options) certificate(der []byte) (Item, error) {
	var first asn1.RawValue
	if _, err := asn1.Unmarshal(der, &first); err != nil {
		return Item{}, errForm
	}
	parsed, err := x509.ParseCertificate(first.FullBytes)
	if err != nil {
		return Item{}, fmt.Errorf("%w: %w", errForm, err)
	}
	return named("certificate")(o.publicKey(parsed.RawSubjectPublicKeyInfo))
}

func (o Options) request(der []byte) (Item, error) {
	parsed, err := x509.ParseCertificateRequest(der)
	if err != nil {
		return Item{}, fmt.Errorf("%w: %w", errForm, err)
	}
	return named("certificate request")(o.publicKey(parsed.RawSubjectPublicKeyInfo))
}

// named says what an item was found in.
func named(what string) func(Item, error) (Item, error) {
	return func(item Item, err error) (Item, error) {
		if item.Passed != "" {
			item.Passed = fmt.Sprintf("a %s with %s", what, item.Passed)
		}
		item.What = what
		return item, err
	}
}

// An algorithm is that of a key, with the group that it is in.
type algorithm struct {
	ID         asn1.ObjectIdentifier
	Parameters asn1.RawValue `asn1:"optional"`
}

// publicKey reads a SubjectPublicKeyInfo (RFC 5280, section 4.1).
func (o Options) publicKey(der []byte) (Item, error) {
	var key struct {
		Algorithm algorithm
		Key       asn1.BitString
	}
	if err := decode(der, &key); err != nil {
		return Item{}, err
	}
	id := key.Algorithm.ID
	if id.Equal(oidRSA) || id.Equal(oidRSAPSS) {
		return named("public key")(o.rsaPublicKey(key.Key.RightAlign()))
	}
	item, err := o.inGroup(key.Algorithm)
	if err != nil || item.Group == nil {
		return item, err
	}
	item.What = "public key"
	if err := decode(key.Key.RightAlign(), &item.Public); err != nil {
		return Item{}, err
	}
	return item, o.fits(item.Public)
}

// privateKey reads a PKCS #8 key (RFC 5208, section 5). That of a group is looked at no
// further than the group.
func (o Options) privateKey(der []byte) (Item, error) {
	var key struct {
		Version   int
		Algorithm algorithm
		Key       []byte
	}
	if err := decode(der, &key); err != nil {
		return Item{}, err
	}
	if id := key.Algorithm.ID; id.Equal(oidRSA) || id.Equal(oidRSAPSS) {
		return o.rsaPrivateKey(key.Key)
	}
	item, err := o.inGroup(key.Algorithm)
	if item.Group != nil {
		item.What = "private key"
	}
	return item, err
}

// inGroup reads the group of a key's algorithm, if it has one.
func (o Options) inGroup(a algorithm) (Item, error) {
	switch {
	case a.ID.Equal(oidDSA) && len(a.Parameters.FullBytes) > 0:
		return o.dsaParameters(a.Parameters.FullBytes)
	case a.ID.Equal(oidX942), a.ID.Equal(oidPKCS3), a.ID.Equal(oidElGamal):
		entry, err := dhgroup.ReadOne(bytes.NewReader(a.Parameters.FullBytes), dhgroup.ReadOptions{Format: dhgroup.DER, MaxBits: o.MaxBits})
		if err != nil {
			return Item{}, err
		}
		return Item{Group: &entry}, nil
	}
	return Item{Passed: "a key of " + algorithmName(a.ID)}, nil
}

// algorithmName names algorithms that carry no prime of their own.
func algorithmName(id asn1.ObjectIdentifier) string {
	names := map[string]string{
		"1.2.840.10045.2.1": "an elliptic curve", "1.3.101.110": "X25519", "1.3.101.111": "X448", "1.3.101.112": "Ed25519", "1.3.101.113": "Ed448",
		"1.2.840.10040.4.1": "DSA without its group",
	}
	if name := names[id.String()]; name != "" {
		return name
	}
	return "the algorithm " + id.String()
}

// dsaParameters reads Dss-Parms (RFC 3279, section 2.3.2).
func (o Options) dsaParameters(der []byte) (Item, error) {
	var dsa struct{ P, Q, G *big.Int }
	if err := decode(der, &dsa); err != nil {
		return Item{}, err
	}
	return o.dsa("DSA parameters", dsa.P, dsa.Q, dsa.G, nil)
}

// dsaPrivateKey reads a key as OpenSSL wrote it before PKCS #8.
func (o Options) dsaPrivateKey(der []byte) (Item, error) {
	var dsa struct {
		Version          int
		P, Q, G, Y, Over *big.Int // over is the private value
	}
	if err := decode(der, &dsa); err != nil || dsa.Version != 0 {
		return Item{}, errForm
	}
	return o.dsa("DSA private key", dsa.P, dsa.Q, dsa.G, dsa.Y)
}

func (o Options) dsa(what string, p, q, g, y *big.Int) (Item, error) {
	for _, n := range []*big.Int{p, q, g} {
		if err := o.fits(n); err != nil {
			return Item{}, err
		}
	}
	if y != nil {
		if err := o.fits(y); err != nil {
			return Item{}, err
		}
	}
	return Item{What: what, Group: &dhgroup.Entry{Group: dhgroup.Group{P: p, Q: q, G: g}}, Public: y}, nil
}
