package stats

import (
	"errors"
	"math"
	"testing"
)

// A line is found though every fifth point is far above it.
func TestLine(t *testing.T) {
	var x, y []float64
	for i := range 100 {
		v := float64(i % 37)
		at := 2 + 0.5*v
		if i%5 == 0 {
			at += 1000
		}
		x, y = append(x, v), append(y, at)
	}
	a, b, err := Line(x, y)
	if err != nil || math.Abs(a-2) > 0.01 || math.Abs(b-0.5) > 0.001 {
		t.Errorf("%v + %v x, %v, want 2 + 0.5 x", a, b, err)
	}
	for _, bad := range [][2][]float64{{{1}, {1}}, {{1, 1}, {2, 3}}, {{1, 2}, {1}}, {nil, nil}} {
		if _, _, err := Line(bad[0], bad[1]); !errors.Is(err, ErrValue) {
			t.Errorf("%v: %v, want ErrValue", bad, err)
		}
	}
}
