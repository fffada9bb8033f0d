// The envelope of a record: its name, its place in the file and a checksum, so that a
// bit that flipped on a disk or on the way is found where it would only give another
// number, and a line that is another run's or that moved where it would only give
// another run.

package results

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"strconv"
)

const (
	sealBegin      = `{"crc":"`
	checksumDigits = 8 // of a CRC-32C, hexadecimal
)

// checksum is the CRC-32C (the polynomial of Castagnoli, as in RFC 3720, section
// 12.1) of a text in hexadecimal digits.
func checksum(text []byte) string {
	return fmt.Sprintf("%0*x", checksumDigits, crc32.Checksum(text, crc32.MakeTable(crc32.Castagnoli)))
}

// An envelope makes lines of the records of one run, and records of its lines.
type envelope struct {
	version int
	// run is the checksum of the header, which those of all other lines begin with:
	// each belongs to this run and no other. It is empty up to the header.
	run string
}

// seal makes the line of a record, which is the place-th line of the run, from 1.
func (e *envelope) seal(place int, name string, body []byte) []byte {
	record := fmt.Appendf(nil, `"%s":%s`, name, body)
	if e.version >= versionPlaces {
		record = fmt.Appendf(nil, `"line":%d,%s`, place, record)
	}
	return fmt.Appendf(nil, sealBegin+`%s",%s}`+"\n", e.sum(record), record)
}

// bind has all further lines belong to the run of a header's line.
func (e *envelope) bind(header []byte) {
	e.run = string(header[len(sealBegin):][:checksumDigits])
}

// sum is the checksum of what stands after it in a line.
func (e *envelope) sum(record []byte) string {
	if e.version < versionPlaces {
		return checksum(record)
	}
	return checksum(append([]byte(e.run), record...))
}

// A damagedError says why a line is not the record that the writer wrote.
type damagedError struct{ reason string }

func (e *damagedError) Error() string { return e.reason }

var errUnsealed = &damagedError{"no record with a checksum"}

// A sealed record is what a line holds.
type sealedRecord struct {
	place int // 0 before versionPlaces
	name  string
	body  []byte
}

// open takes a line of seal apart, without its end. It wants the envelope as seal
// spells it, to the byte: what differs was not written so. Its error is a
// *damagedError.
func (e *envelope) open(line []byte) (sealedRecord, error) {
	rest, begins := bytes.CutPrefix(bytes.TrimSuffix(line, []byte("\r")), []byte(sealBegin))
	sum, rest, divided := bytes.Cut(rest, []byte(`",`))
	record, ends := bytes.CutSuffix(rest, []byte("}"))
	if !begins || !divided || !ends || len(sum) != checksumDigits {
		return sealedRecord{}, errUnsealed
	}
	if want := e.sum(record); string(sum) != want {
		return sealedRecord{}, &damagedError{fmt.Sprintf("its checksum is %q, and %q would be that of its bytes in this run", sum, want)}
	}
	var found sealedRecord
	if e.version >= versionPlaces {
		numbered, rest, divided := bytes.Cut(record, []byte(","))
		digits, begins := bytes.CutPrefix(numbered, []byte(`"line":`))
		place, err := strconv.Atoi(string(digits))
		if !divided || !begins || err != nil || place < 1 || strconv.Itoa(place) != string(digits) {
			return sealedRecord{}, errUnsealed
		}
		found.place, record = place, rest
	}
	quoted, body, named := bytes.Cut(record, []byte(":"))
	if json.Unmarshal(quoted, &found.name) != nil || !named {
		return sealedRecord{}, errUnsealed
	}
	found.body = body
	return found, nil
}
