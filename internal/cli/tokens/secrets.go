// The verb secrets: the verbs that draw, and what they have in common.

package tokens

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/spf13/cobra"

	"primebench/internal/cli/ui"
	"primebench/secrets"
)

// NewSecretsCmd makes the verb secrets.
func NewSecretsCmd(p ui.Process) *cobra.Command {
	selfTest := ui.NewSingle("bool", ui.ParseSwitch)
	var telling *ui.Telling
	cmd := &cobra.Command{
		Use:   "secrets",
		Short: "Draw tokens, keys, passwords and choices that nobody can predict",
		Example: `  primebench secrets token                         32 random bytes in hex
  primebench secrets token --bytes 16 --format base64url
  primebench secrets password --length 24 --explain
  primebench secrets passphrase                    seven words, 77 bits
  primebench secrets below 100
  primebench secrets sample --count 3 < names.txt  three different lines
  primebench secrets token --count 1000000 > tokens.txt
  primebench secrets raw --bytes 1000000000 | ent  for a suite of tests
  primebench secrets --self-test                   statistics of the generator here`,
		Long: `All values come from the system's generator, and each possible one is as likely
as any other. Only secrets are printed to stdout, one a line; with --explain
their entropy is printed to stderr. Nothing is written to a file or a log.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return ui.UnknownCommand(cmd, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !selfTest.Value {
				return cmd.Help()
			}
			return testSecrets(cmd.Context(), p, telling, ourDraws())
		},
	}
	ui.DefineSwitch(cmd.Flags(), selfTest, "self-test", "test the generator and the draws by statistics, a few seconds; exit code 7 if one fails")
	telling = ui.DefineTelling(cmd)
	cmd.AddCommand(
		newBytesCommand(p, bytesVerb{
			name: "token", least: 1, most: maxTokenBytes,
			short: "Draw random bytes for whoever has to prove something: sessions, links, API keys",
			example: `  primebench secrets token
  primebench secrets token --bytes 16 --format base64url
  primebench secrets token --count 1000000 > tokens.txt`,
		}),
		newPasswordCommand(p),
		newPassphraseCommand(p),
		newBytesCommand(p, bytesVerb{
			name: "nonce", least: secrets.MinNonceBytes, most: maxTokenBytes,
			short: "Draw a number that is used once",
			example: `  primebench secrets nonce --bytes 12       AES-GCM, ChaCha20-Poly1305
  primebench secrets nonce --bytes 24       XChaCha20-Poly1305`,
		}),
		newBytesCommand(p, bytesVerb{
			name: "key", least: secrets.MinKeyBytes, most: maxTokenBytes,
			short: "Draw a key for a symmetric cipher or a MAC",
			example: `  primebench secrets key                    256 bits
  primebench secrets key --bytes 16 --explain
  (umask 077; primebench secrets key --format raw > aes.key)`,
		}),
		newBelowCommand(p),
		newChoiceCommand(p),
		newSampleCommand(p),
		newShuffleCommand(p),
		newUUIDCommand(p),
		newRawCommand(p),
	)
	return cmd
}

// maxTokenBytes is the longest token, nonce and key: a stream of bytes is what
// raw is for.
const maxTokenBytes = 1 << 20

// The formats of a secret.
const (
	formatHex       = "hex"
	formatBase64URL = "base64url"
	formatRaw       = "raw"
	formatJSON      = "json"
)

// A draw holds the flags that the verbs share, those that a verb does not have at
// their defaults.
type draw struct {
	count   *ui.Single[int]
	format  *ui.Single[string]
	explain *ui.Single[bool]
}

// drawFlags adds the shared flags. A verb whose secrets are lines of text has no
// need for hex; its format is "" unless one is asked for.
func drawFlags(cmd *cobra.Command, count string, formats ...string) *draw {
	d := &draw{
		count:   ui.NewSingle("N", ui.WholeNumber(1, math.MaxInt)),
		format:  ui.NewSingle("FORMAT", oneOf(formats)),
		explain: ui.NewSingle("bool", ui.ParseSwitch),
	}
	d.count.Value = 1
	flags := cmd.Flags()
	flags.SortFlags = false
	if count != "" {
		ui.Define(flags, d.count, "count", count+" (default: 1)")
	}
	usual := "text, one a line"
	if slices.Contains(formats, formatHex) {
		usual, d.format.Value = formatHex, formatHex
	}
	ui.Define(flags, d.format, "format", ui.Listed(formats)+" (default: "+usual+")")
	ui.DefineSwitch(flags, d.explain, "explain", "print the entropy to stderr")
	ui.Offer(cmd, "format", formats)
	return d
}

func oneOf(words []string) func(string) (string, error) {
	return func(text string) (string, error) {
		if !slices.Contains(words, text) {
			return "", fmt.Errorf("unknown format %.80q, want one of %s", text, ui.Listed(words))
		}
		return text, nil
	}
}

// tell prints the entropy to stderr where it was asked for.
func (d *draw) tell(p ui.Process, bits float64, of string) {
	if d.explain.Value {
		p.Logger(false).Info(fmt.Sprintf("%.2f bits of entropy: %s", bits, of))
	}
}

// asRequestError marks the errors of package secrets that say that the request
// makes no sense.
func asRequestError(err error) error {
	for _, sentinel := range []error{secrets.ErrRange, secrets.ErrEmpty, secrets.ErrTooMany, secrets.ErrWords} {
		if errors.Is(err, sentinel) {
			return ui.Usage(err)
		}
	}
	return err
}
