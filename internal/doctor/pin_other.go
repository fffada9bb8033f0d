//go:build !linux

// Holding a thread to a processor, where that is not asked for.

package doctor

import "errors"

// usableProcessors are the processors that this process may run on; none where
// the system is not asked.
func usableProcessors() []int { return nil }

func pin(int) (release func() error, err error) { return nil, errors.ErrUnsupported }
