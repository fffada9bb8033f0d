// The verb completion: cobra's scripts for bash, zsh, fish and PowerShell.

package cli

import "github.com/spf13/cobra"

// addCompletion adds cobra's command, which would by itself answer an unknown
// shell with its help and success.
func addCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		if cmd.Name() == "completion" {
			cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		}
	}
}
