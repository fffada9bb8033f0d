package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// seedOf is what a command line and variables say of the seed.
func seedOf(env Environment, args ...string) (*Seed, error) {
	seed := new(Seed)
	flags := pflag.NewFlagSet("verb", pflag.ContinueOnError)
	seed.Define(flags, "")
	err := flags.Parse(args)
	if err == nil {
		_, err = env.Apply(flags)
	}
	return seed, err
}

// TestSeed: digits, a file that has or records some, a text, a variable, and what is none.
func TestSeed(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	// By: printf %s 'a text' | sha256sum
	const ofText = "734194ede5b063e654d63cb95a682ca1551b45e3cc86e88f1a85c1286eedd4ac"
	digits := put("digits", " 1f2e\n")
	record := put("good.seed", `{"format": "primebench dhparam 2", "seed": "1f2e", "bits": 64}`)
	for _, c := range []struct {
		args, env string // env is a variable without its prefix
		want      string // "": an error
		named     bool
	}{
		{"--seed 1f2e", "", "1f2e", true},
		{"--seed " + record, "", "1f2e", true},
		{"--seed " + digits, "", "1f2e", true},
		{"--seed-file " + record, "", "1f2e", true},
		{"--seed-file " + digits, "", "1f2e", true},
		{"--seed 1f2e --seed 3d", "", "3d", true},
		{"", "SEED=1f2e", "1f2e", false},
		{"", "SEED_FILE=" + digits, "1f2e", false},
		{"--seed 3d", "SEED=1f2e", "3d", true},
		{"--seed 3d", "SEED_FILE=" + digits, "3d", true},
		{"--seed-file " + digits, "SEED=3d", "1f2e", true},
		{"--seed-text a", "SEED=3d", "bb", true}, // the end of the SHA-256 of "a"
		{"--seed " + put("none.seed", `{"format": "primebench dhparam 2"}`), "", "", false},
		{"--seed " + put("bad.seed", `{"format": "primebench dhparam 2", "seed": "xyz"}`), "", "", false},
		{"--seed " + put("old.seed", `{"format": "primebench dhparam 1", "seed": "1f2e"}`), "", "", false},
		{"--seed " + put("lie.seed", `{"format": "primebench dhparam 2", "seed": "1f2e", "text": "a text"}`), "", "", false},
		{"--seed-file " + put("group.pem", "-----BEGIN DH PARAMETERS-----"), "", "", false},
		{"--seed-file " + filepath.Join(dir, "missing"), "", "", false},
		{"--seed-file 1f2e", "", "", false},
		{"--seed=", "", "", false},
		{"--seed-text=", "", "", false},
		{"--seed-text=a\u202eb", "", "", false},
		{"--seed-text=" + strings.Repeat("a", mostSeedText+1), "", "", false},
		{"--seed 1f2e --seed-text a", "", "", false},
		{"--seed-file " + digits + " --seed 1f2e", "", "", false},
		{"", "SEED=xyz", "", false},
	} {
		env := Environment{}
		if c.env != "" {
			env = Environment{VariablePrefix + c.env}
		}
		seed, err := seedOf(env, strings.Fields(c.args)...)
		if (err == nil) != (c.want != "") {
			t.Errorf("%q with %q: %v, want %q", c.args, c.env, err, c.want)
			continue
		}
		if err == nil && (!strings.HasSuffix(seed.Value.String(), c.want) || seed.Named() != c.named) {
			t.Errorf("%q with %q: %v, named %v", c.args, c.env, seed.Value, seed.Named())
		}
	}
	seed, err := seedOf(nil, "--seed-text", "a text")
	if err != nil || seed.Text != "a text" || seed.Value.String() != ofText {
		t.Errorf("a text: %+v, %v, want %s", seed, err, ofText)
	}
	kept := put("text.seed", fmt.Sprintf(`{"format": "primebench dhparam 2", "seed": %q, "text": "a text"}`, ofText))
	if again, err := seedOf(nil, "--seed-file", kept); err != nil || again.Text != seed.Text || *again.Value != *seed.Value {
		t.Errorf("as it was recorded: %+v, %v", again, err)
	}
	if seed, err := seedOf(nil); err != nil || seed.Value != nil || seed.Named() {
		t.Errorf("none: %+v, %v", seed, err)
	}
}

// TestSeedIsNotTold: an error about a file says nothing of what is in it.
func TestSeedIsNotTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(path, []byte("correct horse"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := seedOf(nil, "--seed-file", path); err == nil || strings.Contains(err.Error(), "horse") {
		t.Errorf("%v", err)
	}
}
