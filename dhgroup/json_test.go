package dhgroup

import (
	"strings"
	"testing"
)

func TestJSON(t *testing.T) {
	const good = `{"p":"0x17","g":5}`
	for name, c := range map[string]struct {
		text   string
		groups int
		says   []string // of each fault
	}{
		"good":            {good, 1, nil},
		"spread":          {"{\n \"p\" : 23 ,\r\n\t\"g\" : \"5\" }\n", 1, nil},
		"array":           {"[" + good + ",\n" + good + "]\n", 2, nil},
		"one after one":   {good + "\n" + good + good, 3, nil},
		"p alone":         {`{"p":23}`, 1, nil},
		"negative":        {`{"p":-23,"g":"-0x5"}`, 1, nil},
		"all":             {`{"name":"a","bits":5,"p":23,"q":11,"g":5,"j":2,"source":"b","strength":1,"strength_source":"c","constant":"e","offset":0,"private_bits":4,"seed":"00ff","counter":0,"time":"2026-11-25T12:00:00Z","tests":6,"trials":1}`, 1, nil},
		"empty array":     {"[]", 0, []string{"no group in it"}},
		"two arrays":      {"[" + good + "][" + good + "]", 1, []string{"more after the array"}},
		"array in array":  {"[[" + good + "]]", 0, []string{"want an object for a group"}},
		"array, object":   {"[" + good + "] 7", 1, []string{"more after the array"}},
		"object, array":   {good + "[" + good + "]", 1, []string{"want an object for a group"}},
		"no end":          {"[" + good, 1, []string{"cut short"}},
		"half an object":  {good + `{"p":"0x`, 1, []string{"cut short"}},
		"null":            {"null", 0, []string{"want an object"}},
		"no p":            {`{"g":5}` + good, 1, []string{`line 1: cannot be read: an object without "p"`}},
		"p null":          {"[\n" + `{"p":null},` + good + "]", 1, []string{`line 2: cannot be read: "null", want a number or one in a string, in "p"`}},
		"p true":          {`{"p":true}`, 0, []string{`"true", want a number`}},
		"p object":        {`{"p":{"p":23}}` + good, 1, []string{`, want a number`}},
		"p with fraction": {`{"p":23.0}`, 0, []string{`column 3: "." is no decimal digit, in "p"`}},
		"p with exponent": {`{"p":1e999999999}`, 0, []string{`column 2: "e"`}},
		"p no number":     {`{"p":"17h"}` + "\n" + good, 1, []string{`column 3: "h" is no decimal digit, in "p"`}},
		"p hex":           {`{"p":"ff"}`, 0, []string{"hexadecimal begins with 0x"}},
		"p huge":          {`{"p":` + strings.Repeat("9", 100_000) + "}" + good, 1, []string{`above the limit: a number of more than 16384 bits, in "p"`}},
		"twice":           {`{"p":23,"p":47}` + good, 1, []string{`key "p" twice`}},
		"other case":      {`{"P":23}` + good, 1, []string{`key "P", which no group has`}},
		"unknown":         {`{"p":23,"h":1}` + good, 1, []string{`key "h", which no group has`}},
		"unknown, bad":    {`{"p":23,"h":1` + good, 0, []string{"not JSON"}},
		"NaN":             {`{"p":NaN}`, 0, []string{"not JSON"}},
		"infinite":        {`{"p":-Infinity}`, 0, []string{"not JSON"}},
		"single quotes":   {`{'p':23}`, 0, []string{"not JSON"}},
		"comma":           {`{"p":23,}`, 0, []string{"not JSON"}},
		"escape":          {`{"p":23,"name":"\u001b[31m"}` + good, 1, []string{`"\x1b[31m", want at most 200 bytes of printable`}},
		"surrogate":       {`{"p":23,"name":"\ud800"}`, 0, []string{"printable"}},
		"long name":       {`{"p":23,"name":"` + strings.Repeat("a", 201) + `"}`, 0, []string{"at most 200 bytes"}},
		"name a number":   {`{"p":23,"name":7}`, 0, []string{`"7", want a string, in "name"`}},
		"bits zero":       {`{"p":23,"bits":0}`, 0, []string{`"0", want 1 to 2147483647, in "bits"`}},
		"bits a string":   {`{"p":23,"bits":"5"}`, 0, []string{`in "bits"`}},
		"bits fraction":   {`{"p":23,"bits":5.5}`, 0, []string{`in "bits"`}},
		"offset negative": {`{"p":23,"offset":-1}`, 0, []string{`"-1", want 0 to 2^63-1, in "offset"`}},
		"tests":           {`{"p":23,"tests":32}`, 0, []string{`want 0 to 31, in "tests"`}},
		"seed odd":        {`{"p":23,"seed":"0ff"}`, 0, []string{`pairs of hexadecimal digits, for 1 to 1024 bytes, in "seed"`}},
		"seed empty":      {`{"p":23,"seed":""}`, 0, []string{`in "seed"`}},
		"time":            {`{"p":23,"time":"yesterday"}`, 0, []string{`"yesterday", want a time such as`}},
		"no UTF-8":        {`{"p":23,"name":"` + "\xff" + `"}`, 0, []string{"not UTF-8"}},
		"deep":            {strings.Repeat("[", 100_000), 0, []string{"want an object"}},
		"deep value":      {`{"p":` + strings.Repeat("[", 100_000), 0, []string{"exceeded max depth"}},
		"huge for object": {"[" + strings.Repeat("7", 2000) + "]", 0, []string{"want an object for a group"}},
		"huge as key":     {"{" + strings.Repeat("7", 2000) + ":1}", 0, []string{"not JSON"}},
		"foreign":         {"{\u00e9:23}", 0, []string{`not JSON: invalid character '\u00c3'`}},
		"word":            {"{p:23}", 0, []string{"not JSON"}},
	} {
		entries, faults := readAll(t, c.text, ReadOptions{Format: JSON})
		if len(entries) != c.groups || len(faults) != len(c.says) {
			t.Errorf("%s: %d groups, %q, want %d and %q", name, len(entries), faults, c.groups, c.says)
			continue
		}
		for i, says := range c.says {
			if !strings.Contains(faults[i], says) {
				t.Errorf("%s: %q, want %q", name, faults[i], says)
			}
		}
	}
	entries, _ := readAll(t, "\n"+good+"\n\n"+good, ReadOptions{})
	if len(entries) != 2 || entries[0].Line != 2 || entries[1].Line != 4 || entries[0].P.Int64() != 23 || entries[0].G.Int64() != 5 {
		t.Errorf("%+v", entries)
	}
}
