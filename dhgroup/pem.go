// PEM without the leniency of encoding/pem, which passes over blocks that it
// cannot read and says nothing of lines.

package dhgroup

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"strings"
)

// The lines around a block, and the types of block that are parameters.
const (
	pemBegin = "-----BEGIN "
	pemEnd   = "-----END "
	pemDash  = "-----"
	pemPKCS3 = "DH PARAMETERS"
	pemX942  = "X9.42 DH PARAMETERS"
)

// A pemBlock is a block on its way in.
type pemBlock struct {
	label  string
	begin  int // its line
	base64 strings.Builder
}

// pem reads blocks with any text around them. A block of another kind, or with
// something else inside, is a fault and not the end.
func (c *collector) pem(in *bufio.Reader) bool {
	data, ok := c.whole(in)
	if !ok {
		return false
	}
	var block *pemBlock
	number := 0
	for raw := range bytes.Lines(bytes.TrimPrefix(data, []byte(byteOrderMark))) {
		number++
		line := strings.TrimRight(string(raw), " \t\r\n")
		var wrong error
		switch {
		case strings.HasPrefix(line, pemBegin):
			if block != nil {
				wrong = unreadable("BEGIN within the block of line %d, want END before", block.begin)
				break
			}
			block = &pemBlock{begin: number}
			if block.label, ok = strings.CutSuffix(line[len(pemBegin):], pemDash); !ok {
				wrong = unreadable("BEGIN line without %s at its end", pemDash)
			}
		case strings.HasPrefix(line, pemDash):
			if wrong = block.endsWith(line); wrong == nil {
				if !c.block(block) {
					return false
				}
				block = nil
			}
		case block != nil:
			wrong = block.add(line)
		}
		if wrong != nil {
			c.fault(number, wrong)
			return false // nobody knows what belongs to what from here on
		}
	}
	if block != nil {
		c.fault(block.begin, unreadable("BEGIN %s without END: the file is cut short", quote(block.label)))
		return false
	}
	return true
}

// endsWith reports whether the line is the END of the block.
func (b *pemBlock) endsWith(line string) error {
	label, isEnd := strings.CutPrefix(line, pemEnd)
	label, whole := strings.CutSuffix(label, pemDash)
	switch {
	case !isEnd || !whole:
		return unreadable("%s is neither a BEGIN nor an END line", quote(line))
	case b == nil:
		return unreadable("END %s without BEGIN", quote(label))
	case b.label != label:
		return unreadable("END %s, want END %s as in line %d", quote(label), quote(b.label), b.begin)
	}
	return nil
}

// add takes a line of base64. Headers, as encrypted keys have them, are nothing
// that parameters can have.
func (b *pemBlock) add(line string) error {
	if strings.Contains(line, ":") {
		return unreadable("header %s within the block, want base64 only", quote(line))
	}
	for i := range len(line) {
		if c := line[i]; !isBase64(c) {
			return unreadable("column %d: %s is not base64", i+1, quote(line[i:i+1]))
		}
	}
	b.base64.WriteString(line)
	return nil
}

func isBase64(c byte) bool {
	return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '+' || c == '/' || c == '='
}

// block decodes a block and passes on what is in it.
func (c *collector) block(b *pemBlock) bool {
	form, known := map[string]derForm{pemPKCS3: derPKCS3, pemX942: derX942}[b.label]
	if !known {
		return c.fault(b.begin, unreadable("PEM type %s, want %q or %q", quote(b.label), pemPKCS3, pemX942))
	}
	der, err := base64.StdEncoding.Strict().DecodeString(b.base64.String())
	switch {
	case err != nil:
		return c.fault(b.begin, unreadable("the base64 of the block is cut short or ends in wrong padding"))
	case len(der) == 0:
		return c.fault(b.begin, unreadable("an empty block"))
	}
	return c.parameters(b.begin, der, form)
}
