// Whether this build has assembly: other processors and purego leave it out.

//go:build !amd64 || purego

package cpu

const assembly = false
