package millerrabin_test

import (
	"context"
	"fmt"
	"math/big"

	"primebench/millerrabin"
)

func ExampleTester_Verify() {
	tester, err := millerrabin.NewTester("", 1024)
	if err != nil {
		fmt.Println(err)
		return
	}
	p := new(big.Int).Lsh(big.NewInt(1), 521)
	p.Sub(p, big.NewInt(1))
	v, err := tester.Verify(context.Background(), p, millerrabin.Untrusted)
	fmt.Printf("%v under %v but for 2^%.0f, %v\n", v.Prime, v.Policy, v.Log2Error, err)

	p.Mul(p, big.NewInt(101))
	v, err = tester.Verify(context.Background(), p, millerrabin.Untrusted)
	fmt.Printf("%v: %s, %v\n", v.Prime, v.Reason, err)
	// Output:
	// true under mr64+lucas but for 2^-128, <nil>
	// false: divisible by 101, <nil>
}

func ExampleGenerated() {
	for _, bits := range []int{64, 512, 1024, 2048, 4096, 8192} {
		p := millerrabin.Generated(bits)
		fmt.Printf("%d bits: %v, 2^%.0f\n", bits, p, p.Log2Error(bits))
	}
	// Output:
	// 64 bits: mr58, 2^-129
	// 512 bits: mr12, 2^-133
	// 1024 bits: mr6, 2^-137
	// 2048 bits: mr3, 2^-138
	// 4096 bits: mr2, 2^-161
	// 8192 bits: mr1, 2^-154
}

func ExampleParsePolicy() {
	p, err := millerrabin.ParsePolicy("mr20+lucas")
	fmt.Println(p.Rounds, p.Lucas, p.Log2ErrorUnknown(), err)
	_, err = millerrabin.ParsePolicy("20")
	fmt.Println(err)
	// Output:
	// 20 true -40 <nil>
	// millerrabin: not a test policy: "20": want mrN or mrN+lucas with N rounds from 1 to 256, such as mr20, or mr0+lucas
}

func ExampleStrongLucas() {
	// 2047 passes the strong test to base 2, 5459 the plain strong Lucas test.
	for _, n := range []int64{2039, 2047, 5459} {
		fmt.Println(n, millerrabin.StrongLucas(big.NewInt(n)))
	}
	// Output:
	// 2039 true
	// 2047 false
	// 5459 false
}
