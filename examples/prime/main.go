// Command prime prints a random prime. The same seed gives the same prime.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"

	"primebench/engine"
)

func main() {
	bits := flag.Int("bits", 2048, "size of the prime")
	text := flag.String("seed", "", "1 to 64 hex digits; a random seed where there are none")
	flag.Parse()

	var config engine.Config // all cores, and a seed from crypto/rand
	if *text != "" {
		seed, err := engine.ParseSeed(*text)
		if err != nil {
			log.Fatal(err)
		}
		config.Seed = seed
	}
	p, err := engine.Prime(context.Background(), *bits, config)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%x\n", p)
}
