// The configuration of a Searcher, its defaults and its checks.

package engine

import (
	"errors"
	"fmt"
	"runtime"

	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/sieve"
)

// The sizes that can be searched for, in bits.
const (
	MinBits = 16
	MaxBits = 16384
)

// MaxTopBits is the most top bits that can be asked to be set.
const MaxTopBits = 8

const defaultTopBits = 2

// DefaultMemory is the default of Config.Memory, in bytes. Very many workers need
// more and take it.
const DefaultMemory = 128 << 20

// ErrConfig is wrapped by every ConfigError.
var ErrConfig = errors.New("engine: bad configuration")

// A ConfigError says why what is asked for cannot be searched for.
type ConfigError struct {
	Reason string // in words, with the value and what would be right
	cause  error  // whose text Reason is
}

// badConfig is the ConfigError whose Reason is what fmt.Errorf makes.
func badConfig(format string, args ...any) error {
	reason := fmt.Errorf(format, args...)
	return &ConfigError{Reason: reason.Error(), cause: reason}
}

// Error is ErrConfig with the Reason.
func (e *ConfigError) Error() string { return ErrConfig.Error() + ": " + e.Reason }

// Unwrap returns ErrConfig, and what Reason quotes.
func (e *ConfigError) Unwrap() []error { return []error{ErrConfig, e.cause} }

// Config says how to search. The zero value searches on all cores with the
// default policy, the machine's best kernel and a seed out of crypto/rand.
type Config struct {
	Workers int // 0: GOMAXPROCS
	// SieveLimit is the bound on the sieving primes, up to sieve.MaxLimit and below
	// 2^(bits-3). It does not change what is found. 0 takes the best one for the
	// cost of sieving and testing here, which is measured in a few milliseconds.
	SieveLimit uint64
	Policy     millerrabin.Policy // that a find must pass; zero: millerrabin.Generated(bits)
	Kernel     string             // of the batched arithmetic: "ifma", "avx2", "generic"; "": the fastest
	Seed       Seed               // of all finds; zero: drawn from crypto/rand
	TopBits    int                // top bits that are set in a find, 1 to MaxTopBits; 0: 2
	Class      Class              // of the finds; see ClassOfGenerator
	// Bulk makes Stream take all finds of a window, not one of each search.
	Bulk bool
	// Finds is how many finds are wanted of a stream with Bulk, by which its sieve is
	// as deep as pays; 0: whole windows. It does not change what is found.
	Finds uint64
	// Memory bounds the memory of the sieving primes and the windows, in bytes; 0:
	// DefaultMemory. With less, fewer primes are held and more are listed anew.
	Memory int64
	Shared *Shared // with other Searchers; nil: this one is alone
	Meter  *Meter  // of the tests of a search that runs; may be nil
	// Progress is called some ten times a second while a search or stream runs, and
	// at its end, always by one goroutine; may be nil.
	Progress func(Progress)
}

// checked returns the progression that a configuration asks for, and fills in
// the defaults that need no measurement.
func checked(kind sieve.Kind, bits int, c *Config) (progression, error) {
	if bits < MinBits || bits > MaxBits {
		return progression{}, badConfig("%d bits, want %d to %d", bits, MinBits, MaxBits)
	}
	if kind != sieve.Prime && kind != sieve.Safe {
		return progression{}, badConfig("%v", kind)
	}
	if c.Workers < 0 {
		return progression{}, badConfig("%d workers, want at least 1", c.Workers)
	}
	if c.Workers == 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	if c.TopBits < 0 || c.TopBits > MaxTopBits {
		return progression{}, badConfig("%d top bits, want 1 to %d", c.TopBits, MaxTopBits)
	}
	if c.TopBits == 0 {
		c.TopBits = defaultTopBits
	}
	if c.Seed == (Seed{}) {
		c.Seed = Seed(rng.NewSeed())
	}
	if c.Policy.IsZero() {
		c.Policy = millerrabin.Generated(bits)
	}
	if err := c.Policy.Check(); err != nil {
		return progression{}, badConfig("%w", err)
	}
	if most := uint64(1) << min(bits-3, maxLimitLog2); c.SieveLimit > most {
		return progression{}, badConfig("sieve limit %d, want at most %d for %d bits", c.SieveLimit, most, bits)
	}
	return newProgression(kind, bits, c.TopBits, c.Class)
}

// heldWithin returns the limit up to which a table may hold its primes: it has the
// memory that the workers' windows of so many members leave.
func heldWithin(memory int64, workers, length int) (uint64, error) {
	// A bit for each member, in each worker and where shards are gathered; and the
	// tables of each worker.
	windows := int64(workers)*int64(length/8+256<<10) + int64(length/8)
	least := windows + leastHeld*sieve.HeldBytes
	if memory == 0 {
		memory = max(DefaultMemory, least)
	}
	if memory < least {
		return 0, badConfig("%d bytes of memory, want at least %d for %d workers", memory, least, workers)
	}
	held := uint64(leastHeld)
	for held < sieve.DefaultHeld && primesUpTo(2*held)*sieve.HeldBytes < float64(memory-windows) {
		held *= 2
	}
	return held, nil
}

// leastHeld is the limit up to which primes are always held.
const leastHeld = 1 << 16
