// Whether this build has assembly: the one for amd64 does.

//go:build amd64 && !purego

package cpu

const assembly = true
