// What the tests share: the kernels to run on, numbers that are hard on carries,
// and the plain answers of math/big.

package montgomery

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

// requireVariable, when set, turns a kernel that a test would skip into a
// failure on a machine that has what the kernel needs.
const requireVariable = "PRIMEBENCH_REQUIRE_KERNELS"

// onEveryKernel runs a test once for each kernel there is, with each of its
// plans, whichever of them this machine would take. What the test gets as a name
// is for newBatch and makeKernel.
func onEveryKernel(t *testing.T, test func(t *testing.T, kernel string)) {
	for _, name := range Known() {
		t.Run(name, func(t *testing.T) {
			needKernel(t, name)
			if len(plansOf(name)) == 0 {
				test(t, name)
			}
			for _, plan := range plansOf(name) {
				t.Run(plan, func(t *testing.T) { test(t, name+"/"+plan) })
			}
		})
	}
}

// everyKernel lists the kernels that can run here, with each of their plans.
func everyKernel() []string {
	var all []string
	for _, name := range Kernels() {
		if len(plansOf(name)) == 0 {
			all = append(all, name)
		}
		for _, plan := range plansOf(name) {
			all = append(all, name+"/"+plan)
		}
	}
	return all
}

// makeKernel makes a kernel, with the plan after a slash if there is one.
func makeKernel(t testing.TB, name string, bits int) kernel {
	t.Helper()
	if name, plan, ok := strings.Cut(name, "/"); ok {
		return makePlanned(name, plan, bits, rows())
	}
	k, err := newKernel(name, bits)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// needKernel skips a test where a kernel cannot run, or fails it where the
// kernel is required.
func needKernel(t *testing.T, name string) {
	t.Helper()
	if slices.Contains(Kernels(), name) {
		return
	}
	_, err := NewBatch(name, 64)
	if err == nil {
		t.Fatalf("a kernel that is not usable was made")
	}
	if os.Getenv(requireVariable) != "" && systemHas(name) {
		t.Fatalf("%s is set and this machine has the instructions: %v", requireVariable, err)
	}
	t.Skip(err)
}

// systemHas says whether the operating system lists the instructions that a
// kernel needs: a witness that is not internal/cpu. Where there is none, the
// answer is yes, so that nothing passes unseen.
func systemHas(kernel string) bool {
	flags, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return true
	}
	needs := map[string]string{"ifma": "avx512ifma", "avx2": "avx2"}
	return slices.Contains(strings.Fields(string(flags)), needs[kernel])
}

// seeded returns a random source that is the same in every run.
func seeded(t testing.TB) *rand.Rand {
	const seed = 20240229
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

func newBatch(t testing.TB, kernel string, bits int) *Batch {
	t.Helper()
	if strings.Contains(kernel, "/") {
		return batchOf(kernel, makeKernel(t, kernel, bits), bits)
	}
	b, err := NewBatch(kernel, bits)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// words turns a number that is not negative into words.
func words(x *big.Int) []uint64 {
	var w []uint64
	mask := new(big.Int).SetUint64(1<<64 - 1)
	for x := new(big.Int).Set(x); x.Sign() > 0; x.Rsh(x, 64) {
		w = append(w, new(big.Int).And(x, mask).Uint64())
	}
	return w
}

func allWords(xs []*big.Int) [][]uint64 {
	w := make([][]uint64, len(xs))
	for i, x := range xs {
		w[i] = words(x)
	}
	return w
}

// number turns words into a number.
func number(w []uint64) *big.Int {
	x := new(big.Int)
	for i := len(w) - 1; i >= 0; i-- {
		x.Lsh(x, 64).Or(x, new(big.Int).SetUint64(w[i]))
	}
	return x
}

func parse(t testing.TB, text string, base int) *big.Int {
	t.Helper()
	x, ok := new(big.Int).SetString(text, base)
	if !ok {
		t.Fatalf("not a number in base %d: %q", base, text)
	}
	return x
}

var one = big.NewInt(1)

// randomBits returns a number below 2^bits.
func randomBits(r *rand.Rand, bits int) *big.Int {
	w := make([]uint64, (bits+63)/64)
	for i := range w {
		w[i] = r.Uint64()
	}
	x := number(w)
	return x.And(x, new(big.Int).Sub(new(big.Int).Lsh(one, uint(bits)), one))
}

// randomModulus returns an odd number of exactly so many bits, at least 2.
func randomModulus(r *rand.Rand, bits int) *big.Int {
	n := randomBits(r, bits)
	return n.SetBit(n.SetBit(n, bits-1, 1), 0, 1)
}

// hardModuli returns odd numbers of exactly so many bits, at least 3, that are
// hard on carries: all ones, few ones, runs of ones between runs of zeros.
func hardModuli(r *rand.Rand, bits int) []*big.Int {
	ones := new(big.Int).Sub(new(big.Int).Lsh(one, uint(bits)), one)
	sparse := new(big.Int).SetBit(new(big.Int).Lsh(one, uint(bits-1)), 0, 1)
	middle := new(big.Int).SetBit(sparse, bits/2, 1)
	hollow := new(big.Int).SetBit(ones, bits/2, 0)
	low := new(big.Int).SetBit(new(big.Int).Sub(ones, new(big.Int).Rsh(ones, uint(bits/2))), 0, 1)
	runs := new(big.Int).Set(sparse)
	for i := 1; i < bits-1; i++ {
		runs.SetBit(runs, i, uint(i/(1+r.IntN(70)))&1)
	}
	return []*big.Int{ones, sparse, middle, hollow, low, runs, randomModulus(r, bits), randomModulus(r, bits)}
}

// sizes are those next to where the words and the digits of the kernels begin
// and end.
func sizes(limit int) []int {
	var all []int
	for _, digit := range []int{28, 52, 64} {
		for _, digits := range []int{1, 2, 3, 4, 5, 7, 8, 9, 10, 16, 19, 20, 21, 31, 39, 40, 41, 59, 60, 61, 80} {
			for off := -2; off <= 2; off++ {
				all = append(all, digit*digits+off)
			}
		}
	}
	all = append(all, 2, 3, 4, 1024, 2048, 3072, 4096)
	slices.Sort(all)
	all = slices.Compact(all)
	return slices.DeleteFunc(all, func(bits int) bool { return bits > limit || bits < 3 })
}

// eulerBase2 is Base2's answer by math/big.
func eulerBase2(n *big.Int) bool {
	e := new(big.Int).Rsh(new(big.Int).Sub(n, one), 1)
	want := new(big.Int).Mod(big.NewInt(int64(big.Jacobi(big.NewInt(2), n))), n)
	return new(big.Int).Exp(big.NewInt(2), e, n).Cmp(want) == 0
}

// strongTest is Strong's answer by math/big.
func strongTest(n, base *big.Int) bool {
	minusOne := new(big.Int).Sub(n, one)
	twos := minusOne.TrailingZeroBits()
	x := new(big.Int).Exp(base, new(big.Int).Rsh(minusOne, twos), n)
	if x.Cmp(one) == 0 {
		return true
	}
	for range twos {
		if x.Cmp(minusOne) == 0 {
			return true
		}
		x.Mod(x.Mul(x, x), n)
	}
	return false
}

// strongTests are the strong tests of numbers to a base each.
func strongTests(moduli, bases [][]uint64) []Test {
	var tests []Test
	for i, n := range moduli {
		tests = append(tests, StrongTest(n, bases[i]))
	}
	return tests
}

// maskOf collects an answer for each number.
func maskOf(ns []*big.Int, passes func(i int, n *big.Int) bool) Mask {
	var m Mask
	for i, n := range ns {
		if passes(i, n) {
			m |= 1 << i
		}
	}
	return m
}

// describe prints numbers for a failure, one a line.
func describe(ns []*big.Int) string {
	s := ""
	for i, n := range ns {
		s += fmt.Sprintf("\n  lane %d: %#x", i, n)
	}
	return s
}
