package monitor

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"primebench/internal/fleet"
)

// stood is a job that has come half way, with a worker that is not believed and one whose
// reason has markup.
func stood() State {
	p := fleet.Progress{
		Schema: 1, Job: "0123456789abcdef", Verb: fleet.Moduli, Found: 20, Wanted: 40, Leases: 30, Done: 10, Out: 2, Open: 20, Redelivered: 1, AtWork: 2,
		Parts: []fleet.PartProgress{{Kind: "safe", Bits: 2048, Found: 20, Wanted: 40, Left: 20, Usual: 1}},
		Workers: []fleet.WorkerProgress{
			{Name: "host-1", Lease: 7, Silent: 1.5, Done: 9, Finds: 18}, {Name: "host-2", Lease: -1, Done: 1, Finds: 2, Distrusted: "<b>find 1</b> is no prime"},
		},
	}
	for range 4 {
		p.Parts[0].Paces = append(p.Parts[0].Paces, fleet.Pace{Finds: 2, Seconds: 3})
	}
	return State{Progress: p, Here: 3, Idle: 1, Waiting: 4}
}

// get asks for a path as host.
func get(t *testing.T, method, host, path string) (int, string) {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	r.Host = host
	w := httptest.NewRecorder()
	handler(stood).ServeHTTP(w, r)
	text, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.Code, string(text)
}

func TestViews(t *testing.T) {
	_, page := get(t, http.MethodGet, "127.0.0.1:4280", "/")
	for _, want := range []string{"20 of 40 found", "host-1", "&lt;b&gt;find 1&lt;/b&gt; is no prime", "10 done", "750 ms"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
	if regexp.MustCompile(`(src|href)="(//|[a-z]+:)|<script`).MatchString(page) {
		t.Error("the page loads what is not in it")
	}
	_, text := get(t, http.MethodGet, "localhost:4280", "/state.json")
	var state struct {
		Found  int      `json:"found"`
		Here   int      `json:"workers_here"`
		Within *float64 `json:"p_done_within_horizon"`
	}
	if err := json.Unmarshal([]byte(text), &state); err != nil || state.Found != 20 || state.Here != 3 || state.Within == nil {
		t.Errorf("%v: %s", err, text)
	}
	_, metrics := get(t, http.MethodGet, "[::1]:4280", "/metrics")
	line := regexp.MustCompile(`^(# (HELP|TYPE) primebench_fleet_[a-z0-9_]+ .+|primebench_fleet_[a-z0-9_]+(\{[a-z]+="[a-z0-9._]+"\})? [0-9.e+-]+)$`)
	for text := range strings.Lines(metrics) {
		if !line.MatchString(strings.TrimSuffix(text, "\n")) {
			t.Errorf("no line of Prometheus: %q", text)
		}
	}
	for _, want := range []string{"primebench_fleet_found 20\n", `primebench_fleet_workers{state="wrong"} 1`, `primebench_fleet_left_seconds{quantile="0.95"} `} {
		if !strings.Contains(metrics, want) {
			t.Errorf("the metrics lack %q:\n%s", want, metrics)
		}
	}
}

// Nothing is changed by it, and no other site reads it by a name of its own.
func TestRefusals(t *testing.T) {
	for _, test := range []struct {
		method, host, path string
		code               int
	}{
		{http.MethodPost, "127.0.0.1:4280", "/", http.StatusMethodNotAllowed},
		{http.MethodGet, "evil.example:4280", "/state.json", http.StatusForbidden},
		{http.MethodGet, "127.0.0.1:4280", "/debug", http.StatusNotFound},
	} {
		if code, _ := get(t, test.method, test.host, test.path); code != test.code {
			t.Errorf("%s %s%s: %d, want %d", test.method, test.host, test.path, code, test.code)
		}
	}
	for _, address := range []string{"0.0.0.0:80", ":80", "192.0.2.1:80", "localhost"} {
		if _, err := ParseAddress(address); err == nil {
			t.Errorf("%q is taken", address)
		}
	}
}
