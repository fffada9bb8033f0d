// The hosts of a plan: what they are like, and how many hold how many servers.

package capacity

import (
	"fmt"
	"slices"

	"primebench/internal/analysis"
)

// A Machine is what the runs were measured on, and what the plan's hosts are taken
// to be like.
type Machine struct {
	CPU            string  `json:"cpu"`
	Kernel         string  `json:"kernel"`
	LogicalCores   int     `json:"logical_cores"`
	PhysicalCores  int     `json:"physical_cores"`
	ThreadsPerCore int     `json:"threads_per_core"`
	CgroupCores    float64 `json:"cgroup_cores"`
	CoresPerHost   int     `json:"cores_per_host"` // that a host of the plan has
}

// machineOf says what the hosts are like, and refuses runs of unlike ones.
func machineOf(runs []*analysis.Analysis) (Machine, error) {
	if len(runs) == 0 || slices.Contains(runs, nil) {
		return Machine{}, fmt.Errorf("%w: no run to plan from; make one with: primebench run", ErrMissing)
	}
	first := runs[0].Header
	for _, a := range runs[1:] {
		if h := a.Header; h.Host.CPU != first.Host.CPU || h.Kernel != first.Kernel {
			return Machine{}, fmt.Errorf("%w: runs of unlike machines, %q with kernel %q and %q with %q: plan for one at a time, or choose from them with --mix",
				ErrScenario, first.Host.CPU, first.Kernel, h.Host.CPU, h.Kernel)
		}
	}
	host := first.Host
	cores := host.PhysicalCores
	if cores < 1 {
		cores = host.LogicalCores
	}
	if cores < 1 {
		cores = max(1, first.GOMAXPROCS)
	}
	if quota := host.CgroupCores; quota > 0 && quota < float64(cores) {
		cores = max(1, int(quota))
	}
	return Machine{
		CPU: host.CPU, Kernel: first.Kernel, LogicalCores: host.LogicalCores, PhysicalCores: host.PhysicalCores,
		ThreadsPerCore: host.ThreadsPerCore, CgroupCores: host.CgroupCores, CoresPerHost: cores,
	}, nil
}

// place counts cores and hosts of servers.
func (m *maker) place(n *Need, s *Service) {
	n.Cores = n.Servers * s.Workers
	perHost := m.plan.Machine.CoresPerHost / s.Workers
	n.Hosts = (n.Servers + perHost - 1) / perHost
}

// limit returns how many cores there are without the spare hosts, 0 for as many as
// it takes; and how many hosts.
func (m *maker) limit() (cores, hosts int) {
	s := &m.plan.Scenario
	perHost := m.plan.Machine.CoresPerHost
	if s.Hosts > 0 {
		hosts = s.Hosts - s.Failures
		cores = hosts * perHost
	}
	if s.Cores > 0 && s.Hosts == 0 {
		cores = s.Cores - s.Failures*perHost
		hosts = (cores + perHost - 1) / perHost
	}
	return cores, hosts
}

// serversIn returns how many servers of so many workers cores hold.
func (m *maker) serversIn(cores, workers int) int {
	perHost := m.plan.Machine.CoresPerHost
	whole := cores / perHost * (perHost / workers)
	return whole + cores%perHost/workers
}
