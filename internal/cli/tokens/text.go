// The verbs of secrets whose secrets are lines of text: passwords,
// passphrases, numbers and UUIDs.

package tokens

import (
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"primebench/internal/cli/ui"
	"primebench/secrets"
)

func newPasswordCommand(p ui.Process) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "password",
		Short: "Draw a password with a character of each class",
		Example: `  primebench secrets password
  primebench secrets password --length 24 --explain
  primebench secrets password --classes lower,digits --no-look-alikes
  primebench secrets password --format raw | xclip       without a line's end`,
		Long: "Every password that has the length and the classes is as likely as any other.\nLook-alikes are " + secrets.LookAlikes,
		Args: ui.NoArguments,
	}
	length := ui.NewSingle("N", ui.WholeNumber(1, secrets.MaxPasswordLength))
	classes := ui.NewList("CLASS,...", parsePasswordClass)
	noLookAlikes := ui.NewSingle("bool", ui.ParseSwitch)
	ui.Define(cmd.Flags(), length, "length", fmt.Sprintf("characters, up to %d (default: %d)", secrets.MaxPasswordLength, secrets.DefaultPasswordLength))
	ui.Define(cmd.Flags(), classes, "classes", ui.Listed(passwordClasses())+" (default: all)")
	ui.DefineSwitch(cmd.Flags(), noLookAlikes, "no-look-alikes", "leave out what some font shows like something else")
	d := drawFlags(cmd, "how many", formatRaw, formatJSON)
	ui.Offer(cmd, "classes", passwordClasses())
	cmd.RunE = func(*cobra.Command, []string) error {
		spec := secrets.PasswordSpec{Length: length.Value, NoLookAlikes: noLookAlikes.Value}
		for _, class := range classes.Values {
			spec.Classes |= class
		}
		bits, err := spec.Entropy()
		if err != nil {
			return asRequestError(err)
		}
		d.tell(p, bits, "log2 of the number of passwords with this length and a character of each class")
		return d.print(p.Stdout, func() (any, error) { return secrets.Password(spec) })
	}
	return cmd
}

// passwordClasses are the classes in the order of their bits.
func passwordClasses() []string { return []string{"lower", "upper", "digits", "symbols"} }

func parsePasswordClass(text string) (secrets.Class, error) {
	for i, name := range passwordClasses() {
		if text == name {
			return 1 << i, nil
		}
	}
	return 0, fmt.Errorf("unknown class %.80q, want one of %s", text, ui.Listed(passwordClasses()))
}

func newPassphraseCommand(p ui.Process) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "passphrase [WORD... | -]",
		Short: "Draw a passphrase of words, from the shipped list or from yours",
		Example: `  primebench secrets passphrase
  primebench secrets passphrase --length 10 --explain
  primebench secrets passphrase - < words.txt`,
		Long: `Words are taken from the arguments, from the lines of stdin for "-", else from the
2048 English words of BIP-0039: 11 bits each. No word may come twice or hold a
space. Lists for dice are taken as they are: the eyes of some throws, a tab, a word.`,
		Args: cobra.ArbitraryArgs,
	}
	length := ui.NewSingle("N", ui.WholeNumber(1, secrets.MaxPassphraseWords))
	ui.Define(cmd.Flags(), length, "length", fmt.Sprintf("words, up to %d (default: %d)", secrets.MaxPassphraseWords, secrets.DefaultPassphraseWords))
	d := drawFlags(cmd, "how many", formatRaw, formatJSON)
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		spec := secrets.PassphraseSpec{Words: length.Value}
		if len(args) > 0 {
			words, err := readItems(p.Stdin, args)
			if err != nil {
				return err
			}
			if words, err = withoutDice(words); err != nil {
				return err
			}
			if spec.List, err = secrets.NewWordList(words); err != nil {
				return asRequestError(err)
			}
		}
		bits, err := spec.Entropy()
		if err != nil {
			return asRequestError(err)
		}
		d.tell(p, bits, "each word is drawn anew from the whole list")
		return d.print(p.Stdout, func() (any, error) { return secrets.Passphrase(spec) })
	}
	return cmd
}

// withoutDice takes the numbers from a list of words for dice, such as those of the EFF: each
// of its lines is the eyes of some throws, a tab and a word.
func withoutDice(lines []string) ([]string, error) {
	words, plain := make([]string, len(lines)), -1
	for i, line := range lines {
		eyes, word, found := strings.Cut(line, "\t")
		if !found || eyes == "" || word == "" || strings.Trim(eyes, "123456") != "" {
			words[i], plain = line, i
			continue
		}
		words[i] = word
	}
	if plain >= 0 && strings.Contains(strings.Join(lines, ""), "\t") {
		return nil, ui.Usagef("line %d, %.80q, holds no word behind the eyes of dice, as others do", plain+1, lines[plain])
	}
	return words, nil
}

func newBelowCommand(p ui.Process) *cobra.Command {
	var bound *big.Int
	cmd := &cobra.Command{
		Use:   "below N",
		Short: "Draw a whole number from 0 to N-1",
		Example: `  primebench secrets below 6                    0 to 5
  primebench secrets below 100 --count 10
  primebench secrets below 100000000000000000000000000000000000000000`,
		Args: func(_ *cobra.Command, args []string) (err error) {
			if len(args) != 1 {
				return fmt.Errorf("below takes one N, got %d arguments", len(args))
			}
			bound, err = parseBound(args[0])
			return err
		},
	}
	d := drawFlags(cmd, "how many", formatRaw, formatJSON)
	cmd.RunE = func(*cobra.Command, []string) error {
		bits, err := secrets.Entropy(bound)
		if err != nil {
			return asRequestError(err)
		}
		d.tell(p, bits, "log2 of N")
		if bound.IsUint64() {
			n := bound.Uint64()
			return d.print(p.Stdout, func() (any, error) { return secrets.Below(n) })
		}
		return d.print(p.Stdout, func() (any, error) { return secrets.BelowBig(bound) })
	}
	return cmd
}

// maxBoundDigits keeps the conversion of a bound from taking long.
const maxBoundDigits = 10_000

// parseBound takes decimal numbers from 1 up, of ASCII digits only.
func parseBound(text string) (*big.Int, error) {
	if text == "" || strings.Trim(text, "0123456789") != "" || strings.Trim(text, "0") == "" || len(text) > maxBoundDigits {
		return nil, fmt.Errorf("%.80q is not a whole number of at least 1 and at most %d digits", text, maxBoundDigits)
	}
	n, ok := new(big.Int).SetString(text, 10)
	if !ok {
		return nil, fmt.Errorf("%.80q is not a whole number", text)
	}
	return n, nil
}

func newUUIDCommand(p ui.Process) *cobra.Command {
	drawID, bits, of := secrets.UUIDv4, 122.0, "all but the version and the variant is random"
	cmd := &cobra.Command{
		Use:       "uuid [v4 | v7]",
		Short:     "Draw a UUID, of version 4 unless v7 is asked for",
		ValidArgs: []string{"v4", "v7"},
		Example: `  primebench secrets uuid
  primebench secrets uuid v7 --count 5          later ones sort behind earlier ones`,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) > 1:
				return fmt.Errorf("uuid takes one version, got %d arguments", len(args))
			case len(args) == 0 || args[0] == "v4":
				return nil
			case args[0] == "v7":
				drawID, bits, of = secrets.UUIDv7, 62, "the rest of a v7 is the time"
				return nil
			default:
				return fmt.Errorf("unknown version %.80q, want v4 or v7", args[0])
			}
		},
	}
	d := drawFlags(cmd, "how many", formatRaw, formatJSON)
	cmd.RunE = func(*cobra.Command, []string) error {
		d.tell(p, bits, of)
		return d.print(p.Stdout, func() (any, error) { return asText(drawID()) })
	}
	return cmd
}

func asText(id uuid.UUID, err error) (string, error) { return id.String(), err }

// errRawMany refuses values that would run into one another.
var errRawMany = errors.New("--format raw writes one value without a line's end; leave --count or --format out")

// print draws and prints as many values as were asked for.
func (d *draw) print(stdout io.Writer, next func() (any, error)) error {
	if d.format.Value == formatRaw && d.count.Value > 1 {
		return ui.Usage(errRawMany)
	}
	out := newSecretWriter(stdout)
	defer out.wipe()
	for range d.count.Value {
		value, err := next()
		if err != nil {
			return asRequestError(err)
		}
		if err := out.value(value, d.format.Value); err != nil {
			return err
		}
	}
	return out.flush()
}
