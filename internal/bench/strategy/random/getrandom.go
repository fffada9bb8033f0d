// The system call's way to fill a buffer, whatever the system.

package random

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// errLength is wrapped by the error of a system call that says it gave nothing, or more
// than was asked for. It must not be asked for ever, and what is in the buffer must not
// be taken for random.
var errLength = errors.New("a length that cannot be")

// getrandom is a source made of the system call.
type getrandom struct {
	// call fills a part of p, from its beginning, and returns how much.
	call func(p []byte) (int, error)
	// last is what word draws into: a buffer of its own would be on the heap each
	// time, for all that the compiler knows of a system call.
	last [8]byte
	_    pad
}

func (g *getrandom) word() (uint64, error) {
	if err := g.fill(g.last[:]); err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint64(g.last[:]), nil
}

// fill asks again for what a call left out: above 256 bytes a signal may cut it
// short (getrandom(2)).
func (g *getrandom) fill(p []byte) error {
	for len(p) > 0 {
		n, err := g.call(p)
		switch {
		case err != nil:
			return fmt.Errorf("getrandom: %w", err)
		case n <= 0 || n > len(p):
			return fmt.Errorf("getrandom gave %d bytes of %d: %w", n, len(p), errLength)
		}
		p = p[n:]
	}
	return nil
}
