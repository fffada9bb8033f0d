// Using a group by the batched kernel: eight powers side by side.

package onthefly

import (
	"context"
	"math/big"
	"slices"

	"primebench/internal/bench/strategy"
	"primebench/internal/montgomery"
	"primebench/internal/words"
)

// kernelPowers is a kernel's way to raise numbers. It is not constant-time: which
// entry of its table a window takes shows in the memory that it reads. So it is
// for measuring, and for whoever needs powers of public numbers.
func kernelPowers(kernel string) strategy.Powers {
	return strategy.Powers{Lanes: batchSize, SetUp: func(p *big.Int, batches [][]strategy.Pair) (strategy.Raiser, error) {
		return newBatchRaiser(kernel, p, batches)
	}}
}

// A batchRaiser has the group's prime loaded in as many lanes as a batch has
// pairs. A lane that is left empty takes the time of a full one.
type batchRaiser struct {
	batch            *montgomery.Batch
	bases, exponents [][][]uint64 // by batch and lane
}

func newBatchRaiser(kernel string, p *big.Int, batches [][]strategy.Pair) (*batchRaiser, error) {
	batch, err := montgomery.NewBatch(kernel, p.BitLen())
	if err != nil {
		return nil, err
	}
	r := &batchRaiser{batch: batch}
	for _, pairs := range batches {
		var bases, exponents [][]uint64
		for _, pair := range pairs {
			bases, exponents = append(bases, words.Of(pair.Base)), append(exponents, words.Of(pair.Exponent))
		}
		r.bases, r.exponents = append(r.bases, bases), append(r.exponents, exponents)
	}
	return r, batch.Load(slices.Repeat([][]uint64{words.Of(p)}, len(batches[0]))...)
}

// Raise implements strategy.Raiser.
func (r *batchRaiser) Raise(ctx context.Context, batch int) ([]*big.Int, error) {
	results, err := r.batch.Exp(ctx, r.bases[batch], r.exponents[batch])
	if err != nil {
		return nil, err
	}
	powers := make([]*big.Int, len(results))
	for i, w := range results {
		powers[i] = words.Int(w)
	}
	return powers, nil
}
