// Package examples has programs of about 20 lines that use primebench as a library,
// one a folder. Run one by its folder: go run ./examples/prime -bits 1024
package examples
