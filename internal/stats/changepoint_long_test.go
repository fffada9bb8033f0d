//go:build long

package stats

import (
	"math"
	"testing"
)

// Why Student's test judges and not Welch's: in noise, Welch's finds a
// significant place far more often than it may, for four values that happen to
// lie close together pass for a level of little scatter; and it sees a true level
// of four later.
func TestWhyStudentJudges(t *testing.T) {
	type tester func(a, b []float64) (TTest, error)
	p := func(test tester, a, b []float64) float64 {
		got, err := test(a, b)
		if err != nil {
			t.Fatal(err)
		}
		return got.P
	}
	const n, draws = 50, 2000
	count := func(test tester, after int, level float64) (falseAlarms, found int) {
		s := &source{coverageSeed}
		for range draws {
			x := s.fill(n, s.normal)
			smallest := 1.
			for at := ChangeSegment; at <= n-ChangeSegment; at++ {
				smallest = math.Min(smallest, p(test, x[:at], x[at:]))
			}
			if smallest <= level {
				falseAlarms++
			}
			for i := range after {
				x[n-1-i] += 3
			}
			if p(test, x[:n-after], x[n-after:]) <= level {
				found++
			}
		}
		return falseAlarms, found
	}
	student, found := count(StudentT, 4, ChangeLevel/n)
	welch, foundByWelch := count(WelchT, 4, ChangeLevel/n)
	_, foundLater := count(WelchT, 8, ChangeLevel/n)
	fixed, _ := count(StudentT, 4, 0.001)
	t.Logf("%d series of %d: false alarms Student's %d, Welch's %d, Student's at a fixed 0.001 %d; found with 4 values Student's %d, Welch's %d, with 8 Welch's %d (seed %d)",
		draws, n, student, welch, fixed, found, foundByWelch, foundLater, coverageSeed)
	if student > draws*ChangeLevel || welch < 2*student || fixed < 2*student || found < 2*foundByWelch || found < foundLater {
		t.Error("Student's test at a level for all places is not the best of these")
	}
}
