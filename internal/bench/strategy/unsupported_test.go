package strategy

import (
	"errors"
	"testing"
)

// TestUnsupported: the reason stands in a field, and what the machine lacks in the chain.
func TestUnsupported(t *testing.T) {
	for _, test := range []struct {
		err          error
		wraps        error
		text, reason string
	}{
		{Unsupported("x", "%d workers", 2), ErrUnsupported, "x: not offered: 2 workers", "2 workers"},
		{NoLibrary("x", "%s is old", "lib"), ErrNoLibrary, "x: not offered: its library cannot be used: lib is old", "its library cannot be used: lib is old"},
		{NoSystemCall("x", "none"), ErrNoSystemCall, "x: not offered: its system call cannot be used: none", "its system call cannot be used: none"},
	} {
		var unsupported *UnsupportedError
		if !errors.As(test.err, &unsupported) || unsupported.Strategy != "x" || unsupported.Reason != test.reason || test.err.Error() != test.text {
			t.Errorf("%v with %+v, want %q and the reason %q", test.err, unsupported, test.text, test.reason)
		}
		if !errors.Is(test.err, test.wraps) || !errors.Is(test.err, ErrUnsupported) {
			t.Errorf("%v does not wrap %v", test.err, test.wraps)
		}
		for _, other := range []error{ErrNoLibrary, ErrNoSystemCall} {
			if other != test.wraps && errors.Is(test.err, other) {
				t.Errorf("%v wraps %v", test.err, other)
			}
		}
	}
}
