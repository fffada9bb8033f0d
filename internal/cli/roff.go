// Manual pages in the macros of man(7), which every system's man reads.

package cli

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"primebench/internal/cli/ui"
)

// manualPage is the page of a command.
func manualPage(cmd *cobra.Command, version string, day time.Time) []byte {
	var page roff
	fmt.Fprintf(&page, ".TH \"%s\" \"1\" \"%s\" \"%s\" \"primebench\"\n", escaped(strings.ToUpper(pageName(cmd))), day.Format(time.DateOnly), escaped("primebench "+version))
	page.macro("SH", "NAME")
	page.line(pageName(cmd) + ` \- ` + escaped(cmd.Short))
	page.macro("SH", "SYNOPSIS")
	if cmd.Runnable() {
		page.literal(cmd.UseLine())
	}
	if cmd.HasAvailableSubCommands() {
		page.literal(cmd.CommandPath() + " COMMAND")
	}
	if cmd.Long != "" {
		page.macro("SH", "DESCRIPTION")
		page.text(cmd.Long)
	}
	if commands := available(cmd); len(commands) > 0 {
		page.macro("SH", "COMMANDS")
		for _, c := range commands {
			page.item(escaped(c.Name()), c.Short)
		}
	}
	page.flags("OPTIONS", cmd.NonInheritedFlags())
	page.flags("OPTIONS OF EVERY COMMAND", cmd.InheritedFlags())
	if cmd.HasExample() {
		page.macro("SH", "EXAMPLES")
		page.literal(cmd.Example)
	}
	if !cmd.HasParent() {
		page.macro("SH", "EXIT STATUS")
		page.literal(ui.ExitHelp)
		page.macro("SH", "ENVIRONMENT")
		page.literal(ui.VariablesHelp)
	}
	page.macro("SH", "SEE ALSO")
	page.line(strings.Join(append(neighbours(cmd), escaped(cmd.Annotations[pageAnnotation])), ",\n"))
	return page.Bytes()
}

// pageName is the name of a command's page, such as "primebench-secrets-token".
func pageName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

func available(cmd *cobra.Command) []*cobra.Command {
	return slices.DeleteFunc(slices.Clone(cmd.Commands()), func(c *cobra.Command) bool {
		return !c.IsAvailableCommand() || c.IsAdditionalHelpTopicCommand()
	})
}

// neighbours are references to the pages above and below a command's.
func neighbours(cmd *cobra.Command) []string {
	var out []string
	if cmd.HasParent() {
		out = append(out, escaped(pageName(cmd.Parent()))+"(1)")
	}
	for _, c := range available(cmd) {
		out = append(out, escaped(pageName(c))+"(1)")
	}
	return out
}

// A roff is a page as it is written.
type roff struct{ bytes.Buffer }

// macro writes a line that begins with a macro of man(7).
func (r *roff) macro(name string, arguments ...string) {
	fmt.Fprintf(r, ".%s", name)
	for _, a := range arguments {
		fmt.Fprintf(r, ` "%s"`, strings.ReplaceAll(escaped(a), `"`, `\(dq`))
	}
	r.WriteByte('\n')
}

// line writes a line that is escaped already.
func (r *roff) line(text string) { r.WriteString(text + "\n") }

// text writes paragraphs; one whose lines are indented is kept as it stands.
func (r *roff) text(text string) {
	for i, paragraph := range strings.Split(strings.Trim(text, "\n"), "\n\n") {
		if i > 0 {
			r.macro("PP")
		}
		if strings.Contains("\n"+paragraph, "\n ") {
			r.literal(paragraph)
			continue
		}
		for line := range strings.Lines(paragraph) {
			r.line(escaped(strings.TrimSpace(line)))
		}
	}
}

// literal writes lines as they stand.
func (r *roff) literal(text string) {
	r.macro("EX")
	for line := range strings.Lines(strings.Trim(text, "\n")) {
		r.line(escaped(strings.TrimRight(line, " \n")))
	}
	r.macro("EE")
}

// item writes an entry of a list. Its name is escaped already.
func (r *roff) item(name, text string) {
	r.macro("TP")
	r.line(`\fB` + name + `\fR`)
	r.line(escaped(strings.Join(strings.Fields(text), " ")))
}

func (r *roff) flags(heading string, set *pflag.FlagSet) {
	if !set.HasAvailableFlags() {
		return
	}
	r.macro("SH", heading)
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		name := escaped("--" + f.Name)
		if f.Shorthand != "" {
			name = escaped("-"+f.Shorthand) + `\fR, \fB` + name
		}
		if value != "" {
			name += ` \fI` + escaped(value)
		}
		r.item(name, usage)
	})
}

// escaped is text without what roff would take as its own.
func escaped(text string) string {
	text = strings.NewReplacer(`\`, `\e`, `-`, `\-`, `'`, `\(aq`, "`", "\\(ga", `^`, `\(ha`, `~`, `\(ti`).Replace(text)
	if strings.HasPrefix(text, ".") {
		text = `\&` + text
	}
	return text
}
