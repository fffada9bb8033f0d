// Command asm writes the assembly of the kernels to the folder it is told.
//
//	go run -C _asm . ..
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"primebench/internal/montgomery/_asm/avx2"
	"primebench/internal/montgomery/_asm/ifma"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "asm: want one argument, the folder to write to")
		os.Exit(2)
	}
	for name, code := range map[string][]byte{
		"zifma_amd64.s": ifma.Assembly(),
		"zavx2_amd64.s": avx2.Assembly(),
	} {
		if err := os.WriteFile(filepath.Join(os.Args[1], name), code, 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "asm:", err)
			os.Exit(1)
		}
	}
}
