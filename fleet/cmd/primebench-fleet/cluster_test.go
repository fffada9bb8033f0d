//go:build unix

// A queue of the user's: three servers, of which one and then two are killed.

package main

import (
	"fmt"
	"net"
	"net/url"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"primebench/internal/fleet"
	"primebench/internal/fleet/folder"
)

// serveQueue is the program nats-server NAME ADDRESS FOLDER [ROUTE-ADDRESS ROUTES]: one by
// itself or of a cluster, until it is killed.
func serveQueue(args []string) error {
	o := &server.Options{ServerName: args[0], JetStream: true, StoreDir: args[2], SyncAlways: true, NoSigs: true, NoLog: true}
	var err error
	if o.Host, o.Port, err = hostPort(args[1]); err != nil {
		return err
	}
	if len(args) > 3 {
		o.Cluster.Name, o.Routes = "fleet", server.RoutesFromStr(args[4])
		if o.Cluster.Host, o.Cluster.Port, err = hostPort(args[3]); err != nil {
			return err
		}
	}
	s, err := server.NewServer(o)
	if err != nil {
		return err
	}
	s.Start()
	s.WaitForShutdown()
	return nil
}

func hostPort(address string) (string, int, error) {
	host, text, err := net.SplitHostPort(address)
	if err != nil {
		return "", 0, err
	}
	port, err := strconv.Atoi(text)
	return host, port, err
}

// clusterSize is how many servers there are.
const clusterSize = 3

// A cluster is of servers that can be killed.
type cluster struct {
	t          *testing.T
	at, routes []string
	folders    []string
	running    []*exec.Cmd
}

func newCluster(t *testing.T) *cluster {
	c := &cluster{t: t, running: make([]*exec.Cmd, clusterSize)}
	for range clusterSize {
		c.at, c.routes, c.folders = append(c.at, freeAddress(t)), append(c.routes, freeAddress(t)), append(c.folders, t.TempDir())
	}
	for n := range clusterSize {
		c.start(n)
	}
	return c
}

func (c *cluster) start(n int) {
	c.t.Helper()
	var routes []string
	for _, at := range c.routes {
		routes = append(routes, (&url.URL{Scheme: "nats", Host: at}).String())
	}
	c.running[n] = program("nats-server", fmt.Sprintf("server-%d", n), c.at[n], c.folders[n], c.routes[n], strings.Join(routes, ","))
	start(c.t, c.running[n])
}

func (c *cluster) kill(n int) {
	c.t.Helper()
	if err := c.running[n].Process.Kill(); err != nil {
		c.t.Fatal(err)
	}
	_ = c.running[n].Wait()
}

func (c *cluster) url() string { return "nats://" + strings.Join(c.at, ",nats://") }

// answered is how many leases the ledger of a job has.
func answered(t *testing.T, dir string) int {
	t.Helper()
	d, err := folder.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	fold, err := d.Fold()
	if err != nil {
		t.Fatal(err)
	}
	return fold.Answered()
}

// One of three servers may be killed at any time; without two of them all waits, and goes
// on when one is back.
func TestCluster(t *testing.T) {
	t.Parallel()
	what := []string{"--bits", "768", "--count", "60", "--seed", "c"}
	servers := newCluster(t)
	dir, out := filepath.Join(t.TempDir(), "job"), filepath.Join(t.TempDir(), "out")
	serve := program("primebench-fleet", append([]string{"serve", "--dir", dir, "--nats", servers.url(), "--http", "127.0.0.1:0", "--out", out,
		"--job", fleet.Moduli, "--lease", "2", "--claim", "2s"}, what...)...)
	stderr := start(t, serve)
	for range 2 {
		start(t, program("primebench-fleet", "work", "--workers", "1", servers.url()))
	}
	reach := func(n int) {
		waitFor(t, func() bool {
			return strings.Contains(stderr.String(), "how it stands") && answered(t, dir) >= n
		})
	}
	reach(3)
	servers.kill(0)
	began := time.Now()
	reach(answered(t, dir) + 3)
	t.Logf("after one of three was killed, three answers took %.1f s", time.Since(began).Seconds())
	servers.kill(1)
	time.Sleep(time.Second)
	servers.start(0)
	servers.start(1)
	if err := serve.Wait(); err != nil {
		t.Fatalf("%v: %s", err, stderr)
	}
	sameModuli(t, out, alone(t, what...))
	if wrong := onceInLedger(t, dir); len(wrong) > 0 {
		t.Errorf("called wrong: %q", wrong)
	}
}
