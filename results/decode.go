// A strict decoder of records. encoding/json takes keys in any case, keys given
// twice, missing keys, null and broken Unicode; a file of measurements that has
// any of these was not written by this program, and guessing what it means
// would be worse than refusing it. This decoder wants each field of a record
// exactly once, in any order, and leaves the syntax to encoding/json.

package results

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

var errSyntax = errors.New("not valid JSON")

// decoder remembers the keys of the types that it came by.
type decoder struct {
	version  int // of the format of the file
	envelope envelope
	keys     map[reflect.Type][]string
}

func newDecoder(version int) *decoder {
	return &decoder{version: version, envelope: envelope{version: version}, keys: map[reflect.Type][]string{}}
}

// record decodes a line, the first one of the file first. It returns which line of
// the run it was written as, 0 before versionPlaces. A *damagedError means that it is
// not as it was written, and errSyntax may mean that it is torn; any other error, that
// it is whole and wrong.
func (d *decoder) record(line []byte) (place int, r record, err error) {
	if d.version >= versionChecksums {
		found, err := d.envelope.open(line)
		if err != nil {
			return 0, record{}, err
		}
		if d.envelope.run == "" {
			d.envelope.bind(line)
		}
		tokens, err := tokensOf(found.body)
		if err != nil {
			return 0, record{}, err
		}
		r, err = d.body(found.name, tokens)
		return found.place, r, err
	}
	tokens, err := tokensOf(line)
	if err != nil {
		return 0, record{}, err
	}
	if t, err := tokens.Token(); err != nil || t != json.Delim('{') {
		return 0, record{}, errors.New("not a JSON object")
	}
	key, err := tokens.Token()
	if err != nil || key == json.Delim('}') {
		return 0, record{}, errors.New("an object without a record")
	}
	r, err = d.body(key.(string), tokens)
	return 0, r, err
}

func tokensOf(text []byte) (*json.Decoder, error) {
	if !json.Valid(text) {
		return nil, errSyntax
	}
	if !utf8.Valid(text) {
		return nil, errors.New("text that is not UTF-8")
	}
	tokens := json.NewDecoder(bytes.NewReader(text))
	tokens.UseNumber()
	return tokens, nil
}

// body decodes the record of a name.
func (d *decoder) body(key string, tokens *json.Decoder) (record, error) {
	var r record
	var into any
	switch key {
	case "header":
		r.Header = new(Header)
		into = r.Header
	case "sample":
		r.Sample = new(Sample)
		into = r.Sample
	case "note":
		r.Note = new(Note)
		into = r.Note
	case "reading":
		if d.version < versionReadings {
			return r, fmt.Errorf("a record %q, which version %d of the format does not have", key, d.version)
		}
		r.Reading = new(Reading)
		into = r.Reading
	case "prediction":
		if d.version < versionRandom {
			return r, fmt.Errorf("a record %q, which version %d of the format does not have", key, d.version)
		}
		r.Prediction = new(Prediction)
		into = r.Prediction
	case "closing":
		r.Closing = new(Closing)
		into = r.Closing
	default:
		return r, fmt.Errorf("an unknown record %.70q", key)
	}
	if err := d.value(tokens, reflect.ValueOf(into).Elem()); err != nil {
		return r, within(key, err)
	}
	if tokens.More() {
		return r, errors.New("more than one record on the line")
	}
	return r, nil
}

// value decodes what comes next into v.
func (d *decoder) value(tokens *json.Decoder, v reflect.Value) error {
	token, err := tokens.Token()
	if err != nil {
		return err
	}
	if when, ok := v.Addr().Interface().(*time.Time); ok {
		return setTime(when, token)
	}
	switch v.Kind() {
	case reflect.Struct:
		if token != json.Delim('{') {
			return unfit("an object", token)
		}
		return d.object(tokens, v)
	case reflect.Slice:
		if token != json.Delim('[') {
			return unfit("an array", token)
		}
		return d.array(tokens, v)
	case reflect.String:
		s, ok := token.(string)
		if !ok {
			return unfit("a string", token)
		}
		if s != printable(s) {
			return wrong("holds a control character or broken Unicode: %.70q", s)
		}
		v.SetString(s)
	case reflect.Bool:
		b, ok := token.(bool)
		if !ok {
			return unfit("true or false", token)
		}
		v.SetBool(b)
	default:
		n, ok := token.(json.Number)
		if !ok || !setNumber(v, n.String()) {
			return unfit("a number of type "+v.Kind().String(), token)
		}
	}
	return nil
}

func (d *decoder) object(tokens *json.Decoder, v reflect.Value) error {
	keys := d.keysOf(v.Type())
	seen := make([]bool, len(keys))
	for tokens.More() {
		token, err := tokens.Token()
		if err != nil {
			return err
		}
		field := -1
		for i, key := range keys {
			if token == key && key != absentKey {
				field = i
			}
		}
		if field < 0 {
			return wrong("has an unknown field %.70q", token)
		}
		if seen[field] {
			return within("."+keys[field], wrong("is given twice"))
		}
		seen[field] = true
		if err := d.value(tokens, v.Field(field)); err != nil {
			return within("."+keys[field], err)
		}
	}
	for i, key := range keys {
		if !seen[i] && key != absentKey {
			return within("."+key, wrong("is missing"))
		}
	}
	_, err := tokens.Token() // the closing brace
	return err
}

func (d *decoder) array(tokens *json.Decoder, v reflect.Value) error {
	v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	zero := reflect.Zero(v.Type().Elem())
	for i := 0; tokens.More(); i++ {
		v.Set(reflect.Append(v, zero))
		if err := d.value(tokens, v.Index(i)); err != nil {
			return within(fmt.Sprintf("[%d]", i), err)
		}
	}
	_, err := tokens.Token() // the closing bracket
	return err
}

// absentKey stands for the key of a field that the file's version does not have.
const absentKey = ""

// keysOf lists the JSON keys of a struct's fields, which are all exported and
// tagged. The tag "since" is the first version that has the field, 1 where there
// is none.
func (d *decoder) keysOf(t reflect.Type) []string {
	if keys, ok := d.keys[t]; ok {
		return keys
	}
	keys := make([]string, t.NumField())
	for i := range keys {
		tag := t.Field(i).Tag
		if since, err := strconv.Atoi(tag.Get("since")); err == nil && since > d.version {
			keys[i] = absentKey
			continue
		}
		keys[i], _, _ = strings.Cut(tag.Get("json"), ",")
	}
	d.keys[t] = keys
	return keys
}

// setNumber refuses what the type cannot hold exactly: a fraction or an exponent
// for a whole number, a sign for a size, and all that overflows.
func setNumber(v reflect.Value, text string) bool {
	bits := v.Type().Bits()
	switch {
	case v.CanInt():
		n, err := strconv.ParseInt(text, 10, bits)
		v.SetInt(n)
		return err == nil
	case v.CanUint():
		n, err := strconv.ParseUint(text, 10, bits)
		v.SetUint(n)
		return err == nil
	case v.CanFloat():
		f, err := strconv.ParseFloat(text, bits)
		v.SetFloat(f)
		return err == nil
	}
	return false
}

func setTime(when *time.Time, token json.Token) error {
	s, ok := token.(string)
	if !ok {
		return unfit("a time", token)
	}
	var t time.Time
	if err := t.UnmarshalText([]byte(s)); err != nil {
		return unfit("a time as in RFC 3339", token)
	}
	*when = t.UTC()
	return nil
}

// fieldError is something wrong with a value. Its place is put together on the
// way out, from the value to the record, so that sound records do not pay for it.
type fieldError struct{ place, what string }

func (e *fieldError) Error() string { return e.place + " " + e.what }

func wrong(format string, args ...any) error {
	return &fieldError{what: fmt.Sprintf(format, args...)}
}

// within says in which part of a record an error came up.
func within(part string, err error) error {
	if e, ok := err.(*fieldError); ok {
		return &fieldError{part + e.place, e.what}
	}
	return err
}

func unfit(want string, token json.Token) error {
	switch t := token.(type) {
	case nil:
		return wrong("is null, want %s", want)
	case string:
		return wrong("is %.70q, want %s", t, want)
	default:
		return wrong("is %.70s, want %s", fmt.Sprint(t), want)
	}
}
