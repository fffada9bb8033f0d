// The comparisons, and what they are to reach.

package main

import (
	"primebench/internal/theory"
	"primebench/millerrabin"
	"primebench/sieve"
)

// Who takes part.
const (
	whoOurs     = "primebench"
	whoStream   = "primebench in a stream"
	whoBulk     = "primebench in bulk"
	whoOpenSSL  = "OpenSSL BN_generate_prime_ex"
	whoGo       = "crypto/rand.Prime's loop"
	whoGoItself = "crypto/rand.Prime"
	whoGMP      = "GMP mpz_nextprime"
	whoCircl    = "circl SafePrime"
	whoSSH      = "ssh-keygen -M generate, -M screen"
)

// A comparison is a peer beside us, and the least ratio of its time to ours that
// the project sets itself; 0 where it sets none. The goals are aims, not
// measurements.
type comparison struct {
	peer, ours key
	least      float64
}

// openSSLPolicy is what our finds must pass to have passed what OpenSSL's do.
func openSSLPolicy(bits int) millerrabin.Policy {
	return millerrabin.Policy{Rounds: theory.OpenSSLRounds(bits)}
}

// comparisons lists them in the order of the table: at each one's own policy
// first, then at equal policy.
func comparisons() []comparison {
	var own millerrabin.Policy
	goKey := func(who string, bits int) key { return key{who, sieve.Prime, bits, goPolicy.String()} }
	gmpKey := func(bits int) key { return key{whoGMP, sieve.Prime, bits, gmpPolicy} }
	return []comparison{
		{openSSLKey(sieve.Safe, 2048), oursAt(sieve.Safe, 2048, own), 40},
		{openSSLKey(sieve.Safe, 2048), streamAt(sieve.Safe, 2048, true), 0},
		{openSSLKey(sieve.Safe, 1024), oursAt(sieve.Safe, 1024, own), 35},
		{key{whoCircl, sieve.Safe, 1024, goPolicy.String()}, oursAt(sieve.Safe, 1024, own), 500},
		{key{whoSSH, sieve.Safe, moduliBits, moduliPolicy}, streamAt(sieve.Safe, moduliBits, true), 15},
		{openSSLKey(sieve.Prime, 1024), oursAt(sieve.Prime, 1024, own), 10},
		{openSSLKey(sieve.Prime, 1024), oursAt(sieve.Prime, 1024, openSSLPolicy(1024)), 0},
		{openSSLKey(sieve.Prime, 1024), streamAt(sieve.Prime, 1024, false), 0},
		{openSSLKey(sieve.Prime, 2048), oursAt(sieve.Prime, 2048, own), 8},
		{openSSLKey(sieve.Prime, 2048), oursAt(sieve.Prime, 2048, openSSLPolicy(2048)), 8},
		{openSSLKey(sieve.Prime, 2048), streamAt(sieve.Prime, 2048, false), 0},
		{openSSLKey(sieve.Prime, 4096), oursAt(sieve.Prime, 4096, own), 10},
		{openSSLKey(sieve.Prime, 4096), oursAt(sieve.Prime, 4096, openSSLPolicy(4096)), 0},
		{goKey(whoGo, 1024), oursAt(sieve.Prime, 1024, own), 0},
		{goKey(whoGo, 2048), oursAt(sieve.Prime, 2048, own), 15},
		{goKey(whoGo, 2048), oursAt(sieve.Prime, 2048, goPolicy), 15},
		{gmpKey(1024), oursAt(sieve.Prime, 1024, own), 0},
		{gmpKey(2048), oursAt(sieve.Prime, 2048, own), 0},
	}
}

// The greatest values of the numbers that stand alone.
const (
	mostSafe4096   = 15   // seconds, on a core of 3.7 GHz with AVX-512 IFMA
	mostSieveShare = 0.12 // of a search for a 2048-bit safe prime
	mostStart      = 20   // milliseconds
)
