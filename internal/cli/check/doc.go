// Package check holds the verb check: numbers, groups, moduli files and proofs.
package check
