// What waits to be checked, so that much is checked side by side and told in order.

package check

import (
	"context"
	"fmt"
	"math/big"

	"primebench/dhgroup"
	"primebench/engine"
	"primebench/internal/cli/find"
	"primebench/internal/cli/ui"
	"primebench/internal/fleet"
	"primebench/internal/inspect"
	"primebench/internal/keyfile"
	"primebench/sieve"
)

// A thing is something that was found: what it is, or why it cannot be read.
type thing struct {
	at    place
	item  keyfile.Item
	fault error
}

// isNumber reports whether it is a number, and isOperand whether it is one that was given
// by itself, and is looked at more closely.
func (t *thing) isNumber() bool  { return t.fault == nil && t.item.Number != nil }
func (t *thing) isOperand() bool { return t.isNumber() && t.at.number != "" }

func (t *thing) isGroup() bool { return t.fault == nil && t.item.Group != nil }

// groupWeight is how many numbers a group counts as while it waits.
const groupWeight = inspect.ChunkSize / inspect.GroupChunk

// wait has a thing checked with others, when there are enough.
func (c *checker) wait(ctx context.Context, t thing) error {
	c.waiting = append(c.waiting, t)
	c.weight++
	if t.isGroup() || t.item.RSA != nil {
		c.weight += groupWeight - 1
	}
	// A fleet gets a list whole.
	if c.settings.fleet.Given || c.weight < c.inspector.Workers*inspect.ChunkSize {
		return nil
	}
	return c.flush(ctx)
}

// flush checks and tells all that waits.
func (c *checker) flush(ctx context.Context) error {
	found, err := c.inspect(ctx)
	if err != nil {
		return err
	}
	for i := range c.waiting {
		t := &c.waiting[i]
		switch {
		case t.fault != nil:
			err = c.refuse(t.at, t.fault)
		case t.item.Passed != "":
			err = c.pass(t.at, t.item.Passed)
		default:
			f := found.next(t)
			if t.isGroup() {
				if err := c.derive(ctx, f, t.item.Group.Group); err != nil {
					return err
				}
				c.groups++
			}
			f.What = t.item.What
			err = c.tell(t.at, f)
		}
		if err != nil {
			return err
		}
	}
	clear(c.waiting)
	c.waiting, c.weight = c.waiting[:0], 0
	return c.print(ctx)
}

// inspections are the findings of what waits, in order, by how they were made.
type inspections struct{ operands, numbers, groups, keys []inspect.Finding }

// next takes the finding of a thing that was inspected.
func (found *inspections) next(t *thing) *inspect.Finding {
	from := &found.keys
	switch {
	case t.isOperand():
		from = &found.operands
	case t.isNumber():
		from = &found.numbers
	case t.isGroup():
		from = &found.groups
	}
	f := &(*from)[0]
	*from = (*from)[1:]
	return f
}

// inspect makes the findings of what waits.
func (c *checker) inspect(ctx context.Context) (inspections, error) {
	var operands []*big.Int
	var groups []inspect.Key
	var found inspections
	numbers := make([]*big.Int, 0, len(c.waiting))
	for i := range c.waiting {
		t := &c.waiting[i]
		switch {
		case t.isOperand():
			operands = append(operands, t.item.Number)
		case t.isNumber():
			numbers = append(numbers, t.item.Number)
		case t.isGroup():
			groups = append(groups, inspect.Key{Entry: *t.item.Group, Public: t.item.Public})
		}
	}
	closer := c.inspector
	closer.Factors = true
	var err error
	if found.operands, err = closer.Numbers(ctx, operands); err != nil {
		return inspections{}, err
	}
	if found.numbers, err = c.numbers(ctx, numbers); err != nil {
		return inspections{}, err
	}
	if found.groups, err = c.inspector.Groups(ctx, groups); err != nil {
		return inspections{}, err
	}
	for i := range c.waiting {
		if t := &c.waiting[i]; t.fault == nil && t.item.RSA != nil {
			f, err := c.inspector.RSA(ctx, *t.item.RSA)
			if err != nil {
				return inspections{}, err
			}
			found.keys = append(found.keys, f)
		}
	}
	return found, nil
}

// numbers are checked here, or by a fleet. Keys and groups never leave this machine.
func (c *checker) numbers(ctx context.Context, list []*big.Int) ([]inspect.Finding, error) {
	if !c.settings.fleet.Given || len(list) == 0 {
		var err error
		c.findings, err = c.inspector.AppendNumbers(ctx, c.findings[:0], list)
		return c.findings, err
	}
	job, leases, err := fleet.PlanNumbers(list, c.inspector.Policy, fleet.Options{})
	if err != nil {
		return nil, err
	}
	// Where nothing is printed as it comes, how many were checked is shown already.
	fold, err := ui.Coordinate(ctx, c.process, !c.settings.streams(), c.settings.fleet.Value, job, leases, func() {})
	if err != nil {
		return nil, err
	}
	return fold.Verdicts(), nil
}

// derive finds a group again from the seed, if one is given, as dhparam found it.
func (c *checker) derive(ctx context.Context, f *inspect.Finding, g dhgroup.Group) error {
	if c.settings.seed.Value == nil || !f.Sound && !f.Weak {
		return nil
	}
	if !find.TakesGenerator(g.G) {
		f.Sound, f.Weak, f.Reason = false, false, fmt.Sprintf("dhparam finds no group with the generator %.40v", g.G)
		return nil
	}
	config, err := find.GroupSearch(*c.settings.seed.Value, g.G.Uint64())
	if err != nil {
		return err
	}
	config.Workers, config.Kernel = c.settings.workers.Value, c.settings.kernel.Value
	searcher, err := engine.New(sieve.Safe, g.P.BitLen(), config)
	if err != nil {
		return err
	}
	found, err := searcher.Search(ctx, c.groups)
	if err != nil {
		return err
	}
	if found.P.Cmp(g.P) != 0 {
		f.Sound, f.Weak, f.Reason = false, false, fmt.Sprintf("it is not group %d of the seed", c.groups+1)
		return nil
	}
	f.Remarks = append(f.Remarks, fmt.Sprintf("it is group %d of the seed", c.groups+1))
	return nil
}
