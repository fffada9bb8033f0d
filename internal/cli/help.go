// Help: cobra's, with errors that cobra drops.

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
