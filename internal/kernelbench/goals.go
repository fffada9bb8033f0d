// What the kernels are to reach.

package main

// A pair is who is compared with whom.
type pair struct{ peer, kernel string }

// goal returns the least ratio of a peer's time to a kernel's, for the base-2
// test of a number of so many bits, that the project sets itself; ok is false
// where it sets none. The numbers are aims, not measurements.
func goal(peer, kernel string, bits int) (least float64, ok bool) {
	least, ok = map[pair]map[int]float64{
		{peer: nameBig, kernel: "ifma"}:     {1024: 9.5, 2048: 9, 3072: 9, 4096: 9.5, 8192: 10},
		{peer: nameOpenSSL, kernel: "ifma"}: {1024: 5.5, 2048: 5.5, 3072: 5.5, 4096: 6, 8192: 7},
		{peer: nameGMP, kernel: "ifma"}:     {1024: 7, 2048: 7.5, 3072: 7.5, 4096: 8, 8192: 6.5},
		{peer: nameBig, kernel: "avx2"}:     {1024: 3, 2048: 3.2, 3072: 3.2, 4096: 3.2, 8192: 3},
		{peer: nameBig, kernel: "generic"}:  {1024: 0.9, 2048: 0.9, 3072: 0.9, 4096: 0.9, 8192: 0.9},
	}[pair{peer: peer, kernel: kernel}][bits]
	return least, ok
}

// shareGoal returns the least share of the machine's limit on vpmadd52 that the
// limited kernel is to reach: the time that the loop takes for as many of them,
// over the time of the test.
func shareGoal(bits int) (least float64, ok bool) {
	least, ok = map[int]float64{1024: 0.90, 2048: 0.90, 4096: 0.85}[bits]
	return least, ok
}
