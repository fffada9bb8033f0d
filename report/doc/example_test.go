package doc_test

import (
	"fmt"
	"os"

	"primebench/report/doc"
)

// A harvest is a result as a package that computes would have it.
type harvest struct {
	Name      string  `json:"name"`
	Seconds   float64 `json:"seconds"`
	Low, High float64
	Finds     int `json:"finds"`
}

func Example() {
	results := []harvest{
		{Name: "small", Seconds: 0.0421, Low: 0.0412, High: 0.0431, Finds: 120},
		{Name: "large", Seconds: 308, Low: 292, High: 325, Finds: 8},
	}
	d := &doc.Document{
		Name:    "harvest",
		Title:   "A harvest of primes",
		Verdict: doc.Verdict{Word: "pass", Sentence: "both sizes were found.", Severity: doc.Good},
		Facts:   []doc.Fact{{Name: "budget", Value: doc.Number{Value: 90, Unit: "s", Given: true}}},
		Sections: []doc.Section{{
			Title: "Time to a find",
			Note:  "Wall time of a search.",
			Table: doc.NewTable([]doc.Column[harvest]{
				{Heading: "size", Names: true, Value: func(h harvest) doc.Value { return doc.Text(h.Name) }},
				{Heading: "time", Unit: "s", Better: doc.Lower, Interval: doc.Interval95, Value: func(h harvest) doc.Value {
					return doc.Number{Value: h.Seconds, Low: h.Low, High: h.High}
				}},
				{Heading: "finds", Spare: 1, Value: func(h harvest) doc.Value { return doc.Count(h.Finds) }},
			}, results),
		}},
		Object: results,
	}
	for _, f := range []doc.Format{doc.FormatText, doc.FormatCSV} {
		if err := d.Write(os.Stdout, f, doc.Options{}); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// PASS: both sizes were found.
	// budget: 90 s
	//
	// TIME TO A FIND
	// Wall time of a search.
	//   size       time  95 % interval  finds
	//             lower
	//   small   42.1 ms   41.2 to 43.1    120
	//   large  5.13 min   4.87 to 5.42      8
	// size,time,time_low,time_high,finds
	// small,0.0421,0.0412,0.0431,120
	// large,308,292,325,8
}
