// A text with PEM blocks: the text around them is anybody's, and each block is read by who
// knows its type.

package keyfile

import (
	"bytes"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"

	"primebench/dhgroup"
)

const (
	pemBegin      = "-----BEGIN "
	pemEnd        = "-----END "
	pemDash       = "-----"
	byteOrderMark = "\xef\xbb\xbf"
)

// A block is a PEM block in its file.
type block struct {
	line  int // its BEGIN line
	label string
	text  []byte // from BEGIN to END, or to where the block breaks off
	whole bool
}

// blocks reads the blocks one after another.
func (o Options) blocks(data []byte, yield func(Item, error) bool) {
	for _, b := range split(bytes.TrimPrefix(data, []byte(byteOrderMark))) {
		if strings.HasSuffix(b.label, "DH PARAMETERS") {
			if !o.parameters(b, yield) {
				return
			}
			continue
		}
		if !yield(o.block(b)) {
			return
		}
	}
}

// split finds the blocks of a text.
func split(data []byte) []block {
	var found []block
	var open *block
	begin, at, number := 0, 0, 0
	ends := func(end int, whole bool) {
		if open != nil {
			open.text, open.whole = data[begin:end], whole
			found = append(found, *open)
			open = nil
		}
	}
	for raw := range bytes.Lines(data) {
		number++
		line := strings.TrimRight(string(raw), " \t\r\n")
		switch label, begins := strings.CutPrefix(line, pemBegin); {
		case begins:
			ends(at, false)
			open, begin = &block{line: number, label: strings.TrimSuffix(label, pemDash)}, at
		case open != nil && line == pemEnd+open.label+pemDash:
			ends(at+len(raw), true)
		}
		at += len(raw)
	}
	ends(at, false)
	return found
}

// parameters has a block of parameters read as strictly as it can be.
func (o Options) parameters(b block, yield func(Item, error) bool) bool {
	for entry, err := range dhgroup.Read(bytes.NewReader(b.text), dhgroup.ReadOptions{Format: dhgroup.PEM, MaxBits: o.MaxBits}) {
		var place *dhgroup.ReadError
		if errors.As(err, &place) {
			if err = &(dhgroup.ReadError{Line: b.line, Offset: place.Offset, Err: place.Err}); !yield(Item{}, err) {
				return false
			}
			continue
		}
		entry.Line = b.line
		if !yield(Item{Line: b.line, Group: &entry}, nil) {
			return false
		}
	}
	return true
}

// passedOver says of types of blocks that carry nothing what they are.
var passedOver = map[string]string{
	"ENCRYPTED PRIVATE KEY":           "an encrypted private key",
	"EC PARAMETERS":                   "the name of a curve",
	"EC PRIVATE KEY":                  "a key of an elliptic curve",
	"X509 CRL":                        "a list of revoked certificates",
	"OpenVPN Static key V1":           "a symmetric key",
	"OpenVPN tls-crypt-v2 client key": "a symmetric key",
	"OpenVPN tls-crypt-v2 server key": "a symmetric key",
	"PGP PUBLIC KEY BLOCK":            "a key of OpenPGP",
	"PGP PRIVATE KEY BLOCK":           "a key of OpenPGP",
}

// block reads a block of any other type.
func (o Options) block(b block) (Item, error) {
	if what, known := passedOver[b.label]; known {
		return Item{Line: b.line, Passed: what}, nil
	}
	read, known := readers[b.label]
	if !known {
		return Item{Line: b.line, Passed: fmt.Sprintf("a PEM block of type %s", quote(b.label))}, nil
	}
	if !b.whole {
		return Item{}, unreadable(b.line, quote(b.label), errors.New("BEGIN without END: the file is cut short"))
	}
	decoded, _ := pem.Decode(b.text)
	if decoded == nil {
		return Item{}, unreadable(b.line, quote(b.label), errors.New("what is between BEGIN and END is no base64"))
	}
	if decoded.Headers["DEK-Info"] != "" {
		return Item{Line: b.line, Passed: "an encrypted private key"}, nil
	}
	item, err := read(o, decoded)
	item.Line = b.line
	var place *dhgroup.ReadError
	switch {
	case errors.As(err, &place):
		return Item{}, &dhgroup.ReadError{Line: b.line, Offset: place.Offset, Err: place.Err}
	case err != nil:
		return Item{}, unreadable(b.line, quote(b.label), err)
	}
	return item, nil
}

// quote quotes a label, shortened and in ASCII.
func quote(label string) string {
	const limit = 40
	return fmt.Sprintf("%+q", label[:min(limit, len(label))])
}

// readers read the blocks of a type.
var readers = map[string]func(Options, *pem.Block) (Item, error){
	"CERTIFICATE":             ofDER(Options.certificate),
	"X509 CERTIFICATE":        ofDER(Options.certificate),
	"TRUSTED CERTIFICATE":     ofDER(Options.certificate),
	"CERTIFICATE REQUEST":     ofDER(Options.request),
	"NEW CERTIFICATE REQUEST": ofDER(Options.request),
	"PUBLIC KEY":              ofDER(Options.publicKey),
	"PRIVATE KEY":             ofDER(Options.privateKey),
	"RSA PUBLIC KEY":          ofDER(Options.rsaPublicKey),
	"RSA PRIVATE KEY":         ofDER(Options.rsaPrivateKey),
	"DSA PARAMETERS":          ofDER(Options.dsaParameters),
	"DSA PRIVATE KEY":         ofDER(Options.dsaPrivateKey),
	"OPENSSH PRIVATE KEY":     Options.openSSH,
}

// ofDER makes a reader of blocks of one of DER.
func ofDER(read func(Options, []byte) (Item, error)) func(Options, *pem.Block) (Item, error) {
	return func(o Options, b *pem.Block) (Item, error) { return read(o, b.Bytes) }
}
