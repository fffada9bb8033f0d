package doc

import "testing"

func TestCleaning(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", "a\tb\nc": "a b c", "\x1b[1mx": "?[1mx", "a\u202eb": "a?b", "\xffx": "?x", "CPU \u00ae": "CPU \u00ae",
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
