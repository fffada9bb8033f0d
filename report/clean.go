// What makes strings of a run file harmless. A file may come from anybody: a
// CPU name can hold markup, terminal control or a spreadsheet formula.

package report

import (
	"strings"
	"unicode"
)

// clean makes a string one line of printable text: white space becomes a
// blank, and control characters, invisible and direction-changing ones and
// broken UTF-8 become question marks.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "?")
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsPrint(r):
			return r
		case unicode.IsSpace(r):
			return ' '
		}
		return '?'
	}, s)
}

// shorten cleans a name and cuts it to a number of characters, so that one
// long name cannot break a table for the terminal.
func shorten(s string, limit int) string {
	runes := []rune(clean(s))
	if len(runes) <= limit {
		return string(runes)
	}
	return string(runes[:limit-2]) + ".."
}

// markdownText makes a string literal in Markdown, in a table's cell too.
func markdownText(s string) string {
	var b strings.Builder
	for _, r := range clean(s) {
		if strings.ContainsRune("\\`*_[]<>|#&~!", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// csvText makes a string safe for spreadsheets, which take a field for a
// formula when it begins with one of = + - @. The leading apostrophe is their
// own mark for text. See OWASP, "CSV Injection".
func csvText(s string) string {
	s = clean(s)
	if t := strings.TrimSpace(s); t != "" && strings.ContainsRune("=+-@", rune(t[0])) {
		return "'" + s
	}
	return s
}

// slug turns a word into a part of a file name or an anchor: small letters,
// digits and hyphens, at most 40.
func slug(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return '-'
	}, shorten(s, 40))
}
