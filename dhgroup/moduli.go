// The moduli file of OpenSSH, from which sshd picks a group for each connection.

package dhgroup

import (
	"bufio"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// ModuliHeader is the comment that OpenSSH's own files begin with.
const ModuliHeader = "# Time Type Tests Tries Size Generator Modulus\n"

// What stands in a line of the file, after moduli(5).
const (
	moduliFields = 7
	moduliTime   = "20060102150405" // of UTC
	moduliSafe   = 2                // the type of a modulus p with (p-1)/2 prime
	maxTrials    = 1 << 30          // what sshd reads
)

// moduli reads a safe prime a line.
func (c *collector) moduli(in *bufio.Reader) bool {
	return c.lines(in, func(line []byte) (Entry, error) { return parseModulus(string(line), c.o.MaxBits) })
}

// parseModulus reads one line. Like sshd it wants a safe prime that was tested
// and not found composite, and the size that is stated, which is one bit less
// than that of the modulus.
func parseModulus(line string, maxBits int) (Entry, error) {
	fields := strings.Fields(line)
	if len(fields) != moduliFields {
		return Entry{}, unreadable("%d fields, want %d: time, type, tests, trials, size, generator, modulus", len(fields), moduliFields)
	}
	e, err := parseScreening(fields)
	if err != nil {
		return Entry{}, err
	}
	size, err := parseSmall("size", fields[4], 1, math.MaxInt32-1)
	if err != nil {
		return Entry{}, err
	}
	e.Bits = size + 1
	if e.G, err = parseDigits(fields[5], 16, 0, maxBits); err != nil {
		return Entry{}, within(err, "the generator")
	}
	if e.P, err = parseDigits(fields[6], 16, 0, maxBits); err != nil {
		return Entry{}, within(err, "the modulus")
	}
	if e.P.BitLen() != e.Bits {
		return Entry{}, unreadable("size %d, want %d for a modulus of %d bits", size, e.P.BitLen()-1, e.P.BitLen())
	}
	return e, nil
}

// parseScreening reads the fields of a line that say how it was tested.
func parseScreening(fields []string) (Entry, error) {
	var e Entry
	when, err := time.Parse(moduliTime, fields[0])
	if err != nil || len(fields[0]) != len(moduliTime) {
		return e, unreadable("time %s, want YYYYMMDDhhmmss", quote(fields[0]))
	}
	kind, err := parseSmall("type", fields[1], 0, math.MaxUint8)
	if err != nil {
		return e, err
	}
	if kind != moduliSafe {
		return e, unreadable("type %d, want %d for a safe prime", kind, moduliSafe)
	}
	tests, err := parseSmall("tests", fields[2], 0, allTests)
	if err != nil {
		return e, err
	}
	if Tests(tests)&TestedComposite != 0 || tests == 0 {
		return e, unreadable("tests %d, want one that was passed and not %d for a composite", tests, TestedComposite)
	}
	trials, err := parseSmall("trials", fields[3], 0, maxTrials)
	if err != nil {
		return e, err
	}
	e.Screening = Screening{Time: when, Tests: Tests(tests), Trials: trials}
	return e, nil
}

// parseSmall reads a decimal field.
func parseSmall(name, text string, lowest, highest int) (int, error) {
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil || int(n) < lowest || int(n) > highest {
		return 0, unreadable("%s %s, want %d to %d", name, quote(text), lowest, highest)
	}
	return int(n), nil
}

// formatModulus writes one line.
func formatModulus(e Entry) ([]byte, error) {
	s := e.Screening
	switch {
	case e.P.Sign() <= 0 || e.P.Bit(0) == 0 || e.Q != nil && !isHalf(e.Q, e.P):
		return nil, unwritable("a moduli file is for safe primes, not for p = %s with another q", show(e.P))
	case e.G == nil || e.G.Sign() < 0:
		return nil, unwritable("a moduli file needs a generator")
	case s.Time.IsZero() || s.Time.UTC().Year() < 1 || s.Time.UTC().Year() > 9999:
		return nil, unwritable("a moduli file needs the time when the prime was tested")
	case s.Tests == 0 || s.Tests&TestedComposite != 0 || s.Tests > allTests:
		return nil, unwritable("a moduli file needs the tests that the prime passed, not %d", s.Tests)
	case s.Trials < 0 || s.Trials > maxTrials:
		return nil, unwritable("%d trials, want 0 to %d", s.Trials, maxTrials)
	case e.P.BitLen() < 2:
		return nil, unwritable("p = %s has no size in a moduli file", show(e.P))
	}
	return fmt.Appendf(nil, "%s %d %d %d %d %X %X\n", s.Time.UTC().Format(moduliTime),
		moduliSafe, s.Tests, s.Trials, e.P.BitLen()-1, e.G, e.P), nil
}
