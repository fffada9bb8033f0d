package dhgroup_test

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"primebench/dhgroup"
	"primebench/millerrabin"
)

func ExampleNamed() {
	g, err := dhgroup.Named("ffdhe2048")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d bits, g = %v, from %s: %s and offset %d, about %d bits strong\n",
		g.Bits, g.G, g.Source, g.Constant, g.Offset, g.Strength)
	// Output: 2048 bits, g = 2, from RFC 7919: e and offset 560316, about 103 bits strong
}

func ExampleOfSize() {
	for _, g := range dhgroup.OfSize(4096) {
		fmt.Println(g.Name, g.Source)
	}
	// Output:
	// ffdhe4096 RFC 7919
	// modp4096 RFC 3526
}

func ExampleValidate() {
	g, err := dhgroup.Named("modp1024")
	if err != nil {
		fmt.Println(err)
		return
	}
	policy := millerrabin.Policy{Rounds: 8, Lucas: true}
	v, err := dhgroup.Validate(context.Background(), g, policy, "")
	fmt.Println(v.P.Prime, v.Q.Prime, v.Order, err)

	g.G = big.NewInt(1)
	_, err = dhgroup.Validate(context.Background(), g, policy, "")
	fmt.Println(errors.Is(err, dhgroup.ErrUnsound), err)
	// Output:
	// true true q <nil>
	// true dhgroup: "modp1024": not a sound group: generator: g = 1, want 2 to p-2
}
