//go:build unix && long

package main

// fleetKills is how many processes of each role are killed.
const fleetKills = 200
