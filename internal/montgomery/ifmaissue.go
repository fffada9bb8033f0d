// Multiply-adds that wait for nothing, as fast as the processor issues them: what
// to hold the counts of Batch.MultiplyAdds against.

//go:build amd64 && !purego

package montgomery

// ifmaStream makes rounds of 16 multiply-adds that wait for nothing.
//
//go:noescape
func ifmaStream(rounds int)

// IssueMultiplyAdds executes n or a few more vpmadd52 of 512 bits, none of which
// waits for another or for memory, and returns how many. Go cannot pre-empt it: 2^20
// take less than half a millisecond. Only a machine with the kernel "ifma" may call
// it.
func IssueMultiplyAdds(n int64) (issued int64) {
	const each = 16 // in a round of ifmaStream
	rounds := max(1, (n+each-1)/each)
	ifmaStream(int(rounds))
	return rounds * each
}
