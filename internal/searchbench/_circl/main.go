// Command circl searches for safe primes by circl's SafePrime for a while, and
// prints how many odd numbers that drew and how many safe primes it found.
//
//	circl 1024 2s
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
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/cloudflare/circl/math"
)

var errOver = errors.New("time is over")

// A source hands out random bytes until the deadline.
type source struct {
	deadline time.Time
	drawn    int // numbers
}

// Read implements io.Reader. A single byte is what rand.Prime reads now and then
// so that nobody relies on how much it reads.
func (s *source) Read(p []byte) (int, error) {
	if len(p) > 1 {
		if s.drawn > 0 && time.Now().After(s.deadline) {
			return 0, errOver
		}
		s.drawn++
	}
	return rand.Read(p)
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "circl:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("%d arguments, want the bits and a time", len(args))
	}
	bits, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	limit, err := time.ParseDuration(args[1])
	if err != nil {
		return err
	}
	s := &source{deadline: time.Now().Add(limit)}
	finds := 0
	for {
		p, err := math.SafePrime(s, bits)
		if errors.Is(err, errOver) {
			break
		}
		if err != nil {
			return err
		}
		if p.BitLen() != bits || !math.IsSafePrime(p) {
			return fmt.Errorf("%x is no safe prime of %d bits", p, bits)
		}
		finds++
	}
	fmt.Println(s.drawn, finds)
	return nil
}
