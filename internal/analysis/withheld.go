// Answers that a run does not tell: how vague is too vague, and what is said instead.

package analysis

import (
	"fmt"
	"math"
	"strings"

	"primebench/internal/unit"
	"primebench/results"
)

// vague is the factor, up or down, from which an interval tells too little for an
// answer.
const vague = 2

// settle says in each answer by which clock it is told, where that is not the wall's,
// and withholds the answers that the run does not tell.
func (m *Machine) settle(answers []Headline, run *results.Run) {
	for i := range answers {
		h := &answers[i]
		if h.Ratio != nil {
			h.stands = h.Ratio
		}
		if h.stands == nil { // no matter of time
			continue
		}
		if factor := h.stands.Factor(); factor > vague {
			h.Withheld, h.Claim, h.Doubling = true, "", nil
			h.Sentence = m.known(h, factor, run)
			continue
		}
		if m.Clock == ProcessorClock {
			h.Sentence = strings.TrimSuffix(h.Sentence, ".") + ", in processor time since the machine was shared."
			if h.Claim != "" {
				h.Claim += ", in processor time"
			}
		}
	}
}

// Factor is how far the truth may be from the value, up or down: the farther end of
// the interval over the value, or the value over the nearer one. It is infinite without
// an interval.
func (e *Estimate) Factor() float64 {
	if e.Need > 0 || !(e.Low > 0) || !(e.High >= e.Value) {
		return math.Inf(1)
	}
	return math.Max(e.High/e.Value, e.Value/e.Low)
}

// worthSaying is the least ratio that is an answer as a lower bound.
const worthSaying = 1.5

// mostFactor is the largest factor that is put into words.
const mostFactor = 100

// known says what a run tells of an answer that it does not give.
func (m *Machine) known(h *Headline, factor float64, run *results.Run) string {
	e := h.stands
	text := "Not known"
	switch {
	case e.Need > 0:
		return fmt.Sprintf("Not known; %d more would give an interval.", e.Need)
	case h.Ratio != nil && e.Low >= worthSaying:
		text = "At least " + unit.Text(e.Low, unit.Times)
	case factor < mostFactor:
		text += " to better than a factor of " + unit.Digits(math.Ceil(factor))
	}
	seconds := float64(run.Header.BudgetNS) / 1e9
	if run.Header.BudgetNS == 0 && run.Closing != nil {
		seconds = float64(run.Closing.ElapsedNS) / 1e9
	}
	where := ""
	if m.State == Shared {
		text, where = text+": the machine was busy", " on an idle one"
	}
	// An interval's width falls with the square root of the samples.
	more := seconds * (math.Pow(math.Log(factor)/math.Log(vague), 2) - 1)
	if factor < mostFactor && more > 0 {
		text += fmt.Sprintf("; about %s more%s would do", unit.Rough(more, unit.Second), where)
	} else {
		text += "; a longer --budget" + where + " would do"
	}
	return text + "."
}
