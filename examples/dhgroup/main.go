// Command dhgroup makes a group for Diffie-Hellman, with a safe prime in whose
// subgroup of order (p-1)/2 the generator is 2, and writes it as PEM.
package main

import (
	"context"
	"flag"
	"log"
	"math/big"
	"os"

	"primebench/dhgroup"
	"primebench/engine"
)

func main() {
	bits := flag.Int("bits", 2048, "size of the prime")
	text := flag.String("seed", "", "1 to 64 hex digits, from which anybody can make the group again; random where there are none")
	flag.Parse()

	class, err := engine.ClassOfGenerator(2)
	if err != nil {
		log.Fatal(err)
	}
	config := engine.Config{Class: class} // all cores, and a seed from crypto/rand
	if *text != "" {
		if config.Seed, err = engine.ParseSeed(*text); err != nil {
			log.Fatal(err)
		}
	}
	p, err := engine.SafePrime(context.Background(), *bits, config)
	if err != nil {
		log.Fatal(err)
	}
	group := dhgroup.Entry{Group: dhgroup.Group{P: p, G: big.NewInt(2)}}
	if err := dhgroup.Write(os.Stdout, group, dhgroup.WriteOptions{Format: dhgroup.PEM}); err != nil {
		log.Fatal(err)
	}
}
