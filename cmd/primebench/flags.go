// Flag values that name what was wrong and what would be right.

package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
)

// A list is a flag of values parted by commas. Given twice, the second adds to
// the first.
type list[T any] struct {
	values []T
	parse  func(string) (T, error)
	word   string
}

func newList[T any](word string, parse func(string) (T, error)) *list[T] {
	return &list[T]{parse: parse, word: word}
}

// Set parses one occurrence of the flag.
func (l *list[T]) Set(text string) error {
	for item := range strings.SplitSeq(text, ",") {
		value, err := l.parse(strings.TrimSpace(item))
		if err != nil {
			return err
		}
		l.values = append(l.values, value)
	}
	return nil
}

func (l *list[T]) String() string {
	words := make([]string, len(l.values))
	for i, v := range l.values {
		words[i] = fmt.Sprint(v)
	}
	return strings.Join(words, ",")
}

// Type is the word for the value in the help.
func (l *list[T]) Type() string { return l.word }

// A single is a flag of one parsed value.
type single[T any] struct {
	value T
	given bool
	parse func(string) (T, error)
	word  string
}

func newSingle[T any](word string, parse func(string) (T, error)) *single[T] {
	return &single[T]{parse: parse, word: word}
}

// Set parses the flag; given twice, the second one counts.
func (s *single[T]) Set(text string) (err error) {
	s.value, err = s.parse(text)
	s.given = true
	return err
}

func (s *single[T]) String() string { return "" }

// Type is the word for the value in the help.
func (s *single[T]) Type() string { return s.word }

// defineSwitch adds a flag that is true when it is named.
func defineSwitch(flags *pflag.FlagSet, value *single[bool], name, usage string) {
	flags.VarPF(value, name, "", usage).NoOptDefVal = "true"
}

func parseSwitch(text string) (bool, error) {
	on, err := strconv.ParseBool(text)
	if err != nil {
		return false, fmt.Errorf("%.80q is neither true nor false", text)
	}
	return on, nil
}
