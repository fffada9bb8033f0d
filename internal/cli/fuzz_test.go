package cli

import (
	"io"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"primebench/internal/cli/ui"
)

// FuzzFlags gives a text to one of the flags of all verbs: it is taken or refused in one
// line, and what was taken is taken again in its own words.
func FuzzFlags(f *testing.F) {
	flags := everyFlag()
	for i, seed := range []string{"", "0", "-1", "512,1024", "1h30m", "p99=250ms", "30%", "2^64", "0x1f2e", "mr20+lucas", "json", "true", "EPYC=0.04/core-h:10", "\x00", "٣", "1e400"} {
		f.Add(uint16(i*len(flags)/16), seed)
	}
	const fresh = 64 // flags that are lists grow
	rounds := 0
	f.Fuzz(func(t *testing.T, which uint16, text string) {
		if rounds++; rounds%fresh == 0 {
			flags = everyFlag()
		}
		flag := flags[int(which)%len(flags)]
		if err := flag.Value.Set(text); err != nil {
			if strings.ContainsAny(ui.OneLine(err.Error()), "\n\x1b") {
				t.Errorf("--%s %q: not one clear line: %q", flag.Name, text, err)
			}
			return
		}
		if shown := flag.Value.String(); strings.Contains(shown, "\x1b") && !strings.Contains(text, "\x1b") {
			t.Errorf("--%s %q is shown as %q", flag.Name, text, shown)
		}
	})
}

// everyFlag lists those of all verbs, with the values that they have when nobody gives others.
func everyFlag() []*pflag.Flag {
	root, _ := newRoot(ui.NewProcess(strings.NewReader(""), io.Discard, io.Discard, nil))
	var flags []*pflag.Flag
	var collect func(*cobra.Command)
	collect = func(cmd *cobra.Command) {
		cmd.Flags().VisitAll(func(flag *pflag.Flag) { flags = append(flags, flag) })
		for _, below := range cmd.Commands() {
			collect(below)
		}
	}
	collect(root)
	return flags
}
