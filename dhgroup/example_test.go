package dhgroup_test

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"os"
	"strings"
	"time"

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

func ExampleIdentify() {
	g, err := dhgroup.Named("modp3072")
	if err != nil {
		fmt.Println(err)
		return
	}
	published, match := dhgroup.Identify(g.P, big.NewInt(5)) // as RFC 5054 has it
	fmt.Println(published.Name, match)
	// Output: modp3072 prime
}

// A moduli file with a broken line: the others are read.
func ExampleRead() {
	file := dhgroup.ModuliHeader +
		"20261125120000 2 6 100 5 2 2F\n" +
		"20261125120000 2 6 100 7 2 2F\n" +
		"20261125120000 2 6 100 5 5 3B\n"
	for entry, err := range dhgroup.Read(strings.NewReader(file), dhgroup.ReadOptions{}) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Printf("line %d: p = %v, g = %v\n", entry.Line, entry.P, entry.G)
	}
	// Output:
	// line 2: p = 47, g = 2
	// dhgroup: line 3: cannot be read: size 7, want 5 for a modulus of 6 bits
	// line 4: p = 59, g = 5
}

// What has the right form need not be sound: the two are different errors.
func ExampleReadOne() {
	for _, file := range []string{`{"p": "0xffff", "g": 1}`, `{"p": "ffff", "g": 1}`} {
		entry, err := dhgroup.ReadOne(strings.NewReader(file), dhgroup.ReadOptions{})
		if err == nil {
			_, err = dhgroup.Validate(context.Background(), entry.Group, millerrabin.Untrusted, "")
		}
		fmt.Println(errors.Is(err, dhgroup.ErrUnreadable), errors.Is(err, dhgroup.ErrUnsound), err)
	}
	// Output:
	// false true dhgroup: not a sound group: size: p = 65535, want 64 to 16384 bits
	// true false dhgroup: line 1: cannot be read: column 1: "f" is no decimal digit; hexadecimal begins with 0x, in "p"
}

func ExampleWrite() {
	g, err := dhgroup.Named("modp768")
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := dhgroup.Write(os.Stdout, dhgroup.Entry{Group: g}, dhgroup.WriteOptions{Format: dhgroup.PEM}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// -----BEGIN DH PARAMETERS-----
	// MGYCYQD//////////8kP2qIhaMI0xMZii4DcHNEpAk4IimfMdAILvqY7E5siUUoI
	// eY40BN3vlRmzzTpDGzArCm3yXxQ3T+E1bW1RwkXkhbV2Yl5+xvRMQummOjYg////
	// //////8CAQI=
	// -----END DH PARAMETERS-----
}

// A line of a moduli file says when and how the prime was tested.
func ExampleWrite_moduli() {
	entry := dhgroup.Entry{
		Group: dhgroup.Group{P: big.NewInt(47), G: big.NewInt(2)},
		Screening: dhgroup.Screening{
			Time:   time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC),
			Tests:  dhgroup.TestedSieve | dhgroup.TestedMillerRabin,
			Trials: 64,
		},
	}
	if err := dhgroup.Write(os.Stdout, entry, dhgroup.WriteOptions{Format: dhgroup.Moduli}); err != nil {
		fmt.Println(err)
	}
	// Output: 20261125120000 2 6 64 5 2 2F
}

func ExampleParseNumber() {
	for _, text := range []string{"0x7f", "2^127-1"} {
		n, err := dhgroup.ParseNumber(text, 0)
		fmt.Println(n, err)
	}
	// Output:
	// 127 <nil>
	// <nil> dhgroup: cannot be read: column 2: "^" is no decimal digit
}
