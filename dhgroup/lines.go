// Input line by line: what moduli files and lists of numbers share, so that they
// may be longer than memory and go on after a broken line.

package dhgroup

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// lineLimit is the length of the longest line: room for a number of maxBits in
// decimal, which is the longest form, and for what stands beside it.
func lineLimit(maxBits int) int { return 64<<10 + maxBits/3 }

// lines hands each line to parse and passes on what comes of it. Blank lines and
// those whose first character is # are skipped. It returns whether the input was read to
// its end.
func (c *collector) lines(in *bufio.Reader, parse func(line []byte) (Entry, error)) bool {
	for number := 1; ; number++ {
		raw, err := in.ReadSlice('\n')
		long := errors.Is(err, bufio.ErrBufferFull)
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = in.ReadSlice('\n')
		}
		if err != nil && err != io.EOF {
			c.broken(number, err)
			return false
		}
		line := bytes.TrimSuffix(bytes.TrimSuffix(raw, []byte("\n")), []byte("\r"))
		content := bytes.TrimSpace(line)
		switch {
		case long:
			if !c.fault(number, beyond("a line of more than %d bytes", lineLimit(c.o.MaxBits))) {
				return false
			}
		case len(content) > 0 && content[0] != '#':
			if e, wrong := parse(line); wrong != nil {
				if !c.fault(number, wrong) {
					return false
				}
			} else if !c.found(number, e) {
				return false
			}
		}
		if err == io.EOF {
			return true
		}
	}
}
