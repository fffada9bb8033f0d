// Package compare holds the verbs that set runs beside each other, compare, duet and
// history, and the one that says how far that can be trusted, doctor.
package compare
