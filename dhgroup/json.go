// Groups as JSON. encoding/json takes keys in any case and twice, and the last
// one wins, so that two readers may see two groups: objects are read key by key.

package dhgroup

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A jsonReader goes through the text and knows the line it is on.
type jsonReader struct {
	text    []byte
	decoder *json.Decoder
	maxBits int
	counted int // bytes of text in which lines were counted
	line    int
}

// at returns the line on which the decoder stands.
func (j *jsonReader) at() int {
	offset := min(int(j.decoder.InputOffset()), len(j.text))
	j.line += bytes.Count(j.text[j.counted:offset], []byte("\n"))
	j.counted = offset
	return j.line
}

// json reads objects, one after another or in one array.
func (c *collector) json(in *bufio.Reader) bool {
	text, ok := c.whole(in)
	if !ok {
		return false
	}
	if !utf8.Valid(text) {
		c.fault(0, unreadable("not UTF-8, as JSON must be"))
		return false
	}
	j := &jsonReader{text: text, decoder: json.NewDecoder(bytes.NewReader(text)), maxBits: c.o.MaxBits, line: 1}
	j.decoder.UseNumber() // a float64 has no room for what may stand in place of an object
	inArray, done := false, false
	for {
		token, err := j.decoder.Token()
		switch {
		case err == io.EOF && !inArray:
			return true
		case err != nil:
			c.fault(j.at(), jsonFault(err))
			return false
		case done:
			c.fault(j.at(), unreadable("more after the array, want its end"))
			return false
		case token == json.Delim('{'):
			// A bad group is no end, bad JSON is.
			if goOn := c.object(j); !goOn {
				return false
			}
		case token == json.Delim('[') && !inArray && c.groups == 0 && !c.failed:
			inArray = true
		case token == json.Delim(']'):
			inArray, done = false, true
		default:
			c.fault(j.at(), unreadable("want an object for a group, or an array of them"))
			return false
		}
	}
}

// object reads a group after its brace and passes it on.
func (c *collector) object(j *jsonReader) bool {
	line := j.at()
	var e Entry
	var wrong error
	seen := make(map[string]bool)
	for j.decoder.More() {
		token, err := j.decoder.Token()
		var value json.RawMessage
		if err == nil {
			err = j.decoder.Decode(&value)
		}
		if err != nil {
			c.fault(j.at(), jsonFault(err))
			return false
		}
		key, _ := token.(string) // between braces it always is one
		if wrong != nil {
			continue
		}
		if seen[key] {
			wrong = unreadable("key %s twice in an object", quote(key))
		} else if wrong = j.set(&e, key, string(value)); wrong != nil {
			line = j.at()
		}
		seen[key] = true
	}
	if _, err := j.decoder.Token(); err != nil {
		c.fault(j.at(), jsonFault(err))
		return false
	}
	if wrong == nil && e.P == nil {
		wrong = unreadable(`an object without "p"`)
	}
	if wrong != nil {
		return c.fault(line, wrong)
	}
	return c.found(line, e)
}

// set takes the value of a key.
func (j *jsonReader) set(e *Entry, key, value string) (err error) {
	switch key {
	case "p":
		e.P, err = j.number(value)
	case "q":
		e.Q, err = j.number(value)
	case "g":
		e.G, err = j.number(value)
	case "j":
		e.J, err = j.number(value)
	case "bits":
		e.Bits, err = jsonInt(value, 1, math.MaxInt32)
	case "strength":
		e.Strength, err = jsonInt(value, 1, math.MaxInt32)
	case "private_bits":
		e.PrivateBits, err = jsonInt(value, 1, math.MaxInt32)
	case "counter":
		e.Counter, err = jsonInt(value, 0, math.MaxInt32)
	case "trials":
		e.Screening.Trials, err = jsonInt(value, 0, maxTrials)
	case "tests":
		var tests int
		tests, err = jsonInt(value, 0, allTests)
		e.Screening.Tests = Tests(tests)
	case "offset":
		e.Offset, err = strconv.ParseInt(value, 10, 64)
		if err != nil || e.Offset < 0 {
			err = unreadable("%s, want 0 to 2^63-1", quote(value))
		}
	case "name":
		e.Name, err = jsonText(value)
	case "source":
		e.Source, err = jsonText(value)
	case "strength_source":
		e.StrengthSource, err = jsonText(value)
	case "constant":
		e.Constant, err = jsonText(value)
	case "seed":
		var text string
		if text, err = jsonString(value); err == nil {
			e.Seed, err = hex.DecodeString(text)
			if err != nil || len(e.Seed) == 0 || len(e.Seed) > maxSeed {
				err = unreadable("%s, want pairs of hexadecimal digits, for 1 to %d bytes", quote(text), maxSeed)
			}
		}
	case "time":
		var text string
		if text, err = jsonText(value); err == nil {
			if e.Screening.Time, err = time.Parse(time.RFC3339, text); err != nil {
				err = unreadable("%s, want a time such as 2006-01-02T15:04:05Z", quote(text))
			}
		}
	default:
		return unreadable("key %s, which no group has", quote(key))
	}
	if err != nil {
		return within(err, quote(key))
	}
	return nil
}

// number reads a value that is a number as JSON has them or in a string.
func (j *jsonReader) number(value string) (*big.Int, error) {
	if text, err := jsonString(value); err == nil {
		return parseNumber(text, false, j.maxBits)
	}
	if value == "" || value[0] != '-' && !isDigit(value[0], 10) {
		return nil, unreadable("%s, want a number or one in a string", quote(value))
	}
	return parseNumber(value, false, j.maxBits)
}

// jsonInt reads a whole number in a range.
func jsonInt(value string, lowest, highest int) (int, error) {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n < int64(lowest) || n > int64(highest) {
		return 0, unreadable("%s, want %d to %d", quote(value), lowest, highest)
	}
	return int(n), nil
}

// jsonText reads a string for people.
func jsonText(value string) (string, error) {
	text, err := jsonString(value)
	if err != nil {
		return "", err
	}
	const limit = 200 // bytes; longer than any name
	ok := len(text) <= limit
	for _, r := range text {
		ok = ok && unicode.IsPrint(r) && r != utf8.RuneError
	}
	if !ok {
		return "", unreadable("%s, want at most %d bytes of printable characters", quote(text), limit)
	}
	return text, nil
}

// jsonString reads a string.
func jsonString(value string) (string, error) {
	var text string
	if !strings.HasPrefix(value, `"`) || json.Unmarshal([]byte(value), &text) != nil {
		return "", unreadable("%s, want a string", quote(value))
	}
	return text, nil
}

// jsonFault is the error about text that is no JSON.
func jsonFault(err error) error {
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		return unreadable("JSON that is cut short")
	}
	const limit = 100 // bytes; the error may hold some of the text
	why := strconv.QuoteToASCII(err.Error()[:min(limit, len(err.Error()))])
	return unreadable("not JSON: %s", why[1:len(why)-1])
}
