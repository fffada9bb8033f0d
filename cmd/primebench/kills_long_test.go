//go:build unix && long

package main

// verbKills is how many processes are killed, of all verbs together.
const verbKills = 1000
