// Package child has the programs that this one starts end with it.
package child
