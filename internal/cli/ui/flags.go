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
	Given bool
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

func (s *Single[T]) String() string { return "" }

// Type is the word for the value in the help.
func (s *Single[T]) Type() string { return s.word }

// DefineSwitch adds a flag that is true when it is named.
func DefineSwitch(flags *pflag.FlagSet, value *Single[bool], name, usage string) {
	flags.VarPF(value, name, "", usage).NoOptDefVal = "true"
}

// ParseSwitch reads true or false.
func ParseSwitch(text string) (bool, error) {
	on, err := strconv.ParseBool(text)
	if err != nil {
		return false, fmt.Errorf("%.80q is neither true nor false", text)
	}
	return on, nil
}
