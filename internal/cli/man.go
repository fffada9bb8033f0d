// The verb man: manual pages, from the same tree as the helps.

package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"primebench/internal/cli/ui"
	"primebench/internal/hostinfo"
	"primebench/internal/wholefile"
)

// dateVariable sets the date of what is made, for builds that can be repeated:
// https://reproducible-builds.org/specs/source-date-epoch/
const dateVariable = "SOURCE_DATE_EPOCH"

func newManCommand(p ui.Process) *cobra.Command {
	out := ui.NewSingle("DIR", ui.ParseFolder)
	cmd := &cobra.Command{
		Use:   "man [COMMAND]",
		Short: "Print a manual page, or write them all",
		Long:  `A page says what --help says, in the form that man reads. Its date is today's, or that of the variable ` + dateVariable + ".",
		Example: `  primebench man dhparam | man -l -
  primebench man --out /usr/local/share/man/man1     a page for each command`,
		RunE: func(cmd *cobra.Command, args []string) error {
			day, err := pageDate(p.Env.Value(dateVariable))
			if err != nil {
				return ui.Usage(err)
			}
			if folder := out.Value; folder != "" {
				if len(args) > 0 {
					return ui.Usage(fmt.Errorf("--out writes the pages of all commands: leave out %q", strings.Join(args, " ")))
				}
				wholefile.Sweep(folder)
				p.Spare(folder)
				return writePages(folder, cmd.Root(), day)
			}
			about, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return ui.Usage(ui.UnknownCommand(about, strings.Join(args, " ")))
			}
			_, err = p.Stdout.Write(manualPage(about, hostinfo.ReadBuild().Version, day))
			return err
		},
	}
	ui.Define(cmd.Flags(), out, "out", "write all pages into the folder DIR")
	return cmd
}

// pageDate is the day in a value of SOURCE_DATE_EPOCH, or today.
func pageDate(value string) (time.Time, error) {
	if value == "" {
		return time.Now().UTC(), nil
	}
	seconds, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s is %q: it must be seconds since 1970", dateVariable, value)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// writePages writes the page of a command and those of all below it.
func writePages(folder string, cmd *cobra.Command, day time.Time) error {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	page := manualPage(cmd, hostinfo.ReadBuild().Version, day)
	if err := wholefile.Write(true, wholefile.File{Path: filepath.Join(folder, pageName(cmd)+".1"), Data: page, Mode: 0o666}); err != nil {
		return err
	}
	for _, c := range available(cmd) {
		if err := writePages(folder, c, day); err != nil {
			return err
		}
	}
	return nil
}
