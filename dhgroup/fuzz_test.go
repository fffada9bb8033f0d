// Every reader on whatever comes: no crash, each error one line with its place,
// and what was read is written and read again as the same.

package dhgroup

import (
	"bytes"
	"encoding/pem"
	"errors"
	"reflect"
	"strings"
	"testing"
)

// seeds are beginnings for the fuzzer: every format of a small group, and some of
// the faults that the other tests know.
func seeds(f *testing.F, formats ...Format) {
	f.Helper()
	g := Entry{Group: named(f, "modp1024-160")}
	g.Seed, g.Counter = bytes.Repeat([]byte{0x5a}, 20), 3
	safe := Entry{Group: named(f, "modp768"), Screening: exampleScreening}
	for _, format := range formats {
		for _, e := range []Entry{g, safe} {
			var out bytes.Buffer
			if err := Write(&out, e, WriteOptions{Format: format}); err == nil {
				f.Add(out.Bytes())
				f.Add(bytes.Repeat(out.Bytes(), 2))
				f.Add(out.Bytes()[:out.Len()/2])
			}
		}
	}
}

// fuzzRead reads data in a format and checks what comes of it.
func fuzzRead(t *testing.T, data []byte, format Format) {
	o := ReadOptions{Format: format, MaxBytes: 1 << 20, MaxBits: 2048, MaxGroups: 20}
	found, faults := 0, 0
	for e, err := range Read(bytes.NewReader(data), o) {
		if err != nil {
			faults++
			checkFault(t, err)
			continue
		}
		found++
		if e.P == nil || e.P.BitLen() > o.MaxBits || e.Line < 0 || format != Auto && e.Format != format {
			t.Fatalf("%+v", e)
		}
		checkAgain(t, e)
	}
	if found == 0 && faults == 0 {
		t.Error("neither a group nor a fault")
	}
}

// checkAgain writes a group in the format it came in, and reads it back.
func checkAgain(t *testing.T, e Entry) {
	t.Helper()
	var out bytes.Buffer
	err := Write(&out, e, WriteOptions{Format: e.Format, X942: e.Q != nil})
	if errors.Is(err, ErrUnwritable) && e.Format != Decimal && e.Format != Hex {
		return // what no group can be, such as g of order 2q in X9.42
	}
	if err != nil {
		t.Fatal(err)
	}
	again, err := ReadOne(&out, ReadOptions{Format: e.Format})
	if err != nil {
		t.Fatalf("%+v: %v", e, err)
	}
	e.Line, again.Line = 0, 0
	e.Screening.Time, again.Screening.Time = e.Screening.Time.UTC(), again.Screening.Time.UTC()
	if !reflect.DeepEqual(e, again) {
		t.Fatalf("%+v became %+v", e, again)
	}
}

func FuzzRead(f *testing.F) {
	seeds(f, PEM, DER, Moduli, JSON, Decimal, Hex)
	f.Fuzz(func(t *testing.T, data []byte) { fuzzRead(t, data, Auto) })
}

func FuzzPEM(f *testing.F) {
	seeds(f, PEM)
	f.Fuzz(func(t *testing.T, data []byte) { fuzzRead(t, data, PEM) })
}

// FuzzPEMAgainstGo wants a block that we take to be one that encoding/pem takes.
func FuzzPEMAgainstGo(f *testing.F) {
	seeds(f, PEM)
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := ReadOne(bytes.NewReader(data), ReadOptions{Format: PEM})
		if err != nil {
			return
		}
		block, _ := pem.Decode(data)
		if block == nil {
			t.Skip("encoding/pem has its own view of blanks and of text around a block")
		}
		other, err := ReadOne(bytes.NewReader(block.Bytes), ReadOptions{Format: DER})
		if err != nil || other.P.Cmp(e.P) != 0 || other.G.Cmp(e.G) != 0 {
			t.Errorf("%+v here, %+v, %v there", e, other, err)
		}
	})
}

func FuzzDER(f *testing.F) {
	seeds(f, DER)
	f.Fuzz(func(t *testing.T, data []byte) {
		fuzzRead(t, data, DER)
		e, err := ReadOne(bytes.NewReader(data), ReadOptions{Format: DER})
		if err != nil {
			return
		}
		// Only one encoding of a group is taken.
		var out bytes.Buffer
		if err := Write(&out, e, WriteOptions{Format: DER, X942: e.Q != nil}); err == nil && !bytes.Equal(out.Bytes(), data) {
			t.Errorf("% x became % x", data, out.Bytes())
		}
	})
}

func FuzzModuli(f *testing.F) {
	seeds(f, Moduli)
	f.Fuzz(func(t *testing.T, data []byte) { fuzzRead(t, data, Moduli) })
}

func FuzzJSON(f *testing.F) {
	seeds(f, JSON)
	f.Fuzz(func(t *testing.T, data []byte) { fuzzRead(t, data, JSON) })
}

func FuzzNumbers(f *testing.F) {
	seeds(f, Decimal, Hex)
	f.Fuzz(func(t *testing.T, data []byte) {
		fuzzRead(t, data, Decimal)
		fuzzRead(t, data, Hex)
		if n, err := ParseNumber(string(data), 2048); err == nil && strings.TrimLeft(string(data), "-0x") != "" && n.Sign() == 0 {
			t.Errorf("%q is 0", data)
		}
	})
}
