// The operations that use a group instead of looking for one, told by their
// names: no other field of a run says what they do.

package results

import (
	"strconv"
	"strings"
)

// What is done with a group, in Use.Step. Both raise a number to a secret
// exponent modulo the group's prime: a handshake takes each party one of either.
const (
	StepKeygen = "keygen" // the public value, from the generator
	StepShared = "shared" // the shared secret, from the other party's public value
)

// A Use is what an Operation of a group's use does, as its name says: the step,
// then "-short", "-ct" and "-x8" where they apply. Its PerSearch is 0, since no
// search does it.
type Use struct {
	Step string // StepKeygen or StepShared
	// Short is set when the exponent is as short as RFC 7919 recommends, see
	// ShortExponentBits; otherwise it is as long as the order of the group.
	Short bool
	// ConstantTime is set when neither the time nor the memory accesses depend
	// on the exponent. Only such arithmetic is fit for secrets that last, and it
	// costs more: the two kinds are not the same work.
	ConstantTime bool
	// AtOnce is how many powers a worker raises at the same time. From 2 on the
	// time of one is a throughput: nobody has a result after so short a time.
	AtOnce int
}

// Name returns the operation's name.
func (u Use) Name() string {
	name := u.Step
	if u.Short {
		name += "-short"
	}
	if u.ConstantTime {
		name += "-ct"
	}
	if u.AtOnce > 1 {
		name += "-x" + strconv.Itoa(u.AtOnce)
	}
	return name
}

// ParseUse reads an operation's name, and says whether it is that of a use.
func ParseUse(name string) (Use, bool) {
	u := Use{AtOnce: 1}
	step, suffixes, _ := strings.Cut(name, "-")
	u.Step = step
	for suffix := range strings.SplitSeq(suffixes, "-") {
		switch {
		case suffix == "short":
			u.Short = true
		case suffix == "ct":
			u.ConstantTime = true
		case strings.HasPrefix(suffix, "x"):
			u.AtOnce, _ = strconv.Atoi(suffix[1:])
		}
	}
	known := step == StepKeygen || step == StepShared
	// What does not come out as it went in is some other operation's name.
	return u, known && u.AtOnce >= 1 && u.AtOnce <= maxWorkers && u.Name() == name
}

// ShortExponentBits returns the least length of a secret exponent that RFC 7919,
// section 5.2 and appendix A, recommends for its group of a size; 0 where it has
// no group.
func ShortExponentBits(bits int) int {
	return map[int]int{2048: 225, 3072: 275, 4096: 325, 6144: 375, 8192: 400}[bits]
}

// ExponentBits returns the length of the exponent in a group of a size, whose
// order is that of a safe prime, (p-1)/2.
func (u Use) ExponentBits(bits int) int {
	if u.Short {
		return ShortExponentBits(bits)
	}
	return bits - 1
}
