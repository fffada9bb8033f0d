// The system's generator on Linux, which filters of system calls can take away.

package rng

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// Ready fails where the system gives no random numbers: crypto/rand ends the program there,
// with the code of a wrong usage.
func Ready() error {
	var b [1]byte
	_, err := unix.Getrandom(b[:], 0)
	if errors.Is(err, unix.ENOSYS) { // crypto/rand reads this file there, too
		err = readFrom("/dev/urandom", b[:])
	}
	if err != nil && !errors.Is(err, unix.EINTR) {
		return fmt.Errorf("the system gives no random numbers: %w", err)
	}
	return nil
}

func readFrom(path string, p []byte) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	_, err = file.Read(p)
	return errors.Join(err, file.Close())
}
