package secrets_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"primebench/secrets"
)

func TestChoiceIsUniform(t *testing.T) {
	type suits []string // a named type is taken as well
	items := suits{"clubs", "diamonds", "hearts", "spades", "joker"}
	tally := map[string]int{}
	for range 5000 {
		tally[first(secrets.Choice(items))]++
	}
	wantUniformOver(t, "Choice", tally, len(items))
}

func TestSampleIsUniform(t *testing.T) {
	for _, test := range []struct{ n, k, possible int }{
		{3, 1, 3}, {3, 2, 6}, {3, 3, 6}, {4, 2, 12}, {5, 3, 60}, {9, 2, 72}, {17, 1, 17}, {33, 2, 1056},
	} {
		items := numbered(test.n)
		tally := map[string]int{}
		for range 100 * test.possible {
			got := first(secrets.Sample(items, test.k))
			if len(got) != test.k || len(unique(got)) != test.k {
				t.Fatalf("Sample(%d, %d) = %v", test.n, test.k, got)
			}
			tally[fmt.Sprint(got)]++
		}
		wantUniformOver(t, fmt.Sprintf("Sample(%d, %d)", test.n, test.k), tally, test.possible)
		if !slices.Equal(items, numbered(test.n)) {
			t.Errorf("Sample(%d, %d) changed the items", test.n, test.k)
		}
	}
}

func TestShuffleIsUniform(t *testing.T) {
	factorial := 1
	for n := 2; n <= 5; n++ {
		factorial *= n
		tally := map[string]int{}
		for range 100 * factorial {
			items := numbered(n)
			secrets.Shuffle(items)
			tally[fmt.Sprint(items)]++
		}
		wantUniformOver(t, fmt.Sprintf("Shuffle of %d", n), tally, factorial)
	}
	// Where each item of a longer list goes to.
	const n = 129
	counts := make([]int, n)
	for range 20 * n {
		items := numbered(n)
		secrets.Shuffle(items)
		if len(unique(items)) != n {
			t.Fatal("Shuffle lost an item")
		}
		counts[slices.Index(items, 0)]++
	}
	wantUniform(t, "where Shuffle puts the first item", counts)
}

func TestItemsAtTheEdges(t *testing.T) {
	secrets.Shuffle[int](nil)
	secrets.Shuffle([]int{1})
	if got, err := secrets.Sample([]int(nil), 0); err != nil || len(got) != 0 {
		t.Errorf("Sample(nil, 0) = %v, %v", got, err)
	}
	if _, err := secrets.Choice([]int(nil)); !errors.Is(err, secrets.ErrEmpty) {
		t.Errorf("Choice(nil): %v", err)
	}
	if _, err := secrets.Sample([]int{1}, -1); !errors.Is(err, secrets.ErrRange) {
		t.Errorf("Sample(1, -1): %v", err)
	}
	for _, k := range []int{2, math.MaxInt} {
		if _, err := secrets.Sample([]int{1}, k); !errors.Is(err, secrets.ErrTooMany) {
			t.Errorf("Sample(1, %d): %v", k, err)
		}
	}
}

func numbered(n int) []int {
	items := make([]int, n)
	for i := range items {
		items[i] = i
	}
	return items
}

func unique(items []int) []int {
	return slices.Compact(slices.Sorted(slices.Values(items)))
}
