//go:build static || !(darwin || netbsd || (freebsd && cgo) || (linux && (cgo || !s390x)))

// Builds that load no library, which would need the system's loader from the start.

package peer

import "errors"

// loads reports whether this build can load libraries.
const loads = false

var errLoadsNone = errors.New("this build of primebench loads no libraries")

func dlopen(string) (uintptr, error) { return 0, errLoadsNone }

func bind(uintptr, string, any) error { return errLoadsNone }

func (function) call(...uintptr) uintptr { return 0 }

func newCallback(func(int32, int32, uintptr) uintptr) uintptr { return 0 }
