// Every reader on whatever comes: no crash, and each error one line with its place that
// shows nothing of a secret.

package keyfile

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"primebench/dhgroup"
)

// readAny reads data and checks what comes of it.
func readAny(t *testing.T, data []byte) {
	const maxBits = 2048
	for item, err := range Read(bytes.NewReader(data), Options{MaxBits: maxBits}) {
		var place *dhgroup.ReadError
		switch {
		case err != nil:
			if !errors.Is(err, dhgroup.ErrUnreadable) || !errors.As(err, &place) || strings.ContainsAny(err.Error(), "\n\x1b") || len(err.Error()) > 400 {
				t.Fatalf("error %q", err)
			}
		case item.Passed != "", item.Number != nil:
		case item.RSA != nil:
			for _, n := range append(item.RSA.Primes, item.RSA.N, item.RSA.E) {
				if n == nil || n.Sign() < 0 || n.BitLen() > maxBits {
					t.Fatalf("%s with a number of another size", item.What)
				}
			}
		case item.Group == nil || item.Group.P == nil:
			t.Fatalf("an item of nothing: %+v", item)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, file := range files(f) {
		f.Add([]byte(file[0]))
		f.Add([]byte(file[0][:len(file[0])/2]))
	}
	f.Fuzz(readAny)
}

// FuzzBlock has PEM blocks of each type, which a fuzzer does not come upon.
func FuzzBlock(f *testing.F) {
	labels := slices.Sorted(maps.Keys(readers))
	for _, file := range files(f) {
		if detect([]byte(file[0])) == binary {
			for i := range labels {
				f.Add(uint(i), []byte(file[0]))
			}
		}
	}
	f.Fuzz(func(t *testing.T, label uint, der []byte) {
		readAny(t, []byte(pemOf(labels[label%uint(len(labels))], der)))
	})
}
