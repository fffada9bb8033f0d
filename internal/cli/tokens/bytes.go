// The verbs of secrets whose secrets are bytes: token, nonce, key and
// raw.

package tokens

import (
	"context"
	"fmt"
	"io"
	"math"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"primebench/internal/cli/ui"
	"primebench/secrets"
)

// A bytesVerb is what tells token, nonce and key apart.
type bytesVerb struct {
	name, short, example string
	least, most          int // bytes
}

func newBytesCommand(p ui.Process, verb bytesVerb) *cobra.Command {
	cmd := &cobra.Command{Use: verb.name, Short: verb.short, Example: verb.example, Args: ui.NoArguments}
	size := bytesFlag(cmd, verb.least, verb.most)
	d := drawFlags(cmd, "how many", formatHex, formatBase64URL, formatRaw, formatJSON)
	cmd.Long = "base64url is that of URLs, without padding; raw is the bytes and nothing between\nthem; json is a string of hex digits a line."
	cmd.RunE = func(*cobra.Command, []string) error {
		tokens, err := secrets.Tokens(d.count.Value, size.Value)
		if err != nil {
			return err
		}
		d.tell(p, 8*float64(size.Value), fmt.Sprintf("each %s is %d random bytes", verb.name, size.Value))
		out := newSecretWriter(p.Stdout)
		defer out.wipe()
		for token := range tokens {
			if err := out.token(token, d.format.Value); err != nil {
				return err
			}
		}
		return out.flush()
	}
	return cmd
}

func bytesFlag(cmd *cobra.Command, least, most int) *ui.Single[int] {
	size := ui.NewSingle("N", ui.WholeNumber(least, most))
	size.Value = secrets.DefaultBytes
	ui.Define(cmd.Flags(), size, "bytes", fmt.Sprintf("size in bytes, %d to %d (default: %d)", least, most, secrets.DefaultBytes))
	return size
}

// rawBlock is what raw draws and writes at once.
const rawBlock = 64 << 10

func newRawCommand(p ui.Process) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "raw",
		Short: "Write random bytes as they are, for other programs",
		Example: `  primebench secrets raw --bytes 1000000000 | ent
  primebench secrets raw --bytes 20000000000 | dieharder -a -g 200
  primebench secrets raw --bytes 68719476736 | RNG_test stdin64`,
		Args: ui.NoArguments,
	}
	size := bytesFlag(cmd, 1, math.MaxInt)
	cmd.RunE = func(*cobra.Command, []string) error { return writeRaw(p.Stdout, size.Value) }
	return cmd
}

// writeRaw writes so many random bytes. One block is drawn while another one is
// drawn or written: they are written in turn.
func writeRaw(out io.Writer, size int) error {
	const drawers = 2
	group, ctx := errgroup.WithContext(context.Background())
	var turns [drawers]chan struct{}
	for i := range turns {
		turns[i] = make(chan struct{}, 1)
	}
	turns[0] <- struct{}{}
	for i := range drawers {
		blocks, err := secrets.Tokens((size/rawBlock+drawers-1-i)/drawers, rawBlock)
		if err != nil {
			return err
		}
		group.Go(func() error {
			for block := range blocks {
				select {
				case <-turns[i]:
				case <-ctx.Done():
					return ctx.Err()
				}
				if _, err := out.Write(block); err != nil {
					return err
				}
				turns[(i+1)%drawers] <- struct{}{}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	rest, err := secrets.TokenBytes(size % rawBlock)
	if err != nil {
		return err
	}
	defer clear(rest)
	_, err = out.Write(rest)
	return err
}
