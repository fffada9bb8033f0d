// Where the generators stand, for the comments of the assembly and for panics.

package asm

import (
	"fmt"
	"path"
	"regexp"
	"runtime"
	"strings"
)

// A place is where a generator called this package.
type place struct {
	writer  string // the function, as "ifma/tile.go: addTile"
	line    string // as "ifma/tile.go:31"
	closure bool   // it stands in a closure of that function
}

// instructions is the file of a generator whose functions stand for instructions
// and registers: what calls them is the place.
const instructions = "instructions.go"

// caller returns the innermost place outside this package.
func caller() place {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	self, more := frames.Next()
	ours := strings.TrimSuffix(self.Function, "caller")
	for more {
		var frame runtime.Frame
		frame, more = frames.Next()
		file := path.Base(frame.File)
		if strings.HasPrefix(frame.Function, ours) || file == instructions {
			continue
		}
		file = path.Base(path.Dir(frame.File)) + "/" + file
		function, closure := enclosing(frame.Function)
		return place{
			writer:  file + ": " + function,
			line:    fmt.Sprintf("%s:%d", file, frame.Line),
			closure: closure,
		}
	}
	panic("asm: nothing calls")
}

// The end of the name that the compiler gives a closure.
var closureName = regexp.MustCompile(`(\.func\d+|\.\d+|-range\d+)+$`)

// enclosing returns the name of a function without its package and receiver, and
// reports whether the function is a closure; then the name is that of the function
// in whose text the closure stands. The compiler puts that last, behind the one
// that it was inlined into.
func enclosing(function string) (name string, closure bool) {
	name = closureName.ReplaceAllString(function, "")
	return name[strings.LastIndex(name, ".")+1:], name != function
}
