// Who takes part in a run: every contestant that the machine has, and the
// reasons why others are missing.

package main

import (
	"context"
	"debug/buildinfo"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"primebench/internal/peer"
	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/sieve"
)

// A field is everybody, set up.
type field struct {
	contestants []*contestant
	large       *model            // of a search for a 4096-bit safe prime
	kernel      string            // of our arithmetic
	absent      map[string]string // who is missing, and why
	versions    []string          // of the peers, as they state them
	order       *rng.Stream

	folder  string // for what children write
	closers []func()
}

// close frees what the contestants hold, and removes the folder.
func (f *field) close() {
	for _, c := range f.closers {
		c()
	}
	os.RemoveAll(f.folder)
}

// newField sets everybody up. A peer that the machine lacks is left out.
func newField(ctx context.Context, o options, now clock, progress io.Writer) (*field, error) {
	folder, err := os.MkdirTemp("", "searchbench")
	if err != nil {
		return nil, fmt.Errorf("searchbench: %w", err)
	}
	f := &field{absent: map[string]string{}, order: rng.NewSeed().Stream(0), folder: folder}
	steps := []struct {
		who []string
		add func() error
	}{
		{[]string{whoOurs}, func() error { return f.addOurs(o, now) }},
		{[]string{whoOpenSSL}, func() error { return f.addOpenSSL(now) }},
		{[]string{whoGo, whoGoItself}, func() error { f.addGo(now); return nil }},
		{[]string{whoGMP}, func() error { return f.addGMP(now) }},
		{[]string{whoCircl}, func() error { return f.addCircl(ctx) }},
		{[]string{whoSSH}, func() error { return f.addModuli(ctx, o, progress) }},
	}
	for _, step := range steps {
		err := step.add()
		if err != nil && !errors.Is(err, errNone) && !errors.Is(err, peer.ErrAbsent) {
			f.close()
			return nil, fmt.Errorf("searchbench: %s: %w", step.who[0], err)
		}
		if err != nil {
			for _, who := range step.who {
				f.absent[who] = err.Error()
			}
		}
	}
	return f, nil
}

func (f *field) add(list ...*contestant) { f.contestants = append(f.contestants, list...) }

// The shares of the budget are about the seconds that it takes on a core of
// 2.6 GHz until the ratios' intervals are within 15 %.

func (f *field) addOurs(o options, now clock) error {
	e := &engines{now: now}
	var own millerrabin.Policy
	for _, c := range []struct {
		kind   sieve.Kind
		bits   int
		policy millerrabin.Policy
		share  float64
	}{
		{sieve.Safe, 2048, own, 60},
		{sieve.Safe, 1024, own, 15},
		{sieve.Prime, 1024, own, 3},
		{sieve.Prime, 1024, openSSLPolicy(1024), 4},
		{sieve.Prime, 2048, own, 6},
		{sieve.Prime, 2048, openSSLPolicy(2048), 8},
		{sieve.Prime, 2048, goPolicy, 6},
		{sieve.Prime, 4096, own, 15},
		{sieve.Prime, 4096, openSSLPolicy(4096), 20},
	} {
		contestant, err := e.contestant(c.kind, c.bits, c.policy, c.share)
		if err != nil {
			return err
		}
		f.add(contestant)
	}
	var err error
	if f.large, f.kernel, err = e.modelOf(4096, 12); err != nil {
		return err
	}
	f.add(f.large.parts...)
	for _, c := range []struct {
		bits  int
		count uint64
		share float64
	}{{1024, 200, 6}, {2048, 50, 12}} {
		stream, err := e.stream(sieve.Prime, c.bits, false, c.count, c.share)
		if err != nil {
			return err
		}
		f.add(stream)
	}
	if o.moduli { // which the bulk stream stands beside
		bulk, err := e.stream(sieve.Safe, moduliBits, true, bulkFinds, 0)
		if err != nil {
			return err
		}
		bulk.units = bulkStreams
		f.add(bulk)
	}
	if o.finds > 0 {
		finds, err := e.contestant(sieve.Safe, 4096, own, 0)
		if err != nil {
			return err
		}
		finds.units = o.finds
		f.add(finds)
	}
	return nil
}

// A window in bulk has 64 finds on average, which would take half a minute each
// time; five streams make an interval that the ratio can do with.
const bulkStreams, bulkFinds = 5, 32

func (f *field) addOpenSSL(now clock) error {
	o, err := newOpenSSL(now)
	if err != nil {
		return err
	}
	f.closers = append(f.closers, o.generator.Close)
	f.versions = append(f.versions, o.lib.Version)
	for _, bits := range []int{1024, 2048} {
		share := 20 * float64(bits) / 1024
		c := o.contestant(sieve.Safe, bits, sliced, share)
		c.accept = o.acceptance(bits, share/10)
		f.add(c, c.accept)
	}
	f.add(
		o.contestant(sieve.Prime, 1024, whole, 10),
		o.contestant(sieve.Prime, 2048, whole, 25),
		o.contestant(sieve.Prime, 4096, whole, 60),
	)
	primes, safe := o.contestant(sieve.Prime, checkBits, whole, 5), o.contestant(sieve.Safe, checkBits, whole, 10)
	primes.checkOnly, safe.checkOnly = true, true
	f.add(primes, safe)
	return nil
}

// checkBits is the size at which the theory of a peer's tests is checked, since
// searches of the sizes compared are few.
const checkBits = 256

func (f *field) addGo(now clock) {
	for _, bits := range []int{1024, 2048} {
		share := 10 * float64(bits) / 1024
		loop := randPrimeLoop(bits, now, share)
		f.add(loop, randPrime(bits, now, loop, share))
	}
}

func (f *field) addGMP(now clock) error {
	lib, err := peer.OpenGMP()
	if err != nil {
		return err
	}
	f.versions = append(f.versions, fmt.Sprintf("GMP %s (%s)", lib.Version, lib.Path))
	f.add(nextPrime(lib, 1024, now, 6), nextPrime(lib, 2048, now, 15))
	return nil
}

func (f *field) addCircl(ctx context.Context) error {
	c, err := newCircl(ctx, f.folder)
	if err != nil {
		return err
	}
	if info, err := buildinfo.ReadFile(c.program); err == nil {
		for _, dep := range info.Deps {
			f.versions = append(f.versions, strings.TrimPrefix(dep.Path, "github.com/cloudflare/")+" "+dep.Version)
		}
	}
	check := c.contestant(checkBits, 20)
	check.checkOnly = true
	f.add(c.contestant(1024, 25), check)
	return nil
}

func (f *field) addModuli(ctx context.Context, o options, progress io.Writer) error {
	if !o.moduli {
		return fmt.Errorf("%w: left out by -quick", errNone)
	}
	fmt.Fprintln(progress, "searchbench: ssh-keygen sieves, which takes minutes")
	m, err := generateModuli(ctx, f.folder, f.order)
	if err != nil {
		return err
	}
	if version, err := start(ctx, "", "ssh", "-V"); err == nil {
		f.versions = append(f.versions, lastLine(version.stderr))
	}
	f.add(m.contestant(45))
	return nil
}
