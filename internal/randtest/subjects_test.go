// The subjects of the tests: one that draws well, from a seed, so that what the
// tests say of it is the same each time, and the faults that they must find.

package randtest

import (
	"primebench/internal/rng"
)

// sound is a subject that draws from a stream of its own.
func sound(index uint64) Subject {
	stream := rng.Seed{1}.Stream(index)
	return from(
		func(p []byte) error { _, err := stream.Read(p); return err },
		func(n uint64) (uint64, error) { return stream.Below(n), nil },
	)
}

// from makes a subject of bytes and numbers, as package secrets does.
func from(fill func([]byte) error, below func(uint64) (uint64, error)) Subject {
	s := Subject{Fill: fill, Below: below}
	s.Choice = func(n int) (int, error) {
		i, err := below(uint64(n))
		return int(i), err
	}
	s.Sample = func(n, k int) ([]int, error) {
		order, err := s.Shuffle(n)
		return order[:k], err
	}
	s.Shuffle = func(n int) ([]int, error) {
		order := numbered(n)
		for i := range n - 1 {
			j, err := below(uint64(n - i))
			if err != nil {
				return nil, err
			}
			order[i], order[i+int(j)] = order[i+int(j)], order[i]
		}
		return order, nil
	}
	return s
}

func numbered(n int) []int {
	items := make([]int, n)
	for i := range items {
		items[i] = i
	}
	return items
}

// A fault is planted in a subject; caught are tests that must find it.
type fault struct {
	name   string
	plant  func(Subject) Subject
	caught []string
}

// onStream spoils the bytes of a subject.
func onStream(spoil func(p []byte)) func(Subject) Subject {
	return func(s Subject) Subject {
		fill := s.Fill
		s.Fill = func(p []byte) error {
			if err := fill(p); err != nil {
				return err
			}
			spoil(p)
			return nil
		}
		return s
	}
}

// onBelow builds all draws on other numbers.
func onBelow(spoil func(fill func([]byte) error) func(n uint64) (uint64, error)) func(Subject) Subject {
	return func(s Subject) Subject { return from(s.Fill, spoil(s.Fill)) }
}

var faults = []fault{
	{"a remainder of 64 bits", onBelow(remainder(8)), []string{"below 13835058055282163712"}},
	{"a remainder of as few bytes as hold the bound", onBelow(tightRemainder),
		[]string{"below 33", "below 100", "below 129", "choice of 129", "place of the last of 129", "sample of 2 out of 33"}},
	{"a bound too high by one", func(s Subject) Subject {
		below, choice := s.Below, s.Choice
		s.Below = func(n uint64) (uint64, error) { return below(max(n, n+1)) }
		s.Choice = func(n int) (int, error) { return choice(n + 1) }
		return s
	}, []string{"below 2", "below 1025", "choice of 2"}},
	{"numbers in turn", onBelow(func(func([]byte) error) func(uint64) (uint64, error) {
		next := uint64(0)
		return func(n uint64) (uint64, error) { next++; return next % n, nil }
	}), []string{"below 10", "below 100", "choice of 17"}},
	{"a bit that is always set", onStream(func(p []byte) {
		for i := range p {
			p[i] |= 0x10
		}
	}), []string{"monobit", "poker", "runs", "compression"}},
	{"a bit of each 16th byte that is always clear", onStream(func(p []byte) {
		for i := 0; i < len(p); i += 16 {
			p[i] &^= 1
		}
	}), []string{"monobit"}},
	{"a block of 512 bytes that comes twice, far apart", onStream(func(p []byte) {
		copy(p[len(p)-512:], p[:512])
	}), []string{"repeated blocks"}},
	{"a block of 64 bytes that comes twice, within 4 KiB", onStream(func(p []byte) {
		for i := 0; i+4096 <= len(p); i += 4096 {
			copy(p[i+4000:i+4064], p[i:i+64])
		}
	}), []string{"compression"}},
	{"bytes that lean on the one before", onStream(func(p []byte) {
		for i := 1; i < len(p); i++ {
			if i%64 == 0 {
				p[i] = p[i-1]
			}
		}
	}), []string{"serial correlation"}},
	{"a block of zeros", onStream(func(p []byte) { clear(p[5000:5016]) }), []string{"long run"}},
	{"bits that change too often", onStream(func(p []byte) {
		for i := range p {
			if p[i] == 0 || p[i] == 0xff {
				p[i] = 0x55
			}
		}
	}), []string{"number of runs", "runs", "poker"}},
	{"bytes in turn", onStream(func(p []byte) {
		for i := range p {
			p[i] = byte(i)
		}
	}), []string{"poker", "compression", "repeated blocks"}},
	{"a shuffle that swaps with any item", func(s Subject) Subject {
		below := s.Below
		s.Shuffle = func(n int) ([]int, error) {
			order := numbered(n)
			for i := range order {
				j, err := below(uint64(n))
				if err != nil {
					return nil, err
				}
				order[i], order[j] = order[j], order[i]
			}
			return order, nil
		}
		return s
	}, []string{"order of 3", "order of 4", "order of 6", "place of the last of 17"}},
	{"a shuffle that leaves nothing in its place", func(s Subject) Subject {
		below := s.Below
		s.Shuffle = func(n int) ([]int, error) {
			order := numbered(n)
			for i := n - 1; i > 0; i-- { // S. Sattolo's cycles, taken for a shuffle by mistake
				j, err := below(uint64(i))
				if err != nil {
					return nil, err
				}
				order[i], order[j] = order[j], order[i]
			}
			return order, nil
		}
		return s
	}, []string{"order of 2", "order of 5", "place of the first of 17", "place of the last of 129"}},
	{"a sample with replacement", func(s Subject) Subject {
		s.Sample = func(n, k int) ([]int, error) {
			indices := make([]int, k)
			for i := range indices {
				j, err := s.Below(uint64(n))
				if err != nil {
					return nil, err
				}
				indices[i] = int(j)
			}
			return indices, nil
		}
		return s
	}, []string{"sample of 2 out of 3", "sample of 3 out of 4"}},
	{"a sample in the order of the items", func(s Subject) Subject {
		below := s.Below
		s.Sample = func(n, k int) ([]int, error) {
			var indices []int
			for i := range n {
				j, err := below(uint64(n - i))
				if err != nil {
					return nil, err
				}
				if int(j) < k-len(indices) {
					indices = append(indices, i)
				}
			}
			return indices, nil
		}
		return s
	}, []string{"sample of 2 out of 3", "sample of 2 out of 33"}},
}

// remainder is the fault of x % n, with an x of so many bytes.
func remainder(size int) func(fill func([]byte) error) func(n uint64) (uint64, error) {
	return func(fill func([]byte) error) func(n uint64) (uint64, error) {
		return func(n uint64) (uint64, error) {
			word := make([]byte, size)
			if err := fill(word); err != nil {
				return 0, err
			}
			x := uint64(0)
			for _, b := range word {
				x = x<<8 | uint64(b)
			}
			return x % n, nil
		}
	}
}

// tightRemainder is the fault as it is made by whoever saves on bytes.
func tightRemainder(fill func([]byte) error) func(n uint64) (uint64, error) {
	return func(n uint64) (uint64, error) {
		size := 1
		for size < 8 && (n-1)>>(8*size) > 0 {
			size++
		}
		return remainder(size)(fill)(n)
	}
}
