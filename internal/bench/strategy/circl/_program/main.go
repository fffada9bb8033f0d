// Command primebench-circl searches for safe primes by circl's SafePrime, which
// primebench's own module does not depend on. It prints how many odd numbers it drew,
// and in the lines after that the safe primes that it found, in hex.
//
//	primebench-circl -bits 1024 -for 2s     for so long, of several searches
//	primebench-circl -bits 1024 -finds 1    until so many are found
//
// SafePrime hands its random source to crypto/rand.Prime, which reads it once
// for each number that it tries. So the source can count them, and end a search
// that takes minutes by failing. The setting below makes rand.Prime, which uses
// a source of its own since Go 1.26, read the one that it is given.

//go:debug cryptocustomrand=1

package main

import (
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"math/big"
	"os"
	"time"

	"github.com/cloudflare/circl/math"
)

var errOver = errors.New("time is over")

// A source hands out random bytes until the deadline, which is none when it is zero.
type source struct {
	deadline time.Time
	drawn    int // numbers
}

// Read implements io.Reader. A single byte is what rand.Prime reads now and then
// so that nobody relies on how much it reads.
func (s *source) Read(p []byte) (int, error) {
	if len(p) > 1 {
		if s.drawn > 0 && !s.deadline.IsZero() && time.Now().After(s.deadline) {
			return 0, errOver
		}
		s.drawn++
	}
	return rand.Read(p)
}

func main() {
	began := time.Now()
	bits := flag.Int("bits", 0, "size of the safe primes")
	limit := flag.Duration("for", 0, "how long to search; 0: until -finds are found")
	finds := flag.Int("finds", 0, "how many to find; 0: as many as -for allows")
	flag.Parse()
	if *bits < 8 || *limit <= 0 && *finds <= 0 {
		fail(fmt.Errorf("-bits %d, -for %v, -finds %d: want bits from 8 on, and one of the others above 0", *bits, *limit, *finds))
	}
	s := &source{}
	if *limit > 0 {
		s.deadline = began.Add(*limit)
	}
	found, err := search(s, *bits, *finds)
	if err != nil {
		fail(err)
	}
	fmt.Println(s.drawn)
	for _, p := range found {
		fmt.Printf("%x\n", p)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "primebench-circl:", err)
	os.Exit(1)
}

// search searches until the source fails or, unless that is 0, so many are found.
func search(s *source, bits, finds int) ([]*big.Int, error) {
	var found []*big.Int
	for finds == 0 || len(found) < finds {
		p, err := math.SafePrime(s, bits)
		if errors.Is(err, errOver) {
			break
		}
		if err != nil {
			return nil, err
		}
		found = append(found, p)
	}
	return found, nil
}
