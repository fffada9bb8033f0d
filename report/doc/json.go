// JSON for other programs, written from the tags of any types.

package doc

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"
)

// A Shaper chooses what stands for it in JSON: a value of a type with json tags.
type Shaper interface{ JSONShape() any }

// JSON writes a value by the json tags of its fields, with indents, as package
// encoding/json does, but that
//
//   - a number that is not finite is null,
//   - strings are made harmless by Clean,
//   - a slice without elements is [], also a nil one, and a nil pointer null,
//   - a time is in UTC, and a time.Duration a number of seconds,
//   - a Shaper is what it chooses to be.
//
// Of the options of a tag it knows the name, "-", omitempty and omitzero; the fields of an
// embedded struct stand among the others, but for those whose names the outer one has.
// An error names a value that JSON cannot write, such as a function.
func JSON(v any) ([]byte, error) {
	var compact, b bytes.Buffer
	if err := writeJSON(&compact, reflect.ValueOf(v)); err != nil {
		return nil, fmt.Errorf("doc: json: %w", err)
	}
	if err := json.Indent(&b, compact.Bytes(), "", "  "); err != nil {
		return nil, fmt.Errorf("doc: json: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

func writeJSON(b *bytes.Buffer, v reflect.Value) error {
	if !v.IsValid() {
		b.WriteString("null")
		return nil
	}
	if done, err := writeShaped(b, v); done {
		return err
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return writeJSON(b, v.Elem())
	case reflect.Struct:
		return writeStruct(b, v)
	case reflect.Slice, reflect.Array:
		return writeList(b, v)
	case reflect.Map:
		return writeMap(b, v)
	case reflect.String:
		return marshal(b, Clean(v.String()))
	case reflect.Float64, reflect.Float32:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			b.WriteString("null")
			return nil
		}
	case reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
	default:
		return fmt.Errorf("a value of type %s, want data", v.Type())
	}
	return marshal(b, v.Interface())
}

// writeShaped writes what is no value of its kind: times and Shapers.
func writeShaped(b *bytes.Buffer, v reflect.Value) (done bool, err error) {
	if v.Kind() == reflect.Pointer && v.IsNil() || !v.CanInterface() {
		return false, nil
	}
	switch x := v.Interface().(type) {
	case time.Time:
		return true, marshal(b, x.UTC())
	case time.Duration:
		return true, marshal(b, x.Seconds())
	case Shaper:
		return true, writeJSON(b, reflect.ValueOf(x.JSONShape()))
	}
	return false, nil
}

func writeStruct(b *bytes.Buffer, v reflect.Value) error {
	b.WriteByte('{')
	first := true
	if err := writeFields(b, v, map[string]bool{}, &first); err != nil {
		return err
	}
	b.WriteByte('}')
	return nil
}

// writeFields writes the fields of a struct, those of embedded ones in their place, but
// for the hidden ones.
func writeFields(b *bytes.Buffer, v reflect.Value, hidden map[string]bool, first *bool) error {
	within := ownNames(v.Type(), hidden)
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		field := v.Field(i)
		if f.Anonymous && name == "" {
			if field.Kind() == reflect.Pointer {
				field = field.Elem()
			}
			if field.Kind() == reflect.Struct {
				if err := writeFields(b, field, within, first); err != nil {
					return err
				}
				continue
			}
			if !field.IsValid() {
				continue
			}
		}
		name = cmp.Or(name, f.Name)
		if !f.IsExported() || name == "-" || hidden[name] || (options == "omitempty" && isEmpty(field)) || (options == "omitzero" && field.IsZero()) {
			continue
		}
		if !*first {
			b.WriteByte(',')
		}
		*first = false
		if err := marshal(b, name); err != nil {
			return err
		}
		b.WriteByte(':')
		if err := writeJSON(b, field); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	return nil
}

// ownNames adds the names of a struct's own fields to those that are hidden already:
// embedded structs do not show theirs of the same names.
func ownNames(t reflect.Type, hidden map[string]bool) map[string]bool {
	names := maps.Clone(hidden)
	for i := range t.NumField() {
		f := t.Field(i)
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); f.IsExported() && (name != "" || !f.Anonymous) {
			names[cmp.Or(name, f.Name)] = true
		}
	}
	return names
}

// isEmpty reports whether encoding/json would omit a field for being empty.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.String, reflect.Array:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

func writeList(b *bytes.Buffer, v reflect.Value) error {
	b.WriteByte('[')
	for i := range v.Len() {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := writeJSON(b, v.Index(i)); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

// writeMap writes a map with keys of text in their order.
func writeMap(b *bytes.Buffer, v reflect.Value) error {
	if v.Type().Key().Kind() != reflect.String {
		return fmt.Errorf("a map with keys of type %s, want text", v.Type().Key())
	}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) })
	b.WriteByte('{')
	for i, k := range keys {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := marshal(b, Clean(k.String())); err != nil {
			return err
		}
		b.WriteByte(':')
		if err := writeJSON(b, v.MapIndex(k)); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

func marshal(b *bytes.Buffer, v any) error {
	data, err := json.Marshal(v)
	b.Write(data)
	return err
}
