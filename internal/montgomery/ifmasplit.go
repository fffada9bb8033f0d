// The functions in assembly whose blocks of ten digits are split in halves.

//go:build amd64 && !purego

package montgomery

// ifmaSquareSplit and ifmaMultiplySplit are ifmaSquare and ifmaMultiply with their
// reduction, a block column of both at a time; of columns they need ten. They need
// sums of halves: of y and of friendly what ifmaSplitSums made of them; for those of x
// and of the quotient they need room.
//
//go:noescape
func ifmaSquareSplit(s *ifmaStep)

//go:noescape
func ifmaMultiplySplit(s *ifmaStep)

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

// roomForSums makes room for what splitting blocks takes.
func (k *ifma) roomForSums() {
	blocks := k.capacity / ifmaTile
	size := splitWords(blocks)
	k.xSums = k.allocate(max(size, quadWords(blocks+1)))
	k.ySums, k.friendlySums, k.quotientSums = k.allocate(size), k.allocate(size), k.allocate(size)
	k.lastDigit = k.digitRow(1)
	s := &k.step
	s.xSums, s.ySums, s.friendlySums, s.quotientSums = &k.xSums[0], &k.ySums[0], &k.friendlySums[0], &k.quotientSums[0]
	s.lastDigit = &k.lastDigit[0]
	k.aside = k.digitRow(2 * quadTile)
}
