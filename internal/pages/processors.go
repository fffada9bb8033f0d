// Runs of unlike processors set against each other.

package pages

import (
	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/report/doc"
)

// Processors is the document of runs of many hosts: what each kind of processor takes for
// the same, each to each, and what more workers do.
func Processors(p *analysis.Processors) *doc.Document {
	return &doc.Document{
		Name:    "processors",
		Title:   "primebench report across processors",
		Summary: []string{processorsSummary(p)},
		Answers: processorsAnswers(p),
		Note:    "Hosts with one kind of processor are taken together: the mean of their costs stands for it, with an interval that holds those of all.",
		Sections: []doc.Section{
			processorsSection(p),
			{Title: "Each to each", First: true, Table: ratiosTable(p), Note: "Cost on the first over cost on the second, with its 95 % interval: above 1 the second is faster."},
			{Title: "Cost of a result", First: true, Table: costsTable(p)},
			{Title: "Scaling", Table: processorScalingTable(p)},
			{Title: "Warnings", First: true, Lines: p.Warnings},
		},
		Data: costsTable(p),
		Object: struct {
			heading
			*analysis.Processors
		}{heading{Report: "primebench report across processors", Version: 1}, p},
	}
}

func processorsSummary(p *analysis.Processors) string {
	hosts := 0
	for _, one := range p.Processors {
		hosts += one.Hosts
	}
	line := unit.Count(len(p.Processors), "kind") + " of processors on " + unit.Count(hosts, "host") + ", " + unit.Count(len(p.Tasks), "task")
	if p.Clock == analysis.ProcessorClock {
		line += "; a machine was shared, so that all is told in processor time of one worker"
	}
	return line
}

// fewAnswers is how many tasks are told in sentences too.
const fewAnswers = 4

func processorsAnswers(p *analysis.Processors) []doc.Answer {
	var all []doc.Answer
	for i := range p.Tasks {
		for j := range p.Tasks[i].Ratios {
			t, r := &p.Tasks[i], &p.Tasks[i].Ratios[j]
			if r.Ratio.Need > 0 || len(all) == fewAnswers {
				continue
			}
			value, known := r.Ratio.Words()
			all = append(all, doc.Answer{
				Question: join(" ", t.Kind, t.Size, t.Strategy, t.Mode, t.Operation, t.Policy, "workers: "+t.Workers),
				Sentence: p.Processors[r.A].Name() + " takes " + value + " what " + p.Processors[r.B].Name() + " takes (" + known + ").",
				Number:   number(&r.Ratio),
			})
		}
	}
	return all
}

func processorsSection(p *analysis.Processors) doc.Section {
	return doc.Section{Title: "Processors", First: true, Table: doc.NewTable([]doc.Column[analysis.Processor]{
		{Heading: "processor", Names: true, Value: func(p analysis.Processor) doc.Value { return doc.Text(orAbsent(p.CPU)) }},
		{Heading: "kernel", Names: true, Value: func(p analysis.Processor) doc.Value { return doc.Word(p.Kernel) }},
		{Heading: "cores", Value: func(p analysis.Processor) doc.Value { return doc.Count(p.Cores) }},
		{Heading: "hosts", Value: func(p analysis.Processor) doc.Value { return doc.Count(p.Hosts) }},
	}, p.Processors)}
}

// A taskRow is a task on one processor, or on one against another.
type taskRow struct {
	*analysis.Task
	a, b string // processors
	cost *analysis.Estimate
}

// taskColumns are those that name a task.
func taskColumns() []doc.Column[taskRow] {
	column := func(heading string, spare int, value func(taskRow) string) doc.Column[taskRow] {
		return doc.Column[taskRow]{Heading: heading, Names: true, Spare: spare, Value: func(r taskRow) doc.Value { return doc.Word(value(r)) }}
	}
	return []doc.Column[taskRow]{
		column("kind", 0, func(r taskRow) string { return r.Kind }),
		column("bits", 0, func(r taskRow) string { return r.Size }),
		column("strategy", 0, func(r taskRow) string { return r.Strategy }),
		column("mode", 2, func(r taskRow) string { return r.Mode }),
		column("policy", 3, func(r taskRow) string { return r.Policy }),
		column("operation", 2, func(r taskRow) string { return r.Operation }),
		column("workers", 0, func(r taskRow) string { return r.Workers }),
	}
}

func costsTable(p *analysis.Processors) doc.Table {
	var rows []taskRow
	for i := range p.Tasks {
		for j, cost := range p.Tasks[i].Costs {
			if cost != nil {
				rows = append(rows, taskRow{Task: &p.Tasks[i], a: p.Processors[j].Name(), cost: cost})
			}
		}
	}
	return doc.NewTable(append(taskColumns(),
		doc.Column[taskRow]{Heading: "processor", Names: true, Value: func(r taskRow) doc.Value { return doc.Text(r.a) }},
		doc.Column[taskRow]{Heading: "cost", Unit: unit.Second, Better: doc.Lower, Interval: doc.Interval95, Value: func(r taskRow) doc.Value { return number(r.cost) }},
	), rows)
}

func ratiosTable(p *analysis.Processors) doc.Table {
	var rows []taskRow
	for i := range p.Tasks {
		for j := range p.Tasks[i].Ratios {
			r := &p.Tasks[i].Ratios[j]
			rows = append(rows, taskRow{Task: &p.Tasks[i], a: p.Processors[r.A].Name(), b: p.Processors[r.B].Name(), cost: &r.Ratio})
		}
	}
	return doc.NewTable(append(taskColumns(),
		doc.Column[taskRow]{Heading: "processor", Names: true, Value: func(r taskRow) doc.Value { return doc.Text(r.a) }},
		doc.Column[taskRow]{Heading: "against", Names: true, Value: func(r taskRow) doc.Value { return doc.Text(r.b) }},
		doc.Column[taskRow]{Heading: "cost", Better: doc.Lower, Interval: doc.Interval95, Value: func(r taskRow) doc.Value { return number(r.cost) }},
	), rows)
}

func processorScalingTable(p *analysis.Processors) doc.Table {
	type row = *analysis.ProcessorScaling
	var rows []row
	for i := range p.Scaling {
		rows = append(rows, &p.Scaling[i])
	}
	return doc.NewTable([]doc.Column[row]{
		{Heading: "processor", Names: true, Value: func(r row) doc.Value { return doc.Text(p.Processors[r.Processor].Name()) }},
		{Heading: "kind", Names: true, Value: func(r row) doc.Value { return doc.Text(r.Kind) }},
		{Heading: "bits", Names: true, Value: func(r row) doc.Value { return doc.Count(r.Bits) }},
		{Heading: "strategy", Names: true, Value: func(r row) doc.Value { return doc.Text(r.Strategy) }},
		{Heading: "mode", Names: true, Spare: 2, Value: func(r row) doc.Value { return doc.Text(r.Mode) }},
		{Heading: "policy", Names: true, Spare: 3, Value: func(r row) doc.Value { return doc.Word(r.Policy) }},
		{Heading: "workers", Names: true, Value: func(r row) doc.Value { return doc.Count(r.Workers) }},
		{Heading: "against", Value: func(r row) doc.Value { return doc.Count(r.Fewest) }},
		{Heading: "speedup", Better: doc.Higher, Interval: doc.Interval95, Value: func(r row) doc.Value { return number(&r.Speedup) }},
	}, rows)
}
