//go:build !(darwin || freebsd || linux || netbsd)

// Systems where no peer is looked for.

package peer

import "errors"

func dlopen(string) (uintptr, error) {
	return 0, errors.New("libraries are not loaded on this system")
}

func bind(_ uintptr, symbol string, _ any) error {
	return errors.New(symbol + " is not loaded on this system")
}

func (function) call(...uintptr) uintptr { return 0 }

func newCallback(func(int32, int32, uintptr) uintptr) uintptr { return 0 }
