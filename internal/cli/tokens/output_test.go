package tokens

import (
	"errors"
	"testing"
)

// failingWriter is a stdout on which every write returns err.
type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

func TestSecretWriterWipes(t *testing.T) {
	for _, err := range []error{nil, errors.New("full")} {
		w := newSecretWriter(failingWriter{err})
		if got := w.token([]byte{1, 2, 3}, formatHex); got != nil {
			t.Fatal(got)
		}
		kept := w.buffer
		if string(kept) != "010203\n" {
			t.Fatalf("the buffer holds %q", kept)
		}
		if got := w.flush(); got != err {
			t.Errorf("flush returns %v, want %v", got, err)
		}
		if string(kept) != string(make([]byte, len(kept))) {
			t.Errorf("after a flush that returns %v the buffer still holds %q", err, kept)
		}
	}
}
