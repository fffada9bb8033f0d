package fleet_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"primebench/internal/fleet"
	"primebench/sieve"
)

// sample is a small job with its leases and an answer.
func sample(t testing.TB) (fleet.Job, []fleet.Lease, fleet.Answer) {
	s := newSearcher(t, sieve.Prime, 32, true)
	job, leases, err := fleet.Plan(fleet.Moduli, []fleet.Wanted{{Searcher: s, Count: 70}}, fleet.Options{Size: 30})
	if err != nil {
		t.Fatal(err)
	}
	return job, leases, do(t, &fleet.Worker{Name: "w-1", Means: means}, job, leases[0])
}

// Texts come back as they went, and what is not one of them is refused by kind.
func TestTexts(t *testing.T) {
	job, leases, answer := sample(t)
	text, err := job.Text()
	if err != nil {
		t.Fatal(err)
	}
	back, err := fleet.ReadJob(text)
	if err != nil || back.ID() != job.ID() {
		t.Errorf("%+v, %v", back, err)
	}
	reread(t, job, leases[1])
	answerText, err := answer.Text()
	if err != nil {
		t.Fatal(err)
	}
	replaced := func(text []byte, old, by string) []byte {
		if !bytes.Contains(text, []byte(old)) {
			t.Fatalf("%s does not have %q", text, old)
		}
		return bytes.Replace(text, []byte(old), []byte(by), 1)
	}
	for what, test := range map[string]struct {
		text []byte
		want error
	}{
		"newer schema":  {replaced(text, `"schema":1`, `"schema":2`), fleet.ErrNewer},
		"no schema":     {replaced(text, `"schema":1,`, ``), fleet.ErrFormat},
		"unknown field": {replaced(text, `{`, `{"more":1,`), fleet.ErrFormat},
		"other verb":    {replaced(text, `"moduli"`, `"secrets"`), fleet.ErrFormat},
		"two documents": {append(text, "{}"...), fleet.ErrFormat},
		"no parts":      {[]byte(`{"schema":1,"verb":"prime","parts":[],"claim_seconds":1}`), fleet.ErrFormat},
		"too long":      {append(text, strings.Repeat(" ", fleet.MaxJob)...), fleet.ErrFormat},
		"not a size":    {replaced(text, `"bits":32`, `"bits":3`), fleet.ErrFormat},
		"no lease":      {replaced(text, `"pieces":`, `"whole":1,"pieces":`), fleet.ErrFormat},
	} {
		if _, err := fleet.ReadJob(test.text); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", what, err, test.want)
		}
	}
	for what, test := range map[string]struct {
		text []byte
		want error
	}{
		"newer schema": {replaced(answerText, `"schema":1`, `"schema":2`), fleet.ErrNewer},
		"other job":    {replaced(answerText, job.ID(), strings.Repeat("0", 32)), fleet.ErrFormat},
		"other lease":  {replaced(answerText, `"index":0`, `"index":1000`), fleet.ErrFormat},
		"escape":       {replaced(answerText, `"kernel":"`, `"kernel":"\u001b[2J`), fleet.ErrFormat},
		"path":         {replaced(answerText, `"w-1"`, `"../w"`), fleet.ErrFormat},
		"upper case":   {replaced(answerText, `"p":"`, `"p":"F`), fleet.ErrFormat},
		"negative":     {replaced(answerText, `"p":"`, `"p":"-`), fleet.ErrFormat},
	} {
		if _, err := fleet.ReadAnswer(test.text, job); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", what, err, test.want)
		}
	}
	foreign := leases[1]
	foreign.From.Member++
	foreignText, err := foreign.Text()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fleet.ReadLease(foreignText, job); !errors.Is(err, fleet.ErrFormat) {
		t.Errorf("a lease of other bounds: %v", err)
	}
}

// A ledger comes back, without what a crash or a flipped bit left of a line, and is one
// process's at a time.
func TestLedger(t *testing.T) {
	job, leases, answer := sample(t)
	path := filepath.Join(t.TempDir(), "ledger")
	open := func() (*fleet.Ledger, []fleet.Entry) {
		l, entries, err := fleet.OpenLedger(path, job)
		if err != nil {
			t.Fatal(err)
		}
		return l, entries
	}
	l, _ := open()
	if _, _, err := fleet.OpenLedger(path, job); !errors.Is(err, fleet.ErrTaken) {
		t.Errorf("two at once: %v, want ErrTaken", err)
	}
	second := do(t, &fleet.Worker{Name: "w-2", Means: means}, job, leases[1])
	for _, e := range []fleet.Entry{{Answer: &answer}, {Answer: &second, Again: true}, {Distrust: &fleet.Distrust{Worker: "w-3", Why: "lies"}}} {
		if err := l.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	l.Close()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	l, entries := open()
	l.Close()
	fold := fleet.NewFold(job, entries)
	if len(entries) != 4 || fold.Answered() != 2 || fold.Again() != 1 || fold.Distrusted()["w-3"] != "lies" {
		t.Errorf("%d entries, %+v", len(entries), fold)
	}
	lines := bytes.SplitAfter(whole, []byte("\n"))
	// Cut short at each byte of the last line: it is as if it had not been.
	before := len(whole) - len(lines[3])
	for size := before; size < len(whole); size++ {
		if err := os.WriteFile(path, whole[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		l, entries := open()
		l.Close()
		info, err := os.Stat(path)
		if err != nil || len(entries) != 3 || info.Size() != int64(before) || len(l.Damaged) > 0 {
			t.Fatalf("cut to %d bytes: %d entries, %v, %v", size, len(entries), l.Damaged, err)
		}
	}
	// A flipped bit costs its line alone, wherever it is.
	from := len(lines[0])
	for at := from; at < from+len(lines[1])-1; at += 7 {
		flipped := bytes.Clone(whole)
		flipped[at] ^= 4
		if err := os.WriteFile(path, flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		l, entries := open()
		l.Close()
		if len(l.Damaged) != 1 || l.Damaged[0] != 2 || len(entries) != 3 {
			t.Fatalf("byte %d flipped: %d entries, damaged %v", at, len(entries), l.Damaged)
		}
		if _, there := fleet.NewFold(job, entries).Answer(0); there {
			t.Fatalf("byte %d flipped: the answer counts", at)
		}
	}
	// Another job's, and a newer one.
	other := job
	other.Claim++
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := fleet.OpenLedger(path, other); !errors.Is(err, fleet.ErrFormat) {
		t.Errorf("another job's ledger: %v", err)
	}
	newer := []byte(`{"schema":2,"votes":[]}`)
	sum := sha256.Sum256(newer)
	if err := os.WriteFile(path, fmt.Appendf(whole, "%x %s\n", sum[:8], newer), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := fleet.OpenLedger(path, job); !errors.Is(err, fleet.ErrNewer) {
		t.Errorf("a newer ledger: %v, want ErrNewer", err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.HasPrefix(after, whole) || len(after) <= len(whole) {
		t.Errorf("a newer ledger is changed: %v", err)
	}
}

func FuzzReadJob(f *testing.F) {
	job, _, _ := sample(f)
	text, err := job.Text()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"schema":1}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		j, err := fleet.ReadJob(text)
		if err != nil {
			return
		}
		again, err := j.Text()
		if err != nil {
			t.Fatal(err)
		}
		if back, err := fleet.ReadJob(again); err != nil || back.ID() != j.ID() {
			t.Errorf("%s comes back as %+v, %v", again, back, err)
		}
		if j.Count() < 1000 {
			fleet.NewFold(j, nil).Open()
		}
	})
}

func FuzzReadLease(f *testing.F) {
	job, leases, _ := sample(f)
	for _, l := range leases {
		text, err := l.Text()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	w := &fleet.Worker{Name: "w", Means: means}
	f.Fuzz(func(t *testing.T, text []byte) {
		l, err := fleet.ReadLease(text, job)
		if err != nil {
			return
		}
		if _, err := w.Do(t.Context(), job, l); err != nil {
			t.Log(err) // starts that no planner made; but nothing worse
		}
	})
}

// short is a sample whose answer is as short as one can be: the fuzzer would be busy for a
// minute with making a long one shorter.
func short(t testing.TB) (fleet.Job, []fleet.Lease, fleet.Answer) {
	s := newSearcher(t, sieve.Prime, 32, true)
	job, leases, err := fleet.Plan(fleet.Moduli, []fleet.Wanted{{Searcher: s, Count: 4}}, fleet.Options{Size: 1})
	if err != nil {
		t.Fatal(err)
	}
	return job, leases, do(t, &fleet.Worker{Name: "w", Means: means}, job, leases[0])
}

func FuzzReadAnswer(f *testing.F) {
	job, leases, answer := short(f)
	text, err := answer.Text()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Fuzz(func(t *testing.T, text []byte) {
		a, err := fleet.ReadAnswer(text, job)
		if err != nil {
			return
		}
		err = fleet.Verify(t.Context(), job, leases[a.Index], a)
		if err == nil && a.Index == 0 && fleet.Wrong(job, leases[0], answer, a) != nil {
			t.Errorf("%s is verified, and has a find that is not there", text)
		}
	})
}

// Lines are read as they are, and with the sum that somebody could give them.
func FuzzReadLedger(f *testing.F) {
	job, _, answer := short(f)
	path := filepath.Join(f.TempDir(), "ledger")
	l, _, err := fleet.OpenLedger(path, job)
	if err == nil {
		err = errors.Join(l.Append(fleet.Entry{Answer: &answer}), l.Close())
	}
	text, readErr := os.ReadFile(path)
	if err := errors.Join(err, readErr); err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	_, entry, _ := bytes.Cut(bytes.TrimSpace(bytes.SplitAfter(text, []byte("\n"))[1]), []byte(" "))
	f.Add(entry)
	f.Fuzz(func(t *testing.T, text []byte) {
		sum := sha256.Sum256(text)
		sealed := fmt.Appendf(nil, "%x %s\n", sum[:8], text)
		for _, text := range [][]byte{text, sealed} {
			entries, size, _, err := fleet.ReadLedger(bytes.NewReader(text), job)
			if err == nil && size > int64(len(text)) {
				t.Errorf("%d bytes of %d", size, len(text))
			}
			fleet.NewFold(job, entries)
		}
	})
}
