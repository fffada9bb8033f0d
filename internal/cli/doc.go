// Package cli is the command line of primebench: the tree of its verbs, and how their
// errors become one line and an exit code.
package cli
