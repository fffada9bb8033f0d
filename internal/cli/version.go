// The verb version: what this program is and what it can use here.

package cli

import (
	"fmt"
	"io"
	"runtime"
	"slices"

	"github.com/spf13/cobra"

	"primebench/internal/cli/ui"
	"primebench/internal/cpu"
	"primebench/internal/hostinfo"
	"primebench/internal/pages"
)

// relevantFeatures are the instruction sets that a kernel can make use of.
var relevantFeatures = []string{"ADX", "ASIMD", "AVX2", "AVX512DQ", "AVX512F", "AVX512IFMA", "AVX512VL", "AVXIFMA", "BMI2", "SVE", "SVE2"}

func newVersionCommand(p ui.Process) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Say which program this is and what it can use on this machine",
		Example: `  primebench version
  primebench version --format json | jq -r .kernel`,
		Args: ui.NoArguments,
	}
	telling := ui.DefineTelling(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		about, err := describe()
		if err != nil {
			return ui.Usage(err)
		}
		return p.Print(cmd.Context(), pages.About(about), telling, "")
	}
	return cmd
}

// addVersion adds --version, which prints which program this is. cobra's own would call
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

// describe looks at the program and at the machine.
func describe() (*pages.Program, error) {
	kernel, err := cpu.Kernel("")
	if err != nil {
		return nil, err
	}
	built, processor := hostinfo.ReadBuild(), cpu.Detect()
	return &pages.Program{
		Version: built.Version, Revision: built.Revision, Go: built.Go, OS: runtime.GOOS, Arch: runtime.GOARCH,
		Kernel: kernel, KernelNote: kernelNote(kernel), Kernels: cpu.Kernels(), Known: cpu.KnownKernels(),
		Processor: processor.Model,
		Features:  slices.DeleteFunc(slices.Clone(processor.Features), func(f string) bool { return !slices.Contains(relevantFeatures, f) }),
	}, nil
}

// kernelNote says of the portable kernel what to expect.
func kernelNote(kernel string) string {
	switch {
	case kernel != cpu.Portable:
		return ""
	case runtime.GOARCH == "amd64":
		return "about as fast as math/big"
	}
	return "about as fast as math/big: " + runtime.GOARCH + " has no kernel of its own"
}
