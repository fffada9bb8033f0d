// Command primesafter prints the first primes after a number, each as soon as it is
// found.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"math/big"

	"primebench/engine"
	"primebench/sieve"
)

func main() {
	count := flag.Int("count", 10, "how many primes")
	flag.Parse()

	n, ok := new(big.Int).SetString(flag.Arg(0), 0)
	if !ok {
		log.Fatalf("%q is no number", flag.Arg(0))
	}
	config := engine.Config{Shared: new(engine.Shared)} // one table for all walks
	for range *count {
		var err error
		if n, err = engine.Next(context.Background(), sieve.Prime, n, config); err != nil {
			log.Fatal(err)
		}
		fmt.Println(n)
	}
}
