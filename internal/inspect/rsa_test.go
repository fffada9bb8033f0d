package inspect

import (
	"crypto/rand"
	"crypto/rsa"
	"math/big"
	"strings"
	"testing"

	"primebench/internal/keyfile"
	"primebench/millerrabin"
)

// rsaOf makes a key of its primes and e, with the d that belongs to them.
func rsaOf(t *testing.T, e int64, primes ...*big.Int) keyfile.RSA {
	t.Helper()
	one, order := big.NewInt(1), big.NewInt(1)
	key := keyfile.RSA{N: big.NewInt(1), E: big.NewInt(e), Primes: primes}
	for _, p := range primes {
		key.N.Mul(key.N, p)
		order.Mul(order, new(big.Int).Sub(p, one))
	}
	key.D = new(big.Int).ModInverse(key.E, order)
	return key
}

// nextPrime is a prime p from n on, with p - 1 prime to e = 65537.
func nextPrime(n *big.Int) *big.Int {
	p := new(big.Int).SetBit(n, 0, 1)
	for p.Add(p, big.NewInt(2)); !p.ProbablyPrime(0) || new(big.Int).Mod(p, big.NewInt(65537)).Int64() == 1; p.Add(p, big.NewInt(2)) {
	}
	return p
}

func TestRSA(t *testing.T) {
	made, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	p, q := made.Primes[0], made.Primes[1]
	public := func(key keyfile.RSA) keyfile.RSA { key.D, key.Primes = nil, nil; return key }
	with := func(key keyfile.RSA, change func(*keyfile.RSA)) keyfile.RSA { change(&key); return key }
	good := rsaOf(t, 65537, p, q)
	composite := new(big.Int).Mul(nextPrime(new(big.Int).Lsh(big.NewInt(5), 250)), nextPrime(new(big.Int).Lsh(big.NewInt(9), 250)))
	third := nextPrime(new(big.Int).Lsh(big.NewInt(3), 330))
	// Two primes whose difference is below the bound of FIPS 186-5, and not so small that
	// Fermat's method finds them.
	near := nextPrime(new(big.Int).Add(p, new(big.Int).Lsh(big.NewInt(1), 400)))
	for _, c := range []struct {
		name string
		key  keyfile.RSA
		want string // in the sentence and the remarks
	}{
		{"private", good, "sound RSA key of 1024 bits, e = 65537; 80 bits of strength; mr3; error below"},
		{"public", public(good), "sound RSA key of 1024 bits, e = 65537; 80 bits of strength; its primes are not in the file"},
		{"three primes", rsaOf(t, 65537, third, p, q), "sound RSA key"},
		{"e = 3", public(with(good, func(k *keyfile.RSA) { k.E = big.NewInt(3) })), "e = 3: FIPS 186-5 wants one above 2^16"},
		{"e = 1", with(good, func(k *keyfile.RSA) { k.E = big.NewInt(1) }), "not sound: e = 1, want an odd number of 3 or more"},
		{"even e", public(with(good, func(k *keyfile.RSA) { k.E = big.NewInt(65536) })), "not sound: e = 65536, want an odd number"},
		{"large e", public(with(good, func(k *keyfile.RSA) { k.E = k.N })), "not sound: e is not below n"},
		{"small factor", public(rsaOf(t, 65537, big.NewInt(257), p)), "not sound: n is divisible by 257"},
		{"prime n", public(rsaOf(t, 65537, p)), "not sound: n is prime"},
		{"neighbours", public(rsaOf(t, 65537, p, nextPrime(p))), "not sound: n is a product of two numbers so close"},
		{"near primes", rsaOf(t, 65537, p, near), "not sound: the primes differ by less than 2^412"},
		{"another n", with(good, func(k *keyfile.RSA) { k.N = new(big.Int).Add(k.N, big.NewInt(2)) }), "not sound: n is "},
		{"another prime", with(good, func(k *keyfile.RSA) { k.Primes = []*big.Int{p, nextPrime(q)} }), "not sound: n is not the product of the primes"},
		{"no primes", with(good, func(k *keyfile.RSA) { k.Primes = []*big.Int{new(big.Int), new(big.Int)} }), "not sound: n is not the product of the primes"},
		{"composite prime", rsaOf(t, 65537, p, composite), "not sound: prime 2 of 2 is composite"},
		{"another d", with(good, func(k *keyfile.RSA) { k.D = new(big.Int).Add(k.D, big.NewInt(2)) }), "not sound: d is not the inverse of e"},
		{"nothing", keyfile.RSA{N: new(big.Int), E: new(big.Int)}, "not sound: e = 0"},
	} {
		f, err := Inspector{Policy: millerrabin.Policy{Rounds: 3}}.RSA(t.Context(), c.key)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Sentence() + strings.Join(f.Remarks, "; "); !strings.Contains(got, c.want) || f.Sound == (f.Reason != "") {
			t.Errorf("%s: %s, want %q", c.name, got, c.want)
		}
	}
	f, err := Inspector{Levels: NewUses}.RSA(t.Context(), public(good))
	if err != nil || f.Sound || !f.Weak || f.Reason != "1024 bits, want 2048 or more; 80 bits of strength, want 112 or more" {
		t.Errorf("a key of 1024 bits: %+v, %v", f, err)
	}
}
