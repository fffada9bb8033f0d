package dhgroup

import (
	"bytes"
	"encoding/asn1"
	"math/big"
	"strings"
	"testing"
)

// marshal returns the DER of a value.
func marshal(t *testing.T, value any) string {
	t.Helper()
	der, err := asn1.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(der)
}

func TestDER(t *testing.T) {
	one, two := big.NewInt(1), big.NewInt(2)
	long := new(big.Int).Lsh(one, 200)
	type seed struct {
		Seed    asn1.BitString
		Counter int
	}
	bytes20 := asn1.BitString{Bytes: make([]byte, 20), BitLength: 160}
	for name, c := range map[string]struct {
		der, says string
	}{
		"zeros":            {marshal(t, struct{ P, G int }{}), ""},
		"a length":         {marshal(t, struct{ P, G, L int }{23, 5, 1<<31 - 1}), ""},
		"a long q":         {marshal(t, struct{ P, G, Q *big.Int }{one, two, long}), ""},
		"q and j":          {marshal(t, struct{ P, G, Q, J *big.Int }{one, two, long, two}), ""},
		"a short q and j":  {marshal(t, struct{ P, G, Q, J *big.Int }{one, two, two, one}), ""},
		"q and seed":       {marshal(t, struct{ P, G, Q, S any }{1, 2, 3, seed{bytes20, 7}}), ""},
		"all":              {marshal(t, struct{ P, G, Q, J, S any }{1, 2, 3, 4, seed{bytes20, 0}}), ""},
		"empty":            {"", "offset 0: cannot be read: parameters: asn1: syntax error"},
		"an INTEGER":       {"\x02\x01\x01", "offset 0: cannot be read: parameters: tag 0x02, want SEQUENCE"},
		"a SET":            {"\x31\x00", "offset 0: cannot be read: parameters: tag 0x31, want SEQUENCE"},
		"nothing in it":    {"\x30\x00", "offset 2: cannot be read: p: asn1: syntax error"},
		"p alone":          {"\x30\x03\x02\x01\x17", "offset 5: cannot be read: g: asn1"},
		"cut short":        {"\x30\x06\x02\x01\x17\x02\x01", "offset 0: cannot be read: parameters: asn1: syntax error: data truncated"},
		"g cut short":      {"\x30\x05\x02\x01\x17\x02\x01", "offset 5: cannot be read: g: asn1: syntax error: data truncated"},
		"trailing":         {"\x30\x06\x02\x01\x17\x02\x01\x05\x00", "offset 8: cannot be read: trailing data after parameters: 1 byte(s)"},
		"two short ones":   {"\x30\x0c\x02\x01\x17\x02\x01\x05\x02\x01\x03\x02\x01\x03", ""},
		"a NULL behind":    {"\x30\x08\x02\x01\x17\x02\x01\x05\x05\x00", "offset 8: cannot be read: privateValueLength: tag 0x05, want INTEGER (0x02)"},
		"zero length":      {marshal(t, struct{ P, G, L int }{23, 5, 0}), "offset 8: cannot be read: privateValueLength: 0, want 1 to 2147483647"},
		"negative length":  {marshal(t, struct{ P, G, L int }{23, 5, -1}), "offset 8: cannot be read: privateValueLength: a negative INTEGER"},
		"p negative":       {marshal(t, struct{ P, G int }{-23, 5}), "offset 2: cannot be read: p: a negative INTEGER"},
		"g negative":       {marshal(t, struct{ P, G int }{23, -5}), "offset 5: cannot be read: g: a negative INTEGER"},
		"p padded":         {"\x30\x07\x02\x02\x00\x17\x02\x01\x05", "offset 2: cannot be read: p: asn1: structure error: integer not minimally-encoded"},
		"p empty":          {"\x30\x05\x02\x00\x02\x01\x05", "offset 2: cannot be read: p: asn1: structure error: empty integer"},
		"length padded":    {"\x30\x81\x06\x02\x01\x17\x02\x01\x05", "offset 0: cannot be read: parameters: asn1: structure error: non-minimal length"},
		"no length":        {"\x30\x80\x02\x01\x17\x02\x01\x05\x00\x00", "offset 0: cannot be read: parameters: asn1: syntax error: indefinite length"},
		"4 GiB":            {"\x30\x84\xff\xff\xff\xff\x02\x01\x17", "offset 0: cannot be read: parameters: asn1: structure error: length too large"},
		"8 EiB":            {"\x30\x88\x7f\xff\xff\xff\xff\xff\xff\xff\x02", "offset 0: cannot be read: parameters: asn1: structure error: length too large"},
		"nine of length":   {"\x30\x89\x01\xff\xff\xff\xff\xff\xff\xff\xff\x02", "offset 0: cannot be read: parameters: asn1: structure error: length too large"},
		"four of length":   {"\x30\x84\x00\x00\x00\x06\x02\x01\x17\x02\x01\x05", "offset 0: cannot be read: parameters: asn1: structure error: "},
		"p constructed":    {"\x30\x06\x22\x01\x17\x02\x01\x05", "offset 2: cannot be read: p: tag 0x22, want INTEGER"},
		"p huge":           {marshal(t, struct{ P, G *big.Int }{new(big.Int).Lsh(one, 100_000), two}), "offset 4: cannot be read: above the limit: p: an INTEGER of 12501 bytes"},
		"p a bit too long": {marshal(t, struct{ P, G *big.Int }{new(big.Int).Lsh(one, MaxBits), two}), "offset 4: cannot be read: above the limit: p: an INTEGER of 16385 bits"},
		"half a byte":      {marshal(t, struct{ P, G, Q, S any }{1, 2, 3, seed{asn1.BitString{Bytes: []byte{0xf0}, BitLength: 4}, 7}}), "cannot be read: a seed of 4 bits"},
		"no seed":          {marshal(t, struct{ P, G, Q, S any }{1, 2, 3, seed{asn1.BitString{}, 7}}), "cannot be read: a seed of 0 bits"},
		"negative counter": {marshal(t, struct{ P, G, Q, S any }{1, 2, 3, seed{bytes20, -1}}), "pgenCounter: a negative INTEGER"},
		"after the seed":   {marshal(t, struct{ P, G, Q, S, X any }{1, 2, 3, seed{bytes20, 1}, 1}), "trailing data after validation parameters: 3 byte(s)"},
		"after counter": {marshal(t, struct{ P, G, Q, S any }{1, 2, 3, struct {
			S    asn1.BitString
			C, X int
		}{bytes20, 1, 1}}), "trailing data after the last element: 3 byte(s)"},
	} {
		entries, faults := readAll(t, c.der, ReadOptions{Format: DER})
		if c.says != "" {
			if len(faults) != 1 || !strings.Contains(faults[0], c.says) || !strings.Contains(faults[0], "DER offset ") {
				t.Errorf("%s: %d groups, %q, want %q", name, len(entries), faults, c.says)
			}
			continue
		}
		if len(entries) != 1 || len(faults) != 0 {
			t.Errorf("%s: %d groups, %q", name, len(entries), faults)
			continue
		}
		if again := written(t, entries[0], WriteOptions{Format: DER, X942: entries[0].Q != nil}); !bytes.Equal(again, []byte(c.der)) {
			t.Errorf("%s: % x became % x", name, c.der, again)
		}
	}
}

// TestDERDepth nests SEQUENCEs as deep as the input allows.
func TestDERDepth(t *testing.T) {
	der := []byte{}
	for range 5000 {
		der = append([]byte(marshal(t, asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true, Bytes: der})), []byte{}...)
	}
	if _, faults := readAll(t, string(der), ReadOptions{Format: DER}); len(faults) != 1 || !strings.Contains(faults[0], "p: tag 0x30, want INTEGER") {
		t.Errorf("%q", faults)
	}
}
