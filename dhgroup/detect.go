// Which format an input is in, so that people need not say.

package dhgroup

import (
	"bytes"
	"unicode/utf8"
)

// detect tells the format by the beginning of the input.
func detect(sample []byte) (Format, error) {
	switch {
	case len(sample) == 0:
		return Auto, unreadable("empty")
	case bytes.HasPrefix(sample, []byte{0xfe, 0xff}) || bytes.HasPrefix(sample, []byte{0xff, 0xfe}):
		return Auto, unreadable("UTF-16 text, want ASCII")
	case bytes.HasPrefix(sample, []byte(byteOrderMark)):
		// OpenSSL reads a PEM file after one, and nothing reads anything else.
		if format, err := detect(sample[len(byteOrderMark):]); format == PEM {
			return PEM, err
		}
		return Auto, unreadable("a byte order mark before the text, want plain ASCII")
	case looksLikeDER(sample):
		return DER, nil
	}
	// A PEM file may begin with any text.
	if bytes.HasPrefix(sample, []byte(pemBegin)) || bytes.Contains(sample, []byte("\n"+pemBegin)) {
		return PEM, nil
	}
	if at := bytes.IndexFunc(sample, isNoText); at >= 0 {
		return Auto, unreadable("byte %d is %#02x: neither text nor DER, which begins with 0x30", at, sample[at])
	}
	text := bytes.TrimLeft(sample, " \t\r\n")
	if len(text) == 0 {
		return Auto, unreadable("blank")
	}
	if text[0] == '{' || text[0] == '[' {
		return JSON, nil
	}
	for line := range bytes.Lines(text) {
		// Most lines of a moduli file are whole, and some number of fields tells
		// even broken ones from numbers.
		const someFields = 3
		fields := bytes.Fields(line)
		if len(fields) >= someFields && fields[0][0] != '#' {
			return Moduli, nil
		}
	}
	return Decimal, nil
}

// byteOrderMark is what some editors write before UTF-8.
const byteOrderMark = "\xef\xbb\xbf"

// looksLikeDER tells a SEQUENCE from text that begins with the digit 0, which is
// the same byte: the SEQUENCE's length or what follows is no text. An INTEGER
// has the tag 2.
func looksLikeDER(sample []byte) bool {
	const sequence, header = 0x30, 4
	if sample[0] != sequence {
		return false
	}
	for _, b := range sample[1:min(header, len(sample))] {
		if b >= utf8.RuneSelf || isNoText(rune(b)) {
			return true
		}
	}
	return false
}

// isNoText reports whether no text has that character.
func isNoText(r rune) bool {
	return r < ' ' && r != '\t' && r != '\r' && r != '\n' || r == 0x7f || r == utf8.RuneError
}
