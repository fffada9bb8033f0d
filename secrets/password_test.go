package secrets

import (
	"errors"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// TestPasswordCount counts by inclusion and exclusion and by going through all
// strings over the alphabet.
func TestPasswordCount(t *testing.T) {
	for _, spec := range []PasswordSpec{
		{Length: 1, Classes: Digits},
		{Length: 3, Classes: Digits},
		{Length: 2, Classes: Digits | Lower},
		{Length: 3, Classes: Digits | Symbols},
		{Length: 3, Classes: Lower | Upper | Digits},
		{Length: 4, Classes: Digits | Lower, NoLookAlikes: true},
		{Length: 3, Classes: Digits | Lower | Upper, NoLookAlikes: true},
	} {
		_, sets, err := spec.resolve()
		if err != nil {
			t.Fatal(err)
		}
		found := int64(0)
		everyString(strings.Join(sets, ""), make([]byte, spec.Length), 0, func(s []byte) {
			if hasAll(s, sets) {
				found++
			}
		})
		count, err := spec.count()
		if err != nil || count.Int64() != found {
			t.Errorf("%+v: %v passwords, %v, want %d", spec, count, err, found)
		}
		if bits, err := spec.Entropy(); err != nil || math.Abs(bits-math.Log2(float64(found))) > 1e-9 {
			t.Errorf("%+v: %v bits, %v", spec, bits, err)
		}
	}
}

func everyString(alphabet string, s []byte, at int, visit func([]byte)) {
	if at == len(s) {
		visit(s)
		return
	}
	for i := range len(alphabet) {
		s[at] = alphabet[i]
		everyString(alphabet, s, at+1, visit)
	}
}

// TestPasswordIsUniform draws from specs with few passwords and wants each of
// them equally often. A scheme that sets one character of each class first
// would give "1a2" more often than "1ab".
func TestPasswordIsUniform(t *testing.T) {
	for _, spec := range []PasswordSpec{
		{Length: 2, Classes: Digits},
		{Length: 2, Classes: Digits | Symbols},
		{Length: 3, Classes: Digits | Lower, NoLookAlikes: true},
	} {
		count, err := spec.count()
		if err != nil {
			t.Fatal(err)
		}
		possible := int(count.Int64())
		tally := map[string]int{}
		for range 20 * possible {
			password, err := Password(spec)
			if err != nil {
				t.Fatal(err)
			}
			tally[password]++
		}
		chi2 := 20 * float64(possible-len(tally)) // those that never came
		for _, c := range tally {
			chi2 += (float64(c) - 20) * (float64(c) - 20) / 20
		}
		if p := (distuv.ChiSquared{K: float64(possible - 1)}).Survival(chi2); p < 1e-6 || len(tally) > possible {
			t.Errorf("%+v: chi-square %.1f for %d passwords, %d seen, p = %.2g", spec, chi2, possible, len(tally), p)
		}
	}
}

func TestPasswordHasItsClasses(t *testing.T) {
	for wanted := range AllClasses + 1 {
		for _, noLookAlikes := range []bool{false, true} {
			spec := PasswordSpec{Classes: wanted, NoLookAlikes: noLookAlikes, Length: 5}
			_, sets, err := spec.resolve()
			if err != nil {
				t.Fatal(err)
			}
			alphabet := strings.Join(sets, "")
			for range 50 {
				password, err := Password(spec)
				if err != nil || len(password) != 5 || !hasAll([]byte(password), sets) {
					t.Fatalf("%+v: %q, %v", spec, password, err)
				}
				if strings.Trim(password, alphabet) != "" || noLookAlikes && strings.ContainsAny(password, LookAlikes) {
					t.Fatalf("%+v: %q has a character that was not wanted", spec, password)
				}
			}
		}
	}
}

func TestPasswordDefaults(t *testing.T) {
	password, err := Password(PasswordSpec{})
	if err != nil || len(password) != 20 {
		t.Errorf("the zero spec gives %d characters, %v, want 20", len(password), err)
	}
	// Inclusion and exclusion over 26, 26, 10 and 32 in Python: 130.92586701.
	if bits, err := (PasswordSpec{}).Entropy(); err != nil || math.Abs(bits-130.92586701) > 1e-7 {
		t.Errorf("the zero spec has %v bits, %v", bits, err)
	}
}

func TestImpossiblePasswords(t *testing.T) {
	for _, spec := range []PasswordSpec{
		{Length: -1},
		{Length: 3},
		{Length: 1, Classes: Lower | Upper},
		{Length: MaxPasswordLength + 1},
		{Length: math.MaxInt},
		{Classes: 16},
		{Classes: 255},
	} {
		if password, err := Password(spec); !errors.Is(err, ErrRange) || password != "" {
			t.Errorf("%+v: %q, %v, want ErrRange", spec, password, err)
		}
		if _, err := spec.Entropy(); !errors.Is(err, ErrRange) {
			t.Errorf("%+v: %v, want ErrRange", spec, err)
		}
	}
}
