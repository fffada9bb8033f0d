// The way of secrets to stdout: many in one write, and wiped from the buffer after
// it.

package tokens

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
)

// A secretWriter gathers secrets and writes them in blocks.
type secretWriter struct {
	out    io.Writer
	buffer []byte
}

// secretBlock is from how many bytes on the buffer is written.
const secretBlock = 64 << 10

func newSecretWriter(out io.Writer) *secretWriter {
	return &secretWriter{out: out, buffer: make([]byte, 0, secretBlock+1024)}
}

// token adds bytes in a format: as they are, or one a line.
func (w *secretWriter) token(token []byte, format string) error {
	switch format {
	case formatRaw:
		w.buffer = append(w.buffer, token...)
	case formatBase64URL:
		w.buffer = append(base64.RawURLEncoding.AppendEncode(w.buffer, token), '\n')
	case formatJSON:
		w.buffer = append(w.buffer, '"')
		w.buffer = append(hex.AppendEncode(w.buffer, token), "\"\n"...)
	default:
		w.buffer = append(hex.AppendEncode(w.buffer, token), '\n')
	}
	return w.flushFull()
}

// value adds a text or a number: as it is, or one a line.
func (w *secretWriter) value(value any, format string) error {
	switch format {
	case formatRaw:
		w.buffer = fmt.Append(w.buffer, value)
	case formatJSON:
		// The encoder ends the line, and leaves "<" and "&" as they are.
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(value); err != nil {
			return err
		}
	default:
		w.buffer = fmt.Appendln(w.buffer, value)
	}
	return w.flushFull()
}

// Write adds p, for an encoder; it writes nothing yet.
func (w *secretWriter) Write(p []byte) (int, error) {
	w.buffer = append(w.buffer, p...)
	return len(p), nil
}

func (w *secretWriter) flushFull() error {
	if len(w.buffer) < secretBlock {
		return nil
	}
	return w.flush()
}

// flush writes what was gathered, and wipes it.
func (w *secretWriter) flush() error {
	_, err := w.out.Write(w.buffer)
	w.wipe()
	return err
}

func (w *secretWriter) wipe() {
	clear(w.buffer)
	w.buffer = w.buffer[:0]
}
