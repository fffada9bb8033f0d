// Package results is the run file: its records, its writer and its reader. A
// run file is a text of one JSON object a line, each an envelope with one key:
//
//	{"header":{...}}     once, first
//	{"sample":{...}}     as often as there were measurements
//	{"note":{...}}       wherever something should be known
//	{"prediction":{...}} where the outputs of a generator were predicted
//	{"closing":{...}}    once, last
//
// [Create] makes the file and never overwrites one; [Writer.Header] finds a full
// disk before the first measurement; each further record is one write, so that a
// program that is killed loses at most the record in flight. [Read] and
// [ReadFile] take a file to be written by nobody one knows: every field is asked
// for, every value is checked, and sizes are limited. A file that ends early is
// read as far as it goes, and [Run] says so.
//
// The writer holds itself to the reader's checks: what it accepts can be read.
// Equal records give equal bytes. docs/FORMAT.md describes the file for programs
// in other languages.
package results
