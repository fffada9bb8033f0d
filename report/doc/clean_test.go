package doc

import (
	"bytes"
	"encoding/json"
	"testing"
)

func TestCleaning(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", "a\tb\nc": "a b c", "\x1b[1mx": `\x1b[1mx`, "a\u202eb": `a\u202eb`, "\xffx": `\xffx`, "a\u00a0\"b": `a "b`, "\ufffd": `\ufffd`, "CPU \u00ae": "CPU \u00ae",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"=1": "'=1", " @x": "' @x", "-": "'-", "mr20+lucas": "mr20+lucas", "": ""} {
		if got := csvText(in); got != want {
			t.Errorf("csvText(%q) = %q, want %q", in, got, want)
		}
	}
	if got, want := markdownText("a|b <i> [x](y) `z`"), "a\\|b \\<i\\> \\[x\\](y) \\`z\\`"; got != want {
		t.Errorf("markdownText: got %q, want %q", got, want)
	}
	if got := Slug("../Safe 2"); got != "---safe-2" {
		t.Errorf("Slug: got %q", got)
	}
}

// TestCleanJSON: what is spelled out is read as it was, and nothing is hidden.
func TestCleanJSON(t *testing.T) {
	for _, value := range []string{"plain", "a\u202eb\u2066", "\U000e0041 tag", "caf\u00e9 \"x\"\n", "\u00a0\u2028\ufeff"} {
		plain, err := json.Marshal(map[string]string{value: value})
		if err != nil {
			t.Fatal(err)
		}
		got := CleanJSON(plain)
		var read map[string]string
		if err := json.Unmarshal(got, &read); err != nil || read[value] != value || bytes.IndexFunc(got, isHidden) >= 0 {
			t.Errorf("%q: %q, read as %q, %v", value, got, read, err)
		}
	}
}
