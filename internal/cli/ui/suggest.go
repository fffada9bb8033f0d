// Suggestions for what was misspelt.

package ui

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// mostEdits is how many letters may be wrong in a word that is still guessed.
const mostEdits = 2

// DidYouMean is `; did you mean "--bits"?` for the name nearest to word, "" when
// none is near. show says how a name is written.
func DidYouMean(word string, names []string, show func(string) string) string {
	best, edits := "", mostEdits+1
	for _, name := range names {
		d := distance(word, name)
		if word != "" && strings.HasPrefix(name, word) {
			d = 0 // whoever stops typing means that one
		}
		if d < edits && d < len(name) {
			best, edits = name, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", show(best))
}

// distance is Levenshtein's: insertions, deletions and changes of bytes between
// a and b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, diagonal+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// UnknownCommand says which commands there are at a place of the tree, or which
// one is near.
func UnknownCommand(at *cobra.Command, word string) error {
	var names []string
	for _, c := range at.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	hint := DidYouMean(word, names, func(name string) string { return name })
	if hint == "" {
		hint = "; the commands are " + strings.Join(names, ", ")
	}
	return fmt.Errorf("unknown command %q%s", word, hint)
}
