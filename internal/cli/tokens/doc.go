// Package tokens holds the verbs about random values: secrets, and demo, which shows
// why they must not come from a plain generator.
package tokens
