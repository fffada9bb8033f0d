// The steps of Lucas ladders on the IFMA kernel.

//go:build amd64 && !purego

package montgomery

// ifmaPair adds c to x, from the partner lane in the lanes of turned, and sets y to the
// sum, that of the partner lane in the lanes of crossed.
//
//go:noescape
func ifmaPair(y, x, c *uint64, blocks int, turned, crossed uint64)

// ifmaLadder adds c to x and d to y, and exchanges them in the lanes of swapped.
//
//go:noescape
func ifmaLadder(x, y, c, d *uint64, blocks int, swapped uint64)

func (k *ifma) pair(y, x, c vector, turned, crossed Mask) {
	ifmaPair(&y[0], &x[0], &c[0], k.digits/ifmaTile, uint64(turned), uint64(crossed))
}

func (k *ifma) ladder(x, y, c, d vector, swapped Mask) {
	ifmaLadder(&x[0], &y[0], &c[0], &d[0], k.digits/ifmaTile, uint64(swapped))
}
