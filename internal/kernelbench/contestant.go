// Who takes part: the kernels, and the libraries beside them.

package main

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"primebench/internal/montgomery"
	"primebench/internal/peer"
)

// The rows of the tables that are not a kernel.
const (
	nameBig         = "math/big Exp"
	nameOpenSSL     = "OpenSSL BN_mod_exp_mont"
	nameOpenSSLWord = "OpenSSL BN_mod_exp_mont_word"
	nameGMP         = "GMP mpz_powm"
)

// peerNames lists them in the order of the tables.
func peerNames() []string { return []string{nameBig, nameOpenSSL, nameOpenSSLWord, nameGMP} }

// A contestant is timed, on numbers of one size.
type contestant struct {
	name   string
	units  float64 // what one run does: numbers tested, or instructions executed
	run    func() error
	repeat int // runs that are timed together
}

// A field is the contestants of one size.
type field struct {
	bits        int
	contestants []*contestant
	closers     []func()
}

// close frees what the contestants hold.
func (f *field) close() {
	for _, c := range f.closers {
		c()
	}
}

// peers are the shared libraries; one that the machine lacks is nil.
type peers struct {
	openSSL *peer.OpenSSL
	gmp     *peer.GMP
}

func openPeers() (peers, error) {
	var p peers
	var err error
	if p.openSSL, err = peer.OpenOpenSSL(); err != nil && !errors.Is(err, peer.ErrAbsent) {
		return p, err
	}
	if p.gmp, err = peer.OpenGMP(); err != nil && !errors.Is(err, peer.ErrAbsent) {
		return p, err
	}
	return p, nil
}

// newField makes the contestants of one size and checks each one's answer.
func newField(bits int, kernels []string, p peers) (*field, error) {
	f := &field{bits: bits}
	moduli := candidates(bits)
	verdicts := expect(moduli)
	for _, name := range kernels {
		if err := f.addKernel(name, moduli, verdicts); err != nil {
			f.close()
			return nil, fmt.Errorf("kernelbench: %s at %d bits: %w", name, bits, err)
		}
	}
	if err := f.addPeers(moduli[0], p); err != nil {
		f.close()
		return nil, err
	}
	if loop, ok := limitLoop(); ok && slices.Contains(kernels, limited) {
		f.contestants = append(f.contestants, loop)
	}
	return f, nil
}

// addKernel adds the test of a full batch.
func (f *field) addKernel(name string, moduli []*big.Int, verdicts montgomery.Mask) error {
	batch, err := montgomery.NewBatch(name, f.bits)
	if err != nil {
		return err
	}
	if err := checkKernel(batch, knownPrime(f.bits), moduli, verdicts); err != nil {
		return err
	}
	f.contestants = append(f.contestants, &contestant{
		name:  name,
		units: montgomery.Lanes,
		run: func() error {
			_, err := batch.Base2(context.Background())
			return err
		},
	})
	return nil
}

// addPeers adds 2^(n-1) mod n by every library that the machine has.
func (f *field) addPeers(n *big.Int, p peers) error {
	two, exponent, z := big.NewInt(2), new(big.Int).Sub(n, big.NewInt(1)), new(big.Int)
	f.contestants = append(f.contestants, &contestant{
		name:  nameBig,
		units: 1,
		run:   func() error { z.Exp(two, exponent, n); return nil },
	})
	want := new(big.Int).Exp(two, exponent, n)
	if p.openSSL != nil {
		if err := f.addPeer(nameOpenSSL, p.openSSL.ModExp(two, exponent, n, false), want); err != nil {
			return err
		}
		if err := f.addPeer(nameOpenSSLWord, p.openSSL.ModExp(two, exponent, n, true), want); err != nil {
			return err
		}
	}
	if p.gmp != nil {
		return f.addPeer(nameGMP, p.gmp.ModExp(two, exponent, n), want)
	}
	return nil
}

func (f *field) addPeer(name string, x peer.ModExp, want *big.Int) error {
	f.closers = append(f.closers, x.Close)
	if err := checkPeer(x, want); err != nil {
		return fmt.Errorf("kernelbench: %s at %d bits: %w", name, f.bits, err)
	}
	f.contestants = append(f.contestants, &contestant{
		name:  name,
		units: 1,
		run:   func() error { x.Run(); return nil },
	})
	return nil
}
