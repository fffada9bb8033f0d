package strategy

import (
	"context"
	"math/big"
	"slices"
	"testing"

	"primebench/dhgroup"
	"primebench/internal/rng"
	"primebench/results"
)

// A recorder raises nothing and remembers what it was to raise.
type recorder struct {
	p       *big.Int
	batches [][]Pair
	raised  []int
}

func (r *recorder) Raise(_ context.Context, batch int) ([]*big.Int, error) {
	r.raised = append(r.raised, batch)
	return nil, nil
}

// recording is powers of so many lanes, and what their recorders are kept in.
func recording(lanes int) (Powers, *[]*recorder) {
	made := &[]*recorder{}
	return Powers{Lanes: lanes, SetUp: func(p *big.Int, batches [][]Pair) (Raiser, error) {
		r := &recorder{p: p, batches: batches}
		*made = append(*made, r)
		return r, nil
	}}, made
}

func TestUsesAreOffered(t *testing.T) {
	single := []string{"keygen", "keygen-short", "shared", "shared-short"}
	for _, test := range []struct {
		kind     Kind
		bits     int
		powers   Powers
		want     []string
		groupsAt string
	}{
		{Safe, 2048, Powers{Lanes: 1}, single, "RFC 7919"},
		{Safe, 8192, Powers{Lanes: 8}, append([]string{"keygen-x8", "keygen-short-x8", "shared-x8", "shared-short-x8"}, single...), "RFC 7919"},
		{Safe, 4096, Powers{Lanes: 1, ConstantTime: true}, []string{"keygen-ct", "keygen-short-ct", "shared-ct", "shared-short-ct"}, "RFC 7919"},
		{Safe, 1536, Powers{Lanes: 1}, []string{"keygen", "shared"}, "no short exponents below RFC 7919's sizes"},
		{Safe, 1024, Powers{Lanes: 1}, []string{"keygen", "shared"}, "RFC 2409, and not RFC 5114's short q"},
		{Safe, 2049, Powers{Lanes: 1}, nil, "no group"},
		{Prime, 2048, Powers{Lanes: 1}, nil, "no group of primes"},
	} {
		var got []string
		for _, op := range Uses(Task{Kind: test.kind, Bits: test.bits, Workers: 1}, test.powers) {
			got = append(got, op.Name)
			if !op.UsesGroup() || op.PerSearch != 0 || op.ConstantTime != test.powers.ConstantTime {
				t.Errorf("%+v is no use, or %v a search", op.Operation, op.PerSearch)
			}
			if op.Tests <= 0 || op.Tests > float64(test.powers.Lanes) {
				t.Errorf("%s of %d bits: the time of %v tests", op.Name, test.bits, op.Tests)
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%v of %d bits, %s: %q, want %q", test.kind, test.bits, test.groupsAt, got, test.want)
		}
	}
}

// TestPairs: exponents have exactly the length that is claimed and lie below the
// order, public values lie in the subgroup of that order, and both repeat.
func TestPairs(t *testing.T) {
	for _, bits := range []int{768, 2048, 3072} {
		p := dhgroup.OfSize(bits)[0].P
		q := new(big.Int).Rsh(p, 1)
		for _, lanes := range []int{1, 8} {
			powers, made := recording(lanes)
			task := Task{Kind: Safe, Bits: bits, Workers: 2, Seed: rng.Seed{31: 7}}
			for _, op := range Uses(task, powers) {
				*made = nil
				if err := op.Prepare(t.Context()); err != nil {
					t.Fatal(err)
				}
				if len(*made) != task.Workers {
					t.Fatalf("%s: %d raisers for %d workers", op.Name, len(*made), task.Workers)
				}
				r := (*made)[0]
				if r.p.Cmp(p) != 0 || len(r.batches)*op.AtOnce != usedPairs {
					t.Errorf("%s: %d batches modulo %x", op.Name, len(r.batches), r.p)
				}
				for _, pair := range slices.Concat(r.batches...) {
					checkPair(t, op.Operation, pair, bits, q, p)
				}
				again, other := recording(lanes)
				for _, repeated := range Uses(task, again) {
					if repeated.Name == op.Name {
						if err := repeated.Prepare(t.Context()); err != nil {
							t.Fatal(err)
						}
					}
				}
				if same := (*other)[0].batches[0][0]; same.Exponent.Cmp(r.batches[0][0].Exponent) != 0 || same.Base.Cmp(r.batches[0][0].Base) != 0 {
					t.Errorf("%s: the seed gives another pair", op.Name)
				}
			}
		}
	}
}

func checkPair(t *testing.T, op results.Operation, pair Pair, bits int, q, p *big.Int) {
	t.Helper()
	want := bits - 1
	if op.Short {
		want = results.ShortExponentBits(bits)
	}
	if got := pair.Exponent.BitLen(); got != want || op.ExponentBits != want || pair.Exponent.Cmp(q) >= 0 {
		t.Errorf("%s of %d bits: an exponent of %d bits, said to be of %d, want %d, below q", op.Name, bits, got, op.ExponentBits, want)
	}
	if op.Step == results.StepKeygen && pair.Base.Cmp(big.NewInt(2)) != 0 {
		t.Errorf("%s: base %v is not the generator", op.Name, pair.Base)
	}
	if pair.Base.Cmp(p) >= 0 || big.Jacobi(pair.Base, p) != 1 {
		t.Errorf("%s: base %x is not in the subgroup of order q", op.Name, pair.Base)
	}
}

// TestUseRounds: whole batches, as many by every worker, round all the pairs.
func TestUseRounds(t *testing.T) {
	for _, test := range []struct {
		lanes, workers int
		times, want    int64
	}{{1, 1, 5, 5}, {1, 2, 5, 6}, {8, 1, 1, 8}, {8, 2, 17, 32}} {
		powers, _ := recording(test.lanes)
		op := Uses(Task{Kind: Safe, Bits: 768, Workers: test.workers}, powers)[0]
		if err := op.Prepare(t.Context()); err != nil {
			t.Fatal(err)
		}
		if done, err := op.Run(t.Context(), test.times); done != test.want || err != nil {
			t.Errorf("%d lanes, %d workers: done %d times of %d, %v, want %d", test.lanes, test.workers, done, test.times, err, test.want)
		}
	}
	powers, made := recording(1)
	op := Uses(Task{Kind: Safe, Bits: 768, Workers: 1}, powers)[0]
	if err := op.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := op.Run(t.Context(), usedPairs); err != nil {
		t.Fatal(err)
	}
	if want := []int{0, 1, 2, 3, 4, 5, 6, 7}; !slices.Equal((*made)[0].raised, want) {
		t.Errorf("batches %v, want %v", (*made)[0].raised, want)
	}
}
