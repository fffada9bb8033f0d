// Package doc is what a document of measurements is, and how it is set: as text for
// the terminal, as Markdown, as one self-contained page of HTML, as CSV and as JSON.
//
// A Document is made of words and typed values; nothing in it is formatted. A column of
// a table owns its heading, unit, direction and the function that takes its value out
// of a row, so that no row is filled by position. The renderers give numbers their unit
// and their digits, and disarm what their format would take as markup, formula or
// control: any string of a document may come from a stranger.
//
// # Making a document
//
// Write one function that takes the result and returns a *Document:
//
//  1. Name the file that it is kept in (Name), its title, and the verdict if there is one.
//  2. List the facts that a reader needs before the numbers.
//  3. For each table, list the columns as Column[R] of the row type R that the result
//     has already, and call NewTable with the rows, or NewGroupedTable where rows stand
//     under titles of their own.
//  4. Put tables, lines, facts and pictures into Sections, in the order of reading. A
//     section without any of them is left out by itself.
//  5. Mark what stands on the first screen (First, Rank): what changes what a reader does.
//  6. Object is the result itself, whose fields have json tags; Data is the table for
//     programs, where the first one is not what they want.
//
// Everything else (Write, WriteDir) is the same for all documents.
package doc

// A Document is what there is to say of a result. The zero value is an empty one.
type Document struct {
	Name    string // of its files, such as "comparison"
	Title   string
	Verdict Verdict
	Summary []string // paragraphs, the most important first
	Note    string   // how the whole is meant to be read
	Facts   []Fact   // about the whole
	Answers []Answer // what the reader came for, most wanted first
	// Sections are set in order, those without content left out.
	Sections []Section
	// Data is the table that CSV sets; where it has no columns, that is the first
	// table of Sections.
	Data Table
	// Object is what JSON sets; see JSON.
	Object any
	// Others are formats that only this document has.
	Others []Other
	// PictureNames are the names that pictures of such a document can have: WriteDir
	// removes those of them that a former document left and this one lacks.
	PictureNames []string
}

// An Other is a format for programs that know nothing of documents.
type Other struct {
	Format Format
	File   string // its name in the folder of WriteDir
	// Set makes the document in the format. It makes text harmless where that asks
	// for it.
	Set func() ([]byte, error)
}

// A Verdict is a judgement in a word and in a sentence. The zero value is none.
type Verdict struct {
	Word     string // such as "regression"
	Sentence string // without the word; may be empty
	Severity Severity
}

// text is the verdict in one line.
func (v Verdict) text() string { return join(": ", v.word(), v.Sentence) }

// A Severity says how good or bad something is. No format says it by colour alone.
type Severity int

// The severities.
const (
	Plain    Severity = iota // neither
	Good                     // as it should be
	Doubtful                 // not known, or not known well
	Bad
)

// A Fact is a name with a value.
type Fact struct {
	Name  string
	Value Value
	First bool // of the whole document: it stands on the first screen too; see Screen
}

// An Answer is a question with the sentence that answers it, and the number that the
// sentence is about.
type Answer struct {
	Question, Sentence string
	Number             Value // nil: none
	// Brief is what the first screen says in the place of question and sentence; "": both.
	Brief string
}

// A Section is a part of a document under a title of its own. What it has is set in
// the order of its fields.
type Section struct {
	ID       string // of its place in a page; "": made of the title
	Title    string
	Note     string // what is shown, in a sentence or two
	Facts    []Fact
	Lines    []string
	Table    Table
	Pictures []Picture
	// First marks what stands on the first screen; see Screen. Of several tables one
	// does.
	First bool
	// Detail marks what a terminal has no room for: text leaves the section out.
	Detail bool
	// Most is how many of the Lines text sets; 0: all.
	Most int
}

func (s *Section) empty() bool {
	return len(s.Facts) == 0 && len(s.Lines) == 0 && s.Table.empty() && len(s.Pictures) == 0
}

// note is the section's note with those of its columns.
func (s *Section) note() string { return join(" ", s.Note, s.Table.note()) }

// id names the section's place in a page.
func (s *Section) id() string {
	if s.ID != "" {
		return Slug(s.ID)
	}
	return Slug(s.Title)
}

// A Picture is a drawing that belongs to a section.
type Picture struct {
	Name    string // of its file, without ending; see Slug
	Title   string
	Alt     string // what it shows, for those who do not see it
	Drawing Drawing
}

// A Drawing can be written as an image. Drawing it twice gives the same bytes. Whoever
// draws makes the text in it harmless.
type Drawing interface {
	SVG() ([]byte, error) // a file of its own
	PNG() ([]byte, error)
	// Element is the drawing as an <svg> element of a page. Its colours can be
	// var(--ink), var(--line), var(--paper) and var(--plot0) to var(--plot6).
	Element() ([]byte, error)
}

// tables are the tables of the sections.
func (d *Document) tables() []Table {
	var all []Table
	for i := range d.Sections {
		if !d.Sections[i].Table.empty() {
			all = append(all, d.Sections[i].Table)
		}
	}
	return all
}

// pictures are the pictures of the sections.
func (d *Document) pictures() []Picture {
	var all []Picture
	for i := range d.Sections {
		all = append(all, d.Sections[i].Pictures...)
	}
	return all
}
