// Choices, samples and orders of somebody's items.

package secrets

import "fmt"

// Choice returns one of the items, each as likely as any other. The error of no
// items wraps ErrEmpty.
func Choice[T any](items []T) (T, error) {
	if len(items) == 0 {
		var none T
		return none, fmt.Errorf("%w: the choice has no items, want at least 1", ErrEmpty)
	}
	return items[below(uint64(len(items)), word)], nil
}

// Sample returns k of the items, none twice, in random order: each of the
// n!/(n-k)! possible answers is as likely as any other. Items that are equal
// count as different. The memory it takes grows with k only. The error of a
// negative k wraps ErrRange, that of a k above the number of items ErrTooMany.
func Sample[T any](items []T, k int) ([]T, error) {
	n := len(items)
	switch {
	case k < 0:
		return nil, fmt.Errorf("%w: a sample of %d items, want at least 0", ErrRange, k)
	case k > n:
		return nil, fmt.Errorf("%w: a sample of %d out of %d", ErrTooMany, k, n)
	}
	var random block
	defer random.wipe()
	// The first k steps of Shuffle on a list of indices. Of that list only the
	// places are kept where something else than the index itself has come to
	// stand.
	moved := make(map[int]int, k)
	at := func(i int) int {
		if index, ok := moved[i]; ok {
			return index
		}
		return i
	}
	sample := make([]T, k)
	for i := range sample {
		j := i + int(random.below(uint64(n-i), k-i))
		sample[i] = items[at(j)]
		moved[j] = at(i)
	}
	return sample, nil
}

// Shuffle puts the items in random order, in place: each of the n! orders is as
// likely as any other.
func Shuffle[T any](items []T) {
	var random block
	defer random.wipe()
	// R. A. Fisher and F. Yates, in place as by R. Durstenfeld (1964): item i
	// goes to one of the n-i places from i on, so n! equally likely ways lead to
	// the n! orders, one to each.
	for i := range len(items) - 1 {
		j := i + int(random.below(uint64(len(items)-i), len(items)-1-i))
		items[i], items[j] = items[j], items[i]
	}
}
