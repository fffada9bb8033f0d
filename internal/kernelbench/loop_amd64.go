// A loop that issues vpmadd52 as fast as the machine does.

//go:build !purego

package main

const (
	// loopRounds makes a run about a tenth of a millisecond long: Go cannot
	// pre-empt it.
	loopRounds = 1 << 14
	// loopInstructions is how many vpmadd52 a round of the loop has.
	loopInstructions = 48
)

// multiplyAdds makes so many rounds of the loop, at least one.
//
//go:noescape
func multiplyAdds(rounds uint64)

// limitLoop returns the contestant whose time a unit is the least that a
// vpmadd52 can take. Only a machine with the limited kernel may run it.
func limitLoop() (c *contestant, ok bool) {
	return &contestant{
		name:  nameLimit,
		units: loopRounds * loopInstructions,
		run:   func() error { multiplyAdds(loopRounds); return nil },
	}, true
}
