package peer

import (
	"errors"
	"testing"
)

// TestOpenAbsent: a library that the machine lacks is told from one that will not do.
func TestOpenAbsent(t *testing.T) {
	_, err := open("Nothing", []string{"libprimebench-none.so"}, nil)
	const want = "library is absent: Nothing, looked for [libprimebench-none.so]"
	if !errors.Is(err, ErrAbsent) || Reason(err) != want || err.Error() != "peer: "+want {
		t.Errorf("%v, want %q behind the package's name", err, want)
	}
	if got := Reason(errors.New("other")); got != "other" {
		t.Errorf("the reason of another error is %q", got)
	}
}
