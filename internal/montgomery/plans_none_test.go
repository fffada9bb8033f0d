// Kernels without plans: other processors, or purego.

//go:build !amd64 || purego

package montgomery

func plansOf(string) []string { return nil }

func makePlanned(string, string, int, allocator) kernel { return nil }
