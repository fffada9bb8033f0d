// Package ui is what the verbs share of the world around the program: flags and
// environment, terminal and progress, signals, exit codes, and the files and folders
// that results go to.
package ui
