package ui

import (
	"testing"

	"pgregory.net/rapid"
)

func TestDidYouMean(t *testing.T) {
	names := []string{"kind", "bits", "strategy", "seed"}
	for word, want := range map[string]string{
		"bit":      `; did you mean "--bits"?`,
		"stratgey": `; did you mean "--strategy"?`,
		"sede":     `; did you mean "--seed"?`,
		"strat":    `; did you mean "--strategy"?`,
		"policy":   "",
		"":         "",
	} {
		if got := DidYouMean(word, names, func(n string) string { return "--" + n }); got != want {
			t.Errorf("didYouMean(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestDistanceIsAMetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringMatching(`[ab]{0,6}`)
		a, b, c := words.Draw(t, "a"), words.Draw(t, "b"), words.Draw(t, "c")
		ab := distance(a, b)
		switch {
		case (ab == 0) != (a == b):
			t.Fatalf("distance %d of %q and %q", ab, a, b)
		case ab != distance(b, a):
			t.Fatalf("distance of %q and %q depends on their order", a, b)
		case ab > distance(a, c)+distance(c, b):
			t.Fatalf("%q is nearer to %q by way of %q", a, b, c)
		}
	})
}
