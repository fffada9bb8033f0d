//go:build !long

package montgomery

// chainSteps is the number of squarings, of all lanes each, in the chains.
const chainSteps = 20_000
