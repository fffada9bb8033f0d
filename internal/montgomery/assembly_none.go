// A build without assembly: other processors, or purego.

//go:build !amd64 || purego

package montgomery

func newAssembly(string, int, allocator) kernel { return nil }
