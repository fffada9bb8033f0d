// What cores cost in money and energy.

package capacity

// A Spend is what cores cost. Zeros stand for what was not asked.
type Spend struct {
	Cores                int     `json:"cores_paid"`          // that are paid for, spare ones included
	PerHour              float64 `json:"money_per_hour"`      // money
	PerMonth             float64 `json:"money_per_month"`     // money in 730 hours; 0 of a count
	PerThousand          float64 `json:"money_per_1000"`      // money for 1,000 results
	Whole                float64 `json:"money_in_all"`        // money for all of a count, the cores being paid for its time
	KWhPerMonth          float64 `json:"kwh_per_month"`       // energy in 730 hours; 0 of a count
	KWhPerThousand       float64 `json:"kwh_per_1000"`        // energy for 1,000 results
	CoreHoursPerThousand float64 `json:"core_hours_per_1000"` // that 1,000 results are paid with
}

// hoursPerMonth is a twelfth of 365 days.
const hoursPerMonth = 730

// spend reckons what cores for a load cost, with the spare ones: those of as many
// hosts as may fail, as far as these are used.
func (m *maker) spend(load Load, cores int) *Spend {
	s := &m.plan.Scenario
	paid := cores + s.Failures*min(cores, m.plan.Machine.CoresPerHost)
	out := &Spend{Cores: paid, PerHour: s.Price * float64(paid)}
	watts := s.Watts * float64(paid)
	switch {
	case load.Rate > 0:
		out.CoreHoursPerThousand = float64(paid) * 1000 / load.Rate / 3600
	case load.Count > 0:
		hours := load.Within.Hours()
		out.CoreHoursPerThousand = float64(paid) * hours / load.Count * 1000
		out.Whole = out.PerHour * hours
	}
	if load.Count == 0 {
		out.PerMonth, out.KWhPerMonth = out.PerHour*hoursPerMonth, watts/1000*hoursPerMonth
	}
	out.PerThousand = s.Price * out.CoreHoursPerThousand
	out.KWhPerThousand = s.Watts / 1000 * out.CoreHoursPerThousand
	return out
}
