package strategy

import (
	"errors"
	"strings"
	"testing"

	"primebench/sieve"
)

func TestKinds(t *testing.T) {
	for _, k := range Kinds() {
		if got, err := ParseKind(string(k)); got != k || err != nil {
			t.Errorf("%s is read as %q, %v", k, got, err)
		}
		err := CheckSearched("x", Task{Kind: k})
		if k.Searched() != (err == nil) || err != nil && (!errors.Is(err, ErrUnsupported) || !strings.HasPrefix(err.Error(), "x: ")) {
			t.Errorf("%s is searched for: %v, and the check says %v", k, k.Searched(), err)
		}
		// The words are those of package sieve, where it has the kind.
		if k.Searched() && k.Sieve().String() != string(k) {
			t.Errorf("%s sieves for %v", k, k.Sieve())
		}
	}
	if Prime.Sieve() != sieve.Prime || Safe.Sieve() != sieve.Safe || Random.Searched() {
		t.Error("a kind is another one to the sieve")
	}
	for _, word := range []string{"", "Prime", "twin", "random "} {
		if k, err := ParseKind(word); err == nil || !strings.Contains(err.Error(), "want one of prime, safe, random, rsa, kex") {
			t.Errorf("%q is read as %q, %v", word, k, err)
		}
	}
}
