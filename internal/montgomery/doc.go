// Package montgomery raises eight numbers to powers at once, each modulo an odd
// number of its own: the arithmetic under every primality test here.
//
// A Batch holds up to Lanes moduli. Base2 makes the Euler test to base 2,
// Run strong (Miller-Rabin), Euler and Lucas tests of different numbers side by
// side, and Exp raises one base a lane to a power, where all bases are 2 without a
// product but for squarings. Their exponent loops are in Go; a loop calls a kernel, which squares,
// doubles and multiplies residues in Montgomery form in all lanes at a time and
// in a layout of its own. Every kernel gives the same answers; they differ in
// speed and in what they ask of the processor. One file holds one kernel.
//
// Moduli, bases and exponents are public here: nothing runs in constant time.
package montgomery
