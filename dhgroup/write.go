// The way out: a group in each of the formats.

package dhgroup

import (
	"encoding/asn1"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"time"
)

// ErrUnwritable is wrapped by the error about a group that a format cannot hold.
var ErrUnwritable = errors.New("cannot be written")

// unwritable makes such an error.
func unwritable(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrUnwritable}, args...)...)
}

// WriteOptions say how Write writes.
type WriteOptions struct {
	Format Format // one of them, and not Auto
	// X942 asks for X9.42 parameters in PEM and DER, which hold q. Without it a
	// safe prime's group is written as PKCS#3, and one with a q of its own is not.
	X942 bool
}

// Write writes a group, with a single call of w.Write. In PEM, Moduli, JSON (an
// object a line), Decimal and Hex (p alone) further groups may be written after
// it; a DER file holds one. Nothing is checked but that the format can hold the
// group: where it cannot, the error wraps ErrUnwritable and nothing is written.
//
// PKCS#3 has no place for a q of its own, so such a group is written as X9.42
// whatever the options say. X9.42 is for a g of order q, as OpenSSL checks it:
// that of a safe prime's group must be a square. Moduli hold safe primes and need
// a Screening. What else a format has no place for is left out: names in all but
// JSON, PrivateBits in X9.42, J and Seed in PKCS#3. An error of w is passed on.
func Write(w io.Writer, e Entry, o WriteOptions) error {
	text, err := e.format(o)
	if err != nil {
		return e.explain(err)
	}
	if _, err := w.Write(text); err != nil {
		return fmt.Errorf("dhgroup: writing: %w", err)
	}
	return nil
}

// format returns what Write writes.
func (e Entry) format(o WriteOptions) ([]byte, error) {
	if e.P == nil {
		return nil, unwritable("p is missing")
	}
	switch o.Format {
	case PEM:
		der, x942, err := e.der(o.X942)
		if err != nil {
			return nil, err
		}
		label := pemPKCS3
		if x942 {
			label = pemX942
		}
		return pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}), nil
	case DER:
		der, _, err := e.der(o.X942)
		return der, err
	case Moduli:
		return formatModulus(e)
	case JSON:
		return e.json()
	case Decimal:
		return fmt.Appendf(nil, "%d\n", e.P), nil
	case Hex:
		return fmt.Appendf(nil, "%#x\n", e.P), nil
	}
	return nil, unwritable("format %v is none to write", o.Format)
}

// The structures, as encoding/asn1 writes them.
type (
	pkcs3Parameters struct {
		P, G        *big.Int
		PrivateBits int `asn1:"optional"`
	}
	x942Parameters struct {
		P, G, Q    *big.Int
		J          *big.Int       `asn1:"optional"`
		Validation x942Validation `asn1:"optional"`
	}
	x942Validation struct {
		Seed    asn1.BitString
		Counter int
	}
)

// der returns the group as DER, and whether it is X9.42.
func (e Entry) der(x942 bool) ([]byte, bool, error) {
	for name, n := range map[string]*big.Int{"p": e.P, "q": e.Q, "g": e.G, "j": e.J} {
		if n != nil && n.Sign() < 0 {
			return nil, false, unwritable("%s = %s is negative", name, show(n))
		}
	}
	if e.G == nil {
		return nil, false, unwritable("g is missing")
	}
	if e.PrivateBits < 0 || e.Counter < 0 {
		return nil, false, unwritable("private values of %d bits, counter %d: negative", e.PrivateBits, e.Counter)
	}
	var parameters any = pkcs3Parameters{e.P, e.G, e.PrivateBits}
	if e.Q != nil && !isHalf(e.Q, e.P) {
		x942 = true
	}
	if x942 {
		q := e.Q
		if q == nil {
			q = new(big.Int).Rsh(e.P, 1)
		}
		if e.P.Bit(0) == 1 && isHalf(q, e.P) && big.Jacobi(e.G, e.P) == -1 {
			return nil, false, unwritable("g = %s has order 2q: PKCS#3 can say so, X9.42 wants one of order q", show(e.G))
		}
		var v x942Validation
		if len(e.Seed) > 0 {
			v = x942Validation{asn1.BitString{Bytes: e.Seed, BitLength: 8 * len(e.Seed)}, e.Counter}
		}
		parameters = x942Parameters{e.P, e.G, q, e.J, v}
	}
	der, err := asn1.Marshal(parameters)
	if err != nil {
		return nil, false, unwritable("%v", err)
	}
	return der, x942, nil
}

// jsonGroup is a group as encoding/json writes it.
type jsonGroup struct {
	Name           string     `json:"name,omitempty"`
	Bits           int        `json:"bits,omitempty"`
	P              string     `json:"p"`
	Q              string     `json:"q,omitempty"`
	G              string     `json:"g,omitempty"`
	Source         string     `json:"source,omitempty"`
	Strength       int        `json:"strength,omitempty"`
	StrengthSource string     `json:"strength_source,omitempty"`
	Constant       string     `json:"constant,omitempty"`
	Offset         int64      `json:"offset,omitempty"`
	PrivateBits    int        `json:"private_bits,omitempty"`
	J              string     `json:"j,omitempty"`
	Seed           string     `json:"seed,omitempty"`
	Counter        int        `json:"counter,omitempty"`
	Time           *time.Time `json:"time,omitempty"`
	Tests          Tests      `json:"tests,omitempty"`
	Trials         int        `json:"trials,omitempty"`
}

// json returns the group as a line of JSON.
func (e Entry) json() ([]byte, error) {
	text := func(n *big.Int) string {
		if n == nil {
			return ""
		}
		return fmt.Sprintf("%#x", n)
	}
	g := jsonGroup{
		Name: e.Name, Bits: e.Bits, P: text(e.P), Q: text(e.Q), G: text(e.G),
		Source: e.Source, Strength: e.Strength, StrengthSource: e.StrengthSource, Constant: e.Constant, Offset: e.Offset,
		PrivateBits: e.PrivateBits, J: text(e.J), Seed: hex.EncodeToString(e.Seed), Counter: e.Counter,
		Tests: e.Screening.Tests, Trials: e.Screening.Trials,
	}
	if when := e.Screening.Time.UTC(); !when.IsZero() {
		g.Time = &when
	}
	line, err := json.Marshal(g)
	if err != nil {
		return nil, unwritable("%v", err)
	}
	return append(line, '\n'), nil
}
