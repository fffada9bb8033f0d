// Package fleet holds the verb fleet: the work of several machines by a folder that they
// share.
package fleet
