// The one place that says which values a record may hold. Reader and writer share it,
// so that neither accepts what the other refuses.

package results

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Limits of a run file. They bound the memory and time of reading a hostile
// one, far above what a benchmark writes.
const (
	MaxLine    = 1 << 22 // bytes of a line, its end included
	MaxRecords = 1 << 20
	MaxSize    = 1 << 28 // bytes of a file

	maxBits    = 1 << 16
	maxWorkers = 1 << 16
	maxName    = 64 // bytes
)

// program is what Header.Program always is.
const program = "primebench"

// checker keeps the first thing that is wrong.
type checker struct{ err error }

func (c *checker) header(h *Header) {
	c.between("header.schema", int64(h.Schema), 1, SchemaVersion)
	c.oneOf("header.program", h.Program, program)
	c.moment("header.start", h.Start)
	c.hex("header.seed", h.Seed, 64)
	c.between("header.gomaxprocs", int64(h.GOMAXPROCS), 1, maxWorkers)
	c.optionalName("header.kernel", h.Kernel)
	c.atLeast("header.budget_ns", h.BudgetNS, 0)
	c.atLeast("header.samples", int64(h.Samples), 0)
	c.atLeast("header.host.logical_cores", int64(h.Host.LogicalCores), 0)
	c.atLeast("header.host.physical_cores", int64(h.Host.PhysicalCores), 0)
	c.atLeast("header.host.threads_per_core", int64(h.Host.ThreadsPerCore), 0)
	c.number("header.host.cgroup_cores", h.Host.CgroupCores)
	for i, p := range h.Peers {
		at := fmt.Sprintf("header.peers[%d].strategy", i)
		c.name(at, p.Strategy)
		c.that(!hasPeer(h.Peers[:i], p.Strategy), "%s %q is there twice", at, p.Strategy)
	}
	for i := range h.Cells {
		c.cell(fmt.Sprintf("header.cells[%d]", i), i, &h.Cells[i], h.Schema)
	}
	for i, s := range h.Skipped {
		at := fmt.Sprintf("header.skipped[%d]", i)
		c.oneOf(at+".kind", s.Kind, kindsOf(h.Schema)...)
		c.between(at+".bits", int64(s.Bits), 2, maxBits)
		c.params(at, s.Kind, s.Params)
		c.name(at+".strategy", s.Strategy)
		c.oneOf(at+".mode", s.Mode, modesOf(h.Schema)...)
	}
	for i := range h.Goals {
		c.goal(fmt.Sprintf("header.goals[%d]", i), &h.Goals[i], h.Schema)
	}
}

// kindsOf lists the kinds that a version of the format knows.
func kindsOf(schema int) []string {
	switch {
	case schema < versionRandom:
		return []string{KindPrime, KindSafe}
	case schema < versionKeys:
		return []string{KindPrime, KindSafe, KindRandom}
	}
	return []string{KindPrime, KindSafe, KindRandom, KindRSA, KindKex}
}

// modesOf lists the modes that a version of the format knows.
func modesOf(schema int) []string {
	if schema < versionOperations {
		return []string{ModeSearch, ModeReplay, modeKernel}
	}
	return []string{ModeSearch, ModeStream, ModeBulk, ModeReplay, ModeOperations}
}

func (c *checker) cell(at string, index int, cell *Cell, schema int) {
	c.that(cell.ID == index, "%s.id is %d, want its index %d", at, cell.ID, index)
	c.oneOf(at+".kind", cell.Kind, kindsOf(schema)...)
	c.between(at+".bits", int64(cell.Bits), 2, maxBits)
	c.params(at, cell.Kind, cell.Params)
	c.name(at+".strategy", cell.Strategy)
	c.oneOf(at+".mode", cell.Mode, modesOf(schema)...)
	c.between(at+".workers", int64(cell.Workers), 1, maxWorkers)
	c.optionalName(at+".kernel", cell.Kernel)
	c.number(at+".expected.candidates", cell.Expected.Candidates)
	c.number(at+".expected.survivors", cell.Expected.Survivors)
	c.that(cell.Expected.Survivors <= cell.Expected.Candidates,
		"%s.expected has %v survivors of %v candidates", at, cell.Expected.Survivors, cell.Expected.Candidates)
	c.policy(at+".policy", &cell.Policy, schema)

	if cell.Mode == ModeReplay {
		c.hex(at+".list", cell.List, 64)
	} else {
		c.that(cell.List == "", "%s.list is %.70q, want none in %s mode", at, cell.List, cell.Mode)
	}
	for i, op := range cell.Operations {
		opAt := fmt.Sprintf("%s.operations[%d]", at, i)
		c.operation(opAt, &op)
		c.that(!hasOperation(cell.Operations[:i], op.Name), "%s.name %q is there twice", opAt, op.Name)
	}
}

// policy holds a name of package millerrabin to the tests that it stands for. Below
// versionOperations there were no other names.
func (c *checker) policy(at string, p *Policy, schema int) {
	c.optionalName(at+".name", p.Name)
	c.atLeast(at+".rounds", int64(p.Rounds), 0)
	c.that(p.Log2Error <= 0 && !math.IsInf(p.Log2Error, 0), "%s.log2_error is %v, want a finite number of at most 0", at, p.Log2Error)
	if rounds, lucas, ok := testsOf(p.Name); ok {
		c.that(p.Rounds == rounds && p.Lucas == lucas, "%s.name is %q, but rounds is %d and lucas %v", at, p.Name, p.Rounds, p.Lucas)
	} else if schema < versionOperations {
		c.that(*p == Policy{}, "%s.name is %q, want mrN or mrN+lucas", at, p.Name)
	}
}

// testsOf reads the name of a policy, mrN or mrN+lucas. Other names say nothing of its
// tests.
func testsOf(name string) (rounds int, lucas, ok bool) {
	digits, ok := strings.CutPrefix(name, "mr")
	digits, lucas = strings.CutSuffix(digits, "+lucas")
	rounds, err := strconv.Atoi(digits)
	return rounds, lucas, ok && err == nil && strconv.Itoa(rounds) == digits
}

// params wants a parameter set of KindKex, and none of any other kind.
func (c *checker) params(at, kind, params string) {
	if kind == KindKex {
		c.name(at+".params", params)
		return
	}
	c.that(params == "", "%s.params is %.70q, want none of kind %s", at, params, kind)
}

func (c *checker) goal(at string, g *Goal, schema int) {
	c.oneOf(at+".quantity", g.Quantity, GoalTime, GoalRatio, GoalShare)
	c.subject(at+".of", &g.Of, schema)
	c.subject(at+".over", &g.Over, schema)
	c.that(g.Quantity != GoalTime || g.Over == Subject{}, "%s.over is %q, want nothing for a %s", at, g.Over, GoalTime)
	c.number(at+".least", g.Least)
	c.number(at+".most", g.Most)
	c.that((g.Least > 0) != (g.Most > 0), "%s has least %v and most %v, want one of them above 0", at, g.Least, g.Most)
}

func (c *checker) subject(at string, s *Subject, schema int) {
	c.oneOf(at+".kind", s.Kind, append(kindsOf(schema), "")...)
	c.between(at+".bits", int64(s.Bits), 0, maxBits)
	c.optionalName(at+".params", s.Params)
	c.optionalName(at+".strategy", s.Strategy)
	c.oneOf(at+".mode", s.Mode, append(modesOf(schema), "")...)
	c.between(at+".workers", int64(s.Workers), 0, maxWorkers)
	c.optionalName(at+".policy", s.Policy)
	c.optionalName(at+".kernel", s.Kernel)
	c.optionalName(at+".operation", s.Op)
}

func (c *checker) operation(at string, op *Operation) {
	c.name(at+".name", op.Name)
	c.that(op.Name != OpSearch && op.Name != OpSlice && op.Name != OpReplay, "%s.name is %q, which is a name of its own", at, op.Name)
	c.number(at+".per_search", op.PerSearch)
	c.optionalName(at+".step", op.Step)
	c.optionalName(at+".kernel", op.Kernel)
	c.between(at+".exponent_bits", int64(op.ExponentBits), 0, maxBits)
	least := int64(0)
	if op.Step != "" {
		least = 1
	}
	c.between(at+".at_once", int64(op.AtOnce), least, maxWorkers)
	c.number(at+".multiply_adds", op.MultiplyAdds)
	c.that(op.Name == op.Named().Name, "%s.name is %q, want %q, which its fields make", at, op.Name, op.Named().Name)
}

// opsOf lists what a sample in a mode can be of in a version of the format, besides
// the operations of its cell.
func opsOf(mode string, schema int) []string {
	switch mode {
	case ModeSearch:
		if schema < versionOperations {
			return []string{OpSearch}
		}
		return []string{OpSearch, OpSlice}
	case ModeStream:
		return []string{OpSearch}
	case ModeBulk:
		return []string{OpSearch, OpSlice}
	case ModeReplay:
		return []string{OpReplay}
	}
	return nil
}

func (c *checker) sample(s *Sample, before *sequence) {
	if !c.between("sample.cell", int64(s.Cell), 0, int64(len(before.next))-1) {
		return
	}
	cell := &before.header.Cells[s.Cell]
	next := before.next[s.Cell]
	c.that(s.Seq == next || s.Seq > next && before.lost, "sample.seq is %d, want %d, the next of cell %d", s.Seq, next, s.Cell)
	c.that(slices.Contains(opsOf(cell.Mode, before.header.Schema), s.Op) || hasOperation(cell.Operations, s.Op),
		"sample.op is %.70q, which cell %d does not have", s.Op, s.Cell)
	c.atLeast("sample.count", s.Count, 1)
	c.that(s.Op != OpSlice || s.Count == 1, "sample.count is %d, want 1 of a slice", s.Count)
	c.atLeast("sample.wall_ns", s.WallNS, 1)
	c.atLeast("sample.cpu_ns", s.CPUNS, 0)
	c.atLeast("sample.candidates", s.Candidates, 0)
	c.atLeast("sample.survivors", s.Survivors, 0)
	c.atLeast("sample.tests", s.Tests, 0)
	c.atLeast("sample.primes", s.Primes, 0)
	c.that(s.Survivors <= s.Candidates, "sample.survivors is %d, want at most the candidates, %d", s.Survivors, s.Candidates)
	c.that(s.Survivors <= s.Tests, "sample.tests is %d, want at least the survivors, %d", s.Tests, s.Survivors)
	c.primes(s, cell.Kind)
	c.atLeast("sample.phases.sieve_ns", s.Phases.SieveNS, 0)
	c.atLeast("sample.phases.test_ns", s.Phases.TestNS, 0)
	c.atLeast("sample.phases.accept_ns", s.Phases.AcceptNS, 0)
	c.between("sample.stopped_ns", s.StoppedNS, 0, max(0, s.WallNS))
	if s.Digest != "" {
		c.hex("sample.digest", s.Digest, 16)
		c.that(s.Primes > 0, "sample.digest is %.70q, want none without a find", s.Digest)
	}
}

// primes wants one find of each search or replay, and none of other operations. An RSA key
// takes pairs of primes, and more than one where two do not fit each other.
func (c *checker) primes(s *Sample, kind string) {
	switch {
	case s.Op == OpSlice:
	case s.Op != OpSearch && s.Op != OpReplay:
		c.that(s.Primes == 0, "sample.primes is %d, want none of operation %s", s.Primes, s.Op)
	case kind == KindRSA:
		c.that(s.Primes%2 == 0 && s.Primes/2 >= s.Count, "sample.primes is %d, want one or more pairs of each of %d keys", s.Primes, s.Count)
	default:
		c.that(s.Primes == s.Count, "sample.primes is %d, want one of each of %d", s.Primes, s.Count)
	}
}

func (c *checker) note(n *Note, cells int) {
	c.between("note.cell", int64(n.Cell), -1, int64(cells)-1)
	c.name("note.code", n.Code)
}

func (c *checker) reading(r *Reading, before *sequence) {
	c.atLeast("reading.at_ns", r.AtNS, before.read)
	c.that(r.AtNS >= before.wall, "reading.at_ns is %d, but the samples before it took %d", r.AtNS, before.wall)
	c.that(r.Samples == before.samples || r.Samples > before.samples && before.lost,
		"reading.samples is %d, but %d came before it", r.Samples, before.samples)
	for i, v := range r.Values {
		at := fmt.Sprintf("reading.values[%d]", i)
		c.name(at+".name", v.Name)
		c.that(!math.IsInf(v.Value, 0) && !math.IsNaN(v.Value), "%s.value is %v, want a finite number", at, v.Value)
		c.that(v.Value >= 0 || v.Name == ReadDay, "%s.value is %v, want at least 0 of %s", at, v.Value, v.Name)
		c.that(!hasValue(r.Values[:i], v.Name), "%s.name %q is there twice", at, v.Name)
	}
}

func (c *checker) prediction(p *Prediction, cells int) {
	c.between("prediction.cell", int64(p.Cell), 0, int64(cells)-1)
	c.atLeast("prediction.observed", int64(p.Observed), 1)
	c.that(len(p.Predicted) >= 1 && len(p.Predicted) <= MaxPredicted,
		"prediction.predicted has %d outputs, want 1 to %d", len(p.Predicted), MaxPredicted)
	c.that(len(p.Drawn) == len(p.Predicted), "prediction.drawn has %d outputs, want as many as were predicted, %d", len(p.Drawn), len(p.Predicted))
}

func (c *checker) closing(closing *Closing, before *sequence) {
	c.moment("closing.end", closing.End)
	c.oneOf("closing.reason", closing.Reason, ReasonDone, ReasonInterrupted, ReasonFailed)
	c.that(closing.Error == "" || closing.Reason == ReasonFailed,
		"closing.error is %.70q, want none when the reason is %q", closing.Error, closing.Reason)
	c.that(closing.Samples == before.samples || closing.Samples > before.samples && before.lost,
		"closing.samples is %d, but the file holds %d", closing.Samples, before.samples)
	c.atLeast("closing.elapsed_ns", closing.ElapsedNS, 0)
	if err := before.contradicts(closing); err != nil {
		c.that(false, "%w", err)
	}
}

func (c *checker) that(ok bool, format string, args ...any) bool {
	if !ok && c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
	return ok
}

func (c *checker) atLeast(at string, v, low int64) {
	c.that(v >= low, "%s is %d, want at least %d", at, v, low)
}

func (c *checker) between(at string, v, low, high int64) bool {
	return c.that(low <= v && v <= high, "%s is %d, want %d to %d", at, v, low, high)
}

// number wants what a count, a mean or a quota can be.
func (c *checker) number(at string, v float64) {
	c.that(v >= 0 && !math.IsInf(v, 1), "%s is %v, want a finite number of at least 0", at, v)
}

func (c *checker) oneOf(at, v string, known ...string) {
	c.that(slices.Contains(known, v), "%s is %.70q, want %s", at, v, strings.Join(known, ", "))
}

// hex wants lower case only, so that equal values are equal strings.
func (c *checker) hex(at, v string, digits int) {
	c.that(len(v) == digits && strings.Trim(v, "0123456789abcdef") == "",
		"%s is %.70q, want %d hex digits in lower case", at, v, digits)
}

// name wants a word that is safe to show in a table and in the name of a file.
func (c *checker) name(at, v string) {
	ok := v != "" && len(v) <= maxName && v[0] != '.' && v[0] != '-' &&
		strings.Trim(v, "abcdefghijklmnopqrstuvwxyz0123456789.+-_") == ""
	c.that(ok, "%s is %.70q, want a name of 1 to %d of a-z, 0-9, '.', '+', '-', '_'", at, v, maxName)
}

func (c *checker) optionalName(at, v string) {
	if v != "" {
		c.name(at, v)
	}
}

// moment wants a time that a clock can show: from 1970 on and with a year of
// four digits.
func (c *checker) moment(at string, t time.Time) {
	c.that(t.Unix() >= 0 && t.UTC().Year() <= 9999, "%s is %v, want a time from 1970 to 9999", at, t)
}

func hasOperation(ops []Operation, name string) bool {
	return slices.ContainsFunc(ops, func(op Operation) bool { return op.Name == name })
}

func hasValue(values []Value, name string) bool {
	return slices.ContainsFunc(values, func(v Value) bool { return v.Name == name })
}

func hasPeer(peers []Peer, strategy string) bool {
	return slices.ContainsFunc(peers, func(p Peer) bool { return p.Strategy == strategy })
}
