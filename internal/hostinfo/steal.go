// What a counter of stolen time is worth.

package hostinfo

import "primebench/internal/cpu"

// StealKnown reports whether Ticks.Steal of c, a reading and no rise, holds all that
// a host took from this machine, whose hypervisor is h (cpu.DetectHypervisor). Most
// hypervisors do not tell their guests, and the counter of such a guest stands at 0
// however much is taken. So 0 is believed only where no hypervisor shows itself or
// where the one that does says that it tells; a counter above 0 has been told of.
func (c Counters) StealKnown(h cpu.Hypervisor) bool {
	switch {
	case c.Ticks == nil:
		return false
	case c.Ticks.Steal > 0 || h.Shows != nil && !*h.Shows:
		return true
	}
	return h.TellsSteal != nil && *h.TellsSteal
}
