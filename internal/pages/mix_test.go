// A plan over kinds of hosts in every format, from made-up numbers.

package pages

import (
	"strings"
	"testing"

	"primebench/internal/analysis"
	"primebench/internal/capacity"
	"primebench/internal/doctest"
	"primebench/report/doc"
)

func twoKinds() *capacity.Mix {
	return &capacity.Mix{
		Feasible: true, Service: capacity.Service{Kind: "prime", Bits: []int{2048}, Load: capacity.Load{Rate: 100}}, Headroom: 0.3,
		Kinds: []capacity.MixKind{
			{
				HostKind: capacity.HostKind{Name: "9000", Price: 0.04, Most: 3}, Machine: capacity.Machine{CPU: "Example 9000", Kernel: "ifma", CoresPerHost: 16},
				Cost: &capacity.Cost{Basis: capacity.Measured}, Rate: estimate(33, 31, 35, "1/s", analysis.Higher, 60),
			},
			{
				HostKind: capacity.HostKind{Name: "100", Price: 0.01}, Machine: capacity.Machine{Kernel: "avx2", CoresPerHost: 4},
				Cost: &capacity.Cost{Basis: capacity.Modelled}, Rate: estimate(4.2, 4.1, 4.3, "1/s", analysis.Higher, 60), Alone: 35,
			},
		},
		Cheapest: &capacity.Selection{Hosts: []int{0, 35}, Total: 35, Cores: 140, PerHour: 1.4, Rate: estimate(147, 146, 148, "1/s", analysis.Higher, 60), Utilisation: 0.697},
		Fewest:   &capacity.Selection{Hosts: []int{3, 13}, Total: 16, Cores: 100, PerHour: 2.44, Rate: estimate(153.6, 150, 157, "1/s", analysis.Higher, 60), Utilisation: 0.683},
		Busy:     []string{"the machine was shared"},
	}
}

func TestMix(t *testing.T) {
	goldenDocument(t, "mixes/two", Mix(twoKinds()))
	bare := twoKinds()
	bare.Feasible, bare.Constraint, bare.Cheapest, bare.Fewest, bare.Busy = false, "All hosts do too little.", nil, nil, nil
	text := string(doctest.Set(t, Mix(bare), doc.FormatText, doc.Options{}))
	if !strings.Contains(text, "NOT FEASIBLE: All hosts do too little.") || strings.Contains(text, "ANSWERS") {
		t.Error(text)
	}
}

func TestHostileMix(t *testing.T) {
	for _, prefix := range doctest.Prefixes() {
		m := twoKinds()
		doctest.EveryString(m, func(s string) string { return prefix + s + doctest.Payload }, "Unit")
		doctest.Harmless(t, Mix(m))
	}
}
