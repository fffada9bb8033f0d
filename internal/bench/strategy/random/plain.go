// The plain generators. Each is seeded by the run, and none of them is to be used
// for a secret.

package random

import (
	"encoding/binary"
	"fmt"
	plain "math/rand/v2"

	"primebench/internal/mt19937"
	"primebench/internal/rng"
	"primebench/results"
)

func openChaCha8(seed rng.Seed) generator {
	return &drawing{source: &chacha8{ChaCha8: *plain.NewChaCha8(seed)}}
}

type chacha8 struct {
	plain.ChaCha8
	_ pad
}

func (c *chacha8) word() (uint64, error) { return c.Uint64(), nil }

func (c *chacha8) fill(p []byte) error {
	_, err := c.Read(p)
	return err
}

func openPCG(seed rng.Seed) generator {
	stream := seed.Stream(0)
	return &drawing{source: &pcg{PCG: *plain.NewPCG(stream.Uint64(), stream.Uint64())}}
}

type pcg struct {
	plain.PCG
	_ pad
}

func (g *pcg) word() (uint64, error) { return g.Uint64(), nil }

func (g *pcg) fill(p []byte) error {
	for ; len(p) >= 8; p = p[8:] {
		binary.LittleEndian.PutUint64(p, g.Uint64())
	}
	if len(p) > 0 {
		var last [8]byte
		binary.LittleEndian.PutUint64(last[:], g.Uint64())
		copy(p, last[:])
	}
	return nil
}

func openTwister(seed rng.Seed) generator {
	return &drawing{source: &twister{Generator: newTwister(seed)}}
}

func newTwister(seed rng.Seed) *mt19937.Generator {
	return mt19937.New(uint32(seed.Stream(0).Uint64()))
}

// A twister needs no pad: its state fills many cache lines.
type twister struct{ *mt19937.Generator }

// word has the first of two outputs as its low half.
func (t *twister) word() (uint64, error) {
	low := uint64(t.Uint32())
	return low | uint64(t.Uint32())<<32, nil
}

func (t *twister) fill(p []byte) error {
	for ; len(p) >= 4; p = p[4:] {
		binary.LittleEndian.PutUint32(p, t.Uint32())
	}
	if len(p) > 0 {
		var last [4]byte
		binary.LittleEndian.PutUint32(last[:], t.Uint32())
		copy(p, last[:])
	}
	return nil
}

// foretold is how many outputs are predicted.
const foretold = 10

// predictTwister watches the generator of the first worker from its beginning. The
// attacker is given nothing but the outputs.
func predictTwister(seed rng.Seed) (results.Prediction, error) {
	victim := newTwister(seed)
	outputs := make([]uint32, mt19937.Outputs)
	for i := range outputs {
		outputs[i] = victim.Uint32()
	}
	attacker, err := mt19937.Recover(outputs)
	if err != nil {
		return results.Prediction{}, fmt.Errorf("mt19937: %w", err)
	}
	p := results.Prediction{Observed: len(outputs)}
	for range foretold {
		p.Predicted = append(p.Predicted, attacker.Uint32())
	}
	for range foretold {
		p.Drawn = append(p.Drawn, victim.Uint32())
	}
	return p, nil
}

// predictable is a runner whose generator gives itself away.
type predictable struct{ *runner }

// Predict implements strategy.Giveaway.
func (p predictable) Predict() (results.Prediction, error) {
	return p.strategy.predict(ofWorker(p.seed, 0))
}
