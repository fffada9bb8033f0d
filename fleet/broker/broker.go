// Package broker is the server of the queue within the coordinator's process, for a fleet
// that has none of its own: one nats-server with its store in a folder, TLS, a key for the
// coordinator that lives as long as the process, and keys of workers in files.
package broker

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"primebench/fleet/queue"
)

// A Broker is a server that runs in this process.
type Broker struct {
	server *server.Server
	seed   []byte // of the coordinator's key
	keys   Keys
}

// Options are where a server listens and keeps what it has.
type Options struct {
	Listen  string // host and port; port 0 takes a free one
	Folder  string // of the store and the keys
	Workers int    // how many keys for workers there are to be, at least
	Told    func(string)
	Failed  func(error) // hears why the store cannot be written, perhaps more than once; may be nil
}

// The folders below Options.Folder.
const (
	storeFolder = "store"
	keyFolder   = "keys"
)

// startTime is how long a server may take to read its store.
const startTime = 60 * time.Second

// Start starts a server, and makes the keys that are not there.
func Start(o Options) (*Broker, error) {
	host, portText, err := net.SplitHostPort(o.Listen)
	if err != nil {
		return nil, fmt.Errorf("%.80q is no host and port, such as 127.0.0.1:4222", o.Listen)
	}
	port, err := strconv.Atoi(portText)
	if err != nil || port < 0 || port > 65535 {
		return nil, fmt.Errorf("%.80q is no port", portText)
	}
	if port == 0 {
		port = server.RANDOM_PORT
	}
	keys, err := openKeys(filepath.Join(o.Folder, keyFolder), host, o.Workers)
	if err != nil {
		return nil, err
	}
	own, err := nkeys.CreateUser()
	if err != nil {
		return nil, err
	}
	b := &Broker{keys: keys}
	if b.seed, err = own.Seed(); err != nil {
		return nil, err
	}
	public, err := own.PublicKey()
	if err != nil {
		return nil, err
	}
	settings := &server.Options{
		ServerName: "primebench-fleet", Host: host, Port: port, NoSigs: true, NoLog: true,
		JetStream: true, StoreDir: filepath.Join(o.Folder, storeFolder),
		// What is acknowledged is on the disk.
		SyncAlways: true, MaxPayload: queue.MaxPayload,
		TLSConfig:  &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{keys.certificate}},
		TLSTimeout: patience.Seconds(), AuthTimeout: 2 * patience.Seconds(),
		Nkeys: []*server.NkeyUser{{Nkey: public}},
	}
	for _, worker := range keys.workers {
		rights := queue.WorkerRights(worker)
		settings.Nkeys = append(settings.Nkeys, &server.NkeyUser{Nkey: worker, Permissions: &server.Permissions{
			Publish:   &server.SubjectPermission{Allow: rights.Publish},
			Subscribe: &server.SubjectPermission{Allow: rights.Subscribe},
		}})
	}
	if b.server, err = server.NewServer(settings); err != nil {
		return nil, err
	}
	b.server.SetLoggerV2(teller{told: o.Told, failed: o.Failed}, false, false, false)
	b.server.Start()
	if !b.server.ReadyForConnections(startTime) {
		b.Stop()
		return nil, fmt.Errorf("no server at %s after %v", o.Listen, startTime)
	}
	return b, nil
}

// patience is for a handshake, when a thousand workers come at once.
const patience = 10 * time.Second

// InProcess is the URL of the server for who comes in by Dial, without the network.
const InProcess = "nats://in-process"

// Access is the coordinator's, and Dial how it comes in.
func (b *Broker) Access() queue.Access { return queue.Access{Seed: b.seed} }

// Dial is the option of a connection from within this process.
func (b *Broker) Dial() nats.Option { return nats.InProcessServer(b.server) }

// URL is where workers connect to: this machine, where all its addresses are listened at.
func (b *Broker) URL() string {
	at, ok := b.server.Addr().(*net.TCPAddr)
	if !ok || !at.IP.IsUnspecified() {
		return "tls://" + b.server.Addr().String()
	}
	host, err := os.Hostname()
	if err != nil {
		host = "localhost"
	}
	return "tls://" + net.JoinHostPort(host, strconv.Itoa(at.Port))
}

// Keys are those of the workers, and what they check the server with.
func (b *Broker) Keys() Keys { return b.keys }

// Stop ends the server.
func (b *Broker) Stop() {
	b.server.Shutdown()
	b.server.WaitForShutdown()
}

// A teller passes on what a person should know of the server.
type teller struct {
	told   func(string)
	failed func(error)
}

func (t teller) tell(format string, args ...any) {
	if t.told != nil {
		t.told("nats-server: " + fmt.Sprintf(format, args...))
	}
}

func (t teller) Noticef(string, ...any)            {}
func (t teller) Debugf(string, ...any)             {}
func (t teller) Tracef(string, ...any)             {}
func (t teller) Warnf(format string, args ...any)  { t.tell(format, args...) }
func (t teller) Fatalf(format string, args ...any) { t.tell(format, args...) }

// Errorf looks for errors of the file system besides: after one of them the server stores
// nothing until it is started again, and says so here alone, while its clients wait.
func (t teller) Errorf(format string, args ...any) {
	t.tell(format, args...)
	for _, arg := range args {
		err, _ := arg.(error)
		var file *fs.PathError
		if t.failed != nil && errors.As(err, &file) && !errors.Is(file, fs.ErrNotExist) {
			t.failed(fmt.Errorf("the store of the queue cannot be written: %w", file))
		}
	}
}
