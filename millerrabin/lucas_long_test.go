//go:build long

package millerrabin

import "testing"

// 58 below 10^6 by the table of Baillie and Wagstaff (1980).
func TestStrongLucasLong(t *testing.T) { testStrongLucas(t, 1_000_000, 58) }

func TestLucasInTheLanesLong(t *testing.T) { testLucasInTheLanes(t, 1_000_000, 20_000) }
