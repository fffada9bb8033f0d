// No randomness, no secret: a generator that fails or ends early stops the
// program before a value is returned. That ends the process, so each function is
// tried in a process of its own.

package secrets_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/uuid"

	"primebench/secrets"
)

// drawing names the function that a process of its own calls.
const drawing = "SECRETS_TEST_DRAWING"

var draws = map[string]func() any{
	"Below":        func() any { return first(secrets.Below(10)) },
	"BelowBig":     func() any { return first(secrets.BelowBig(big.NewInt(1 << 40))) },
	"Between":      func() any { return first(secrets.Between(1, 6)) },
	"Bits":         func() any { return first(secrets.Bits(8)) },
	"BitsBig":      func() any { return first(secrets.BitsBig(64)) },
	"Choice":       func() any { return first(secrets.Choice([]int{1, 2})) },
	"Sample":       func() any { return first(secrets.Sample([]int{1, 2}, 1)) },
	"Shuffle":      func() any { secrets.Shuffle([]int{1, 2}); return "shuffled" },
	"TokenBytes":   func() any { return first(secrets.TokenBytes()) },
	"TokenHex":     func() any { return first(secrets.TokenHex()) },
	"TokenURLSafe": func() any { return first(secrets.TokenURLSafe()) },
	"Nonce":        func() any { return first(secrets.Nonce(12)) },
	"Key":          func() any { return first(secrets.Key(32)) },
	"Password":     func() any { return first(secrets.Password(secrets.PasswordSpec{})) },
	"Passphrase":   func() any { return first(secrets.Passphrase(secrets.PassphraseSpec{})) },
	"Tokens": func() any {
		for token := range first(secrets.Tokens(1, 32)) {
			return token
		}
		return nil
	},
}

func TestNoRandomnessNoSecret(t *testing.T) {
	if name, ok := os.LookupEnv(drawing); ok {
		function, reader, _ := strings.Cut(name, " ")
		rand.Reader = map[string]io.Reader{
			"fails": iotest.ErrReader(errors.New("no randomness")),
			"ends":  bytes.NewReader([]byte{1, 2, 3}),
		}[reader]
		fmt.Println("drew", draws[function]())
		return
	}
	for function := range draws {
		for _, reader := range []string{"fails", "ends"} {
			cmd := exec.Command(os.Args[0], "-test.run=^TestNoRandomnessNoSecret$")
			cmd.Env = append(os.Environ(), drawing+"="+function+" "+reader)
			out, err := cmd.CombinedOutput()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || bytes.Contains(out, []byte("drew")) || !bytes.Contains(out, []byte("failed to read random data")) {
				t.Errorf("%s with a generator that %s: %v\n%s", function, reader, err, out)
			}
		}
	}
}

// A UUID's library returns the error in the place of the crash.
func TestNoRandomnessNoUUID(t *testing.T) {
	old := rand.Reader
	defer func() { rand.Reader = old }()
	failed := errors.New("no randomness")
	rand.Reader = iotest.ErrReader(failed)
	for version, draw := range map[int]func() (uuid.UUID, error){4: secrets.UUIDv4, 7: secrets.UUIDv7} {
		if id, err := draw(); !errors.Is(err, failed) || id != uuid.Nil {
			t.Errorf("version %d: %v, %v, want the error and no UUID", version, id, err)
		}
	}
}
