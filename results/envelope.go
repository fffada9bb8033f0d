// The envelope of a record: its name and a checksum, so that a bit that flipped on a
// disk or on the way is found where it would only give another number.

package results

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
)

// checksumDigits is the length of a CRC-32C in hexadecimal digits.
const checksumDigits = 8

// checksum is the CRC-32C (the polynomial of Castagnoli, as in RFC 3720, section
// 12.1) of a record in its line: of its name, the colon and its body.
func checksum(record []byte) string {
	return fmt.Sprintf("%0*x", checksumDigits, crc32.Checksum(record, crc32.MakeTable(crc32.Castagnoli)))
}

// seal makes the line of a record.
func seal(name string, body []byte) []byte {
	record := fmt.Appendf(nil, `"%s":%s`, name, body)
	return fmt.Appendf(nil, `{"crc":"%s",%s}`+"\n", checksum(record), record)
}

// A damagedError says why a line is not the record that the writer wrote.
type damagedError struct{ reason string }

func (e *damagedError) Error() string { return e.reason }

// unseal takes a line of seal apart, without its end. It wants the envelope as seal
// spells it, to the byte: what differs was not written so. Its error is a
// *damagedError.
func unseal(line []byte) (name string, body []byte, err error) {
	rest, begins := bytes.CutPrefix(bytes.TrimSuffix(line, []byte("\r")), []byte(`{"crc":"`))
	sum, rest, divided := bytes.Cut(rest, []byte(`",`))
	record, ends := bytes.CutSuffix(rest, []byte("}"))
	if !begins || !divided || !ends || len(sum) != checksumDigits {
		return "", nil, &damagedError{"no record with a checksum"}
	}
	if want := checksum(record); string(sum) != want {
		return "", nil, &damagedError{fmt.Sprintf("its checksum is %q, and %q would be that of its bytes", sum, want)}
	}
	quoted, body, named := bytes.Cut(record, []byte(":"))
	if json.Unmarshal(quoted, &name) != nil || !named {
		return "", nil, &damagedError{"no record with a checksum"}
	}
	return name, body, nil
}
