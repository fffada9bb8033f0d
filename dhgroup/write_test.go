package dhgroup

import (
	"bytes"
	"errors"
	"io"
	"math/big"
	"reflect"
	"strings"
	"testing"
	"time"
)

// TestRoundTrips writes every published group in every format that can hold it,
// reads it and writes it again.
func TestRoundTrips(t *testing.T) {
	for _, g := range All() {
		short := !isHalf(g.Q, g.P)
		g.PrivateBits = 225
		for _, o := range []WriteOptions{
			{Format: PEM}, {Format: PEM, X942: true}, {Format: DER}, {Format: DER, X942: true},
			{Format: Moduli}, {Format: JSON}, {Format: Decimal}, {Format: Hex},
		} {
			if o.Format == Moduli && short {
				continue
			}
			e := Entry{Group: g, Screening: exampleScreening}
			text := written(t, e, o)
			read, err := ReadOne(bytes.NewReader(text), ReadOptions{})
			if err != nil {
				t.Errorf("%s, %+v: %v", g.Name, o, err)
				continue
			}
			wantG := o.Format != Decimal && o.Format != Hex
			wantQ := o.Format == JSON || (o.Format == PEM || o.Format == DER) && (o.X942 || short)
			wantPrivate := o.Format == JSON || (o.Format == PEM || o.Format == DER) && !wantQ
			if read.P.Cmp(g.P) != 0 || (read.G != nil) != wantG || (read.Q != nil) != wantQ || (read.PrivateBits != 0) != wantPrivate ||
				wantG && read.G.Cmp(g.G) != 0 || wantQ && read.Q.Cmp(g.Q) != 0 {
				t.Errorf("%s, %+v: read as %+v", g.Name, o, read)
			}
			if again := written(t, read, o); !bytes.Equal(again, text) {
				t.Errorf("%s, %+v: another file", g.Name, o)
			}
			if o.Format == JSON {
				read.Format, read.Line = e.Format, e.Line
				if !reflect.DeepEqual(read, e) {
					t.Errorf("%s: JSON made %+v of %+v", g.Name, read, e)
				}
			}
		}
	}
}

// TestRoundTripOfAll has what only X9.42 and JSON hold.
func TestRoundTripOfAll(t *testing.T) {
	g := named(t, "modp1024-160")
	e := Entry{Group: Group{P: g.P, Q: g.Q, G: g.G, J: new(big.Int).Quo(g.P, g.Q), Seed: bytes.Repeat([]byte{0xa5}, 20), Counter: 97}}
	for _, f := range []Format{PEM, DER, JSON} {
		read, err := ReadOne(bytes.NewReader(written(t, e, WriteOptions{Format: f})), ReadOptions{})
		read.Format, read.Line = e.Format, e.Line
		if err != nil || !reflect.DeepEqual(read, e) {
			t.Errorf("%v: %+v, %v", f, read, err)
		}
	}
}

func TestUnwritable(t *testing.T) {
	safe := Entry{Group: another(t), Screening: exampleScreening}
	short := Entry{Group: named(t, "modp1024-160"), Screening: exampleScreening}
	change := func(e Entry, how func(*Entry)) Entry { how(&e); return e }
	for name, c := range map[string]struct {
		e    Entry
		o    WriteOptions
		says string
	}{
		"nothing":          {Entry{}, WriteOptions{Format: JSON}, "p is missing"},
		"auto":             {safe, WriteOptions{}, "format auto is none to write"},
		"unknown format":   {safe, WriteOptions{Format: 99}, "format Format(99)"},
		"no g":             {change(safe, func(e *Entry) { e.G = nil }), WriteOptions{Format: PEM}, "g is missing"},
		"negative":         {change(safe, func(e *Entry) { e.G = big.NewInt(-2) }), WriteOptions{Format: DER}, "g = -2 is negative"},
		"private values":   {change(safe, func(e *Entry) { e.PrivateBits = -1 }), WriteOptions{Format: DER}, "private values of -1 bits"},
		"order 2q":         {safe, WriteOptions{Format: PEM, X942: true}, "g = 11 has order 2q"},
		"moduli, short q":  {short, WriteOptions{Format: Moduli}, "for safe primes"},
		"moduli, p even":   {change(safe, func(e *Entry) { e.P = big.NewInt(22) }), WriteOptions{Format: Moduli}, "for safe primes"},
		"moduli, p = 1":    {change(safe, func(e *Entry) { e.P, e.Q = big.NewInt(1), nil }), WriteOptions{Format: Moduli}, "p = 1 has no size"},
		"moduli, no g":     {change(safe, func(e *Entry) { e.G = nil }), WriteOptions{Format: Moduli}, "needs a generator"},
		"moduli, no time":  {change(safe, func(e *Entry) { e.Screening.Time = time.Time{} }), WriteOptions{Format: Moduli}, "needs the time"},
		"moduli, no tests": {change(safe, func(e *Entry) { e.Screening.Tests = 0 }), WriteOptions{Format: Moduli}, "needs the tests"},
		"moduli, failed":   {change(safe, func(e *Entry) { e.Screening.Tests |= TestedComposite }), WriteOptions{Format: Moduli}, "needs the tests"},
		"moduli, trials":   {change(safe, func(e *Entry) { e.Screening.Trials = -1 }), WriteOptions{Format: Moduli}, "-1 trials"},
		"JSON, far future": {change(safe, func(e *Entry) { e.Screening.Time = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }), WriteOptions{Format: JSON}, "year"},
	} {
		var out bytes.Buffer
		err := Write(&out, c.e, c.o)
		if !errors.Is(err, ErrUnwritable) || !strings.Contains(err.Error(), c.says) || !strings.HasPrefix(err.Error(), "dhgroup: ") || out.Len() > 0 {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
	closed, w := io.Pipe()
	closed.Close()
	if err := Write(w, safe, WriteOptions{Format: PEM}); !errors.Is(err, io.ErrClosedPipe) || errors.Is(err, ErrUnwritable) {
		t.Errorf("a closed pipe: %v", err)
	}
}
