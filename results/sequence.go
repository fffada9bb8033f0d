// In which order records may come, and what those before say of the next. Reader and
// writer share it.

package results

import (
	"errors"
	"fmt"
	"math"
)

// record is a line: exactly one of its fields is set.
type record struct {
	Header     *Header
	Sample     *Sample
	Note       *Note
	Reading    *Reading
	Prediction *Prediction
	Closing    *Closing
}

// named returns the record's name in the file, and the record.
func (r record) named() (string, any) {
	switch {
	case r.Header != nil:
		return "header", r.Header
	case r.Sample != nil:
		return "sample", r.Sample
	case r.Note != nil:
		return "note", r.Note
	case r.Reading != nil:
		return "reading", r.Reading
	case r.Prediction != nil:
		return "prediction", r.Prediction
	}
	return "closing", r.Closing
}

// sequence knows what came before, to judge what comes next.
type sequence struct {
	header  *Header // nil before the first record
	next    []int   // Seq of the next sample, by cell
	samples int
	missing int   // samples that numbers of others say were lost
	wall    int64 // time of the samples
	read    int64 // time of the last reading
	records int
	lost    bool // a record was
	closed  bool
}

// contradicts returns an error for a closing record that cannot be of what came before,
// where no loss of records explains it.
func (s *sequence) contradicts(closing *Closing) error {
	var c checker
	c.that(closing.Samples >= s.samples+s.missing, "closing.samples is %d, but the file holds %d and lacks %d", closing.Samples, s.samples, s.missing)
	c.that(closing.ElapsedNS >= s.wall, "closing.elapsed_ns is %d, but the samples took %d", closing.ElapsedNS, s.wall)
	c.that(closing.ElapsedNS >= s.read, "closing.elapsed_ns is %d, but there is a reading at %d", closing.ElapsedNS, s.read)
	return c.err
}

// accept checks a record by itself and against those before it, and counts it
// when it is sound.
func (s *sequence) accept(r record) error {
	if err := s.order(r); err != nil {
		return err
	}
	var c checker
	switch {
	case r.Header != nil:
		c.header(r.Header)
	case r.Sample != nil:
		c.sample(r.Sample, s)
	case r.Note != nil:
		c.note(r.Note, len(s.header.Cells))
	case r.Reading != nil:
		c.reading(r.Reading, s)
	case r.Prediction != nil:
		c.prediction(r.Prediction, len(s.header.Cells))
	case r.Closing != nil:
		c.closing(r.Closing, s)
	}
	if c.err != nil {
		return c.err
	}
	s.records++
	switch {
	case r.Header != nil:
		s.header = r.Header
		s.next = make([]int, len(r.Header.Cells))
	case r.Sample != nil:
		s.next[r.Sample.Cell] = r.Sample.Seq + 1
		s.samples++
		s.wall = saturated(s.wall, r.Sample.WallNS)
	case r.Reading != nil:
		s.read = r.Reading.AtNS
	case r.Closing != nil:
		s.closed = true
	}
	return nil
}

// saturated is the sum of two times of at least 0, as far as it fits.
func saturated(a, b int64) int64 { return a + min(b, math.MaxInt64-a) }

// order says whether this sort of record may come here. The last place is kept
// for the closing record.
func (s *sequence) order(r record) error {
	switch {
	case s.closed:
		return errors.New("a record after the closing record")
	case r.Header != nil && s.header != nil:
		return errors.New("a second header")
	case r.Header == nil && s.header == nil:
		return errors.New("a record before the header")
	case r.Closing == nil && s.records >= MaxRecords-1:
		return fmt.Errorf("more than %d records", MaxRecords)
	}
	return nil
}
