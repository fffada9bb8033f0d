// Help: cobra's, with errors that cobra drops, and with the page in docs/ that says more.

package cli

import (
	"bytes"
	"io"

	"github.com/spf13/cobra"

	"primebench/internal/cli/ui"
)

// helpTo makes every help go to out in one piece. The error of that is found
// where the result points, for cobra's help returns none.
func helpTo(out io.Writer, root *cobra.Command) *error {
	unprinted := new(error)
	help := root.HelpFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		var text bytes.Buffer
		root.SetOut(&text)
		help(cmd, args)
		root.SetOut(out)
		_, *unprinted = out.Write(text.Bytes())
	})
	return unprinted
}

// addHelp adds cobra's command, which would by itself answer an unknown topic
// with success.
func addHelp(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	for _, cmd := range root.Commands() {
		if cmd.Name() != "help" {
			continue
		}
		cmd.Run = nil
		cmd.RunE = func(_ *cobra.Command, topic []string) error {
			about, rest, err := root.Find(topic)
			switch {
			case err != nil:
				return ui.Usage(commandError(root, topic, err))
			case len(rest) > 0:
				return ui.Usagef("help takes one command, got %q besides", rest[0])
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		}
	}
}

// pageAnnotation is the annotation of a command with its page, for the template of helps.
const pageAnnotation = "page"

// addPages notes for a command and those below it which page says more.
func addPages(cmd *cobra.Command, page string) {
	if page == "" || cmd.Parent() == cmd.Root() {
		page = pageOf(cmd.Name())
	}
	if cmd.Annotations == nil {
		cmd.Annotations = map[string]string{}
	}
	cmd.Annotations[pageAnnotation] = page
	for _, c := range cmd.Commands() {
		addPages(c, page)
	}
}

// pageOf is the page that says more of a verb.
func pageOf(verb string) string {
	switch verb {
	case "run", "report", "doctor", "history":
		return "docs/METHODOLOGY.md"
	case "compare", "duet":
		return "docs/COMPARING.md"
	case "plan":
		return "docs/CAPACITY.md"
	case "prime":
		return "docs/ALGORITHMS.md"
	case "fleet":
		return "docs/FLEET.md"
	case "secrets", "demo":
		return "docs/SECRETS.md"
	}
	return "docs/CLI.md"
}
