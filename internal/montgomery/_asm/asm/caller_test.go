// The names that the compiler gives to functions and closures.

package asm

import "testing"

func TestEnclosing(t *testing.T) {
	for _, c := range []struct {
		function string
		name     string
		closure  bool
	}{
		{function: "_asm/ifma.square", name: "square"},
		{function: "_asm/ifma.(*text).addLow", name: "addLow"},
		{function: "_asm/ifma.quadColumn.split", name: "split"},
		{function: "_asm/ifma.square.func1", name: "square", closure: true},
		{function: "_asm/ifma.squareColumn.func2.1", name: "squareColumn", closure: true},
		{function: "_asm/ifma.quadColumn.write.quadColumn.split.func3", name: "split", closure: true},
		{function: "_asm/ifma.multiplySplit.func1.joinProduct.2", name: "joinProduct", closure: true},
		{function: "_asm/ifma.double-range1", name: "double", closure: true},
	} {
		if name, closure := enclosing(c.function); name != c.name || closure != c.closure {
			t.Errorf("enclosing(%q) = %q, %v, want %q, %v", c.function, name, closure, c.name, c.closure)
		}
	}
}
