// Runs of versions 1 to 3 in the words and fields of later ones.

package results

import (
	"strconv"
	"strings"
)

// The versions that brought something.
const (
	versionRandom     = 3 // KindRandom and predictions
	versionOperations = 4 // ModeOperations for modeKernel, and fields for what names of operations said before
	versionChecksums  = 4 // a checksum on each record
	versionReadings   = 4 // readings of the machine
	versionKeys       = 4 // KindRSA and KindKex, and parameter sets
	versionPlaces     = 5 // the run and the number of each line below its checksum
)

// Sealed reports whether the lines of the run's version have checksums, without which a
// digit that changed need not show.
func (h *Header) Sealed() bool { return h.Schema >= versionChecksums }

// modeKernel is what ModeOperations was called before versionOperations.
const modeKernel = "kernel"

// upgrade puts a header of an older version, which was found sound, into the words
// of SchemaVersion. Schema stays what the file says.
func (h *Header) upgrade() {
	if h.Peers == nil { // of a version without them
		h.Peers = []Peer{}
	}
	if h.Schema >= versionOperations {
		return
	}
	h.Goals = []Goal{}
	for i := range h.Cells {
		c := &h.Cells[i]
		c.Mode = upgradeMode(c.Mode)
		for j, op := range c.Operations {
			if op.PerSearch == 0 {
				c.Operations[j] = op.fromName(c.Bits)
			}
		}
	}
	for i := range h.Skipped {
		h.Skipped[i].Mode = upgradeMode(h.Skipped[i].Mode)
	}
}

func upgradeMode(mode string) string {
	if mode == modeKernel {
		return ModeOperations
	}
	return mode
}

// fromName fills in what an operation's name says of a use of the cell's group, of
// bits bits: the step, then "-short", "-ct" and "-xN" as far as they apply. Any other
// name leaves it as it is.
func (o Operation) fromName(bits int) Operation {
	u := Operation{AtOnce: 1, ExponentBits: bits - 1} // as long as the order of the group, (p-1)/2
	step, suffixes, _ := strings.Cut(o.Name, "-")
	u.Step = step
	for suffix := range strings.SplitSeq(suffixes, "-") {
		switch {
		case suffix == "short":
			u.Short, u.ExponentBits = true, ShortExponentBits(bits)
		case suffix == "ct":
			u.ConstantTime = true
		case strings.HasPrefix(suffix, "x"):
			u.AtOnce, _ = strconv.Atoi(suffix[1:])
		}
	}
	u = u.Named()
	// What does not come out as it went in is some other operation's name.
	if !u.UsesGroup() || u.AtOnce < 1 || u.AtOnce > maxWorkers || u.Name != o.Name {
		return o
	}
	return u
}
