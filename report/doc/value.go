// Typed values: what a field of a table or a fact can say.

package doc

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"primebench/internal/unit"
)

// A Value is a Number, a Count, a Text or a State. A nil Value is one that there is
// none of: formats for people show a hyphen, formats for programs nothing.
type Value interface {
	// field is how formats for people show the value of a column of a unit.
	field(unit string) field
	// data is the value for programs, with every digit and in the unit that it is
	// kept in.
	data() string
}

// A field is a value in words.
type field struct {
	text     string
	interval string
	state    bool
	severity Severity // of a state
}

// A Number is a quantity, with its interval where it has one.
type Number struct {
	Value float64
	// Low and High are the ends of the interval; both 0, or either NaN: there is none.
	Low, High float64
	// Unit is that of all three: "s", "1/s", "B", "B/s", "x" (so many times), "%" (of a
	// share: 0.02 is 2 %), "+%" (a relative difference: 0.02 is +2 %), "money", "1", or
	// any other, which is written as it stands. "": that of the column.
	Unit     string
	Modelled bool // made by a model: a ~ stands before it
	Given    bool // somebody gave it, nobody measured it: it is written as it was given
	Need     int  // how many more samples an interval takes; above 0 there is none
}

func (n Number) field(columnUnit string) field {
	q := unit.Quantity{Value: n.Value, Low: n.Low, High: n.High, Unit: cmp.Or(n.Unit, columnUnit), Modelled: n.Modelled, Need: n.Need}
	if n.Given {
		return field{text: unit.Given(q.Value, q.Unit)}
	}
	if n.Low == 0 && n.High == 0 {
		q.Low, q.High = math.NaN(), math.NaN()
	}
	var f field
	f.text, f.interval = q.Fields()
	return f
}

// String is the number as formats for people show it, with its interval in brackets.
func (n Number) String() string {
	f := n.field("")
	if f.interval == "" {
		return f.text
	}
	return f.text + " (" + f.interval + ")"
}

// bounded reports whether the number has an interval.
func (n Number) bounded() bool { return n.Need == 0 && (n.Low != 0 || n.High != 0) }

func (n Number) data() string { return everyDigit(n.Value) }

// ends are those of the interval for programs, each empty where it is open or there is
// none.
func (n Number) ends() (low, high string) {
	if !n.bounded() {
		return "", ""
	}
	return everyDigit(n.Low), everyDigit(n.High)
}

// everyDigit is empty for what is no finite number.
func everyDigit(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// A Count is how many there are.
type Count int

func (c Count) field(string) field { return field{text: c.data()} }

func (c Count) data() string { return strconv.Itoa(int(c)) }

// A Text is words.
type Text string

// Word is the Text of a word, and no Value where that is empty.
func Word(s string) Value {
	if s == "" {
		return nil
	}
	return Text(s)
}

func (t Text) field(string) field { return field{text: string(t)} }

func (t Text) data() string { return csvText(string(t)) }

// A State is a word that says how good or bad something is.
type State struct {
	Word     string
	Severity Severity
}

func (s State) field(string) field {
	return field{text: s.Word, state: true, severity: s.Severity}
}

func (s State) data() string { return csvText(s.Word) }

// shown is how formats for people show a value, also one that there is none of.
func shown(v Value, unitOfColumn string) field {
	if v == nil {
		return field{text: unit.Absent}
	}
	return v.field(unitOfColumn)
}

// inline is a value with its interval in brackets.
func inline(v Value) string {
	if n, ok := v.(Number); ok {
		return n.String()
	}
	return shown(v, "").text
}

// join joins what is not empty.
func join(separator string, parts ...string) string {
	kept := parts[:0:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, separator)
}

// word is a verdict's word as formats for people set it.
func (v Verdict) word() string { return strings.ToUpper(v.Word) }
