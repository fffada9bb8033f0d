// Package monitor shows how a job stands: as a page, as JSON and as metrics of Prometheus,
// to who is on this machine, and lets nobody change anything. All of it is state.
package monitor

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"primebench/internal/fleet"
	"primebench/internal/forecast"
)

// A State is how a job and its queue stand.
type State struct {
	fleet.Progress
	Here    int // workers that are heard of
	Idle    int // of them, those that wait for a lease
	Waiting int // leases that wait for a worker
}

// A shown state has the forecast too.
type shown struct {
	forecast.Forecast
	Here    int `json:"workers_here"`
	Idle    int `json:"workers_idle"`
	Waiting int `json:"leases_waiting"`
}

// horizon is the time up to which the chance is told that all is done.
const horizon = time.Hour

func (s State) shown() (shown, error) {
	f, err := forecast.Of(s.Progress, horizon)
	return shown{Forecast: f, Here: s.Here, Idle: s.Idle, Waiting: s.Waiting}, err
}

// A Page is being served.
type Page struct {
	listener net.Listener
	server   *http.Server
}

// ParseAddress refuses an address that other machines reach: nobody is asked who he is.
func ParseAddress(text string) (string, error) {
	host, _, err := net.SplitHostPort(text)
	if err != nil {
		return "", fmt.Errorf("%.80q is no host and port, such as 127.0.0.1:4280", text)
	}
	if !loopback(host) {
		return "", fmt.Errorf("%.80q is not on this machine alone; use 127.0.0.1 and a proxy or ssh -L", text)
	}
	return text, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// patience is for a request that does not come to its end.
const patience = 10 * time.Second

// Serve begins to show the state at an address of ParseAddress.
func Serve(address string, state func() State) (*Page, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	p := &Page{listener: listener, server: &http.Server{Handler: handler(state), ReadTimeout: patience, WriteTimeout: patience}}
	go func() {
		if err := p.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			_ = listener.Close() // the page is gone, and the job goes on
		}
	}()
	return p, nil
}

// Address is where the page is, as host and port.
func (p *Page) Address() string { return p.listener.Addr().String() }

// Close ends it.
func (p *Page) Close() { _ = p.server.Close() }

// handler answers GET alone, of those who mean this machine: a name of somebody else's
// that leads here is a page of theirs that would read ours.
func handler(state func() State) http.Handler {
	mux := http.NewServeMux()
	for path, view := range map[string]struct {
		kind  string
		write func(http.ResponseWriter, shown) error
	}{
		"GET /{$}":        {"text/html; charset=utf-8", func(w http.ResponseWriter, s shown) error { return writePage(w, s) }},
		"GET /state.json": {"application/json", func(w http.ResponseWriter, s shown) error { return json.NewEncoder(w).Encode(s) }},
		"GET /metrics":    {"text/plain; version=0.0.4; charset=utf-8", func(w http.ResponseWriter, s shown) error { return writeMetrics(w, s) }},
	} {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			s, err := state().shown()
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			w.Header().Set("Content-Type", view.kind)
			w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
			w.Header().Set("X-Content-Type-Options", "nosniff")
			w.Header().Set("Cache-Control", "no-store")
			_ = view.write(w, s) // who reads it may have gone
		})
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if !loopback(host) {
			http.Error(w, "this page is for this machine alone", http.StatusForbidden)
			return
		}
		mux.ServeHTTP(w, r)
	})
}
