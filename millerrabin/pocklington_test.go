package millerrabin

import (
	"context"
	"math/big"
	"testing"
)

// TestPocklingtonSafeAll: numbers side by side are answered as each is by itself, wherever
// those stand that need no power.
func TestPocklingtonSafeAll(t *testing.T) {
	tester := newTester(t, 128)
	for count := range 3*Lanes + 2 {
		var numbers []*big.Int
		for i := range int64(count) {
			numbers = append(numbers, big.NewInt(7*i%97-3))
		}
		all, err := tester.PocklingtonSafeAll(context.Background(), numbers)
		if err != nil || len(all) != count {
			t.Fatalf("%d answers of %d, %v", len(all), count, err)
		}
		for i, n := range numbers {
			if one, err := tester.PocklingtonSafe(context.Background(), n); err != nil || one != all[i] {
				t.Errorf("%v, number %d of %d: %v beside others, %v by itself, %v", n, i+1, count, all[i], one, err)
			}
		}
	}
}
