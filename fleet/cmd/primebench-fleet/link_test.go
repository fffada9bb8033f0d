//go:build unix

// A link between workers and the queue that goes down, refused or silent, and comes back.

package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"primebench/internal/fleet"
)

// A link passes what comes to one address on to another.
type link struct {
	t      *testing.T
	at, to string
	silent sync.RWMutex // locked while nothing passes, though all connections stand

	mu       sync.Mutex
	listener net.Listener
	ends     []net.Conn
}

// up lets connections in.
func (l *link) up() {
	l.t.Helper()
	listener, err := net.Listen("tcp", l.at)
	if err != nil {
		l.t.Fatal(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.listener = listener
	go l.accept(listener)
}

// down closes all connections and refuses new ones.
func (l *link) down() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, end := range l.ends {
		_ = end.Close() // it may have been closed
	}
	_ = l.listener.Close() // it may have been closed
	l.listener, l.ends = nil, nil
}

func (l *link) accept(listener net.Listener) {
	for {
		near, err := listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", l.to)
		if err != nil {
			_ = near.Close()
			continue
		}
		l.mu.Lock()
		if l.listener == listener {
			l.ends = append(l.ends, near, far)
			go l.pass(near, far)
			go l.pass(far, near)
		} else { // down meanwhile
			_, _ = near.Close(), far.Close()
		}
		l.mu.Unlock()
	}
}

// pass copies from one end to the other until one of them is closed.
func (l *link) pass(from, to net.Conn) {
	defer to.Close()
	defer from.Close()
	for text := make([]byte, 1<<16); ; {
		n, err := from.Read(text)
		l.silent.RLock()
		_, failed := to.Write(text[:n])
		l.silent.RUnlock()
		if err != nil || failed != nil {
			return
		}
	}
}

// Workers that are cut off for longer than they may keep their leases lose nothing but
// time: what they answer after it counts once, and they take leases again.
func TestLinkDown(t *testing.T) {
	t.Parallel()
	const claim = time.Second
	what := []string{"--bits", "768", "--count", "120", "--seed", "e"}
	dir, out, address := filepath.Join(t.TempDir(), "job"), filepath.Join(t.TempDir(), "out"), freeAddress(t)
	serve := program("primebench-fleet", append([]string{"serve", "--dir", dir, "--listen", address, "--http", "127.0.0.1:0", "--out", out,
		"--job", fleet.Moduli, "--lease", "1", "--claim", claim.String()}, what...)...)
	stderr := start(t, serve)
	waitFor(t, func() bool { return strings.Contains(stderr.String(), "how it stands") })
	l := &link{t: t, at: freeAddress(t), to: address}
	l.up()
	defer l.down()
	var workers []*said
	for range 2 {
		workers = append(workers, start(t, program("primebench-fleet", workArgs(dir, l.at)...)))
	}
	reach := func(n int) {
		waitFor(t, func() bool {
			_, err := os.Stat(out)
			return answered(t, dir) >= n || err == nil // or it was too fast for this test
		})
	}

	reach(3)
	l.down()
	waitFor(t, func() bool {
		return strings.Contains(workers[0].String(), "is lost") && strings.Contains(workers[1].String(), "is lost")
	})
	time.Sleep(2 * claim)
	before := answered(t, dir)
	l.up()
	reach(before + 3)
	l.silent.Lock()
	time.Sleep(silence)
	before = answered(t, dir)
	l.silent.Unlock()
	reach(before + 3)
	if err := serve.Wait(); err != nil {
		t.Fatalf("%v: %s", err, stderr)
	}
	sameModuli(t, out, alone(t, what...))
	if wrong := onceInLedger(t, dir); len(wrong) > 0 {
		t.Errorf("called wrong: %q", wrong)
	}
}
