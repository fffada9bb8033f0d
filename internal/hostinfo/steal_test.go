package hostinfo

import (
	"testing"

	"primebench/internal/cpu"
)

func TestStealKnown(t *testing.T) {
	yes, no := of(true), of(false)
	still, moved := &Ticks{Busy: 5, Total: 9}, &Ticks{Busy: 5, Steal: 1, Total: 9}
	for _, test := range []struct {
		name       string
		ticks      *Ticks
		hypervisor cpu.Hypervisor
		want       bool
	}{
		{"no counter", nil, cpu.Hypervisor{Shows: yes, TellsSteal: yes}, false},
		{"no hypervisor", still, cpu.Hypervisor{Shows: no}, true},
		{"a hypervisor that tells", still, cpu.Hypervisor{Shows: yes, TellsSteal: yes}, true},
		{"one that does not", still, cpu.Hypervisor{Shows: yes, TellsSteal: no}, false},
		{"one of which that is not known", still, cpu.Hypervisor{Shows: yes}, false},
		{"a processor that cannot say", still, cpu.Hypervisor{}, false},
		{"a counter that was raised, and one that does not tell", moved, cpu.Hypervisor{Shows: yes, TellsSteal: no}, true},
		{"a counter that was raised, and a processor that cannot say", moved, cpu.Hypervisor{}, true},
	} {
		if got := (Counters{Ticks: test.ticks}).StealKnown(test.hypervisor); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}
