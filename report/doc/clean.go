// What makes strings harmless. A run file may come from anybody: the name of a
// processor can hold markup, terminal control or a spreadsheet formula.

package doc

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Clean makes a string one line of printable text: white space becomes a blank, and
// control characters, invisible and direction-changing ones and broken UTF-8 are spelled
// out, such as \x1b and \u202e.
func Clean(s string) string {
	if strings.IndexFunc(s, isUnclean) < 0 {
		return s
	}
	var b strings.Builder
	for i, size := 0, 0; i < len(s); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(s[i:])
		switch {
		case !isUnclean(r):
			b.WriteString(s[i : i+size])
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		default:
			b.WriteString(strings.Trim(strconv.QuoteToASCII(s[i:i+size]), `"`))
		}
	}
	return b.String()
}

// isUnclean reports whether a character is not to be seen as itself. U+FFFD stands for
// broken text.
func isUnclean(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError }

// CleanJSON spells out what Clean does in a JSON text, whose value stays the same.
func CleanJSON(text []byte) []byte {
	if bytes.IndexFunc(text, isHidden) < 0 {
		return text
	}
	var b []byte
	for _, r := range string(text) {
		if !isHidden(r) {
			b = utf8.AppendRune(b, r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			b = fmt.Appendf(b, `\u%04x`, unit)
		}
	}
	return b
}

// isHidden reports whether a character is unclean in a JSON text, which has white space
// between its values and none but blanks in them.
func isHidden(r rune) bool { return isUnclean(r) && r > unicode.MaxASCII }

// Shorten cleans a name and cuts it to a number of characters, at least 2, so that one
// long name does not break a layout.
func Shorten(s string, limit int) string {
	runes := []rune(Clean(s))
	if len(runes) <= limit {
		return string(runes)
	}
	return string(runes[:limit-2]) + ".."
}

// Slug turns words into an anchor or a part of a file name: small letters, digits and
// hyphens, at most 40.
func Slug(s string) string { return slug(s, 40) }

// fileSlug turns words into the name of a file, of at most 80 characters.
func fileSlug(s string) string { return slug(s, 80) }

func slug(s string, limit int) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return '-'
	}, Shorten(s, limit))
}

// markdownText makes a string literal in Markdown, in a table's cell too.
func markdownText(s string) string {
	var b strings.Builder
	for _, r := range Clean(s) {
		if strings.ContainsRune("\\`*_[]<>|#&~!", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// csvText makes a string safe for spreadsheets, which take a field for a formula when
// it begins with one of = + - @. The leading apostrophe is their own mark for text.
// See OWASP, "CSV Injection".
func csvText(s string) string {
	s = Clean(s)
	if t := strings.TrimSpace(s); t != "" && strings.ContainsRune("=+-@", rune(t[0])) {
		return "'" + s
	}
	return s
}
