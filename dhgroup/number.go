// Plain numbers, in full or not at all: a reader that takes the longest prefix
// calls 2^127-1 prime because 2 is.

package dhgroup

import (
	"bufio"
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"strings"
	"unicode/utf8"

	"primebench/millerrabin"
)

// ParseNumber reads a whole number: decimal digits, or 0x and hexadecimal ones, in
// ASCII, after a minus sign if there is one. Nothing else may stand before,
// between or after them. A number of more than maxBits bits is refused by its
// length, before any arithmetic; 0 stands for MaxBits. The error wraps
// ErrUnreadable, or ErrLimit about the size, and names the column of the fault.
func ParseNumber(text string, maxBits int) (*big.Int, error) {
	if maxBits <= 0 {
		maxBits = millerrabin.MaxBits
	}
	n, err := parseNumber(text, false, maxBits)
	if err != nil {
		return nil, fmt.Errorf("dhgroup: %w", err)
	}
	return n, nil
}

// parseNumber is ParseNumber; where hex is set the digits are hexadecimal
// without 0x too.
func parseNumber(text string, hex bool, maxBits int) (*big.Int, error) {
	digits, negative := strings.CutPrefix(text, "-")
	base, rest := 10, digits
	if after, prefixed := strings.CutPrefix(digits, "0x"); prefixed {
		base, rest = 16, after
	} else if hex {
		base = 16
	}
	n, err := parseDigits(rest, base, len(text)-len(rest), maxBits)
	if err != nil {
		return nil, err
	}
	if negative {
		n.Neg(n)
	}
	return n, nil
}

// parseDigits reads digits of base 10 or 16 that stand after some other
// characters.
func parseDigits(digits string, base, before, maxBits int) (*big.Int, error) {
	if digits == "" {
		return nil, unreadable("column %d: no digits of a number", before+1)
	}
	for i := range len(digits) {
		if !isDigit(digits[i], base) {
			return nil, notDigit(digits[i:], base, before+i+1)
		}
	}
	digits = strings.TrimLeft(digits, "0")
	if atLeastBits(digits, base) > maxBits {
		return nil, beyond("a number of more than %d bits", maxBits)
	}
	if digits == "" {
		return new(big.Int), nil
	}
	n, _ := new(big.Int).SetString(digits, base)
	if n.BitLen() > maxBits {
		return nil, beyond("a number of %d bits, want at most %d", n.BitLen(), maxBits)
	}
	return n, nil
}

// atLeastBits returns the size of the smallest number that has so many digits,
// the first of which is not 0; in base 16 it is exact.
func atLeastBits(digits string, base int) int {
	if digits == "" {
		return 0
	}
	if base == 16 {
		first, _ := new(big.Int).SetString(digits[:1], base)
		return 4*(len(digits)-1) + bits.Len64(first.Uint64())
	}
	return int(float64(len(digits)-1)*math.Log2(10)) + 1
}

func isDigit(c byte, base int) bool {
	return '0' <= c && c <= '9' || base == 16 && ('a' <= c && c <= 'f' || 'A' <= c && c <= 'F')
}

// notDigit is the error about the character that text begins with.
func notDigit(text string, base, column int) error {
	_, size := utf8.DecodeRuneInString(text)
	what := quote(text[:size])
	if base == 16 {
		return unreadable("column %d: %s is no hexadecimal digit", column, what)
	}
	if isDigit(text[0], 16) {
		return unreadable("column %d: %s is no decimal digit; hexadecimal begins with 0x", column, what)
	}
	return unreadable("column %d: %s is no decimal digit", column, what)
}

// numbers reads a number a line, each of which is a p.
func (c *collector) numbers(in *bufio.Reader) bool {
	var words wordNumbers
	return c.lines(in, func(line []byte) (Entry, error) {
		if word, ok := parseWord(line); ok && c.o.Format == Decimal && bits.Len64(word) <= c.o.MaxBits {
			return Entry{Group: Group{P: words.of(word)}}, nil
		}
		p, err := parseNumber(string(line), c.o.Format == Hex, c.o.MaxBits)
		return Entry{Group: Group{P: p}}, err
	})
}

// parseWord reads decimal digits, and reports whether there is nothing else and they make
// a word for sure.
func parseWord(line []byte) (uint64, bool) {
	word := uint64(0)
	for _, c := range line {
		digit := uint64(c - '0')
		if digit > 9 || word > (math.MaxUint64-9)/10 {
			return 0, false
		}
		word = 10*word + digit
	}
	return word, len(line) > 0
}

// A wordNumber is a number with the memory of its word.
type wordNumber struct {
	n     big.Int
	words [64 / bits.UintSize]big.Word
}

// wordNumbers makes numbers of a word many at a time, of which a list may have millions.
type wordNumbers []wordNumber

func (ws *wordNumbers) of(word uint64) *big.Int {
	const block = 64
	if len(*ws) == 0 {
		*ws = make([]wordNumber, block)
	}
	w := &(*ws)[0]
	*ws = (*ws)[1:]
	return w.n.SetBits(w.words[:0]).SetUint64(word)
}
