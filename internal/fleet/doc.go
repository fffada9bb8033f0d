// Package fleet has the work of several machines on one job: it is cut into leases, which
// workers take and answer, and their answers are checked, kept in a ledger and folded
// into what one machine would have found.
//
// A search is a function of the starts of its windows, so an answer that comes twice is
// the same answer. That is why the ledger alone is the truth, and why the transport below
// only hands out leases and carries answers: what it forgets is offered again, and what it
// repeats is dropped.
//
// Workers are not believed. Each find is verified, a share of the leases is done again,
// and where two answers differ the one that lacks a find of the other, once that is
// verified, is wrong: nothing that its worker said counts any more. Leases hold the starts
// of their windows, and not the seed that these come from, which stays with whoever
// planned the job. What is found is written where all workers can read it: only public
// parameters are searched for by a fleet.
package fleet
