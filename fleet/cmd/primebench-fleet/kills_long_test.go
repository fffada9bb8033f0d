//go:build unix && long

package main

// kills is how many processes of each role are killed.
const kills = 200
