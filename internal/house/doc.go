// Package house holds the rules of the source tree as tests: which folder may
// import which, and what only the command may do. It has no code of its own and
// nobody imports it.
package house
