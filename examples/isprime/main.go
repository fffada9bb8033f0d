// Command isprime reports whether each number on its command line is prime.
package main

import (
	"fmt"
	"log"
	"math/big"
	"os"

	"primebench/millerrabin"
)

func main() {
	for _, text := range os.Args[1:] {
		n, ok := new(big.Int).SetString(text, 0) // decimal, or hexadecimal after 0x
		if !ok || n.BitLen() > millerrabin.MaxBits {
			log.Fatalf("%.40q is no number of at most %d bits", text, millerrabin.MaxBits)
		}
		fmt.Println(text, millerrabin.IsPrime(n))
	}
}
