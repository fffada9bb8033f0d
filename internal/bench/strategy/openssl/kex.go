// Key exchanges by OpenSSL's EVP functions, as libssl calls them, in constant time.

package openssl

import (
	"bytes"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"primebench/dhgroup"
	"primebench/internal/bench/strategy"
	"primebench/internal/kex"
	"primebench/internal/peer"
	"primebench/results"
)

// algorithmOf is how OpenSSL is asked for a parameter set. A group over a prime field
// comes out of a file, as a server of TLS 1.2 reads it, so that the library goes by its
// numbers and not by a name.
func algorithmOf(set kex.Set) (peer.Algorithm, error) {
	switch set.Name {
	case kex.X25519:
		return peer.Algorithm{Name: "X25519"}, nil
	case kex.X448:
		return peer.Algorithm{Name: "X448"}, nil
	case kex.P256:
		return peer.Algorithm{Name: "EC", Group: "P-256"}, nil
	case kex.P384:
		return peer.Algorithm{Name: "EC", Group: "P-384"}, nil
	case kex.P521:
		return peer.Algorithm{Name: "EC", Group: "P-521"}, nil
	case kex.MLKEM768:
		return peer.Algorithm{Name: "ML-KEM-768", KEM: true}, nil
	case kex.MLKEM1024:
		return peer.Algorithm{Name: "ML-KEM-1024", KEM: true}, nil
	case kex.X25519MLKEM768:
		return peer.Algorithm{Name: "X25519MLKEM768", KEM: true}, nil
	}
	// The groups of RFC 5114 have a q of their own, for which X9.42 alone has a place.
	ownQ := !slices.Contains(set.Exponents(), set.Bits-1)
	var pem bytes.Buffer
	if err := dhgroup.Write(&pem, dhgroup.Entry{Group: set.Group}, dhgroup.WriteOptions{Format: dhgroup.PEM, X942: ownQ}); err != nil {
		return peer.Algorithm{}, err
	}
	return peer.Algorithm{Parameters: pem.Bytes()}, nil
}

// exponents remembers how long the library makes secret exponents, by parameter set.
type exponents struct {
	mu   sync.Mutex
	bits map[string]int
}

// of asks the library, for what its documentation says depends on its version and on
// whether it knows the prime by value. A few keys tell: an exponent has its top bit set, or
// is drawn below a bound and then half of the time.
func (e *exponents) of(lib *peer.OpenSSL, set kex.Set) (int, error) {
	if set.Family != kex.FiniteField {
		return 0, nil
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if bits, known := e.bits[set.Name]; known {
		return bits, nil
	}
	p, err := newParty(lib, set)
	if err != nil {
		return 0, err
	}
	const keys = 16
	longest := 0
	for range keys {
		if _, err := p.Generate(); err != nil {
			return 0, err
		}
		bits, err := p.PrivateBits()
		if err != nil {
			return 0, err
		}
		longest = max(longest, bits)
	}
	e.bits[set.Name] = longest
	return longest, nil
}

// A party is an exchange whose memory is the library's.
type party struct{ *peer.KeyExchange }

func newParty(lib *peer.OpenSSL, set kex.Set) (*party, error) {
	algorithm, err := algorithmOf(set)
	if err != nil {
		return nil, err
	}
	x, err := lib.NewKeyExchange(algorithm)
	if err != nil {
		return nil, err
	}
	p := &party{x}
	runtime.AddCleanup(p, (*peer.KeyExchange).Close, x)
	return p, nil
}

// NewParty makes a party of a parameter set. Its errors are those of Check.
func (s Strategy) NewParty(params string) (strategy.Party, error) {
	set, err := kex.Named(params)
	if err != nil {
		return nil, err
	}
	lib, err := s.load()
	if err != nil {
		return nil, err
	}
	p, err := newParty(lib, set)
	switch {
	case err != nil && (set.Family == kex.Lattice || set.Family == kex.Hybrid):
		return nil, strategy.NoLibrary(results.StrategyOpenSSL, "%s has no %s, which version 3.5 is the first to have", lib.Version, set.Name)
	case err != nil:
		return nil, err
	}
	return p, nil
}

// checkKex is the part of Check for key exchanges.
func (s Strategy) checkKex(t strategy.Task) error {
	_, err := s.NewParty(t.Params)
	return err
}

// newKex makes the Runner of a key exchange.
func (s Strategy) newKex(t strategy.Task) (strategy.Runner, error) {
	set, err := kex.Named(t.Params)
	if err != nil {
		return nil, err
	}
	lib, err := s.load()
	if err != nil {
		return nil, err
	}
	bits, err := s.exponents.of(lib, set)
	if err != nil {
		return nil, fmt.Errorf("openssl: %w", err)
	}
	exchange := strategy.Exchange{
		ConstantTime: true, ExponentBits: bits, Short: bits > 0 && bits == results.ShortExponentBits(set.Bits),
		SetUp: func() (strategy.Party, error) { return newParty(lib, set) },
	}
	if bits > 0 {
		exchange.Tests = float64(bits) / float64(set.Bits)
	}
	facts := strategy.Facts{NoSearch: strategy.NoExchangeSearch, Peer: results.Peer{Version: lib.Version, Path: lib.Path}}
	return strategy.Unsearched(results.StrategyOpenSSL, facts, exchange.For(t)), nil
}
