// The functions in assembly whose blocks of ten digits are split in halves.

//go:build amd64 && !purego

package montgomery

// ifmaSquareSplit and ifmaMultiplySplit are ifmaSquare and ifmaMultiply, and
// ifmaReduceSplit, ifmaReduce for what they leave in columns, which may be
// negative. They need sums of halves: of y and of friendly what ifmaSplitSums
// made of them; for those of x and of the quotient they need room.
//
//go:noescape
func ifmaSquareSplit(s *ifmaStep)

//go:noescape
func ifmaMultiplySplit(s *ifmaStep)

//go:noescape
func ifmaReduceSplit(s *ifmaStep)

// ifmaReduceRawSplit is ifmaReduceRaw, with its arguments in s.
//
//go:noescape
func ifmaReduceRawSplit(s *ifmaStep)

// ifmaSplitSums sets sums to the sums of halves of the blocks of x.
//
//go:noescape
func ifmaSplitSums(sums, x *uint64, blocks int)

// splitWords returns the words of the sums of halves of so many blocks: for each
// block as many digits as half of it has, and one word vector for their carries.
func splitWords(blocks int) int { return Lanes * (ifmaTile/2 + 1) * blocks }
