// What exchanging keys costs a server.

package pages

import (
	"slices"
	"strconv"
	"strings"

	"primebench/internal/analysis"
	"primebench/report/doc"
)

// exchangesSection has a group for each family of parameter sets.
func exchangesSection(a *analysis.Analysis) doc.Section {
	return doc.Section{
		ID: exchangesID, Title: "Cost of exchanging keys",
		Note: "Key pair, secret and handshake are what one worker takes for one at a time: a latency. A handshake is all that a server does: a key " +
			"pair, the client's value read and the secret; with a KEM the secret is encapsulated, and key pair and secret are the client's. A second: " +
			"handshakes of all workers together, as many at once as the row says. In constant time neither time nor memory accesses tell anything of " +
			"the secret, as keys ask for: rows without it are what could be, not what to deploy. Over best: over the classical set that costs least " +
			"in constant time. Strength: in bits of a symmetric key by classical means, of each source that states its own; * no quantum algorithm is known that breaks it.",
		Table: doc.NewGroupedTable([]doc.Column[*analysis.Exchange]{
			{Heading: "set", Names: true, Value: func(x *analysis.Exchange) doc.Value { return doc.Text(x.Params) }},
			{Heading: "strategy", Names: true, Value: func(x *analysis.Exchange) doc.Value { return doc.Text(x.Strategy) }},
			{Heading: "exponent", Names: true, Value: func(x *analysis.Exchange) doc.Value {
				if x.ExponentBits == 0 {
					return nil
				}
				return doc.Count(x.ExponentBits)
			}},
			{Heading: "constant time", Names: true, Value: func(x *analysis.Exchange) doc.Value { return doc.Text(yesNo(x.ConstantTime)) }},
			{Heading: "key pair", Better: doc.Lower, Interval: doc.Interval95, Spare: 3, IntervalSpare: 8, Value: func(x *analysis.Exchange) doc.Value { return number(x.Keygen) }},
			{Heading: "secret", Better: doc.Lower, Interval: doc.Interval95, Spare: 2, IntervalSpare: 8, Value: func(x *analysis.Exchange) doc.Value { return number(x.Shared) }},
			{Heading: "handshake", Better: doc.Lower, Interval: doc.Interval95, IntervalSpare: 5, Value: func(x *analysis.Exchange) doc.Value { return number(x.Handshake) }},
			{Heading: "a second", Better: doc.Higher, Interval: doc.Interval95, IntervalSpare: 7, Value: func(x *analysis.Exchange) doc.Value { return number(x.Throughput) }},
			{Heading: "at once", Spare: 4, Value: func(x *analysis.Exchange) doc.Value { return doc.Count(x.Workers * x.AtOnce) }},
			{Heading: "over best", Better: doc.Lower, Interval: doc.Interval95, IntervalSpare: 6, Value: func(x *analysis.Exchange) doc.Value { return number(x.Ratio) }},
			{Heading: "strength", Value: strengthsOf},
			{Heading: "client, bytes", Spare: 1, Value: bytesSent(func(x *analysis.Exchange) int { return x.ClientBytes })},
			{Heading: "server, bytes", Spare: 1, Value: bytesSent(func(x *analysis.Exchange) int { return x.ServerBytes })},
			{Heading: "strength by", Spare: 9, Value: func(x *analysis.Exchange) doc.Value { return doc.Word(strengthSources(x)) }},
		}, exchangeGroups(a)...),
	}
}

// exchangeGroups are the families in order of first appearance. What runs in constant
// time, and of it what costs least, is wanted most.
func exchangeGroups(a *analysis.Analysis) []doc.Group[*analysis.Exchange] {
	var groups []doc.Group[*analysis.Exchange]
	at := map[string]int{}
	for i := range a.Exchanges {
		x := &a.Exchanges[i]
		title := string(x.Family)
		if title == "" {
			title = "of a family that is not known here"
		}
		n, known := at[title]
		if !known {
			n = len(groups)
			at[title] = n
			groups = append(groups, doc.Group[*analysis.Exchange]{Title: title, Rank: exchangeRank})
		}
		groups[n].Rows = append(groups[n].Rows, x)
	}
	for i := range groups {
		groups[i].Remarks = setRemarks(groups[i].Rows)
	}
	return groups
}

// setRemarks tell what goes over the wire and whose estimates the strengths are, set by
// set, for readers whose page has no room for the columns that say so.
func setRemarks(rows []*analysis.Exchange) []string {
	var remarks []string
	for _, x := range rows {
		if len(x.Strengths) == 0 {
			continue
		}
		var strengths []string
		for _, s := range x.Strengths {
			strengths = append(strengths, strconv.Itoa(s.Bits)+" bits by "+s.Source)
		}
		remark := x.Params + ": client and server send " + strconv.Itoa(x.ClientBytes) + " and " + strconv.Itoa(x.ServerBytes) + " bytes; strength " + strings.Join(strengths, ", ")
		if !slices.Contains(remarks, remark) {
			remarks = append(remarks, remark)
		}
	}
	return remarks
}

// exchangeRank is how much a reader wants a row.
func exchangeRank(x *analysis.Exchange) int {
	if x.ConstantTime {
		return 2
	}
	return 1
}

// strengthsOf writes the estimates, and marks a set that withstands quantum algorithms.
func strengthsOf(x *analysis.Exchange) doc.Value {
	var bits []string
	for _, s := range x.Strengths {
		bits = append(bits, strconv.Itoa(s.Bits))
	}
	text := strings.Join(bits, ", ")
	if x.Quantum {
		text += "*"
	}
	return doc.Word(text)
}

// strengthSources names who says so, in the order of the estimates.
func strengthSources(x *analysis.Exchange) string {
	var sources []string
	for _, s := range x.Strengths {
		sources = append(sources, s.Source)
	}
	return strings.Join(sources, "; ")
}

// bytesSent is a number of bytes, and no Value where it is not known.
func bytesSent(of func(*analysis.Exchange) int) func(*analysis.Exchange) doc.Value {
	return func(x *analysis.Exchange) doc.Value {
		if of(x) == 0 {
			return nil
		}
		return doc.Count(of(x))
	}
}
