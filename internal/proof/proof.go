// Package proof finds primes together with a proof that they are prime, and
// checks such proofs.
//
// A proof is a chain of numbers. The first is below 2^32 and proven by trial
// division; each further one n is proven by the one before it, q, with
// Pocklington's theorem (1914): if q is prime and divides n - 1, q > sqrt(n) - 1,
// and some a has a^(n-1) = 1 mod n and gcd(a^((n-1)/q) - 1, n) = 1, then n is
// prime. Each number has about twice the bits of the one before, as in the
// constructions of Shawe-Taylor (1986) and Maurer (Fast generation of prime
// numbers and secure public-key cryptographic parameters, 1995).
//
// Check uses nothing but math/big, so that a proof does not rest on the
// arithmetic that found it.
package proof

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
)

// ErrInvalid is wrapped by the error about a proof that proves nothing.
var ErrInvalid = errors.New("not a proof")

// The bounds of a proof.
const (
	MaxBits = 16384
	// MaxSteps is how many numbers a chain may have: with half as many bits again in
	// each step, 2 bits grow to more than MaxBits in so many.
	MaxSteps = 24
	// MaxSize is the size of the largest proof that Read takes, in bytes.
	MaxSize = 1 << 20
)

// A Step proves N by the number of the step before, or by trial division when it is
// the first.
type Step struct {
	N *big.Int
	A *big.Int // nil in the first step
}

// A Proof is the chain that proves the N of its last step.
type Proof struct{ Steps []Step }

// Prime returns what the proof proves.
func (p Proof) Prime() *big.Int { return p.Steps[len(p.Steps)-1].N }

// Check returns nil if the proof is valid, and else an error that wraps ErrInvalid
// and says which step fails, and why; or the context's, which is looked at before
// each step. Each number must have half as many bits again as the one before,
// so that the last step, seconds at most, is most of the work.
func (p Proof) Check(ctx context.Context) error {
	if len(p.Steps) == 0 || len(p.Steps) > MaxSteps {
		return fmt.Errorf("proof: %w: %d steps, want 1 to %d", ErrInvalid, len(p.Steps), MaxSteps)
	}
	for i, step := range p.Steps {
		err := ctx.Err()
		if err != nil {
			return err
		}
		if i == 0 {
			err = checkSmall(step)
		} else {
			err = checkStep(p.Steps[i-1].N, step)
		}
		if err != nil {
			return fmt.Errorf("proof: %w: step %d: %w", ErrInvalid, i+1, err)
		}
	}
	return nil
}

// checkSmall proves a number below 2^32 by trial division.
func checkSmall(s Step) error {
	if s.N == nil || s.N.Sign() <= 0 || s.N.BitLen() > 32 {
		return errors.New("the first number is not one of at most 32 bits")
	}
	n := s.N.Uint64()
	if n < 2 {
		return fmt.Errorf("%d is not prime", n)
	}
	for r := uint64(2); r*r <= n; r++ {
		if n%r == 0 {
			return fmt.Errorf("%d is divisible by %d", n, r)
		}
	}
	return nil
}

// checkStep holds a step to Pocklington's theorem, q being prime.
func checkStep(q *big.Int, s Step) error {
	one := big.NewInt(1)
	if s.N == nil || s.A == nil || s.N.BitLen() > MaxBits {
		return fmt.Errorf("want a number of at most %d bits and a base", MaxBits)
	}
	// q + 1 > sqrt(n)
	root := new(big.Int).Add(q, one)
	if root.Mul(root, root).Cmp(s.N) <= 0 {
		return fmt.Errorf("the number before has %d bits, too few to prove one of %d", q.BitLen(), s.N.BitLen())
	}
	if s.N.BitLen() < q.BitLen()*3/2 {
		return fmt.Errorf("the number has %d bits, too few after one of %d", s.N.BitLen(), q.BitLen())
	}
	less := new(big.Int).Sub(s.N, one)
	cofactor, rest := new(big.Int).QuoRem(less, q, new(big.Int))
	if rest.Sign() != 0 {
		return errors.New("the number before does not divide n - 1")
	}
	if s.A.Cmp(one) <= 0 || s.A.Cmp(s.N) >= 0 {
		return errors.New("the base is not above 1 and below n")
	}
	power := new(big.Int).Exp(s.A, cofactor, s.N)
	if new(big.Int).Exp(power, q, s.N).Cmp(one) != 0 {
		return errors.New("a^(n-1) is not 1 modulo n")
	}
	if power.Sub(power, one); new(big.Int).GCD(nil, nil, power, s.N).Cmp(one) != 0 {
		return errors.New("a^((n-1)/q) - 1 has a divisor in common with n")
	}
	return nil
}

const format = "primebench proof 1"

type file struct {
	Format string     `json:"format"`
	Steps  []fileStep `json:"steps"`
}

// fileStep has its numbers in hex.
type fileStep struct {
	N string `json:"n"`
	A string `json:"a,omitempty"`
}

// Write writes the proof as a JSON document.
func (p Proof) Write(w io.Writer) error {
	f := file{Format: format, Steps: []fileStep{}}
	for _, s := range p.Steps {
		step := fileStep{N: s.N.Text(16)}
		if s.A != nil {
			step.A = s.A.Text(16)
		}
		f.Steps = append(f.Steps, step)
	}
	data, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return fmt.Errorf("proof: %w", err)
	}
	_, err = w.Write(append(data, '\n'))
	return err
}

// Read reads what Write wrote, without checking what it proves, and refuses numbers
// of more than maxBits bits. Its error wraps ErrInvalid, or is the reader's.
func Read(r io.Reader, maxBits int) (Proof, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return Proof{}, err
	}
	if len(data) > MaxSize {
		return Proof{}, fmt.Errorf("proof: %w: longer than %d bytes", ErrInvalid, MaxSize)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var f file
	if err := decoder.Decode(&f); err != nil {
		return Proof{}, fmt.Errorf("proof: %w: %w", ErrInvalid, err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return Proof{}, fmt.Errorf("proof: %w: something follows the document", ErrInvalid)
	}
	if f.Format != format {
		return Proof{}, fmt.Errorf("proof: %w: the format is %.80q, want %q", ErrInvalid, f.Format, format)
	}
	var p Proof
	for i, s := range f.Steps {
		step := Step{N: parse(s.N, maxBits)}
		if s.A != "" {
			step.A = parse(s.A, maxBits)
		}
		if step.N == nil || s.A != "" && step.A == nil || s.A == "" && i > 0 {
			return Proof{}, fmt.Errorf("proof: %w: step %d has no number or base of at most %d bits in hex", ErrInvalid, i+1, maxBits)
		}
		p.Steps = append(p.Steps, step)
	}
	return p, nil
}

// parse reads a positive number in hex as Text writes it, or returns nil.
func parse(text string, maxBits int) *big.Int {
	if len(text) > (maxBits+3)/4 {
		return nil
	}
	n, ok := new(big.Int).SetString(text, 16)
	if !ok || n.Sign() <= 0 || n.BitLen() > maxBits || n.Text(16) != text {
		return nil
	}
	return n
}

// half is the size of a number that proves one of bits bits: one bit more than
// half, so that it is above the square root.
func half(bits int) int { return (bits+1)/2 + 1 }
