package peer_test

import (
	"bytes"
	"strings"
	"testing"

	"primebench/internal/peer"
)

// exchangeOnce has a client and a server come to a secret.
func exchangeOnce(t *testing.T, client, server *peer.KeyExchange) {
	t.Helper()
	share, err := client.Generate()
	if err != nil {
		t.Fatal(err)
	}
	answer, theirs, err := server.Answer(share)
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Receive(answer); err != nil {
		t.Fatal(err)
	}
	ours, err := client.Secret()
	if err != nil || len(ours) == 0 || !bytes.Equal(ours, theirs) {
		t.Errorf("the client's secret is %x, the server's %x: %v", ours, theirs, err)
	}
}

func newKeyExchange(t *testing.T, lib *peer.OpenSSL, a peer.Algorithm) *peer.KeyExchange {
	t.Helper()
	x, err := lib.NewKeyExchange(a)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(x.Close)
	return x
}

func TestKeyExchange(t *testing.T) {
	lib := open(t, peer.OpenOpenSSL)
	for _, a := range []peer.Algorithm{{Name: "X25519"}, {Name: "X448"}, {Name: "EC", Group: "P-256"}, {Name: "EC", Group: "P-521"}, {Name: "ML-KEM-768", KEM: true}} {
		x, err := lib.NewKeyExchange(a)
		if a.KEM && err != nil { // before version 3.5
			if !strings.Contains(err.Error(), "EVP_PKEY_CTX_new_from_name of ML-KEM-768 fails: unsupported") {
				t.Errorf("%s: %v", a.Name, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		for range 3 {
			exchangeOnce(t, x, newKeyExchange(t, lib, a))
		}
	}
	for _, a := range []peer.Algorithm{{Name: "X25518"}, {Parameters: []byte("-----BEGIN DH PARAMETERS-----\n")}} {
		if x, err := lib.NewKeyExchange(a); err == nil {
			x.Close()
			t.Errorf("%+v is taken", a)
		}
	}
	x := newKeyExchange(t, lib, peer.Algorithm{Name: "EC", Group: "P-256"})
	if _, _, err := x.Answer([]byte{4, 1, 2}); err == nil || !strings.Contains(err.Error(), "EVP_PKEY_set1_encoded_public_key fails: ") {
		t.Errorf("a point of two bytes: %v", err)
	}
}
