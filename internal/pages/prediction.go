// What an attacker predicts of a generator that is not meant for secrets.

package pages

import (
	"fmt"

	"primebench/report/doc"
)

// A Prediction is an output that was predicted from those before it.
type Prediction struct {
	Output    int     `json:"output"` // its number, from 1
	Predicted uint32  `json:"predicted"`
	Drawn     *uint32 `json:"drawn"` // nil where it is still to come
}

// Right reports whether the prediction came true.
func (p Prediction) Right() bool { return p.Drawn != nil && *p.Drawn == p.Predicted }

// Wrong reports whether another output came.
func (p Prediction) Wrong() bool { return p.Drawn != nil && *p.Drawn != p.Predicted }

func (p Prediction) verdict() doc.State {
	switch {
	case p.Wrong():
		return doc.State{Word: "WRONG", Severity: doc.Bad}
	case p.Right():
		return doc.State{Word: "right", Severity: doc.Good}
	}
	return doc.State{Word: "to come", Severity: doc.Doubtful}
}

// Predictions is the document of what was predicted from so many outputs of MT19937.
func Predictions(from int, all []Prediction) *doc.Document {
	right, wrong := 0, 0
	for _, p := range all {
		switch {
		case p.Right():
			right++
		case p.Wrong():
			wrong++
		}
	}
	return &doc.Document{
		Name:    "prediction",
		Title:   "primebench demo: MT19937 predicted",
		Verdict: verdictOfPredictions(from, right, wrong),
		Sections: []doc.Section{{
			Title: "What was predicted",
			First: true,
			Table: doc.NewTable([]doc.Column[Prediction]{
				{Heading: "output", Names: true, Value: func(p Prediction) doc.Value { return doc.Count(p.Output) }},
				{Heading: "predicted", Value: func(p Prediction) doc.Value { return doc.Text(fmt.Sprint(p.Predicted)) }},
				{Heading: "drawn", Value: drawn},
				{Heading: "verdict", Value: func(p Prediction) doc.Value { return p.verdict() }},
			}, all),
		}},
		Object: struct {
			heading
			From        int          `json:"from_outputs"`
			Right       int          `json:"right"`
			Wrong       int          `json:"wrong"`
			Predictions []Prediction `json:"predictions"`
		}{heading{Report: "primebench prediction", Version: 1}, from, right, wrong, all},
	}
}

func drawn(p Prediction) doc.Value {
	if p.Drawn == nil {
		return nil
	}
	return doc.Text(fmt.Sprint(*p.Drawn))
}

// verdictOfPredictions says what so many right predictions, and wrong ones, show.
func verdictOfPredictions(from, right, wrong int) doc.Verdict {
	why := fmt.Sprintf("%d outputs of MT19937 tell all that come after them, so it is no source of secrets.", from)
	switch {
	case wrong > 0:
		return doc.Verdict{Word: "wrong", Sentence: "the numbers come from another generator than MT19937.", Severity: doc.Bad}
	case right == 0:
		return doc.Verdict{Word: "to come", Sentence: "no prediction can be checked yet: " + why, Severity: doc.Doubtful}
	}
	return doc.Verdict{Word: "predicted", Sentence: fmt.Sprintf("all %d predictions that can be checked are right: %s", right, why), Severity: doc.Good}
}
