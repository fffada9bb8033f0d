// The state as metrics, in the text format of Prometheus, version 0.0.4.

package monitor

import (
	"bytes"
	"fmt"
	"io"
)

// A metric is a gauge with its values by label; "" has no label.
type metric struct {
	name, help string
	values     []labelled
}

type labelled struct {
	label string
	value float64
}

func writeMetrics(w io.Writer, s shown) error {
	metrics := []metric{
		{name: "found", help: "Finds, of what is wanted, or numbers judged.", values: []labelled{{value: float64(s.Found)}}},
		{name: "wanted", help: "Finds, or numbers, that the job is to have.", values: []labelled{{value: float64(s.Wanted)}}},
		{name: "leases", help: "Leases by how they stand. Those that are out are open too.", values: []labelled{
			{`state="done"`, float64(s.Done)}, {`state="open"`, float64(s.Open)}, {`state="out"`, float64(s.Out)}, {`state="waiting"`, float64(s.Waiting)},
		}},
		{name: "redelivered", help: "Leases that were handed out again.", values: []labelled{{value: float64(s.Redelivered)}}},
		{name: "done_again", help: "Leases that were done again to check their answers.", values: []labelled{{value: float64(s.Again)}}},
		{name: "workers", help: "Workers by what they do, and those that are not believed.", values: []labelled{
			{`state="here"`, float64(s.Here)}, {`state="at_work"`, float64(s.AtWork)}, {`state="idle"`, float64(s.Idle)}, {`state="wrong"`, float64(s.wrong())},
		}},
	}
	if s.Rate != nil {
		metrics = append(metrics, metric{name: "rate_per_second", help: "Finds a second of all workers, and the ends of its 95 % interval.", values: []labelled{
			{`bound="estimate"`, s.Rate.Value}, {`bound="low"`, s.Rate.Low}, {`bound="high"`, s.Rate.High},
		}})
	}
	if s.P50 != nil && s.P95 != nil && s.Within != nil {
		metrics = append(metrics,
			metric{name: "left_seconds", help: "The time in which such a share of such jobs is done from here.", values: []labelled{{`quantile="0.5"`, *s.P50}, {`quantile="0.95"`, *s.P95}}},
			metric{name: "done_within_hour", help: "The chance that the job is done within an hour.", values: []labelled{{value: *s.Within}}})
	}
	var text bytes.Buffer
	for _, m := range metrics {
		name := "primebench_fleet_" + m.name
		fmt.Fprintf(&text, "# HELP %s %s\n# TYPE %s gauge\n", name, m.help, name)
		for _, v := range m.values {
			labels := ""
			if v.label != "" {
				labels = "{" + v.label + "}"
			}
			fmt.Fprintf(&text, "%s%s %g\n", name, labels, v.value)
		}
	}
	_, err := w.Write(text.Bytes())
	return err
}

// wrong is how many workers are not believed.
func (s shown) wrong() int {
	n := 0
	for _, w := range s.Workers {
		if w.Distrusted != "" {
			n++
		}
	}
	return n
}
