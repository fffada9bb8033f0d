// Package results is the run file: its records, its writer and its reader. A
// run file is a text of one JSON object a line, each the envelope of a record with
// its checksum and its number:
//
//	{"crc":"...","line":1,"header":{...}}     once, first
//	{"crc":"...","line":2,"sample":{...}}     as often as there were measurements
//	{"crc":"...","line":3,"note":{...}}       wherever something should be known
//	{"crc":"...","line":4,"prediction":{...}} where the outputs of a generator were predicted
//	{"crc":"...","line":5,"closing":{...}}    once, last
//
// [Create] makes the file and never overwrites one; [Writer.Header] finds a full
// disk before the first measurement; each further record is one write, so that a
// program that is killed loses at most the record in flight. [Read] and
// [ReadFile] take a file to be written by nobody one knows: every field is asked
// for, every value is checked by itself and against the others, and sizes are limited. A
// file that ends early is read as far as it goes, a line that is not as it was written,
// another run's or of what cannot be is left out, and [Run] says so.
//
// The writer holds itself to the reader's checks: what it accepts can be read.
// Equal records give equal bytes. docs/FORMAT.md describes the file for programs
// in other languages.
package results
