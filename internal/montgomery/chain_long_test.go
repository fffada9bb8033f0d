//go:build long

package montgomery

const chainSteps = 1_000_000
