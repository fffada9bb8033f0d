package stdlib

import (
	"bytes"
	"crypto/mlkem"
	"crypto/mlkem/mlkemtest"
	"errors"
	"math/big"
	"strings"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/strategytest"
	"primebench/internal/kex"
	"primebench/internal/vectors"
)

const exchanges = "../../../kex/testdata/exchanges.txt"

func TestExchanges(t *testing.T) {
	for _, set := range kex.Sets() {
		task := strategytest.Exchanges(set.Name)
		switch err := (Seeded{}).Check(task); {
		case err == nil:
			if set.Bits <= 2048 { // larger groups do the same and take long
				strategytest.Run(t, Seeded{}, task)
			}
		case !set.Fresh() && set.Name != kex.X448 || !errors.Is(err, strategy.ErrUnsupported):
			t.Errorf("%s: %v", set.Name, err)
		}
	}
	if err := (Seeded{}).Check(strategy.Task{Kind: strategy.Kex, Bits: 255, Params: "x25518", Workers: 1}); !errors.Is(err, kex.ErrUnknown) {
		t.Errorf("an unknown parameter set: %v", err)
	}
}

func TestPartiesAgree(t *testing.T) {
	for _, name := range []string{kex.X25519, kex.P256, kex.P384, kex.P521, kex.MLKEM768, kex.MLKEM1024, kex.X25519MLKEM768} {
		t.Run(name, func(t *testing.T) { strategytest.Agree(t, NewParty(name), NewParty(name)) })
	}
}

// TestHybridParts: too short a share or answer is an error, and so is one half that is
// none.
func TestHybridParts(t *testing.T) {
	client, server := NewParty(kex.X25519MLKEM768), NewParty(kex.X25519MLKEM768)
	share, err := client.Generate()
	if err != nil {
		t.Fatal(err)
	}
	answer, _, err := server.Answer(share)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, mlkem.EncapsulationKeySize768 - 1, mlkem.EncapsulationKeySize768, len(share) - 1} {
		if _, _, err := server.Answer(share[:n]); err == nil {
			t.Errorf("%d bytes of a share of %d are answered", n, len(share))
		}
	}
	for _, n := range []int{0, mlkem.CiphertextSize768 - 1, len(answer) - 1} {
		if err := client.Receive(answer[:n]); err == nil {
			t.Errorf("%d bytes of an answer of %d are taken", n, len(answer))
		}
	}
}

// TestKnownExchanges holds each library's arithmetic, by the calls that are measured, to
// what others published.
func TestKnownExchanges(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range vectors.Read(t, exchanges) {
		name, what, _ := strings.Cut(row.Claim, "-")
		number := func(name string, size int) []byte { return row.Numbers[name].FillBytes(make([]byte, size)) }
		var got, want []byte
		var err error
		switch party := NewParty(name).(type) {
		case *curveParty:
			got, want, err = knownCurve(party, name, number)
		case *kemParty[*mlkem.DecapsulationKey768, *mlkem.EncapsulationKey768]:
			got, want, err = knownKEM(party, what, number, mlkem.NewDecapsulationKey768, mlkemtest.Encapsulate768, mlkem.EncapsulationKeySize768, mlkem.CiphertextSize768)
		case *kemParty[*mlkem.DecapsulationKey1024, *mlkem.EncapsulationKey1024]:
			got, want, err = knownKEM(party, what, number, mlkem.NewDecapsulationKey1024, mlkemtest.Encapsulate1024, mlkem.EncapsulationKeySize1024, mlkem.CiphertextSize1024)
		default:
			set, setErr := kex.Named(name)
			if setErr != nil || set.Family != kex.FiniteField {
				continue // no such curve
			}
			got, want, err = knownGroup(t, set, row)
		}
		seen[row.Claim] = true
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%v: %x, want %x: %v", row, got, want, err)
		}
	}
	for _, claim := range []string{"x25519", "p256", "p384", "p521", "ffdhe2048", "mlkem768-keygen", "mlkem768-encapsulate", "mlkem768-decapsulate", "mlkem1024-decapsulate"} {
		if !seen[claim] {
			t.Errorf("no known answer of %s", claim)
		}
	}
}

func knownCurve(party *curveParty, name string, number func(string, int) []byte) (got, want []byte, err error) {
	set, err := kex.Named(name)
	if err != nil {
		return nil, nil, err
	}
	size := (set.Bits + 7) / 8
	if party.own, err = party.curve.NewPrivateKey(number("private", size)); err != nil {
		return nil, nil, err
	}
	if public := number("public", set.ClientBytes); !bytes.Equal(party.own.PublicKey().Bytes(), public) {
		return party.own.PublicKey().Bytes(), public, nil
	}
	if err := party.Receive(number("peer", set.ServerBytes)); err != nil {
		return nil, nil, err
	}
	got, err = party.Secret()
	return got, number("secret", size), err
}

func knownKEM[D interface {
	Decapsulate([]byte) ([]byte, error)
	EncapsulationKey() E
}, E interface {
	Bytes() []byte
	Encapsulate() ([]byte, []byte)
}](party *kemParty[D, E], what string, number func(string, int) []byte, fromSeed func([]byte) (D, error),
	encapsulate func(E, []byte) ([]byte, []byte, error), keySize, ciphertextSize int,
) (got, want []byte, err error) {
	if what == "encapsulate" {
		key, err := party.parse(number("key", keySize))
		if err != nil {
			return nil, nil, err
		}
		secret, ciphertext, err := encapsulate(key, number("randomness", 32))
		return append(secret, ciphertext...), append(number("secret", mlkem.SharedKeySize), number("ciphertext", ciphertextSize)...), err
	}
	if party.own, err = fromSeed(number("seed", mlkem.SeedSize)); err != nil {
		return nil, nil, err
	}
	if what == "keygen" {
		return party.own.EncapsulationKey().Bytes(), number("key", keySize), nil
	}
	if err := party.Receive(number("ciphertext", ciphertextSize)); err != nil {
		return nil, nil, err
	}
	got, err = party.Secret()
	return got, number("secret", mlkem.SharedKeySize), err
}

// knownGroup raises as the measured uses do: a key pair in one batch, then the secret.
func knownGroup(t *testing.T, set kex.Set, row vectors.Row) (got, want []byte, err error) {
	private := row.Numbers["private"]
	raiser, err := bigPowers().SetUp(set.Group.P, [][]strategy.Pair{
		{{Base: set.Group.G, Exponent: private}}, {{Base: row.Numbers["peer"], Exponent: private}},
	})
	if err != nil {
		return nil, nil, err
	}
	var powers []*big.Int
	for batch := range 2 {
		power, err := raiser.Raise(t.Context(), batch)
		if err != nil {
			return nil, nil, err
		}
		powers = append(powers, power...)
	}
	return append(powers[0].Bytes(), powers[1].Bytes()...), append(row.Numbers["public"].Bytes(), row.Numbers["secret"].Bytes()...), nil
}
