package sieve

import (
	"bytes"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The machine's own loops do what the plain ones do: crossing off by primes of every
// class from any byte on, lists of any length, stretches put together.
func TestLoopsAgainstPlainOnes(t *testing.T) {
	w := newWheel()
	classes := Primes(3000)[3:] // from 7 on
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 9000).Draw(t, "size")
		r := rapid.SampledFrom(classes).Draw(t, "prime")
		one := w.sievingPrime(r)
		one.next = uint32(rapid.IntRange(0, 9000).Draw(t, "next"))
		other := one
		segment := rapid.SliceOfN(rapid.Byte(), size+int(r), size+int(r)).Draw(t, "bytes")
		plain := slices.Clone(segment)
		one.crossOff(w, segment, uint32(size))
		other.crossOffPlain(w, plain, uint32(size))
		if one != other || !bytes.Equal(segment, plain) {
			t.Fatalf("%d crosses off otherwise in %d bytes", r, size)
		}

		first := rapid.Uint64Range(0, 1<<42).Draw(t, "first")
		room := 8*len(segment) + listingRoom
		numbers := list(w, make([]uint64, 0, room), segment, first)
		if want := listPlain(w, make([]uint64, 0, room), segment, first); !slices.Equal(numbers, want) {
			t.Fatalf("%d numbers are listed in %d bytes, want %d", len(numbers), len(segment), len(want))
		}

		stretch := rapid.SliceOfN(rapid.Byte(), len(segment), len(segment)).Draw(t, "stretch")
		w.or(segment, stretch)
		orPlain(plain, stretch)
		if !bytes.Equal(segment, plain) {
			t.Fatalf("a stretch of %d bytes is put in otherwise", len(stretch))
		}
	})
}
