package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"primebench/internal/wholefile"
)

// TestOutputKeepsWhatCame: a file that came after the place was looked at is kept unless
// --force was given, and a file beside it shares its fate.
func TestOutputKeepsWhatCame(t *testing.T) {
	for _, came := range []string{"", ".seed"} {
		for _, force := range []bool{false, true} {
			path := filepath.Join(t.TempDir(), "group")
			out, err := NewProcess(nil, nil, nil, nil).OpenOutput(path, force)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path+came, []byte("precious"), 0o600); err != nil {
				t.Fatal(err)
			}
			err = out.Write([]byte("group"), wholefile.File{Path: ".seed", Data: []byte("seed"), Mode: 0o666})
			group, _ := os.ReadFile(path)
			seed, _ := os.ReadFile(path + ".seed")
			if force && (err != nil || string(group) != "group" || string(seed) != "seed") {
				t.Errorf("forced over %q: %v, %q, %q", came, err, group, seed)
			}
			if force {
				continue
			}
			if ExitCode(err) != ExitUsage || !strings.Contains(err.Error(), "--force") || string(group)+string(seed) != "precious" {
				t.Errorf("beside %q: %v, %q, %q", came, err, group, seed)
			}
		}
	}
}

// TestWriteNew: a proof that came is kept.
func TestWriteNew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "proof")
	if err := WriteNew(path, []byte("one"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := WriteNew(path, []byte("two"), 0o600); ExitCode(err) != ExitUsage {
		t.Errorf("the second: %v", err)
	}
	if text, err := os.ReadFile(path); string(text) != "one" {
		t.Errorf("%q is there, %v", text, err)
	}
}
