package inspect

import (
	"fmt"
	"math/big"
	"reflect"
	"strings"
	"testing"

	"primebench/dhgroup"
	"primebench/internal/proof"
	"primebench/millerrabin"
)

func number(t testing.TB, text string) *big.Int {
	t.Helper()
	n, ok := new(big.Int).SetString(text, 0)
	if !ok {
		t.Fatalf("%q is no number", text)
	}
	return n
}

// Composites that were built or found to fool a test are told, each for some
// reason, and primes are not.
func TestNumbersThatFool(t *testing.T) {
	composites := []string{
		"561", "41041", "825265", "321197185", // Carmichael numbers (OEIS A006931)
		"2047", "1373653", "25326001", "3215031751", "2152302898747", "3474749660383", "341550071728321", // OEIS A014233
		"3825123056546413051", "318665857834031151167461", "3317044064679887385961981",
		"5459", "5777", "10877", "16109", "18971", // strong Lucas pseudoprimes (OEIS A217255)
		"1194649", "12327121", // squares of the Wieferich primes 1093 and 3511
	}
	var numbers []*big.Int
	for _, text := range composites {
		numbers = append(numbers, number(t, text))
	}
	// (2k+1)(4k+1), products of two close primes
	for _, k := range []int64{1<<20 + 7, 1<<29 + 11} {
		for p := k | 1; ; p += 2 {
			q := 2*p - 1
			if big.NewInt(p).ProbablyPrime(0) && big.NewInt(q).ProbablyPrime(0) {
				numbers = append(numbers, new(big.Int).Mul(big.NewInt(p), big.NewInt(q)), new(big.Int).Mul(big.NewInt(p), big.NewInt(p)))
				break
			}
		}
	}
	findings, err := Inspector{}.Numbers(t.Context(), numbers)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range findings {
		if f.Sound || f.Reason == "" || !f.Proven || f.Kind != KindNumber {
			t.Errorf("%v: %+v", numbers[i], f)
		}
	}
}

// Long lists come out as single numbers do, for any number of workers.
func TestListsAreTheirNumbers(t *testing.T) {
	var numbers []*big.Int
	for i := range int64(3*ChunkSize + 5) {
		numbers = append(numbers, big.NewInt(1_000_003+2*i))
	}
	for _, workers := range []int{0, 1, 4} {
		findings, err := Inspector{Workers: workers, Policy: millerrabin.Policy{Lucas: true}}.Numbers(t.Context(), numbers)
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range findings {
			half := new(big.Int).Rsh(numbers[i], 1)
			if f.Sound != numbers[i].ProbablyPrime(0) || f.Safe != (f.Sound && half.ProbablyPrime(0)) {
				t.Errorf("%v: %+v", numbers[i], f)
			}
		}
	}
	huge := new(big.Int).Lsh(big.NewInt(1), millerrabin.MaxBits)
	if _, err := (Inspector{}).Numbers(t.Context(), []*big.Int{big.NewInt(7), huge}); err == nil {
		t.Error("a number that is too large is judged")
	}
}

// Workers who share the rounds of one thing, or of few, find what one does.
func TestWorkersShareRounds(t *testing.T) {
	named := func(name string) dhgroup.Group {
		g, err := dhgroup.Named(name)
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	safe, other := named("modp1024").P, named("modp1024-160").P
	for _, numbers := range [][]*big.Int{{safe}, {other}, {new(big.Int).Mul(safe, other)}, {new(big.Int).Add(safe, big.NewInt(2)), big.NewInt(7), other}} {
		want, err := Inspector{Workers: 1}.Numbers(t.Context(), numbers)
		if err != nil {
			t.Fatal(err)
		}
		wantGroup, err := Inspector{Workers: 1}.Group(t.Context(), dhgroup.Entry{Group: dhgroup.Group{P: numbers[0], G: big.NewInt(2)}})
		if err != nil {
			t.Fatal(err)
		}
		for _, workers := range []int{2, 3, 100} {
			got, err := Inspector{Workers: workers}.Numbers(t.Context(), numbers)
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%d workers: %+v, %v; one: %+v", workers, got, err, want)
			}
			group, err := Inspector{Workers: workers}.Group(t.Context(), dhgroup.Entry{Group: dhgroup.Group{P: numbers[0], G: big.NewInt(2)}})
			if err != nil || !reflect.DeepEqual(group, wantGroup) {
				t.Errorf("%d workers: %+v, %v; one: %+v", workers, group, err, wantGroup)
			}
		}
	}
}

func TestGroups(t *testing.T) {
	named := func(name string) dhgroup.Group {
		g, err := dhgroup.Named(name)
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	spoilt := named("modp2048")
	spoilt.Name = "FFDHE2048"
	x942 := func(g dhgroup.Group) dhgroup.Entry { return dhgroup.Entry{Group: g, Format: dhgroup.PEM} }
	second := dhgroup.Group{P: safePrime(t), Q: new(big.Int).Rsh(safePrime(t), 1), G: big.NewInt(2)}
	private := named("modp2048")
	private.PrivateBits = 223
	for _, c := range []struct {
		name  string
		entry dhgroup.Entry
		want  string // in what is printed of the finding
	}{
		{"published", dhgroup.Entry{Group: named("ffdhe2048")}, "sound 112 prime stated 2047 q ffdhe2048 RFC 7919 []"},
		{"small", dhgroup.Entry{Group: named("modp1536")}, "weak: 1536 bits, want 2048 or more; 96 bits of strength, want 112 or more 96 prime"},
		{"shared", dhgroup.Entry{Group: named("modp1024")}, "one precomputation serves against all who share this prime 80 prime"},
		{"small subgroup", dhgroup.Entry{Group: named("modp1024-160")}, "q of 160 bits, want 224 or more"},
		{"short private values", dhgroup.Entry{Group: private}, "weak: private values of 223 bits (privateValueLength), want twice the strength of the prime, 224, or more 111 prime"},
		{"another generator", dhgroup.Entry{Group: dhgroup.Group{P: named("modp2048").P, G: big.NewInt(5)}}, "modp2048 (prime)"},
		{"generator 1", dhgroup.Entry{Group: dhgroup.Group{P: named("modp2048").P, G: big.NewInt(1)}}, "bad: generator: g = 1, want 2 to p-2 0  "},
		{"order 2q", dhgroup.Entry{Group: dhgroup.Group{P: safePrime(t), G: big.NewInt(2)}}, "Legendre symbol"},
		{"order 2q in X9.42", x942(second), "bad: generator: g has the order 2q, and X9.42 wants q; OpenSSL refuses such parameters 0 prime stated 127 2q"},
		{"order 2q in PKCS#3", x942(dhgroup.Group{P: second.P, G: second.G}), "prime derived 127 2q"},
		{"hidden small subgroup", dhgroup.Entry{Group: hidden(t)}, "bad: form: p is prime and no safe prime, q is not stated, and nothing tells the order of g 0 prime unknown 0 unknown"},
		{"small factors", dhgroup.Entry{Group: hidden(t)}, "[p - 1 is 2 x "},
		{"known by its prime", dhgroup.Entry{Group: dhgroup.Group{P: named("modp2048-256").P, G: named("modp2048-256").G}}, "sound 112 prime published 256 q modp2048-256 RFC 5114"},
		{"another's name", dhgroup.Entry{Group: spoilt}, "bad: form: it is named ffdhe2048, and p is not that of RFC 7919"},
		{"composite", dhgroup.Entry{Group: dhgroup.Group{P: new(big.Int).Add(named("modp2048").P, big.NewInt(2)), G: big.NewInt(2)}}, " 0 composite "},
		{"nothing", dhgroup.Entry{}, "bad: form: p or g is missing"},
	} {
		f, err := Inspector{Policy: millerrabin.Policy{Rounds: 3}, Levels: NewUses}.Group(t.Context(), c.entry)
		if err != nil {
			t.Fatal(err)
		}
		verdict := "bad: " + f.Reason
		if f.Sound {
			verdict = "sound"
		} else if f.Weak {
			verdict = "weak: " + f.Reason
		}
		if got := fmt.Sprint(verdict, " ", f.Strength, " ", f.FoundP, " ", f.OriginQ, " ", f.BitsQ, " ", f.Order, " ", f.Published, " ", f.Source, " ", f.Remarks); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s, want %q", c.name, got, c.want)
		}
		if f.Sound == (f.Reason != "") || f.Sound && f.Weak || (f.Strength > 0) != (f.Sound || f.Weak) {
			t.Errorf("%s: sound %v, weak %v, and the reason is %q", c.name, f.Sound, f.Weak, f.Reason)
		}
		if f, err = (Inspector{Policy: millerrabin.Policy{Rounds: 3}}).Group(t.Context(), c.entry); err != nil || f.Weak {
			t.Errorf("%s: weak at no level: %v, %v", c.name, f.Reason, err)
		}
	}
}

// safePrime is one that is 3 modulo 8, so that 2 has the order 2q.
func safePrime(t *testing.T) *big.Int {
	for p := new(big.Int).Lsh(big.NewInt(3), 126); ; p.Add(p, big.NewInt(1)) {
		if p.Bit(0) == 1 && new(big.Int).And(p, big.NewInt(7)).Int64() == 3 && p.ProbablyPrime(0) && new(big.Int).Rsh(p, 1).ProbablyPrime(0) {
			return p
		}
	}
}

// hidden is a group whose p is prime and whose (p-1)/2 is not: a small subgroup
// leaks bits of private values.
func hidden(t *testing.T) dhgroup.Group {
	p := new(big.Int).Lsh(big.NewInt(1), 200)
	for p.Add(p, big.NewInt(3)); !p.ProbablyPrime(0) || new(big.Int).Rsh(p, 1).ProbablyPrime(0); p.Add(p, big.NewInt(4)) {
	}
	return dhgroup.Group{P: p, G: big.NewInt(2)}
}

func TestProofs(t *testing.T) {
	good := proof.Proof{Steps: []proof.Step{{N: big.NewInt(7)}, {N: big.NewInt(29), A: big.NewInt(2)}}}
	for _, of := range []*big.Int{nil, big.NewInt(29)} {
		if f, err := (Inspector{}).Proof(t.Context(), good, of); !f.Sound || f.Bits != 5 || f.Proves != "29" || err != nil {
			t.Errorf("a proof of 29, of %v: %+v, %v", of, f, err)
		}
	}
	if f, err := (Inspector{}).Proof(t.Context(), good, big.NewInt(31)); f.Sound || f.Proves != "29" || err != nil {
		t.Errorf("a proof of 29, of 31: %+v, %v", f, err)
	}
	if f, err := (Inspector{}).Proof(t.Context(), proof.Proof{}, nil); f.Sound || f.Reason == "" || err != nil {
		t.Errorf("no proof: %+v, %v", f, err)
	}
}

// Special forms are told from chance.
func TestSpecialForms(t *testing.T) {
	power := func(n uint) *big.Int { return new(big.Int).Lsh(big.NewInt(1), n) }
	sparse := power(2048)
	for _, n := range []uint{2000, 1500, 700, 10} {
		sparse.Sub(sparse, power(n))
	}
	for name, p := range map[string]*big.Int{
		"near above": new(big.Int).Add(power(1024), big.NewInt(643)), "near below": new(big.Int).Sub(power(2048), big.NewInt(1942289)), "sparse": sparse,
	} {
		if special(p) == "" {
			t.Errorf("%s: nothing special", name)
		}
	}
	for _, g := range dhgroup.All() {
		if text := special(g.P); text != "" {
			t.Errorf("%s: %s", g.Name, text)
		}
	}
}

func TestSmoothness(t *testing.T) {
	for p, want := range map[int64]string{
		65537: "p - 1 is 2^16", 1009: "p - 1 is 2^4 x 3^2 x 7", 2_147_483_647: "p - 1 is 2 x 3^2 x 7 x 11 x 31 x 151 x 331",
		1_000_000_007: "p - 1 is 2 x a number of 29 bits without a prime factor below 2^16",
	} {
		if got := smoothness(big.NewInt(p)); got != want {
			t.Errorf("%d: %q, want %q", p, got, want)
		}
	}
}

// TestAppendNumbers: what stood in the memory before makes no difference, and what stands
// before stays.
func TestAppendNumbers(t *testing.T) {
	numbers := []*big.Int{big.NewInt(2053), big.NewInt(2047), big.NewInt(107), big.NewInt(-1)}
	want, err := Inspector{}.Numbers(t.Context(), numbers)
	if err != nil {
		t.Fatal(err)
	}
	others := make([]Finding, 1+len(numbers))
	for i := range others {
		others[i] = Finding{What: "before", Safe: true, Remarks: []string{"before"}}
	}
	got, err := Inspector{}.AppendNumbers(t.Context(), others[:1], numbers)
	if err != nil || !reflect.DeepEqual(got[1:], want) || !reflect.DeepEqual(got[0], Finding{What: "before", Safe: true, Remarks: []string{"before"}}) {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
}
