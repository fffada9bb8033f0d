// A capacity plan: what was asked first, in a sentence for each service, then what
// binds, then the tables that the sentences are made of.

package pages

import (
	"strconv"

	"primebench/internal/capacity"
	"primebench/internal/unit"
	"primebench/report/doc"
)

// Plan is the document of a plan. A number that comes of a model stands behind a ~.
func Plan(p *capacity.Plan) *doc.Document {
	pictures := planPictures(p)
	return &doc.Document{
		Name:    "plan",
		Title:   "primebench plan",
		Verdict: planVerdict(p),
		Answers: planAnswers(p),
		Sections: []doc.Section{
			{Title: "What would be feasible", First: true, Lines: p.Advice},
			{
				ID: "needs", Title: "Cores and hosts", First: true,
				Note: "Cost: wall time of one result on the workers that make it; measured, modelled (of operations at this size) or predicted (of other sizes). The plan " +
					"stands on the upper end of its 95 % interval; beside it the cores that the estimate itself would take. Spare hosts come on top.",
				Table: needsTable(p),
			},
			{
				ID: "latency", Title: "Latency, by each model",
				Note: "Wait, and response: wait and service together, at the upper end of the cost. Erlang C takes the service for memoryless, Allen-Cunneen for as varied as it is, " +
					"the simulation for as it was measured; its 95 % interval is +- that. Off: the formula's response against that of the simulation. " +
					"At estimate: the response if the cost is its estimate.",
				Table: latencyTable(p), Pictures: pictures.latency,
			},
			{
				ID: "finish", Title: "Counts, and when they are done",
				Note:  "Done: with a chance of 95 %, at the upper end of the cost. Allowed: the time asked for, the headroom taken off.",
				Table: finishTable(p),
			},
			{
				ID: "spend", Title: "Money and energy",
				Note:  "Of all cores that are paid for, spare ones with them, busy or not. Money is in the unit of the price; a month has 730 hours.",
				Table: spendTable(p),
			},
			{
				ID: "pool", Title: "Pool of results made beforehand",
				Note: "Empty: the share of requests that find it so, at the upper end of the cost, and what it may be; services that vary less than memoryless ones " +
					"leave it empty less often. They then wait for the mean time. Filling: an empty pool, while nobody asks.",
				Table: poolTable(p),
			},
			{
				ID: "scalability", Title: "Several workers on one result",
				Note:  "Results a second by the number of workers on one, and the Universal Scalability Law fitted to them where there are three numbers.",
				Table: scalabilityTable(p),
			},
			{
				ID: "what-if", Title: "What if: other sizes, strategies and workers on one result",
				Note:  "The same load and demands otherwise met, as far as the runs know the cost; responses by Allen-Cunneen. The rows of the plan itself are marked *.",
				Table: whatIfTable(p), Pictures: pictures.size,
			},
			{
				ID: "predicted", Title: "Costs at sizes that were not measured",
				Note: "Each operation's cost by a model over the sizes that were measured, with the 95 % interval of a single new value, times how often theory has an " +
					"average search do it.",
				Table: predictedTable(p),
			},
			{Title: "Warnings", First: true, Lines: p.Warnings},
			{Title: "Assumptions", Lines: p.Assumptions},
			{Title: "Made from", Facts: planFacts(p)},
		},
		Object: struct {
			heading
			*capacity.Plan
		}{heading{Report: "primebench plan", Version: 2}, p},
	}
}

// planVerdict says whether it can be done, and with what; of a plan that cannot, what
// keeps it from being feasible. Of one that can, each answer says what binds.
func planVerdict(p *capacity.Plan) doc.Verdict {
	doubt := ""
	all, unfit := makers(p)
	if len(unfit) > 0 {
		doubt = " What " + join(" and ", unfit...) + " would make is not made in constant time: it is what could be, and not what to deploy."
	}
	if len(p.Busy) > 0 {
		doubt += " Accepted although " + p.Busy[0] + "."
	}
	if !p.Feasible {
		return doc.Verdict{Word: "not feasible", Sentence: p.Constraint + doubt, Severity: doc.Bad}
	}
	takes := "it takes " + unit.Count(p.Total.Cores, "core") + " on " + hostsAndSpare(p.Total.Hosts, p.Total.Spare)
	if len(all) > 0 {
		takes += ", secrets by " + join(" and ", all...)
	}
	v := doc.Verdict{Word: "feasible", Severity: doc.Good, Sentence: takes + "." + doubt}
	if doubt != "" {
		v.Severity = doc.Doubtful
	}
	return v
}

// planFacts tells what the plan was made from.
func planFacts(p *capacity.Plan) []doc.Fact {
	m := &p.Machine
	return []doc.Fact{
		{Name: "machine", Value: doc.Text(join(", ", orAbsent(m.CPU), "kernel "+orAbsent(m.Kernel), unit.Count(m.CoresPerHost, "core")+" planned a host"))},
		{Name: "seed", Value: doc.Text(orAbsent(p.Seed) + ", with " + strconv.Itoa(p.Arrivals) + " simulated arrivals for each size")},
	}
}
