// Comments of a part: the seed, which the whole file has too, and after each line the mark at
// which the search for its size goes on.

package modulifile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"primebench/engine"
	"primebench/internal/rng"
)

const (
	seedComment = "# Seed: "
	textComment = "# Seed is the SHA-256 of: "
	markComment = "# Next: "
)

// A Mark is where the search for groups of a size goes on.
type Mark struct {
	Bulk bool            `json:"bulk"` // they are found in bulk
	Next engine.Position `json:"next"`
}

// Seed is the seed that groups are found from.
func (f *File) Seed() rng.Seed { return f.seed }

// Mark is where the search for groups of a size goes on, if one was begun.
func (f *File) Mark(bits int) (Mark, bool) {
	mark, begun := f.marks[bits]
	return mark, begun
}

// Begin marks the place at which the search for groups of a size begins.
func (f *File) Begin(bits int, mark Mark) error { return f.append(new(bytes.Buffer), bits, mark) }

// append writes text with a mark behind it, if the lines are kept.
func (f *File) append(text *bytes.Buffer, bits int, mark Mark) error {
	f.marks[bits] = mark
	if f.part != nil {
		line, err := lineOf(bits, mark)
		if err != nil {
			return err
		}
		text.WriteString(line)
	}
	if _, err := f.lines.Write(text.Bytes()); err != nil {
		if f.part == nil {
			return err
		}
		return f.unwritten(err)
	}
	return nil
}

// readComments takes the last seed and the marks behind it, and reports whether there are
// any: a seed without a mark is that of a file that was whole, whose search has no end to go
// on from.
func (f *File) readComments(kept []byte) (begun bool, err error) {
	number := 0
	for line := range bytes.Lines(kept) {
		number++
		text := strings.TrimSpace(string(line))
		if digits, is := strings.CutPrefix(text, seedComment); is {
			clear(f.marks)
			f.seed, err = rng.ParseSeed(digits)
		} else if text, is := strings.CutPrefix(text, markComment); is {
			err = f.readMark(text)
		}
		if err != nil {
			return false, &PartError{Path: PartOf(f.path), Line: number, Err: err}
		}
	}
	return len(f.marks) > 0, nil
}

// readMark reads the size and the mark of a comment.
func (f *File) readMark(text string) error {
	size, object, _ := strings.Cut(text, " ")
	bits, err := strconv.Atoi(size)
	var mark Mark
	if err == nil {
		err = json.Unmarshal([]byte(object), &mark)
	}
	if err != nil {
		return fmt.Errorf("%.40q does not say where a search goes on: %w", text, err)
	}
	f.marks[bits] = mark
	return nil
}

func lineOf(bits int, mark Mark) (string, error) {
	object, err := json.Marshal(mark)
	return fmt.Sprintf("%s%d %s\n", markComment, bits, object), err
}

// seedLine is the comment that tells the seed, and the text that it is made of.
func (f *File) seedLine() string {
	line := seedComment + f.seed.String() + "\n"
	if f.text != "" {
		line += textComment + f.text + "\n"
	}
	return line
}

// onlyComments reports whether there is no line of a group.
func onlyComments(lines []byte) bool {
	for line := range bytes.Lines(lines) {
		if line[0] != '#' {
			return false
		}
	}
	return true
}

func withoutMarks(lines []byte) []byte {
	var others []byte
	for line := range bytes.Lines(lines) {
		if !bytes.HasPrefix(line, []byte(markComment)) {
			others = append(others, line...)
		}
	}
	return others
}
