// What is drawn in cells of kind random, told by the operations' names, and the
// record of a generator whose next outputs were told from those before.

package results

// The Operations of a cell of KindRandom. Their PerSearch is 0, since there is no
// search. The first two are of the cell's Bits; the others have no size, and stand
// in the first such cell of a strategy and number of workers.
const (
	OpBytes     = "bytes"     // Bits/8 random bytes
	OpCandidate = "candidate" // a number of Bits bits whose two top bits and lowest bit are set
	OpBelow     = "below"     // a number below 100
	OpChoice    = "choice"    // one of ten items
	OpToken16   = "token-16"  // 16 random bytes in hexadecimal digits
	OpToken32   = "token-32"  // 32 of them
)

// Sizeless says whether an operation of a cell of KindRandom is the same at every
// size.
func Sizeless(operation string) bool {
	switch operation {
	case OpBelow, OpChoice, OpToken16, OpToken32:
		return true
	}
	return false
}

// A Prediction is what became of the attempt to tell the next outputs of a cell's
// generator from those before, by nothing but their values. One whose outputs
// follow from each other must not be used for a secret.
type Prediction struct {
	Cell      int      `json:"cell"`
	Observed  int      `json:"observed"`  // outputs in a row that the attempt was given, at least 1
	Predicted []uint32 `json:"predicted"` // the outputs that it said would follow, 1 to MaxPredicted
	Drawn     []uint32 `json:"drawn"`     // those that the generator then drew, as many
}

// MaxPredicted is the most outputs of a Prediction.
const MaxPredicted = 1000
