package dhgroup

import (
	"encoding/pem"
	"strings"
	"testing"
)

// block returns a PEM block of a type around bytes.
func block(label string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
}

func TestPEM(t *testing.T) {
	der := written(t, Entry{Group: named(t, "modp768")}, WriteOptions{Format: DER})
	good := block(pemPKCS3, der)
	lines := strings.SplitAfter(good, "\n")
	body := strings.Join(lines[1:len(lines)-2], "")
	many := ReadOptions{Format: PEM, MaxGroups: 10}
	for name, c := range map[string]struct {
		text   string
		groups int
		says   []string // of each fault
	}{
		"good":               {good, 1, nil},
		"CRLF":               {strings.ReplaceAll(good, "\n", "\r\n"), 1, nil},
		"blanks at ends":     {strings.ReplaceAll(good, "\n", " \t\n"), 1, nil},
		"no last line feed":  {strings.TrimSuffix(good, "\n"), 1, nil},
		"text around":        {"made by hand\n" + good + "the end\n", 1, nil},
		"three":              {good + good + "\n" + good, 3, nil},
		"byte order mark":    {byteOrderMark + good + good, 2, nil},
		"one column":         {lines[0] + strings.Join(strings.Split(body, ""), "\n") + pemEnd + pemPKCS3 + pemDash, 1, nil},
		"one line":           {lines[0] + strings.ReplaceAll(body, "\n", "") + "\n" + lines[len(lines)-2], 1, nil},
		"nothing":            {"", 0, []string{"no group in it"}},
		"no block":           {body, 0, []string{"no group in it"}},
		"no END":             {lines[0] + body, 0, []string{`line 1: cannot be read: BEGIN "DH PARAMETERS" without END`}},
		"no BEGIN":           {body + pemEnd + pemPKCS3 + pemDash, 0, []string{`line 4: cannot be read: END "DH PARAMETERS" without BEGIN`}},
		"BEGIN in a block":   {lines[0] + good, 0, []string{"line 2: cannot be read: BEGIN within the block of line 1"}},
		"another END":        {lines[0] + body + pemEnd + pemX942 + pemDash, 0, []string{`line 5: cannot be read: END "X9.42 DH PARAMETERS", want END "DH PARAMETERS"`}},
		"short dashes":       {strings.Replace(good, pemDash+"\n", "----\n", 1), 0, []string{"line 1: cannot be read: BEGIN line without -----"}},
		"neither nor":        {"-----START-----\n" + good, 0, []string{`line 1: cannot be read: "-----START-----" is neither`}},
		"other type":         {block("RSA PRIVATE KEY", der) + good, 1, []string{`line 1: cannot be read: PEM type "RSA PRIVATE KEY", want "DH PARAMETERS" or`}},
		"lower case":         {block("dh parameters", der), 0, []string{`PEM type "dh parameters"`}},
		"long type":          {block(strings.Repeat("X", 10000), der), 0, []string{`XXX"..., want`}},
		"X9.42 in PKCS#3":    {block(pemX942, der), 0, []string{"line 1: DER offset 104: cannot be read: q: "}},
		"length 2^40":        {block(pemPKCS3, []byte(marshal(t, struct{ P, G, L int64 }{23, 5, 1 << 40}))), 0, []string{"privateValueLength: "}},
		"header":             {lines[0] + "Proc-Type: 4,ENCRYPTED\n\n" + body, 0, []string{`line 2: cannot be read: header "Proc-Type`}},
		"NUL":                {lines[0] + "MIG\x00\n" + body, 0, []string{`line 2: cannot be read: column 4: "\x00" is not base64`}},
		"empty":              {block(pemPKCS3, nil) + good, 1, []string{"line 1: cannot be read: an empty block"}},
		"padding":            {lines[0] + "MAYCAQECAQI\n" + pemEnd + pemPKCS3 + pemDash, 0, []string{"line 1: cannot be read: the base64"}},
		"padding with bits":  {lines[0] + "MAYCAQECAQJ=\n" + pemEnd + pemPKCS3 + pemDash, 0, []string{"line 1: cannot be read: the base64"}},
		"padding in between": {lines[0] + "MAYCAQECAQI=\nAAAA\n" + pemEnd + pemPKCS3 + pemDash, 0, []string{"line 1: cannot be read: the base64"}},
	} {
		entries, faults := readAll(t, c.text, many)
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
	entries, _ := readAll(t, "text\n"+good+good, many)
	if len(entries) != 2 || entries[0].Line != 2 || entries[1].Line != 2+len(lines)-1 {
		t.Errorf("lines %+v", entries)
	}
}
