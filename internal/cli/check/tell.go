// How a check tells what it found: line by line as it comes, or kept for a document.

package check

import (
	"context"
	"encoding/json"
	"fmt"

	"primebench/internal/cli/ui"
	"primebench/internal/inspect"
	"primebench/internal/pages"
	"primebench/report/doc"
)

// mostRefused is how many of what cannot be read are named on stderr.
const mostRefused = 1000

// refuse names what cannot be read.
func (c *checker) refuse(at place, fault error) error {
	refused := checkedAt(at, &inspect.Finding{Reason: fault.Error()})
	refused.Refused = true
	c.keep(at, &refused)
	if c.settings.objects() {
		return c.object(at, refused)
	}
	text := ui.OneLine(at.String() + ": " + fault.Error())
	switch n := c.found.Refused; {
	case n > mostRefused+1:
		return nil
	case n > mostRefused:
		text = fmt.Sprintf("%d could not be read; what follows is counted, and not named", mostRefused)
	}
	// When stderr is closed, the exit code still tells.
	_, _ = fmt.Fprintf(c.process.Screen, "primebench: %s\n", text)
	return nil
}

// pass names what carries neither a group nor a prime.
func (c *checker) pass(at place, what string) error {
	passed := checkedAt(at, &inspect.Finding{Reason: what})
	passed.Passed = true
	c.keep(at, &passed)
	switch {
	case c.settings.objects():
		return c.object(at, passed)
	case c.settings.streams():
		fmt.Fprintf(&c.told, "%s\n", ui.OneLine(at.String()+": passed over: "+what))
	}
	return nil
}

// tell counts a finding and prints it where findings are printed as they come. A remark
// that was made before is counted alone.
func (c *checker) tell(at place, f *inspect.Finding) error {
	found := checkedAt(at, f)
	c.keep(at, &found)
	switch {
	case !c.settings.streams():
		return nil
	case c.settings.objects():
		return c.object(at, found)
	}
	fmt.Fprintf(&c.told, "%s\n", ui.OneLine(at.String()+": "+f.Sentence()))
	for _, remark := range f.Remarks {
		if !c.found.Repeats(remark) {
			fmt.Fprintf(&c.told, "  %s\n", remark)
		}
	}
	return nil
}

// checkedAt is what was found at a place. It has no Source, which takes time, and which
// nobody sees of most things on a long list.
func checkedAt(at place, f *inspect.Finding) pages.Checked {
	return pages.Checked{File: at.file, Line: at.line, Finding: *f}
}

// keep counts what was found, and keeps what a document will tell of it. Lines are gone
// when they are printed, and a screen has room for few, so that a list of any length takes
// no memory.
func (c *checker) keep(at place, found *pages.Checked) {
	c.checked.Add(1)
	if c.found.Count(found, c.settings.brief()) {
		kept := *found
		kept.Source = at.String()
		c.found.Found = append(c.found.Found, kept)
	}
}

// object tells what was found as a line of JSON.
func (c *checker) object(at place, found pages.Checked) error {
	found.Source = at.String()
	text, err := json.Marshal(found)
	c.told.Write(append(doc.CleanJSON(text), '\n'))
	return err
}

// print prints what was told since it was called last, in one piece.
func (c *checker) print(ctx context.Context) error {
	_, err := ui.Await(ctx, func() (int64, error) { return c.told.WriteTo(c.process.Stdout) })
	return err
}

// close ends what was printed as it came with the remarks that were made more than once
// and with how many there were.
func (c *checker) close(ctx context.Context) error {
	if c.settings.objects() {
		totals := struct {
			Totals pages.Totals `json:"totals"`
		}{c.found.Totals}
		if err := json.NewEncoder(&c.told).Encode(totals); err != nil {
			return err
		}
		return c.print(ctx)
	}
	for _, remark := range c.found.Repeated() {
		fmt.Fprintf(&c.told, "%s\n", remark)
	}
	fmt.Fprintf(&c.told, "%v\n", c.found.Totals)
	return c.print(ctx)
}
