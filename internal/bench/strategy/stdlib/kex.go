// Key exchanges by Go's standard library, as crypto/tls does them: crypto/ecdh and
// crypto/mlkem, in constant time. It has no Diffie-Hellman over prime fields: what is
// measured there is big.Int.Exp.

package stdlib

import (
	"crypto/ecdh"
	"crypto/mlkem"
	"crypto/rand"
	"fmt"

	"primebench/internal/bench/strategy"
	"primebench/internal/kex"
	"primebench/results"
)

// newKex makes the Runner of a key exchange.
func newKex(t strategy.Task) (strategy.Runner, error) {
	set, err := kex.Named(t.Params)
	if err != nil {
		return nil, err
	}
	facts := strategy.Facts{NoSearch: strategy.NoExchangeSearch}
	if set.Family == kex.FiniteField {
		facts.Seeded = true // exponents and public values
		return strategy.Unsearched(results.StrategyStdlib, facts, strategy.Uses(t, bigPowers())), nil
	}
	exchange := strategy.Exchange{ConstantTime: true, SetUp: func() (strategy.Party, error) { return NewParty(set.Name), nil }}
	return strategy.Unsearched(results.StrategyStdlib, facts, exchange.For(t)), nil
}

// checkKex is the part of Check for key exchanges.
func checkKex(t strategy.Task) error {
	set, err := kex.Named(t.Params)
	switch {
	case err != nil:
		return err
	case set.Fresh():
		return strategy.Unsupported(results.StrategyStdlib, "a fresh group costs math/big what a published one of its size does")
	case set.Family != kex.FiniteField && NewParty(set.Name) == nil:
		return strategy.Unsupported(results.StrategyStdlib, "Go's standard library has no %s", set.Name)
	}
	return nil
}

// NewParty makes a party of a parameter set that is no group over a prime field; nil
// where the library has none.
func NewParty(name string) strategy.Party {
	switch name {
	case kex.X25519:
		return &curveParty{curve: ecdh.X25519()}
	case kex.P256:
		return &curveParty{curve: ecdh.P256()}
	case kex.P384:
		return &curveParty{curve: ecdh.P384()}
	case kex.P521:
		return &curveParty{curve: ecdh.P521()}
	case kex.MLKEM768:
		return &kemParty[*mlkem.DecapsulationKey768, *mlkem.EncapsulationKey768]{generate: mlkem.GenerateKey768, parse: mlkem.NewEncapsulationKey768}
	case kex.MLKEM1024:
		return &kemParty[*mlkem.DecapsulationKey1024, *mlkem.EncapsulationKey1024]{generate: mlkem.GenerateKey1024, parse: mlkem.NewEncapsulationKey1024}
	case kex.X25519MLKEM768:
		return &hybridParty{curve: NewParty(kex.X25519), lattice: NewParty(kex.MLKEM768), shareSize: mlkem.EncapsulationKeySize768, answerSize: mlkem.CiphertextSize768}
	}
	return nil
}

// A curveParty exchanges keys by an elliptic curve.
type curveParty struct {
	curve ecdh.Curve
	own   *ecdh.PrivateKey
	peer  *ecdh.PublicKey
}

// Generate implements strategy.Party.
func (p *curveParty) Generate() (share []byte, err error) {
	if p.own, err = p.curve.GenerateKey(rand.Reader); err != nil {
		return nil, err
	}
	return p.own.PublicKey().Bytes(), nil
}

// Answer implements strategy.Party.
func (p *curveParty) Answer(share []byte) (answer, secret []byte, err error) {
	own, err := p.curve.GenerateKey(rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	peer, err := p.curve.NewPublicKey(share)
	if err != nil {
		return nil, nil, err
	}
	secret, err = own.ECDH(peer)
	return own.PublicKey().Bytes(), secret, err
}

// Receive implements strategy.Party.
func (p *curveParty) Receive(answer []byte) (err error) {
	p.peer, err = p.curve.NewPublicKey(answer)
	return err
}

// Secret implements strategy.Party.
func (p *curveParty) Secret() ([]byte, error) { return p.own.ECDH(p.peer) }

// A kemParty exchanges keys by ML-KEM: the client's key pair, the server's ciphertext.
type kemParty[D interface {
	Decapsulate(ciphertext []byte) ([]byte, error)
	EncapsulationKey() E
}, E interface {
	Bytes() []byte
	Encapsulate() (secret, ciphertext []byte)
}] struct {
	generate   func() (D, error)
	parse      func([]byte) (E, error)
	own        D
	ciphertext []byte
}

// Generate implements strategy.Party.
func (p *kemParty[D, E]) Generate() (share []byte, err error) {
	if p.own, err = p.generate(); err != nil {
		return nil, err
	}
	return p.own.EncapsulationKey().Bytes(), nil
}

// Answer implements strategy.Party.
func (p *kemParty[D, E]) Answer(share []byte) (answer, secret []byte, err error) {
	peer, err := p.parse(share)
	if err != nil {
		return nil, nil, err
	}
	secret, answer = peer.Encapsulate()
	return answer, secret, nil
}

// Receive implements strategy.Party.
func (p *kemParty[D, E]) Receive(answer []byte) error {
	p.ciphertext = answer
	return nil
}

// Secret implements strategy.Party.
func (p *kemParty[D, E]) Secret() ([]byte, error) { return p.own.Decapsulate(p.ciphertext) }

// A hybridParty is both at once, ML-KEM's part first (draft-ietf-tls-ecdhe-mlkem,
// section 4).
type hybridParty struct {
	curve, lattice        strategy.Party
	shareSize, answerSize int // of the lattice's part
}

// Generate implements strategy.Party.
func (p *hybridParty) Generate() ([]byte, error) {
	first, err := p.lattice.Generate()
	if err != nil {
		return nil, err
	}
	second, err := p.curve.Generate()
	return append(first, second...), err
}

// Answer implements strategy.Party.
func (p *hybridParty) Answer(share []byte) (answer, secret []byte, err error) {
	if len(share) < p.shareSize {
		return nil, nil, fmt.Errorf("stdlib: a share of %d bytes, want more than %d", len(share), p.shareSize)
	}
	answer, secret, err = p.lattice.Answer(share[:p.shareSize])
	if err != nil {
		return nil, nil, err
	}
	second, rest, err := p.curve.Answer(share[p.shareSize:])
	return append(answer, second...), append(secret, rest...), err
}

// Receive implements strategy.Party.
func (p *hybridParty) Receive(answer []byte) error {
	if len(answer) < p.answerSize {
		return fmt.Errorf("stdlib: an answer of %d bytes, want more than %d", len(answer), p.answerSize)
	}
	if err := p.lattice.Receive(answer[:p.answerSize]); err != nil {
		return err
	}
	return p.curve.Receive(answer[p.answerSize:])
}

// Secret implements strategy.Party.
func (p *hybridParty) Secret() ([]byte, error) {
	first, err := p.lattice.Secret()
	if err != nil {
		return nil, err
	}
	second, err := p.curve.Secret()
	return append(first, second...), err
}
