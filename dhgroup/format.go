// What Read and Write have in common: the formats by name, and a group as it
// stands in a file.

package dhgroup

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// A Format is a way to write groups down.
type Format uint8

// The formats. All are ASCII text but DER.
const (
	// Auto lets Read tell the format from how the input begins: its first 64 KiB,
	// or all of it where it is shorter. Nothing is written in it.
	Auto Format = iota
	// PEM is the base64 form of DER between BEGIN and END lines (RFC 7468), of the
	// type "DH PARAMETERS" for PKCS#3 and "X9.42 DH PARAMETERS" for X9.42.
	PEM
	// DER holds a single group: DHParameter of PKCS#3 (p, g and a length of private
	// values), or DomainParameters of X9.42 (RFC 3279: p, g, q, and a cofactor, a
	// seed and a counter).
	DER
	// Moduli is the file of OpenSSH, moduli(5): a safe prime a line.
	Moduli
	// JSON is one object for each group, one after another or in one array:
	//
	//	{"name": "modp768", "bits": 768, "p": "0xffff...", "q": "0x7fff...", "g": "0x2"}
	//
	// The numbers p, q, g and j are strings, hexadecimal with 0x or decimal, or
	// whole JSON numbers. Only p must be there. The other keys are name, bits,
	// source, strength, strength_source, constant, offset, private_bits, seed
	// (hexadecimal) and counter, as in Group; and time (RFC 3339), tests and trials,
	// as in Screening. Each may occur once, and no other.
	JSON
	// Decimal is a number p a line and nothing else of a group. Read takes
	// hexadecimal with 0x as well.
	Decimal
	// Hex is like Decimal, in hexadecimal. Write puts 0x before it, and Read takes
	// it with and without.
	Hex
)

// formatNames are the formats' names, in the order of their values.
var formatNames = [...]string{"auto", "pem", "der", "moduli", "json", "decimal", "hex"}

// String returns the format's name, such as "pem".
func (f Format) String() string {
	if int(f) < len(formatNames) {
		return formatNames[f]
	}
	return fmt.Sprintf("Format(%d)", uint8(f))
}

// ErrFormat is wrapped by the error about a format that there is not.
var ErrFormat = errors.New("unknown format")

// ParseFormat returns the format of that name, exactly as String gives it. The
// error wraps ErrFormat and lists the names there are.
func ParseFormat(name string) (Format, error) {
	for f, known := range formatNames {
		if name == known {
			return Format(f), nil
		}
	}
	return 0, fmt.Errorf("dhgroup: %w %s, want one of %s", ErrFormat, quote(name), strings.Join(formatNames[:], ", "))
}

// An Entry is a group as it stands in a file.
type Entry struct {
	Group // where the format knows no g, or no q, it is nil
	// Screening is what a moduli file says besides. Of other formats only JSON
	// has it.
	Screening Screening
	// Format and Line say where Read found the group: in which format, and on
	// which line, from 1. In DER the line is 0. Write looks at neither.
	Format Format
	Line   int
}

// X942 reports whether a group stands in the file in the form of X9.42, which states q.
func (e Entry) X942() bool { return e.Q != nil && (e.Format == PEM || e.Format == DER) }

// A Screening is what the OpenSSH moduli file says of how a prime was tested.
type Screening struct {
	Time  time.Time // when the test ended, to the second
	Tests Tests
	// Trials is how many rounds the probabilistic tests had: 0 to 2^30.
	Trials int
}

// Tests is a set of tests that a modulus underwent, with the values of moduli(5).
type Tests uint8

// The tests. One that failed is recorded as TestedComposite.
const (
	TestedComposite   Tests = 1 << iota // found composite
	TestedSieve                         // sieved
	TestedMillerRabin                   // Miller-Rabin rounds
	TestedJacobi                        // rounds with the Jacobi symbol
	TestedElliptic                      // an elliptic curve test

	allTests = 1<<iota - 1
)

// quote quotes what a file or a person said, in ASCII and shortened, so that it
// fits a line and cannot act on a terminal.
func quote(text string) string {
	const limit = 40
	if len(text) > limit {
		return fmt.Sprintf("%+q...", text[:limit])
	}
	return fmt.Sprintf("%+q", text)
}
