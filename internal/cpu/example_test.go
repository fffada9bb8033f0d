package cpu_test

import (
	"fmt"

	"primebench/internal/cpu"
)

func ExampleKernel() {
	name, err := cpu.Kernel("generic")
	fmt.Println(name, err)
	// Output: generic <nil>
}

func ExampleDetect() {
	info := cpu.Detect()
	fmt.Println(info.LogicalCores >= info.PhysicalCores, info.L1Data > 0)
	// Output: true true
}
