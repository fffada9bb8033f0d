package montgomery_test

import (
	"context"
	"fmt"

	"primebench/internal/montgomery"
)

func ExampleBatch_Base2() {
	batch, err := montgomery.NewBatch("", 64)
	if err != nil {
		fmt.Println(err)
		return
	}
	// 2^61-1 is a prime, 2^61+1 is not.
	if err := batch.Load([]uint64{1<<61 - 1}, []uint64{1<<61 + 1}); err != nil {
		fmt.Println(err)
		return
	}
	passed, err := batch.Base2(context.Background())
	fmt.Printf("%02b %v\n", passed, err)
	// Output: 01 <nil>
}

func ExampleBatch_Exp() {
	batch, err := montgomery.NewBatch("generic", 64)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := batch.Load([]uint64{1001}, []uint64{9973}); err != nil {
		fmt.Println(err)
		return
	}
	powers, err := batch.Exp(context.Background(), [][]uint64{{2}, {3}}, [][]uint64{{10}})
	fmt.Println(powers, err)
	// Output: [[23] [9184]] <nil>
}
