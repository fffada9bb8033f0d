// The verb version: what this program is and what it can use here.

package cli

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"primebench/internal/cli/ui"
	"primebench/internal/cpu"
	"primebench/internal/hostinfo"
)

// relevantFeatures are the instruction sets that a kernel can make use of.
var relevantFeatures = []string{"ADX", "ASIMD", "AVX2", "AVX512DQ", "AVX512F", "AVX512IFMA", "AVX512VL", "AVXIFMA", "BMI2", "SVE", "SVE2"}

func newVersionCommand(p ui.Process) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Say which program this is and what it can use on this machine",
		Example: "  primebench version",
		Args:    ui.NoArguments,
		RunE: func(*cobra.Command, []string) error {
			return printVersion(p.Stdout)
		},
	}
}

// addVersion adds --version, which prints the first line of the verb. cobra's own would call
// it an error of usage that this cannot be printed.
func addVersion(root *cobra.Command, out io.Writer) {
	asked := ui.NewSingle("bool", ui.ParseSwitch)
	ui.DefineSwitch(root.Flags(), asked, "version", "print which version this is")
	root.RunE = func(cmd *cobra.Command, _ []string) error {
		if !asked.Value {
			return cmd.Help()
		}
		_, err := fmt.Fprintf(out, "primebench %s\n", hostinfo.ReadBuild().Version)
		return err
	}
}

func printVersion(out io.Writer) error {
	kernel, err := cpu.Kernel("")
	if err != nil {
		return ui.Usage(err)
	}
	built := hostinfo.ReadBuild()
	table := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprintf(table, "primebench\t%s\n", built.Version)
	fmt.Fprintf(table, "revision\t%s\n", built.Revision)
	fmt.Fprintf(table, "go\t%s %s/%s\n", built.Go, runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(table, "kernel\t%s%s\n", kernel, kernelNote(kernel))
	fmt.Fprintf(table, "kernels here\t%s\n", strings.Join(cpu.Kernels(), ", "))
	fmt.Fprintf(table, "kernels known\t%s\n", strings.Join(cpu.KnownKernels(), ", "))
	fmt.Fprintf(table, "processor\t%s\n", ui.OneLine(cpu.Detect().Model))
	fmt.Fprintf(table, "features\t%s\n", featuresHere())
	return table.Flush()
}

// kernelNote says of the portable kernel what to expect.
func kernelNote(kernel string) string {
	switch {
	case kernel != cpu.Portable:
		return ""
	case runtime.GOARCH == "amd64":
		return ", about as fast as math/big"
	}
	return ", about as fast as math/big: " + runtime.GOARCH + " has no kernel of its own"
}

func featuresHere() string {
	var here []string
	for _, feature := range cpu.Detect().Features {
		if slices.Contains(relevantFeatures, feature) {
			here = append(here, feature)
		}
	}
	if len(here) == 0 {
		return "none that a kernel could use"
	}
	return strings.Join(here, ", ")
}
