// Package keyfile finds whatever carries a group or a prime in the files that other
// programs write: parameters, keys, certificates and requests, several of them in one
// file, with any text around them. It judges none of it.
//
// What is secret in a key is handed on to be judged, and stands in no error.
package keyfile

import (
	"bufio"
	"bytes"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/big"

	"primebench/dhgroup"
)

// An Item is one thing that a file holds: a group or a number, an RSA key, or neither.
type Item struct {
	Line int    // where it begins, from 1; 0 in a binary file
	What string // it is, such as "certificate"; "" for bare groups and numbers

	Number *big.Int
	Group  *dhgroup.Entry
	// Public is the public value of a key in the group, where the file has one.
	Public *big.Int
	RSA    *RSA
	// Passed says why it is passed over, where it is neither.
	Passed string
}

// An RSA is a key of RSA, as a file states it. Only a private one has D and Primes.
type RSA struct {
	N, E, D *big.Int
	Primes  []*big.Int
}

// Options say what Read takes.
type Options struct {
	// MaxBits is the size of the largest number that is taken; 0 stands for that of
	// package dhgroup.
	MaxBits int
	// Unnamed says that nobody said that the file holds any of it: one of another kind is
	// passed over as a whole, and so is a list of numbers that are too small for anything.
	Unnamed bool
}

// maxBytes is how much of a file with keys is kept in memory. Lists of numbers and of
// moduli are read line by line instead, and may have any length.
const maxBytes = dhgroup.DefaultMaxBytes

// Read gives what a file holds, in order. What is none of it is passed over, and says so.
// Errors stand in the place of what has the wrong form, and wrap dhgroup.ErrUnreadable;
// reading goes on after them where it is clear what comes next. An error of r itself is
// passed on, and is the last.
func Read(r io.Reader, o Options) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		in := bufio.NewReaderSize(r, sampleSize)
		sample, err := in.Peek(sampleSize)
		if err != nil && err != io.EOF {
			yield(Item{}, fmt.Errorf("keyfile: reading: %w", err))
			return
		}
		form := detect(sample)
		if form == lines {
			o.groups(in, yield)
			return
		}
		data, err := io.ReadAll(io.LimitReader(in, maxBytes+1))
		switch {
		case err != nil:
			yield(Item{}, fmt.Errorf("keyfile: reading: %w", err))
		case len(data) > maxBytes:
			yield(Item{}, fault(0, fmt.Errorf("%w: more than %d bytes", dhgroup.ErrLimit, maxBytes)))
		case form == binary:
			item, err := o.der(data)
			if err != nil && o.Unnamed && decode(data, new(asn1.RawValue)) == nil {
				item, err = Item{Passed: "DER of another kind"}, nil
			}
			yield(item, err)
		case form == sshLines:
			o.publicKeys(data, yield)
		case form == sshFile:
			yield(o.sshFile(data))
		default:
			o.blocks(data, yield)
		}
	}
}

// A form is how a file is to be read.
type form uint8

const (
	lines    form = iota // as package dhgroup reads it
	binary               // one structure in DER
	text                 // PEM blocks
	sshLines             // a public key of SSH a line
	sshFile              // one key of SSH
)

// sampleSize is how much of a file tells its form.
const sampleSize = 64 << 10

// detect tells the form by the beginning of a file.
func detect(sample []byte) form {
	const sequence, longLength = 0x30, 0x80
	switch {
	case len(sample) > 1 && sample[0] == sequence && (sample[1] >= longLength || !isDigits(sample)):
		return binary
	case bytes.HasPrefix(sample, []byte(pemBegin)), bytes.Contains(sample, []byte("\n"+pemBegin)), bytes.HasPrefix(sample, []byte(byteOrderMark+pemBegin)):
		return text
	case bytes.HasPrefix(sample, []byte(puttyBegin)), bytes.HasPrefix(sample, []byte(ssh2Begin)):
		return sshFile
	case sshKeyInLine().Match(sample):
		return sshLines
	}
	return lines
}

// isDigits reports whether a file that begins like a structure in DER, whose first byte is
// that of the digit 0, is a text all the same.
func isDigits(sample []byte) bool {
	const header = 8
	for _, b := range sample[:min(header, len(sample))] {
		if b < ' ' && b != '\t' && b != '\r' && b != '\n' || b >= 0x7f {
			return false
		}
	}
	return true
}

// strangers is how many lines of a file that nobody named are tried.
const strangers = 20

// groups reads what package dhgroup knows: moduli, JSON and numbers.
func (o Options) groups(r io.Reader, yield func(Item, error) bool) {
	var faults []error // before anything that is known, of a file that nobody named
	begun := !o.Unnamed
	for entry, err := range dhgroup.Read(r, dhgroup.ReadOptions{MaxBits: o.MaxBits}) {
		switch {
		case begun:
		case errors.Is(err, dhgroup.ErrUnreadable):
			if faults = append(faults, err); len(faults) < strangers {
				continue
			}
			yield(Item{Passed: "neither numbers, groups nor keys"}, nil)
			return
		case err == nil && entry.G == nil && entry.P.BitLen() < dhgroup.MinBits:
			yield(Item{Passed: "numbers that are too small for keys"}, nil)
			return
		default:
			begun = true
			for _, fault := range faults {
				if !yield(Item{}, fault) {
					return
				}
			}
		}
		if !yield(itemOf(entry, err), err) {
			return
		}
	}
	if !begun {
		yield(Item{Passed: "neither numbers, groups nor keys"}, nil)
	}
}

// itemOf is the item of an entry, if there is one.
func itemOf(e dhgroup.Entry, err error) Item {
	switch {
	case err != nil:
		return Item{}
	case e.G == nil:
		return Item{Line: e.Line, Number: e.P}
	}
	group := e // which takes memory of its own; e itself takes none, for numbers
	return Item{Line: e.Line, Group: &group}
}

// fault is the error about a form that is wrong, on a line.
func fault(line int, err error) error {
	return &dhgroup.ReadError{Line: line, Offset: -1, Err: err}
}

// unreadable is such an error about a thing. The cause says nothing of the file's content.
func unreadable(line int, what string, cause error) error {
	return fault(line, fmt.Errorf("%w: %s: %w", dhgroup.ErrUnreadable, what, cause))
}

// fits reports whether a number is there, not negative, and not too large.
func (o Options) fits(n *big.Int) error {
	limit := o.MaxBits
	if limit <= 0 {
		limit = dhgroup.MaxBits
	}
	switch {
	case n == nil || n.Sign() < 0:
		return errors.New("a number is missing or negative")
	case n.BitLen() > limit:
		return fmt.Errorf("a number of %d bits, want at most %d", n.BitLen(), limit)
	}
	return nil
}
