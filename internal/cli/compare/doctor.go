// The verb doctor: how far times that are measured here can be trusted.

package compare

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"primebench/internal/cli/ui"
	"primebench/internal/doctor"
)

// NewDoctorCmd makes the verb doctor.
func NewDoctorCmd(p ui.Process) *cobra.Command {
	length := ui.NewSingle("N", parseLength)
	length.Value = doctor.Usual
	format := ui.NewSingle("FORMAT", parseDoctorFormat)
	format.Value = doctorFormats()[0]
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Say what spoils measurements on this machine, and what to do",
		Example: `  primebench doctor                        a grade from A to F, in three seconds
  primebench doctor --seconds 10           finer: it sees smaller changes
  primebench doctor --format json | jq .grade`,
		Long: `Reads governor, turbo, hardware threads, quota, throttling, steal time, load, swap,
heat, power and clock, and times equal work on every processor meanwhile. The grade
says which change of speed a comparison of two runs can see here: A 1 %, B 3 %,
C 5 %, D 10 %, E 20 %, F none of these. What cannot be read is said to be so, and is
never counted as good: it leaves B at best.

The diagnosis is advice: the exit code is 0 whatever the grade.`,
		Args: ui.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := p.Stops.Stage(cmd.Context(), func() {})
			evidence, err := doctor.Examine(ctx, os.DirFS("/"), length.Value)
			if err != nil {
				return err
			}
			return tellDiagnosis(p, doctor.Diagnose(evidence), format.Value)
		},
	}
	cmd.Flags().Var(length, "seconds", fmt.Sprintf("length of the measurement, %.0f to %.0f (default: %.0f)",
		doctor.Shortest.Seconds(), doctor.Longest.Seconds(), doctor.Usual.Seconds()))
	cmd.Flags().Var(format, "format", "what is printed to stdout: "+ui.Listed(doctorFormats())+" (default: text)")
	ui.Offer(cmd, "format", doctorFormats())
	return cmd
}

func tellDiagnosis(p ui.Process, d doctor.Diagnosis, format string) error {
	if format == "text" {
		return d.Write(p.Stdout)
	}
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetIndent("", "  ")
	if err := enc.Encode(d); err != nil {
		return err
	}
	_, err := p.Stdout.Write(text.Bytes())
	return err
}

func doctorFormats() []string { return []string{"text", "json"} }

func parseDoctorFormat(text string) (string, error) {
	for _, known := range doctorFormats() {
		if text == known {
			return text, nil
		}
	}
	return "", fmt.Errorf("unknown format %.80q, want one of %s", text, ui.Listed(doctorFormats()))
}

func parseLength(text string) (time.Duration, error) {
	n, err := ui.WholeNumber(int(doctor.Shortest.Seconds()), int(doctor.Longest.Seconds()))(text)
	return time.Duration(n) * time.Second, err
}
