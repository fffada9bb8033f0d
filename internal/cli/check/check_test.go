package check

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"primebench/internal/cli/clitest"
	"primebench/internal/cli/find"
	"primebench/internal/cli/ui"
	"primebench/report/doc"
)

// TestAnswers: what is sound, what is not and what cannot be read, and the code of each.
func TestAnswers(t *testing.T) {
	for _, test := range []struct {
		args, stdin string
		code        int
		stdout      string
	}{
		{"2053", "", ui.ExitDone, "2053: prime of 12 bits; "},
		{"2047", "", ui.ExitNo, "2047: not prime: "},
		{"2053 0x7ff", "", ui.ExitNo, "0x7ff: not prime: "},
		{"-", "2053\n107\n", ui.ExitDone, "stdin:2: prime of 7 bits; safe prime; "},
		{"-", "2053\nno number\n107\n", ui.ExitUsage, "stdin:3: prime of 7 bits; safe prime; "},
		{"nowhere 2053", "", ui.ExitUsage, "2053: prime of 12 bits; "},
		{"--max-bits 8 2053", "", ui.ExitUsage, ""},
		{"-", "20260101000000 2 6 64 63 2 FFFFFFFFFFFFFFFB\n", ui.ExitNo, "stdin:1: not sound: composite: "},
		{"-", "20260101000000 2 6 64 63 2 FFFFFFFFFFFFFA43\n", ui.ExitNo, "stdin:1: weak: 64 bits, want 2048 or more; 17 bits of strength, want 112 or more; group of 64 bits, "},
		{"--min-bits 64 --min-strength 17 -", "20260101000000 2 6 64 63 2 FFFFFFFFFFFFFA43\n", ui.ExitDone, "stdin:1: sound"},
		{"--min-bits 0 --min-strength 18 -", "20260101000000 2 6 64 63 2 FFFFFFFFFFFFFA43\n", ui.ExitNo, "stdin:1: weak: 17 bits of strength, want 18 or more"},
		{"--min-bits 0 -", "20260101000000 2 6 64 63 2 FFFFFFFFFFFFFA43\n", ui.ExitDone, "stdin:1: sound group of 64 bits, generator of order 2q; safe prime; "},
		{"--seed 1f2e 2053", "", ui.ExitUsage, "2053: prime of 12 bits; "},
	} {
		got := clitest.Run(t, NewCheckCmd, test.stdin, append([]string{"--full"}, strings.Fields(test.args)...)...)
		if got.Code != test.code || !strings.Contains(got.Stdout, test.stdout) {
			t.Errorf("%s of %q: %+v, want code %d and %q", test.args, test.stdin, got, test.code, test.stdout)
		}
	}
}

// TestLongList: what is printed of a long list is a screen with all that is not sound, and
// the rest is counted.
func TestLongList(t *testing.T) {
	stdin := strings.Repeat("2053\n", 5000) + "2047\n" + strings.Repeat("no number\n", 30) + "2053\n"
	got := clitest.Run(t, NewCheckCmd, stdin, "-")
	if got.Code != ui.ExitNo || !strings.HasPrefix(got.Stdout, "NOT SOUND: 5002 numbers: 5001 sound, 0 weak, 1 bad, 30 not read\n") ||
		!strings.Contains(got.Stdout, "stdin:5001 ") || !strings.HasSuffix(got.Stdout, "    and 5016 more rows: --full\n") {
		t.Errorf("%+v", got)
	}
	if n := strings.Count(got.Stdout, "\n"); n > doc.ScreenLines {
		t.Errorf("%d lines", n)
	}
}

// TestManyUnreadable: they are all counted, some are named, and what comes after them is
// checked.
func TestManyUnreadable(t *testing.T) {
	got := clitest.Run(t, NewCheckCmd, strings.Repeat("no number\n", 3*mostRefused)+"2053\n", "--full", "-")
	if got.Code != ui.ExitUsage || !strings.HasSuffix(got.Stdout, "\n1 number: 1 sound, 0 weak, 0 bad, 3000 not read\n") {
		t.Errorf("code %d, %.300q", got.Code, got.Stdout)
	}
	if n := strings.Count(got.Stderr, "\n"); n != mostRefused+1 {
		t.Errorf("%d lines on stderr, want %d", n, mostRefused+1)
	}
}

// TestJSONReason: an object has why a group is not sound, without the words of a
// package before it.
func TestJSONReason(t *testing.T) {
	got := clitest.Run(t, NewCheckCmd, "20260101000000 2 6 64 63 2 FFFFFFFFFFFFFFFB\n", "--format", "jsonl", "-")
	var object struct {
		Source, Reason string
		Sound          bool
	}
	found, totals, _ := strings.Cut(got.Stdout, "\n")
	if err := json.Unmarshal([]byte(found), &object); err != nil {
		t.Fatalf("%v in %q", err, got.Stdout)
	}
	if want := `{"totals":{"sound":0,"weak":0,"unsound":1,"refused":0,"passed":0,"kinds":{"group":1}}}` + "\n"; totals != want {
		t.Errorf("totals %q, want %q", totals, want)
	}
	if object.Source != "stdin:1" || object.Sound || !strings.HasPrefix(object.Reason, "composite: ") {
		t.Errorf("object %+v", object)
	}
}

// TestSeed: groups of dhparam are found again from the seed that it recorded, and from
// no other.
func TestSeed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "groups")
	made := clitest.Run(t, find.NewDHParamCmd, "", "--bits", "64", "--count", "2", "--generator", "5", "--format", "moduli", "--seed", "1f2e", "--out", file, "--quiet")
	if made.Err != nil {
		t.Fatal(made.Err)
	}
	if kept, err := os.ReadFile(file + ".seed"); err != nil || !strings.Contains(string(kept), "1f2e") {
		t.Errorf("the seed is recorded as %q, %v", kept, err)
	}
	again := clitest.Run(t, NewCheckCmd, "", "--full", "--min-bits", "0", "--seed", "1f2e", file)
	if again.Err != nil || !strings.Contains(again.Stdout, "it is group 2 of the seed") {
		t.Errorf("by its seed: %+v", again)
	}
	other := clitest.Run(t, NewCheckCmd, "", "--full", "--seed", "1f2f", file)
	if other.Code != ui.ExitNo || !strings.Contains(other.Stdout, "it is not group 1 of the seed") {
		t.Errorf("by another seed: %+v", other)
	}
}
