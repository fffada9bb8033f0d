package bench

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/onthefly"
	"primebench/internal/needed"
	"primebench/internal/rng"
	"primebench/results"
)

// TestRSAAlone: who asks for RSA keys and nothing else gets the strategies that make
// them, on one worker, in whole searches of the usual sizes.
func TestRSAAlone(t *testing.T) {
	suite, err := Suite(DefaultSuite)
	if err != nil {
		t.Fatal(err)
	}
	asked := Spec{Kinds: []strategy.Kind{strategy.RSA}, Strategies: []string{"onthefly", "stdlib"}}
	for _, s := range []Spec{asked, suite.Override(asked)} {
		m, err := s.Matrix()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range m.Cells {
			got = append(got, fmt.Sprintf("%s %d %s %s %d %s", c.Kind, c.Bits, c.Strategy, c.Mode, c.Workers, c.Policy.Name))
		}
		for _, want := range []string{"rsa 2048 onthefly search 1 mr6", "rsa 2048 stdlib search 1 mr5", "rsa 3072 stdlib search 1 mr4", "rsa 4096 stdlib search 1 mr4"} {
			if !slices.Contains(got, want) {
				t.Errorf("cells %q, want %q among them", got, want)
			}
		}
	}
}

// TestRSARun: a key is one find of two primes.
func TestRSARun(t *testing.T) {
	recorded := &memory{}
	err := Run(t.Context(), Spec{
		Kinds: []strategy.Kind{strategy.RSA}, Bits: []int{1024}, Strategies: []string{"onthefly", "stdlib"}, Samples: 2,
	}, recorded, nil)
	if err != nil {
		t.Fatal(err)
	}
	whole := 0
	for _, s := range recorded.Samples {
		if s.Op != results.OpSearch {
			continue
		}
		whole++
		if s.Count != 1 || s.Primes < 2 || len(s.Digest) != 16 {
			t.Errorf("a key is recorded as %+v", s)
		}
	}
	if whole < 4 {
		t.Errorf("%d keys, want two of each strategy", whole)
	}
}

// TestMismatchedKeysAreRefused: primes that are no key end the run, whoever found them.
func TestMismatchedKeysAreRefused(t *testing.T) {
	c := &cell{Cell: results.Cell{Kind: results.KindRSA, Bits: 512}}
	p, err := rand.Prime(rand.Reader, 256)
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range [][]*big.Int{{p}, {p, p}, {p, new(big.Int).Rsh(p, 1)}} {
		if c.judge(found) == nil {
			t.Errorf("%x is taken for a key", found)
		}
	}
}

// keyOfOurs searches for the primes of a key and puts it together.
func keyOfOurs(t *testing.T, bits int) *rsa.PrivateKey {
	t.Helper()
	runner, err := onthefly.Strategy{}.New(strategy.Task{Kind: strategy.RSA, Bits: bits, Workers: 1, Seed: rng.Seed{31: 9}})
	if err != nil {
		t.Fatal(err)
	}
	found, err := runner.Search(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	key := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: new(big.Int).Mul(found.Found, found.Second), E: strategy.RSAExponent},
		D:         strategy.RSAPrivateExponent(found.Found, found.Second), Primes: []*big.Int{found.Found, found.Second},
	}
	key.Precompute()
	return key
}

// TestOurKeysSign: Go and OpenSSL read keys of ours, find nothing wrong with them, and
// sign what the other verifies.
func TestOurKeysSign(t *testing.T) {
	program, lookErr := exec.LookPath("openssl")
	message := []byte("signed by a key of two of our primes")
	hash := sha256.Sum256(message)
	for _, bits := range []int{2048, 3072, 4096} {
		key := keyOfOurs(t, bits)
		if err := key.Validate(); err != nil || key.N.BitLen() != bits {
			t.Errorf("Go on a key of %d bits: %v", key.N.BitLen(), err)
		}
		signature, err := rsa.SignPSS(rand.Reader, key, crypto.SHA256, hash[:], nil)
		if err == nil {
			err = rsa.VerifyPSS(&key.PublicKey, crypto.SHA256, hash[:], signature, nil)
		}
		if err != nil {
			t.Errorf("Go signs by a key of %d bits: %v", bits, err)
		}
		if lookErr != nil {
			needed.Without(t, lookErr)
		}
		folder := t.TempDir()
		file := func(name string, data []byte) string {
			path := filepath.Join(folder, name)
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}
		pemFile := file("key.pem", pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
		if out, err := exec.Command(program, "rsa", "-in", pemFile, "-check", "-noout").CombinedOutput(); err != nil || !strings.Contains(string(out), "RSA key ok") {
			t.Errorf("OpenSSL on a key of %d bits: %v, %s", bits, err, out)
		}
		signed := filepath.Join(folder, "signature")
		if out, err := exec.Command(program, "dgst", "-sha256", "-sign", pemFile, "-out", signed, file("message", message)).CombinedOutput(); err != nil {
			t.Fatalf("OpenSSL signs by a key of %d bits: %v, %s", bits, err, out)
		}
		theirs, err := os.ReadFile(signed)
		if err == nil {
			err = rsa.VerifyPKCS1v15(&key.PublicKey, crypto.SHA256, hash[:], theirs)
		}
		if err != nil {
			t.Errorf("OpenSSL's signature by a key of %d bits: %v", bits, err)
		}
	}
}
