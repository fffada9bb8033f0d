//go:build long

// Whole duets and servers under load, which take their time.

package main

import "testing"

func TestLongScripts(t *testing.T) { runScripts(t, "testdata/long") }
