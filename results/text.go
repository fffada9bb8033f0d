// Keeps strings of unknown origin, such as the text of an error or the name that
// a processor gives itself, from carrying escapes to somebody's terminal.

package results

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// printable writes out what is not a character to be seen: a control character
// as "\n", a byte outside UTF-8 as "\xff". U+FFFD goes the same way, because it
// stands for text that was lost before. Other strings stay as they are.
func printable(s string) string {
	if strings.IndexFunc(s, unprintable) < 0 {
		return s
	}
	var out strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if unprintable(r) {
			quoted := strconv.QuoteToASCII(s[:size])
			out.WriteString(quoted[1 : len(quoted)-1])
		} else {
			out.WriteString(s[:size])
		}
		s = s[size:]
	}
	return out.String()
}

func unprintable(r rune) bool {
	return !unicode.IsPrint(r) || r == utf8.RuneError
}

// normal is the header as it is written: strings printable, time in UTC, lists
// that are there even when they are empty, and nothing shared with the caller.
func (h Header) normal() Header {
	h.Version = printable(h.Version)
	h.Revision = printable(h.Revision)
	h.Go = printable(h.Go)
	h.Suite = printable(h.Suite)
	h.Start = h.Start.UTC().Round(0)
	h.Host = h.Host.normal()
	h.Peers = append([]Peer{}, h.Peers...)
	for i := range h.Peers {
		h.Peers[i].Version = printable(h.Peers[i].Version)
		h.Peers[i].Path = printable(h.Peers[i].Path)
	}
	h.Cells = append([]Cell{}, h.Cells...)
	for i := range h.Cells {
		h.Cells[i].Operations = append([]Operation{}, h.Cells[i].Operations...)
	}
	h.Skipped = append([]Skipped{}, h.Skipped...)
	h.Goals = append([]Goal{}, h.Goals...)
	for i := range h.Skipped {
		h.Skipped[i].Reason = printable(h.Skipped[i].Reason)
	}
	return h
}

func (h Host) normal() Host {
	h.OS = printable(h.OS)
	h.Arch = printable(h.Arch)
	h.Release = printable(h.Release)
	h.CPU = printable(h.CPU)
	h.Governor = printable(h.Governor)
	h.Features = append([]string{}, h.Features...)
	for i := range h.Features {
		h.Features[i] = printable(h.Features[i])
	}
	return h
}
