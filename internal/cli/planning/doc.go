// Package planning holds the verb plan: what a load takes, and what such plans are
// worth.
package planning
