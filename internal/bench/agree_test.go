// Key exchanges between libraries: one is the client and another one the server.

package bench

import (
	"crypto/rand"
	"errors"
	"math/big"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/openssl"
	"primebench/internal/bench/strategy/stdlib"
	"primebench/internal/bench/strategy/strategytest"
	"primebench/internal/kex"
	"primebench/internal/needed"
)

// A bigParty exchanges keys in a group over a prime field by math/big.
type bigParty struct {
	set            kex.Set
	exponent, peer *big.Int
}

func (p *bigParty) Generate() (share []byte, err error) {
	if p.exponent, err = rand.Int(rand.Reader, p.set.Group.Q); err != nil {
		return nil, err
	}
	return p.raise(p.set.Group.G), nil
}

func (p *bigParty) Answer(share []byte) (answer, secret []byte, err error) {
	if answer, err = p.Generate(); err != nil {
		return nil, nil, err
	}
	return answer, p.raise(new(big.Int).SetBytes(share)), nil
}

func (p *bigParty) Receive(answer []byte) error {
	p.peer = new(big.Int).SetBytes(answer)
	return nil
}

func (p *bigParty) Secret() ([]byte, error) { return p.raise(p.peer), nil }

func (p *bigParty) raise(base *big.Int) []byte {
	return new(big.Int).Exp(base, p.exponent, p.set.Group.P).FillBytes(make([]byte, p.set.ServerBytes))
}

func goParty(set kex.Set) strategy.Party {
	if set.Family == kex.FiniteField {
		return &bigParty{set: set}
	}
	return stdlib.NewParty(set.Name)
}

// TestLibrariesAgree: Go and OpenSSL come to one secret, whichever of them is the server.
func TestLibrariesAgree(t *testing.T) {
	lib := openssl.New()
	for _, set := range kex.Sets() {
		if set.Name == kex.X448 || set.Bits > 4096 { // which Go does not have, and which takes long
			continue
		}
		t.Run(set.Name, func(t *testing.T) {
			theirs, err := lib.NewParty(set.Name)
			if errors.Is(err, strategy.ErrNoLibrary) {
				if !set.Quantum { // which old versions do not have
					needed.Without(t, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			strategytest.Agree(t, goParty(set), theirs)
			strategytest.Agree(t, theirs, goParty(set))
		})
	}
}
