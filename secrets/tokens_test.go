package secrets_test

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"math"
	"testing"
	"time"

	"primebench/secrets"
)

func TestTokensHaveTheirSizeAndForm(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 16, 63, 64, 65, 100000} {
		raw := first(secrets.TokenBytes(n))
		fromHex := first(hex.DecodeString(first(secrets.TokenHex(n))))
		fromURL := first(base64.RawURLEncoding.DecodeString(first(secrets.TokenURLSafe(n))))
		for i, token := range [][]byte{raw, fromHex, fromURL} {
			if len(token) != n {
				t.Errorf("form %d of %d bytes has %d", i, n, len(token))
			}
			if n == 100000 {
				counts := make([]int, 256)
				for _, b := range token {
					counts[b]++
				}
				wantUniform(t, "bytes of a token in form "+text(i), counts)
			}
		}
		if n >= 16 && (string(raw) == string(fromHex) || string(raw) == string(fromURL)) {
			t.Error("two tokens are equal")
		}
	}
}

func TestDefaultSize(t *testing.T) {
	if got := first(secrets.TokenBytes()); len(got) != 32 {
		t.Errorf("TokenBytes() has %d bytes, want 32 as in Python", len(got))
	}
	if got := first(secrets.TokenHex()); len(got) != 64 {
		t.Errorf("TokenHex() = %q", got)
	}
	if got := first(secrets.TokenURLSafe()); len(got) != 43 {
		t.Errorf("TokenURLSafe() = %q", got)
	}
}

func TestImpossibleTokens(t *testing.T) {
	for _, n := range []int{-1, math.MinInt, secrets.MaxBytes + 1, math.MaxInt} {
		for what, err := range map[string]error{
			"TokenBytes":   second(secrets.TokenBytes(n)),
			"TokenHex":     second(secrets.TokenHex(n)),
			"TokenURLSafe": second(secrets.TokenURLSafe(n)),
			"Nonce":        second(secrets.Nonce(n)),
			"Key":          second(secrets.Key(n)),
			"Tokens":       second(secrets.Tokens(1, n)),
		} {
			if !errors.Is(err, secrets.ErrRange) {
				t.Errorf("%s(%d): %v, want ErrRange", what, n, err)
			}
		}
	}
	for what, err := range map[string]error{
		"two sizes":        second(secrets.TokenBytes(1, 2)),
		"a short nonce":    second(secrets.Nonce(secrets.MinNonceBytes - 1)),
		"a short key":      second(secrets.Key(secrets.MinKeyBytes - 1)),
		"a negative count": second(secrets.Tokens(-1, 32)),
	} {
		if !errors.Is(err, secrets.ErrRange) {
			t.Errorf("%s: %v, want ErrRange", what, err)
		}
	}
}

func TestNonceAndKey(t *testing.T) {
	for _, n := range []int{16, 24, 32} {
		if got := first(secrets.Nonce(n)); len(got) != n {
			t.Errorf("Nonce(%d) has %d bytes", n, len(got))
		}
		if got := first(secrets.Key(n)); len(got) != n {
			t.Errorf("Key(%d) has %d bytes", n, len(got))
		}
	}
}

// Tokens of a size that does and does not divide a block, and of one above it.
func TestTokensStream(t *testing.T) {
	for _, test := range []struct{ count, size int }{
		{0, 32}, {1, 32}, {5000, 32}, {5000, 33}, {3, 0}, {3, 100000}, {1, 1 << 17},
	} {
		tokens, err := secrets.Tokens(test.count, test.size)
		if err != nil {
			t.Fatal(err)
		}
		seen, number := map[string]bool{}, 0
		for token := range tokens {
			number++
			if len(token) != test.size || cap(token) != test.size {
				t.Fatalf("a token of %d bytes has %d, cap %d", test.size, len(token), cap(token))
			}
			seen[string(token)] = true
		}
		if number != test.count || test.size > 0 && len(seen) != test.count {
			t.Errorf("%d tokens of %d bytes: %d came, %d different", test.count, test.size, number, len(seen))
		}
	}
}

func TestTokensAreWiped(t *testing.T) {
	for _, stopAt := range []int{1, 3} {
		tokens, err := secrets.Tokens(3, 32)
		if err != nil {
			t.Fatal(err)
		}
		var kept [][]byte
		for token := range tokens {
			if string(token) == string(make([]byte, 32)) {
				t.Error("a token is all zero")
			}
			kept = append(kept, token)
			if len(kept) == stopAt {
				break
			}
		}
		for i, token := range kept {
			if string(token) != string(make([]byte, 32)) {
				t.Errorf("left after %d: token %d is still there", stopAt, i)
			}
		}
	}
}

func TestEqual(t *testing.T) {
	type mac []byte
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"", "", true}, {"a", "a", true}, {"a", "b", false}, {"a", "aa", false}, {"a", "", false}, {"\x00", "", false},
	} {
		if secrets.Equal(test.a, test.b) != test.want || secrets.Equal(mac(test.a), mac(test.b)) != test.want {
			t.Errorf("Equal(%q, %q) is not %v", test.a, test.b, test.want)
		}
	}
}

func TestUUIDs(t *testing.T) {
	before := time.Now().UnixMilli()
	last := ""
	for range 1000 {
		four, seven := first(secrets.UUIDv4()), first(secrets.UUIDv7())
		if four.Version() != 4 || seven.Version() != 7 || four.Variant() != seven.Variant() || four.Variant().String() != "RFC4122" {
			t.Fatalf("UUIDs %v and %v", four, seven)
		}
		if seven.String() <= last {
			t.Fatalf("%v sorts before %s, which came before", seven, last)
		}
		last = seven.String()
		made := int64(0)
		for _, b := range seven[:6] {
			made = made<<8 | int64(b)
		}
		if made < before {
			t.Fatalf("%v was made at %d ms, want %d or later", seven, made, before)
		}
	}
}
