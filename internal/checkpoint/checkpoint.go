// Package checkpoint keeps a long search in a file, so that it goes on after the
// program or the machine was stopped in the midst of it.
//
// A checkpoint says what is searched for, where the search stands and what it has
// found. With the same kind, size, class, seed and mode the search that goes on
// from it finds what the uninterrupted one would have found. The file is one JSON
// document, written beside itself and renamed, so that it is whole whenever the
// program is killed; the last field is a hash of the others, so that a damaged one
// is told. The seed in it foretells every find: the file is readable by its owner
// alone.
package checkpoint

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"

	"primebench/engine"
	"primebench/internal/rng"
	"primebench/internal/wholefile"
	"primebench/millerrabin"
	"primebench/sieve"
)

// MaxFinds is how many finds a State can hold: the file is written anew each
// time.
const MaxFinds = 10_000

// MaxSize is the size of the largest file that Load reads, in bytes: MaxFinds of
// the largest size, in hex, fit.
const MaxSize = 64 << 20

const format = "primebench checkpoint 2"

// lockSuffix is what the path of the file that keeps other processes away has behind that
// of the checkpoint, which is another file each time that it is written.
const lockSuffix = ".lock"

// ErrUnwritten is wrapped by the errors about a file that cannot be written.
var ErrUnwritten = errors.New("cannot be written")

// ErrFormat is wrapped by the errors about a file that is no checkpoint.
var ErrFormat = errors.New("not a checkpoint")

// A Request is what is searched for. Two searches of the same request find the
// same numbers in the same order.
type Request struct {
	Kind    sieve.Kind
	Bits    int
	TopBits int
	Class   engine.Class
	Bulk    bool
	Seed    rng.Seed
}

// A State is a search of Count finds that was interrupted.
type State struct {
	Request
	Count      int                // finds that are wanted, up to MaxFinds
	Policy     millerrabin.Policy // that they are held to
	SieveLimit uint64             // by which Position's survivors are counted
	Position   engine.Position    // where the search goes on
	Finds      []*big.Int         // those before Position, as many as its number
}

// file is the JSON document.
type file struct {
	Format     string          `json:"format"`
	Kind       string          `json:"kind"`
	Bits       int             `json:"bits"`
	TopBits    int             `json:"top_bits"`
	Class      engine.Class    `json:"class"`
	Bulk       bool            `json:"bulk"`
	Seed       string          `json:"seed"`
	Count      int             `json:"count"`
	Policy     string          `json:"policy"`
	SieveLimit uint64          `json:"sieve_limit"`
	Position   engine.Position `json:"position"`
	Finds      []string        `json:"finds"` // in hex
	SHA256     string          `json:"sha256,omitempty"`
}

// Save writes s to the file at path, in place of the one before.
func (s State) Save(path string) error {
	f := file{
		Format: format, Kind: s.Kind.String(), Bits: s.Bits, TopBits: s.TopBits, Class: s.Class, Bulk: s.Bulk,
		Seed: s.Seed.String(), Count: s.Count, Policy: s.Policy.String(), SieveLimit: s.SieveLimit,
		Position: s.Position, Finds: []string{},
	}
	for _, p := range s.Finds {
		f.Finds = append(f.Finds, p.Text(16))
	}
	sum, err := f.sum()
	if err != nil {
		return err
	}
	f.SHA256 = sum
	data, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	if err := wholefile.Write(true, wholefile.File{Path: path, Data: append(data, '\n'), Mode: 0o600}); err != nil {
		return fmt.Errorf("checkpoint %q %w: %w", path, ErrUnwritten, err)
	}
	return nil
}

// sum returns the SHA-256 of the document without its own field, in hex.
func (f file) sum() (string, error) {
	f.SHA256 = ""
	data, err := json.Marshal(f)
	if err != nil {
		return "", fmt.Errorf("checkpoint: %w", err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

// Verify holds the finds to the policy and the class: what stands in a file may
// have been put there by somebody. Its error wraps ErrFormat, or is the context's.
func (s State) Verify(ctx context.Context) error {
	bad, reason, err := engine.Verify(ctx, s.Kind, s.Class, s.Policy, s.Finds)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	if bad >= 0 {
		return fmt.Errorf("%w: find %d is %s", ErrFormat, bad+1, reason)
	}
	return nil
}

// Load reads the file at path. Its error wraps ErrFormat for a file that is no
// sound checkpoint, and fs.ErrNotExist where there is none.
func Load(path string) (State, error) {
	r, err := os.Open(path)
	if err != nil {
		return State{}, fmt.Errorf("checkpoint: %w", err)
	}
	defer r.Close()
	s, err := read(r)
	if err != nil {
		return State{}, fmt.Errorf("checkpoint %q: %w", path, err)
	}
	return s, nil
}

func read(r io.Reader) (State, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return State{}, err
	}
	if len(data) > MaxSize {
		return State{}, fmt.Errorf("%w: longer than %d bytes", ErrFormat, MaxSize)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var f file
	if err := decoder.Decode(&f); err != nil {
		return State{}, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return State{}, fmt.Errorf("%w: something follows the document", ErrFormat)
	}
	if f.Format != format {
		return State{}, fmt.Errorf("%w: its format is %.80q, want %q", ErrFormat, f.Format, format)
	}
	sum, err := f.sum()
	if err != nil {
		return State{}, err
	}
	if f.SHA256 != sum {
		return State{}, fmt.Errorf("%w: its content does not have the hash that it names, %.80q", ErrFormat, f.SHA256)
	}
	s, err := f.state()
	if err != nil {
		return State{}, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return s, nil
}

// state turns names into values, and refuses what no State can be.
func (f file) state() (State, error) {
	s := State{
		Request: Request{Bits: f.Bits, TopBits: f.TopBits, Class: f.Class, Bulk: f.Bulk},
		Count:   f.Count, SieveLimit: f.SieveLimit, Position: f.Position,
	}
	var err error
	if s.Kind, err = sieve.ParseKind(f.Kind); err != nil {
		return s, err
	}
	if s.Seed, err = rng.ParseSeed(f.Seed); err != nil {
		return s, err
	}
	if s.Policy, err = millerrabin.ParsePolicy(f.Policy); err != nil {
		return s, err
	}
	if f.Bits < engine.MinBits || f.Bits > engine.MaxBits {
		return s, fmt.Errorf("%d bits, want %d to %d", f.Bits, engine.MinBits, engine.MaxBits)
	}
	if f.Count < 1 || f.Count > MaxFinds || len(f.Finds) > f.Count || uint64(len(f.Finds)) != f.Position.Number {
		return s, fmt.Errorf("%d finds before number %d of %d, want as many as come before, and at most %d", len(f.Finds), f.Position.Number, f.Count, MaxFinds)
	}
	for i, text := range f.Finds {
		p, ok := new(big.Int).SetString(text, 16)
		if !ok || p.Sign() <= 0 || p.BitLen() != f.Bits || p.Text(16) != text {
			return s, fmt.Errorf("find %d is %.80q, want a number of %d bits in hex", i, text, f.Bits)
		}
		s.Finds = append(s.Finds, p)
	}
	return s, nil
}
