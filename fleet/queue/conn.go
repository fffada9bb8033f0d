// The connection to a server.

package queue

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"
)

// An Access is what opens a server.
type Access struct {
	Seed []byte // of an nkey; nil: none
	CA   []byte // certificates in PEM that the server's is checked with; nil: the system's
}

// A Conn is a connection that comes back by itself.
type Conn struct {
	nc     *nats.Conn
	public string // of the key
	told   func(string)
	denied atomic.Pointer[string] // what the server forbade
}

// ErrRefused is wrapped by the errors about a server that lets nobody in with this access,
// forbids what a fleet needs, or is too old.
var ErrRefused = errors.New("queue: refused")

// How a connection is kept: what is published while there is none fails at once, since it
// would run when the server is back, after it was given up.
const (
	patience   = 5 * time.Second // for one answer of the server
	rePause    = 300 * time.Millisecond
	pingPause  = 5 * time.Second
	mostMissed = 2 // pings
)

// Connect connects to a server, and waits for one that is not there yet until ctx ends.
// What a person should know is told; more may be the server to connect to in this process.
func Connect(ctx context.Context, url string, a Access, told func(string), more ...nats.Option) (*Conn, error) {
	c := &Conn{told: told}
	options := []nats.Option{
		nats.Name("primebench-fleet"), nats.Timeout(patience),
		nats.MaxReconnects(-1), nats.ReconnectWait(rePause), nats.ReconnectJitter(rePause, rePause), nats.ReconnectBufSize(-1),
		nats.PingInterval(pingPause), nats.MaxPingsOutstanding(mostMissed),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { c.fault(err) }),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				told(fmt.Sprintf("the connection to the queue is lost: %v", err))
			}
		}),
		nats.ReconnectHandler(func(*nats.Conn) { told("the queue is back") }),
	}
	if a.Seed != nil {
		key, err := nkeys.FromSeed(a.Seed)
		if err == nil {
			c.public, err = key.PublicKey()
		}
		if err != nil {
			return nil, fmt.Errorf("%w: the seed is not that of an nkey: %w", ErrRefused, err)
		}
		options = append(options, nats.Nkey(c.public, key.Sign))
	}
	if strings.HasPrefix(url, "tls://") || a.CA != nil {
		config := &tls.Config{MinVersion: tls.VersionTLS12}
		if a.CA != nil {
			config.RootCAs = x509.NewCertPool()
			if !config.RootCAs.AppendCertsFromPEM(a.CA) {
				return nil, fmt.Errorf("%w: no certificate in PEM to check the server with", ErrRefused)
			}
		}
		options = append(options, nats.Secure(config))
	}
	options = append(options, nats.CustomInboxPrefix(inbox(shortKey(c.public))))
	if err := c.open(ctx, url, append(options, more...)); err != nil {
		return nil, err
	}
	if err := recent(c.nc.ConnectedServerVersion()); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// open tries until there is a connection.
func (c *Conn) open(ctx context.Context, url string, options []nats.Option) error {
	for told := ""; ; {
		nc, err := nats.Connect(url, options...)
		var unknown x509.UnknownAuthorityError
		var name x509.HostnameError
		switch {
		case err == nil:
			c.nc = nc
			return nil
		case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrSecureConnWanted), errors.Is(err, nats.ErrSecureConnRequired),
			errors.As(err, &unknown), errors.As(err, &name):
			return fmt.Errorf("%w: %w", ErrRefused, err)
		}
		if err.Error() != told {
			told = err.Error()
			c.told(fmt.Sprintf("waiting for the queue at %s: %v", url, err))
		}
		if err := pause(ctx, rePause); err != nil {
			return err
		}
	}
}

// Public is the public key of this connection; "" where there is none.
func (c *Conn) Public() string { return c.public }

// Close ends the connection.
func (c *Conn) Close() { c.nc.Close() }

// fault hears what the server says of what was asked a while ago. A publish that it
// forbids is a timeout to its caller, who looks here.
func (c *Conn) fault(err error) {
	if errors.Is(err, nats.ErrPermissionViolation) {
		text := err.Error()
		c.denied.Store(&text)
	}
	c.told(fmt.Sprintf("the queue says: %v", err))
}

// lost returns why there is no use in going on, or nil.
func (c *Conn) lost() error {
	if text := c.denied.Load(); text != nil {
		return fmt.Errorf("%w: %s", ErrRefused, *text)
	}
	if c.nc.IsClosed() {
		return fmt.Errorf("%w: the connection is closed: %w", ErrRefused, c.nc.LastError())
	}
	return nil
}

// The least version of a server: all that is relied on was tried with this one.
const leastMajor, leastMinor = 2, 15

// recent refuses a server that is too old.
func recent(version string) error {
	parts := strings.Split(version, ".")
	major, err := strconv.Atoi(parts[0])
	minor := 0
	if err == nil && len(parts) > 1 {
		minor, err = strconv.Atoi(parts[1])
	}
	if err != nil || major < leastMajor || major == leastMajor && minor < leastMinor {
		return fmt.Errorf("%w: the server is nats-server %.40q, want %d.%d or newer", ErrRefused, version, leastMajor, leastMinor)
	}
	return nil
}

// pause waits, and returns the reason when ctx ends first.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
