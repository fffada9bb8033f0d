// What is measured by its operations alone, since nothing is searched for.

package strategy

import (
	"context"
	"math/big"
)

// Unsearched makes the Runner of a strategy's operations where nothing is searched for.
// facts are what there is to say besides, and its NoSearch is why.
func Unsearched(name string, facts Facts, operations []Operation) Runner {
	return &unsearched{name: name, facts: facts, operations: operations}
}

type unsearched struct {
	name       string
	facts      Facts
	operations []Operation
}

func (r *unsearched) Facts() Facts { return r.facts }

func (r *unsearched) Operations() []Operation { return r.operations }

func (r *unsearched) Search(context.Context, uint64) (Outcome, error) {
	return Outcome{}, Unsupported(r.name, "%s", r.facts.NoSearch)
}

func (r *unsearched) Replay(context.Context, []*big.Int) (Outcome, error) {
	return Outcome{}, Unsupported(r.name, "%s", r.facts.NoSearch)
}
