// What the exponent loop asks of a kernel, and the kernels there are.

package montgomery

import (
	"fmt"
	"unsafe"

	"primebench/internal/cpu"
)

// Lanes is the number of moduli that a Batch works on at once.
const Lanes = 8

// A Mask has one bit for each lane; bit i is lane i.
type Mask uint8

// ErrKernel marks a request for a kernel that does not exist or cannot run on
// this machine.
var ErrKernel = cpu.ErrKernel

// Kernels lists the kernels that this machine and build can run, fastest first.
func Kernels() []string { return cpu.Kernels() }

// Known lists every kernel there is, usable here or not, fastest first.
func Known() []string { return cpu.KnownKernels() }

// A vector holds one residue for each lane, in the layout of its kernel.
type vector []uint64

// A kernel does arithmetic modulo the moduli it was last loaded with, in all
// lanes at once. With n a lane's modulus and R = 2^radix, the residue of x in
// Montgomery form is x*R mod n.
//
// What square and mul leave in a vector is the kernel's own affair: a value that
// square and mul take, and leave turns into a number. Lanes without a modulus of
// their own may hold anything.
type kernel interface {
	// load takes 1 to Lanes odd moduli of at least 3, without leading zero
	// words and within the bits the kernel was made for. It copies them.
	// Vectors filled before have no meaning after.
	load(moduli [][]uint64)

	// radix returns the exponent r of R = 2^r, the same for all lanes. R
	// exceeds every modulus loaded.
	radix() int

	// vector returns a vector of zeros, large enough for any load.
	vector() vector

	// put stores in one lane the number x, which is below the lane's modulus.
	put(v vector, lane int, x []uint64)

	// power stores 2^e in one lane: 0 <= e < radix, and e <= radix/2 if v is
	// squared before it is multiplied by a number below the modulus.
	power(v vector, lane, e int)

	// leave sets z to x/R, a number below 4n: out of Montgomery form. z may be
	// x.
	leave(z, x vector)

	// take writes the number in one lane that leave or put stored to x, which
	// has room for ceil((bits+2)/64) words, bits being the size of the lane's
	// modulus.
	take(x []uint64, v vector, lane int)

	// square sets z to z*z/R, and to 2*z*z/R in the lanes of double.
	square(z vector, double Mask)

	// mul sets z to x*y/R. z may be x or y.
	mul(z, x, y vector)

	// pair adds c to x, and sets y to the sum. In the lanes of turned it adds what
	// c has in the partner of the lane, which is the other one of the lanes 2i and
	// 2i+1; in those of crossed, y gets the sum of the partner. Both x and c were
	// left by mul or square, without doubling.
	pair(y, x, c vector, turned, crossed Mask)

	// ladder adds c to x and d to y, and then exchanges them in the lanes of swapped.
	// All were left by mul or square, without doubling.
	ladder(x, y, c, d vector, swapped Mask)

	// gather copies to each lane of z that lane of table[index[lane]].
	gather(z vector, table []vector, index *[Lanes]uint8)
}

// newKernel makes the kernel of a name that internal/cpu has resolved.
func newKernel(name string, bits int) (kernel, error) {
	if name == "generic" {
		return newGeneric(bits), nil
	}
	if k := newAssembly(name, bits, rows()); k != nil {
		return k, nil
	}
	return nil, fmt.Errorf("montgomery: kernel %q is not part of this build: %w", name, ErrKernel)
}

// An allocator returns zeroed room for so many words, on a 64-byte boundary, so
// that what a kernel loads at once does not lie across two cache lines.
type allocator func(words int) vector

// rows returns the allocator outside of tests. What it returns lies in a row:
// vectors that begin at random places load some sets of a first-level cache more
// than others, which cost a step up to 4 %.
func rows() allocator {
	const (
		line = 64 / 8
		some = 1 << 13 // words taken at a time, at least
	)
	var free vector
	return func(words int) vector {
		taken := (words + line - 1) / line * line
		if taken > len(free) {
			v := make(vector, max(taken, some)+line-1)
			skip := -uintptr(unsafe.Pointer(&v[0])) / 8 % line
			free = v[skip:][:max(taken, some)]
		}
		v := free[:words:words]
		free = free[taken:]
		return v
	}
}
