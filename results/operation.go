// The elementary operations of a cell: what one of them does, and the name that
// follows from it.

package results

import "strconv"

// An Operation is an elementary step that can be measured alone.
type Operation struct {
	// Name is what a sample refers to. Where there is a Step, it is the one that
	// Named gives.
	Name string `json:"name"`
	// PerSearch is how often an average search does it; 0 when it is not a part
	// of a search, as with the hard-coded groups, with each Step and with random
	// values.
	PerSearch float64 `json:"per_search"`
	// Step is one of Steps, such as StepKeygen; "" for the steps of a
	// search and for random values, of which Name says all.
	Step string `json:"step" since:"4"`
	// Kernel is whose batched arithmetic is used, where a cell has operations of
	// several kernels; else "".
	Kernel string `json:"kernel" since:"4"`
	// ExponentBits is the length of the secret exponent in bits; 0 without one.
	ExponentBits int `json:"exponent_bits" since:"4"`
	// Short is set when the exponent is as short as RFC 7919 recommends, see
	// ShortExponentBits; otherwise it is about as long as the order of the group.
	Short bool `json:"short" since:"4"`
	// ConstantTime is set when neither the time nor the memory accesses depend
	// on the exponent. Only such arithmetic is fit for secrets that last, and it
	// costs more: the two sorts are not the same work.
	ConstantTime bool `json:"constant_time" since:"4"`
	// AtOnce is how many of it a worker does at the same time, at least 1 with a
	// Step, and 0 where that is not said. From 2 on the time of one is a
	// throughput: nobody has a result after so short a time.
	AtOnce int `json:"at_once" since:"4"`
	// MultiplyAdds is how many vpmadd52 instructions one operation executes; 0
	// where there are none or their number is not known.
	MultiplyAdds float64 `json:"multiply_adds" since:"4"`
}

// What is done, in Operation.Step. The first three exchange keys. In a group over a
// prime field the first two raise a number to a secret exponent modulo the group's
// prime, and a handshake takes each party one of either. With a KEM the first two are
// the client's, and the third is the server's.
const (
	StepKeygen    = "keygen"    // a key pair: the public value, from the generator
	StepShared    = "shared"    // the shared secret, from the other party's public value; of a KEM decapsulation
	StepHandshake = "handshake" // all that a server does for one handshake: a key pair and a shared secret; of a KEM encapsulation
	StepPower     = "power"     // 2^(n-1) mod n, of fixed odd numbers n that fill a batch
	StepLimit     = "limit"     // one vpmadd52 of 512 bits, as fast as a core issues them

	StepPowerWord = "power-word" // as StepPower, by a function for bases of one machine word

	StepNext        = "next"         // the prime above a number, by a call of a library
	StepJudgePrimes = "judge-primes" // one of a list of primes is held to the cell's policy
	StepJudgeOdd    = "judge-odd"    // one of a list of odd numbers is
)

// Steps lists the steps.
func Steps() []string {
	return []string{StepKeygen, StepShared, StepHandshake, StepPower, StepPowerWord, StepLimit, StepNext, StepJudgePrimes, StepJudgeOdd}
}

// IsPower reports whether the operation raises 2 to a power, for its time's sake.
func (o Operation) IsPower() bool { return o.Step == StepPower || o.Step == StepPowerWord }

// Judges reports whether the operation holds numbers to the cell's policy, for its
// time's sake.
func (o Operation) Judges() bool {
	return o.Step == StepNext || o.Step == StepJudgePrimes || o.Step == StepJudgeOdd
}

// UsesGroup reports whether the operation is a step of a handshake.
func (o Operation) UsesGroup() bool {
	return o.Step == StepKeygen || o.Step == StepShared || o.Step == StepHandshake
}

// Apart reports whether the operation is no part of a slice: the sieve, where it
// serves many searches, and the acceptance of a find, which few slices have.
func (o Operation) Apart() bool { return o.Name == OpSieve || o.Name == OpAccept }

// Named returns the operation with the Name that its other fields make: the step,
// then "-" and the kernel, "-short", "-ct" and "-xN" with AtOnce from 2 on, as far
// as they apply. An operation without a Step keeps its Name.
func (o Operation) Named() Operation {
	if o.Step == "" {
		return o
	}
	o.Name = o.Step
	if o.Kernel != "" {
		o.Name += "-" + o.Kernel
	}
	if o.Short {
		o.Name += "-short"
	}
	if o.ConstantTime {
		o.Name += "-ct"
	}
	if o.AtOnce > 1 {
		o.Name += "-x" + strconv.Itoa(o.AtOnce)
	}
	return o
}

// ShortExponentBits returns the least length of a secret exponent that RFC 7919,
// section 5.2 and appendix A, recommends for its group of a size; 0 where it has
// no group.
func ShortExponentBits(bits int) int {
	return map[int]int{2048: 225, 3072: 275, 4096: 325, 6144: 375, 8192: 400}[bits]
}
