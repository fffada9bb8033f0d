// Package find holds the verbs that print what a search found: prime, dhparam and
// moduli.
package find
