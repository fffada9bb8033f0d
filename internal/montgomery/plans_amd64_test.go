// The plans of the kernels in assembly, for tests that take them one by one.

//go:build amd64 && !purego

package montgomery

import "testing"

// forcedPlans are the plans of the IFMA kernel, for every size; a plan that is not
// for a size gives way to the plain one.
func forcedPlans() map[string]func(bits int) ifmaPlan {
	forced := func(plan func(bits int) (ifmaPlan, bool)) func(bits int) ifmaPlan {
		return func(bits int) ifmaPlan {
			if p, ok := plan(bits); ok {
				return p
			}
			return wholePlan(bits)
		}
	}
	return map[string]func(bits int) ifmaPlan{
		"whole": wholePlan, "halved": forced(halvedPlan), "split": forced(splitPlan), "quads": forced(quadsPlan),
	}
}

// plansOf lists the plans of a kernel, nil if it has but one.
func plansOf(name string) []string {
	if name == "ifma" {
		return []string{"whole", "halved", "split", "quads"}
	}
	return nil
}

// makePlanned makes a kernel that goes by one of its plans.
func makePlanned(name, plan string, bits int, allocate allocator) kernel {
	return newIFMA(bits, allocate, forcedPlans()[plan])
}

// onEveryPlan runs a test of the IFMA kernel once with each plan.
func onEveryPlan(t *testing.T, test func(t *testing.T, plan func(bits int) ifmaPlan)) {
	needKernel(t, "ifma")
	for _, name := range plansOf("ifma") {
		t.Run(name, func(t *testing.T) { test(t, forcedPlans()[name]) })
	}
}
