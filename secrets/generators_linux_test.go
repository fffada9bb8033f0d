// What unpredictable bytes cost beside those of plain generators, which must not
// be used for secrets, and beside the system call without the vDSO. A number of
// 8 bytes, tokens of 16 and 32, a candidate of 2048 bits, and a block.

package secrets_test

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	mathrand "math/rand/v2"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"primebench/internal/mt19937"
)

func BenchmarkGenerators(b *testing.B) {
	chacha8 := mathrand.NewChaCha8([32]byte{1})
	pcg := mathrand.NewPCG(1, 2)
	twister := mt19937.New(1)
	for _, size := range []int{8, 16, 32, 256, 64 << 10} {
		for _, generator := range []struct {
			name string
			fill func(p []byte)
		}{
			{"crypto", func(p []byte) { rand.Read(p) }},
			{"system-call", func(p []byte) {
				unix.Syscall(unix.SYS_GETRANDOM, uintptr(unsafe.Pointer(&p[0])), uintptr(len(p)), 0)
			}},
			{"chacha8", func(p []byte) { chacha8.Read(p) }},
			{"pcg", func(p []byte) {
				for ; len(p) > 0; p = p[8:] {
					binary.LittleEndian.PutUint64(p, pcg.Uint64())
				}
			}},
			{"mt19937", func(p []byte) {
				for ; len(p) > 0; p = p[4:] {
					binary.LittleEndian.PutUint32(p, twister.Uint32())
				}
			}},
		} {
			b.Run(fmt.Sprintf("%d/%s", size, generator.name), func(b *testing.B) {
				p := make([]byte, size)
				b.SetBytes(int64(size))
				for b.Loop() {
					generator.fill(p)
				}
			})
		}
	}
}
