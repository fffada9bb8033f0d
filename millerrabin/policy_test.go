package millerrabin

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParsePolicy(t *testing.T) {
	for name, want := range map[string]Policy{
		"mr1":        {Rounds: 1},
		"mr20":       {Rounds: 20},
		"mr64+lucas": Untrusted,
		"mr256":      {Rounds: 256},
		"mr0+lucas":  {Lucas: true},
	} {
		got, err := ParsePolicy(name)
		if err != nil || got != want || got.String() != name {
			t.Errorf("ParsePolicy(%q) = %v, %v", name, got, err)
		}
	}
}

func TestParsePolicyRefuses(t *testing.T) {
	for _, name := range []string{
		"", "mr", "mr0", "mr257", "mr-1", "mr+1", "mr01", "mr1 ", " mr1", "MR1", "mr1+LUCAS", "mr1+lucas+lucas",
		"mr+lucas", "+lucas", "lucas", "bpsw", "20", "mr1.5", "mr1e1", "mr0x1", "mr99999999999999999999", "mr١",
		"mr1" + strings.Repeat("0", 1<<16),
	} {
		got, err := ParsePolicy(name)
		if !errors.Is(err, ErrPolicy) || !got.IsZero() {
			t.Errorf("ParsePolicy(%.20q) = %v, %v", name, got, err)
			continue
		}
		if msg := err.Error(); !strings.Contains(msg, "mrN+lucas") || len(msg) > 250 || strings.Contains(msg, "\n") {
			t.Errorf("ParsePolicy(%.20q): %q does not say in one short line what would be right", name, msg)
		}
	}
}

func TestPolicyNamesAreTheirOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Policy{Rounds: rapid.IntRange(-3, MaxRounds+3).Draw(t, "rounds"), Lucas: rapid.Bool().Draw(t, "lucas")}
		parsed, err := ParsePolicy(p.String())
		if (err == nil) != (p.Check() == nil) {
			t.Fatalf("%v: ParsePolicy says %v, Check says %v", p, err, p.Check())
		}
		if err == nil && parsed != p {
			t.Fatalf("%v came back as %v", p, parsed)
		}
	})
}

func FuzzParsePolicy(f *testing.F) {
	for _, name := range []string{"mr20", "mr64+lucas", "mr0", "mr00", "+lucas", "mr\x00"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if p, err := ParsePolicy(name); err == nil && (p.String() != name || p.Check() != nil) {
			t.Errorf("ParsePolicy(%q) = %v", name, p)
		}
	})
}

// Parts of a policy are policies, ask together for what it asks, and leave no lane empty but
// for those of one batch.
func TestSplit(t *testing.T) {
	for rounds := range 70 {
		for _, lucas := range []bool{false, true} {
			p := Policy{Rounds: rounds, Lucas: lucas}
			if p.IsZero() {
				continue
			}
			for workers := 1; workers < 12; workers++ {
				parts := p.Split(workers)
				sum, batches := Policy{Lucas: parts[0].Lucas}, 0
				for i, part := range parts {
					if part.Check() != nil || i > 0 && part.Lucas {
						t.Errorf("%v for %d: part %d is %v", p, workers, i, part)
					}
					sum.Rounds += part.Rounds
					batches += (Confirmations(part) + Lanes - 1) / Lanes
				}
				if whole := (Confirmations(p) + Lanes - 1) / Lanes; sum != p || batches != whole || len(parts) != min(workers, whole) {
					t.Errorf("%v for %d: %v, which take %d batches, not %d", p, workers, parts, batches, whole)
				}
			}
		}
	}
}
