// The ASN.1 of parameters: DHParameter of PKCS#3 and DomainParameters of X9.42,
// in strict DER. An encoding that is not the only one of its group is refused:
// what two programs can read as two groups is no safe way to agree on one.

package dhgroup

import (
	"bufio"
	"encoding/asn1"
	"math"
	"math/big"
)

// A derForm is what DER is expected to hold.
type derForm uint8

const (
	derAny   derForm = iota // told by what is in it
	derPKCS3                // p, g and perhaps a length of private values
	derX942                 // p, g, q and perhaps j, seed and counter
)

// maxSeed is the length in bytes of the longest seed that is taken. FIPS 186 has
// seeds as long as q.
const maxSeed = 1024

// der reads the one structure that the input is.
func (c *collector) der(in *bufio.Reader) bool {
	data, ok := c.whole(in)
	return ok && c.parameters(0, data, derAny)
}

// parameters reads a structure and passes it on.
func (c *collector) parameters(line int, der []byte, form derForm) bool {
	d := derReader{whole: len(der), rest: der, maxBits: c.o.MaxBits}
	group, err := d.group(form)
	if err != nil {
		c.failed = true
		return c.yield(Entry{}, &ReadError{Line: line, Offset: int64(d.whole - len(d.rest)), Err: err})
	}
	return c.found(line, Entry{Group: group})
}

// A derReader takes one element after another. All structures end where the
// input ends, so that what is left tells how far it came. After an error the
// faulty element is the first of the rest.
type derReader struct {
	whole   int
	rest    []byte
	maxBits int
}

// group reads a group.
func (d *derReader) group(form derForm) (g Group, err error) {
	if err := d.enter("parameters"); err != nil {
		return Group{}, err
	}
	if g.P, err = d.integer("p"); err != nil {
		return Group{}, err
	}
	if g.G, err = d.integer("g"); err != nil {
		return Group{}, err
	}
	if form == derAny {
		form = d.guess()
	}
	if form == derPKCS3 {
		if len(d.rest) > 0 {
			if g.PrivateBits, err = d.small("privateValueLength", 1); err != nil {
				return Group{}, err
			}
		}
	} else if err := d.x942(&g); err != nil {
		return Group{}, err
	}
	return g, d.end("the last element")
}

// guess tells the form by what follows g: a third INTEGER, when it is the last
// element and no longer than a length can be, is a length. A q of so few bits
// would not be sound.
func (d *derReader) guess() derForm {
	const tagAndLength, lengthBytes = 2, 4
	switch n := len(d.rest); {
	case n == 0, n >= tagAndLength && n <= tagAndLength+lengthBytes && n == tagAndLength+int(d.rest[1]):
		return derPKCS3
	}
	return derX942
}

// x942 reads what follows g in DomainParameters.
func (d *derReader) x942(g *Group) (err error) {
	if g.Q, err = d.integer("q"); err != nil {
		return err
	}
	if len(d.rest) > 0 && d.rest[0] == asn1.TagInteger {
		if g.J, err = d.integer("j"); err != nil {
			return err
		}
	}
	if len(d.rest) == 0 {
		return nil
	}
	if err := d.enter("validation parameters"); err != nil {
		return err
	}
	var seed asn1.BitString
	content, err := d.element("seed", asn1.TagBitString, &seed)
	if err != nil {
		return err
	}
	if seed.BitLength%8 != 0 || seed.BitLength == 0 || seed.BitLength/8 > maxSeed {
		return unreadable("a seed of %d bits, want 1 to %d whole bytes", seed.BitLength, maxSeed)
	}
	d.rest, g.Seed = content, seed.Bytes
	g.Counter, err = d.small("pgenCounter", 0)
	return err
}

// enter goes into a SEQUENCE that is the last element.
func (d *derReader) enter(name string) error {
	var sequence asn1.RawValue
	after, err := d.element(name, asn1.TagSequence, &sequence)
	if err != nil {
		return err
	}
	if len(after) > 0 {
		d.rest = after
		return d.end(name)
	}
	d.rest = sequence.Bytes
	return nil
}

// element decodes the first element of the rest into a value that suits its tag,
// and returns what follows it.
func (d *derReader) element(name string, tag int, into any) (after []byte, err error) {
	var raw asn1.RawValue
	after, err = asn1.Unmarshal(d.rest, &raw)
	if err != nil {
		return nil, unreadable("%s: %v", name, err)
	}
	if raw.Class != asn1.ClassUniversal || raw.Tag != tag || raw.IsCompound != (tag == asn1.TagSequence) {
		return nil, unreadable("%s: tag %#02x, want %s", name, d.rest[0], tagNames[tag])
	}
	// Above the limit the value is not even decoded.
	if tag == asn1.TagInteger && len(raw.Bytes) > d.maxBits/8+1 {
		return nil, beyond("%s: an INTEGER of %d bytes, want at most %d bits", name, len(raw.Bytes), d.maxBits)
	}
	if _, err := asn1.Unmarshal(raw.FullBytes, into); err != nil {
		return nil, unreadable("%s: %v", name, err)
	}
	return after, nil
}

// tagNames name the tags of the structures.
var tagNames = map[int]string{
	asn1.TagInteger:   "INTEGER (0x02)",
	asn1.TagBitString: "BIT STRING (0x03)",
	asn1.TagSequence:  "SEQUENCE (0x30)",
}

// integer takes an INTEGER. None of the structures has a place for a negative
// one, and where one stands the zero byte before a high bit was forgotten.
func (d *derReader) integer(name string) (*big.Int, error) {
	n := new(big.Int)
	after, err := d.element(name, asn1.TagInteger, &n)
	switch {
	case err != nil:
		return nil, err
	case n.Sign() < 0:
		return nil, unreadable("%s: a negative INTEGER; a positive one whose first bit is set begins with a zero byte", name)
	case n.BitLen() > d.maxBits:
		return nil, beyond("%s: an INTEGER of %d bits, want at most %d", name, n.BitLen(), d.maxBits)
	}
	d.rest = after
	return n, nil
}

// small takes an INTEGER from lowest to 2^31 - 1.
func (d *derReader) small(name string, lowest int64) (int, error) {
	before := d.rest
	n, err := d.integer(name)
	if err == nil && (!n.IsInt64() || n.Int64() < lowest || n.Int64() > math.MaxInt32) {
		d.rest = before
		err = unreadable("%s: %s, want %d to %d", name, show(n), lowest, math.MaxInt32)
	}
	if err != nil {
		return 0, err
	}
	return int(n.Int64()), nil
}

// end wants nothing after what was read.
func (d *derReader) end(last string) error {
	if len(d.rest) == 0 {
		return nil
	}
	return unreadable("trailing data after %s: %d byte(s)", last, len(d.rest))
}
