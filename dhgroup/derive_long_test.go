//go:build long

package dhgroup

import "testing"

func TestOffsetIsLeastLong(t *testing.T) {
	for _, name := range []string{"modp1536", "modp2048", "ffdhe2048", "modp4096"} {
		t.Run(name, func(t *testing.T) { testOffsetIsLeast(t, name) })
	}
}
