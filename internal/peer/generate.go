// OpenSSL's own search for primes, and its test of a number.

package peer

import (
	"errors"
	"fmt"
	"math/big"
)

// What BN_generate_prime_ex tells its callback (BN_generate_prime(3)).
const (
	Candidate = 0 // a number has passed trial division and is tested next
	Round     = 1 // a number has passed a Miller-Rabin round
	SafeRound = 2 // a number and its half have passed a round each
)

// A Generator searches for primes by BN_generate_prime_ex, one at a time; several
// may search at the same time.
type Generator struct {
	lib     *OpenSSL
	handle  uintptr // the BN_GENCB that carries the callback
	observe func(event int32) (goOn bool)
}

// Generator makes a Generator.
func (o *OpenSSL) Generator() (*Generator, error) {
	// A callback's memory is never given back, so there is one for all.
	o.calling.Do(func() { o.callback = newCallback(o.heard) })
	g := &Generator{lib: o, handle: o.gencbNew()}
	if o.callback == 0 || g.handle == 0 {
		return nil, errors.New("peer: OpenSSL's callback cannot be made")
	}
	o.generators.Store(g.handle, g)
	o.gencbSet(g.handle, o.callback, 0)
	return g, nil
}

// heard takes an event to the Generator that it is of.
func (o *OpenSSL) heard(event, _ int32, handle uintptr) uintptr {
	g, ok := o.generators.Load(handle)
	if ok && g.(*Generator).observe(event) {
		return 1
	}
	return 0
}

// Generate searches for a prime or safe prime of so many bits, of which
// OpenSSL sets the two top ones. observe hears every event and ends the search
// by returning false; the prime is then nil.
func (g *Generator) Generate(bits int, safe bool, observe func(event int32) (goOn bool)) (*big.Int, error) {
	stopped := false
	g.observe = func(event int32) bool {
		stopped = stopped || !observe(event)
		return !stopped
	}
	wantSafe := int32(0)
	if safe {
		wantSafe = 1
	}
	n := g.lib.bnNew()
	defer g.lib.bnFree(n)
	ok := g.lib.generatePrime(n, int32(bits), wantSafe, 0, 0, g.handle)
	switch {
	case stopped:
		return nil, nil
	case ok != 1:
		return nil, fmt.Errorf("peer: BN_generate_prime_ex fails at %d bits", bits)
	}
	return g.lib.value(n, bits), nil
}

// Close frees the library's memory.
func (g *Generator) Close() {
	g.lib.generators.Delete(g.handle)
	g.lib.gencbFree(g.handle)
}

// IsPrime puts n to BN_is_prime_ex with so many Miller-Rabin rounds. From
// version 3 on OpenSSL does 64 at least, and 128 above 2048 bits.
func (o *OpenSSL) IsPrime(n *big.Int, rounds int) bool {
	number, ctx := o.number(n), o.ctxNew()
	defer o.bnFree(number)
	defer o.ctxFree(ctx)
	return o.isPrime(number, int32(rounds), ctx, 0) == 1
}
