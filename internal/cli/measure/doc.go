// Package measure holds the verbs that measure and tell what was measured: run and
// report.
package measure
