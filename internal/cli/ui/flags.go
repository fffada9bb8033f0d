// Flag values that name what was wrong and what would be right.

package ui

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
)

// A List is a flag of values parted by commas. Given twice, the second adds to
// the first.
type List[T any] struct {
	Values []T
	by     origin
	parse  func(string) (T, error)
	word   string
}

// NewList makes a flag without values. The help shows word for a value.
func NewList[T any](word string, parse func(string) (T, error)) *List[T] {
	return &List[T]{parse: parse, word: word}
}

// Set parses one occurrence of the flag.
func (l *List[T]) Set(text string) error {
	for item := range strings.SplitSeq(text, ",") {
		value, err := l.parse(strings.TrimSpace(item))
		if err != nil {
			return err
		}
		l.Values = append(l.Values, value)
	}
	return nil
}

// Named reports whether the command line has the flag.
func (l *List[T]) Named() bool { return l.Values != nil && l.by == commandLine }

func (l *List[T]) byVariable() { l.by = variable }

func (l *List[T]) String() string {
	words := make([]string, len(l.Values))
	for i, v := range l.Values {
		words[i] = fmt.Sprint(v)
	}
	return strings.Join(words, ",")
}

// Type is the word for the value in the help.
func (l *List[T]) Type() string { return l.word }

// A Single is a flag of one parsed value.
type Single[T any] struct {
	Value T
	Given bool // on the command line or by a variable
	by    origin
	parse func(string) (T, error)
	word  string
}

// NewSingle makes a flag with the zero value. The help shows word for a value.
func NewSingle[T any](word string, parse func(string) (T, error)) *Single[T] {
	return &Single[T]{parse: parse, word: word}
}

// Set parses the flag; given twice, the second one counts.
func (s *Single[T]) Set(text string) (err error) {
	s.Value, err = s.parse(text)
	s.Given = true
	return err
}

// Named reports whether the command line has the flag. A variable that means nothing
// beside other flags is passed over, where a flag is refused.
func (s *Single[T]) Named() bool { return s.Given && s.by == commandLine }

func (s *Single[T]) byVariable() { s.by = variable }

func (s *Single[T]) String() string { return "" }

// Type is the word for the value in the help.
func (s *Single[T]) Type() string { return s.word }

// An origin is where a flag's value comes from.
type origin int

const (
	commandLine origin = iota
	variable
)

// Define adds a flag, and its letter where it has one.
func Define(flags *pflag.FlagSet, value pflag.Value, name, usage string) *pflag.Flag {
	return flags.VarPF(value, name, letterOf(name), usage)
}

// DefineSwitch adds a flag that is true when it is named.
func DefineSwitch(flags *pflag.FlagSet, value *Single[bool], name, usage string) {
	Define(flags, value, name, usage).NoOptDefVal = "true"
}

// letterOf is the letter of a flag that is often typed, the same one in every verb; "" for
// the others.
func letterOf(name string) string {
	switch name {
	case "bits", "format", "kind", "out", "quiet", "recursive", "safe", "workers":
		return name[:1]
	case "count":
		return "n"
	}
	return ""
}

// Exclude says that a flag has no use beside each of the others: who gives one on the
// command line puts the variable of the other aside.
func Exclude(flags *pflag.FlagSet, flag string, others ...string) {
	for _, other := range others {
		for _, pair := range [][2]string{{flag, other}, {other, flag}} {
			// It fails for a flag that is not there, and so does its lookup in every test.
			_ = flags.SetAnnotation(pair[0], excludes, append(flags.Lookup(pair[0]).Annotations[excludes], pair[1]))
		}
	}
}

// excludes is the annotation with the flags that one excludes.
const excludes = "primebench_excludes"

// ParseSwitch reads true or false.
func ParseSwitch(text string) (bool, error) {
	on, err := strconv.ParseBool(text)
	if err != nil {
		return false, fmt.Errorf("%.80q is neither true nor false", text)
	}
	return on, nil
}
