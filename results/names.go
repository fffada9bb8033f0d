// The words of a run file: kinds, strategies, modes and the operations that a
// sample can be of. Other packages name these constants and spell no word.

package results

// What is looked for, in Cell.Kind and Skipped.Kind.
const (
	KindPrime  = "prime"
	KindSafe   = "safe"
	KindRandom = "random" // values of Bits bits are drawn; nothing is searched for
	KindRSA    = "rsa"    // the two primes of an RSA key of Bits bits are
	KindKex    = "kex"    // nothing is: keys are exchanged by the parameter set Params
)

// The ways to come by a prime or a group, in Cell.Strategy and Skipped.Strategy. A
// file may hold others.
const (
	StrategyHardcoded  = "hardcoded"   // groups that standards publish
	StrategyOnTheFly   = "onthefly"    // the engine of this module
	StrategyStdlib     = "stdlib"      // math/big of Go, seeded
	StrategyStdlibRand = "stdlib-rand" // crypto/rand.Prime of Go
	StrategyOpenSSL    = "openssl"     // OpenSSL's libcrypto
	StrategyGMP        = "gmp"         // the GNU multiple precision library
	StrategyCircl      = "circl"       // CIRCL, a library of cryptography in Go
	StrategySSHKeygen  = "ssh-keygen"  // OpenSSH's program that makes moduli
)

// The sources of random values, in Cell.Strategy of a cell of KindRandom.
const (
	StrategyCrypto    = "crypto"    // crypto/rand of Go
	StrategyGetrandom = "getrandom" // the system call of Linux
	StrategyChaCha8   = "chacha8"   // ChaCha8 of Go's math/rand/v2
	StrategyPCG       = "pcg"       // PCG of Go's math/rand/v2
	StrategyMT19937   = "mt19937"   // the Mersenne Twister
)

// How it is measured, in Cell.Mode and Skipped.Mode.
const (
	ModeSearch     = "search"     // whole searches, one by one
	ModeStream     = "stream"     // many finds in a row, each from a window of its own
	ModeBulk       = "bulk"       // many finds in a row, all that each window holds
	ModeReplay     = "replay"     // a fixed list of candidates
	ModeOperations = "operations" // elementary operations
)

// What a sample can be of, besides the names in Cell.Operations.
const (
	OpSearch = "search" // whole searches; in ModeStream and ModeBulk finds in a row
	OpSlice  = "slice"  // a part of one search, which was cut off: see Sample
	OpReplay = "replay" // the whole fixed list once
)

// The Operations that strategies have in common. A file may hold others.
const (
	OpSieve    = "sieve"    // one window is sieved
	OpTest     = "test"     // one candidate is tested to one base
	OpReject   = "reject"   // one composite candidate is turned down
	OpConfirm  = "confirm"  // what a search still tests once a number passed its first tests
	OpAccept   = "accept"   // the find is held to the whole policy
	OpDraw     = "draw"     // one candidate is drawn
	OpLookup   = "lookup"   // a published group is looked up
	OpValidate = "validate" // a published group is checked
)
