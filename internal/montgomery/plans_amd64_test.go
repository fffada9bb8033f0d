// The plans of the kernels in assembly, for tests that take them one by one.

//go:build amd64 && !purego

package montgomery

import (
	"slices"
	"testing"
	"time"
)

var ifmaPlans = map[string]func() ifmaPlan{"whole": wholePlan, "split": splitPlan}

// plansOf lists the plans of a kernel, nil if it has but one.
func plansOf(name string) []string {
	if name == "ifma" {
		return []string{"whole", "split"}
	}
	return nil
}

// makePlanned makes a kernel that goes by one of its plans.
func makePlanned(name, plan string, bits int, allocate allocator) kernel {
	return newIFMA(bits, allocate, ifmaPlans[plan]())
}

// onEveryPlan runs a test of the IFMA kernel once with each plan.
func onEveryPlan(t *testing.T, test func(t *testing.T, plan ifmaPlan)) {
	needKernel(t, "ifma")
	for _, name := range plansOf("ifma") {
		t.Run(name, func(t *testing.T) { test(t, ifmaPlans[name]()) })
	}
}

// Times of an idle machine, of one at another clock, and of one that somebody
// disturbs a little.
func TestPlanFollowsTheRateOfMultiplyAdds(t *testing.T) {
	for _, c := range []struct {
		chain, stream time.Duration
		want          ifmaPlan
	}{
		{400, 100, splitPlan()}, {1000, 250, splitPlan()}, {500, 100, splitPlan()}, {400, 130, splitPlan()},
		{400, 50, wholePlan()}, {1000, 125, wholePlan()}, {400, 60, wholePlan()},
	} {
		if got := planFor(c.chain, c.stream); got != c.want {
			t.Errorf("chain %d, stream %d: %+v, want %+v", c.chain, c.stream, got, c.want)
		}
	}
}

func TestMachineTakesOneOfThePlans(t *testing.T) {
	needKernel(t, "ifma")
	start := time.Now()
	got := machinePlan()
	t.Logf("%+v after %v", got, time.Since(start))
	if !slices.Contains([]ifmaPlan{wholePlan(), splitPlan()}, got) {
		t.Errorf("unknown plan %+v", got)
	}
}
