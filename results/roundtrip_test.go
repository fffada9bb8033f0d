// Random runs go through the writer and the reader unchanged, and no input makes
// the reader panic or believe what the writer would not write.

package results

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func write(to io.Writer, run *Run) error { return NewWriter(to).all(run) }

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		run := drawRun(t)
		var first, second bytes.Buffer
		if err := write(&first, run); err != nil {
			t.Fatal(err)
		}
		got, err := Read(bytes.NewReader(first.Bytes()))
		if err != nil {
			t.Fatalf("%v\n%s", err, first.Bytes())
		}
		if !reflect.DeepEqual(got, run) {
			t.Fatalf("read  %+v\nwrote %+v", got, run)
		}
		if err := write(&second, got); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Fatalf("written again (%v):\n%s\n%s", err, first.Bytes(), second.Bytes())
		}
	})
}

func FuzzRead(f *testing.F) {
	whole := complete(f)
	f.Add(whole)
	f.Add(whole[:len(whole)-200])
	f.Add([]byte(unsealed(f, whole)))
	f.Add(keptRun(f, versionChecksums-1))
	f.Add(keptRun(f, versionChecksums))
	f.Add([]byte(`{"header":{"schema":4,"program":"primebench"}}`))
	f.Add([]byte(nil))
	f.Fuzz(func(t *testing.T, data []byte) {
		readAgain(t, data)
		readAgain(t, []byte(sealed(string(data)))) // past the checksums
	})
}

// readAgain wants what was read to be written, and then to be read as the same.
func readAgain(t *testing.T, data []byte) {
	run, err := Read(bytes.NewReader(data))
	if err != nil {
		return
	}
	var again bytes.Buffer
	if err := write(&again, run); err != nil {
		t.Fatalf("what was read is refused by the writer: %v", err)
	}
	got, err := Read(bytes.NewReader(again.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	run.Header.Schema = SchemaVersion // an older run is written as a new one
	mend(run)
	if !reflect.DeepEqual(got, run) {
		t.Fatalf("read  %+v\nagain %+v", run, got)
	}
}

// mend makes of a run that was read what it is once it was written again: without
// damage and without the gaps that it left.
func mend(run *Run) {
	run.Damage = nil
	next := make([]int, len(run.Header.Cells))
	for i := range run.Samples {
		s := &run.Samples[i]
		s.Seq = next[s.Cell]
		next[s.Cell]++
	}
	if run.Closing != nil {
		run.Closing.Samples = len(run.Samples)
	}
}

var (
	count    = rapid.Int64Min(0)
	cores    = rapid.IntRange(0, math.MaxInt32)
	positive = rapid.Float64Range(0, math.MaxFloat64)
	name     = rapid.StringMatching(`[a-z0-9][a-z0-9.+_-]{0,20}`)
	text     = rapid.Custom(func(t *rapid.T) string { return printable(rapid.String().Draw(t, "raw")) })
	moment   = rapid.Custom(func(t *rapid.T) time.Time {
		return time.Unix(rapid.Int64Range(0, 253402300799).Draw(t, "s"), rapid.Int64Range(0, 999999999).Draw(t, "ns")).UTC()
	})
)

func hexOf(t *rapid.T, digits int) string {
	return rapid.StringMatching(fmt.Sprintf("[0-9a-f]{%d}", digits)).Draw(t, "hex")
}

func drawRun(t *rapid.T) *Run {
	run := &Run{Header: Header{
		Schema: SchemaVersion, Program: program,
		Version: text.Draw(t, "version"), Revision: text.Draw(t, "revision"), Go: text.Draw(t, "go"),
		Start: moment.Draw(t, "start"), Suite: text.Draw(t, "suite"), Seed: hexOf(t, 64),
		GOMAXPROCS: rapid.IntRange(1, maxWorkers).Draw(t, "gomaxprocs"), Kernel: name.Draw(t, "kernel"),
		BudgetNS: count.Draw(t, "budget"), Samples: cores.Draw(t, "wanted"),
		Host: Host{
			OS: text.Draw(t, "os"), CPU: text.Draw(t, "cpu"), LogicalCores: cores.Draw(t, "logical"),
			Features:    append([]string{}, rapid.SliceOfN(text, 0, 3).Draw(t, "features")...),
			CgroupCores: positive.Draw(t, "quota"), MemoryBytes: rapid.Uint64().Draw(t, "memory"),
		},
		Peers: []Peer{}, Cells: []Cell{}, Skipped: []Skipped{}, Goals: []Goal{},
	}}
	for _, strategy := range rapid.SliceOfNDistinct(name, 0, 2, rapid.ID).Draw(t, "peers") {
		run.Header.Peers = append(run.Header.Peers, Peer{
			Strategy: strategy, Version: text.Draw(t, "library"), Path: text.Draw(t, "path"),
		})
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "cells") {
		run.Header.Cells = append(run.Header.Cells, drawCell(t, i))
	}
	for range rapid.IntRange(0, 2).Draw(t, "skipped") {
		run.Header.Skipped = append(run.Header.Skipped, Skipped{
			Kind: KindSafe, Bits: 2048, Strategy: name.Draw(t, "strategy"), Mode: ModeReplay, Reason: text.Draw(t, "reason"),
		})
	}
	for range rapid.IntRange(0, 2).Draw(t, "goals") {
		run.Header.Goals = append(run.Header.Goals, drawGoal(t))
	}
	next := make([]int, len(run.Header.Cells))
	for range rapid.IntRange(0, 10).Draw(t, "samples") {
		cell := rapid.IntRange(0, len(next)-1).Draw(t, "cell")
		run.Samples = append(run.Samples, drawSample(t, run.Header.Cells[cell], next[cell]))
		next[cell]++
	}
	for range rapid.IntRange(0, 2).Draw(t, "notes") {
		run.Notes = append(run.Notes, Note{
			Cell: rapid.IntRange(-1, len(next)-1).Draw(t, "cell"), Code: name.Draw(t, "code"), Text: text.Draw(t, "text"),
		})
	}
	at, wall := int64(0), int64(0)
	for samples := range len(run.Samples) + 1 {
		if samples > 0 {
			wall += run.Samples[samples-1].WallNS
			at = max(at, wall)
		}
		if rapid.Bool().Draw(t, "reading") {
			at += rapid.Int64Range(0, 1<<40).Draw(t, "later")
			run.Readings = append(run.Readings, Reading{AtNS: at, Samples: samples, Values: []Value{
				{Name: ReadDay, Value: rapid.Float64Range(-1e9, 1e9).Draw(t, "day")},
				{Name: name.Draw(t, "value"), Value: rapid.Float64Range(0, 1e18).Draw(t, "reading")},
			}})
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "predictions") {
		n := rapid.IntRange(1, 5).Draw(t, "outputs")
		outputs := rapid.SliceOfN(rapid.Uint32(), n, n)
		run.Predictions = append(run.Predictions, Prediction{
			Cell: rapid.IntRange(0, len(next)-1).Draw(t, "cell"), Observed: rapid.IntRange(1, math.MaxInt32).Draw(t, "observed"),
			Predicted: outputs.Draw(t, "predicted"), Drawn: outputs.Draw(t, "drawn"),
		})
	}
	if rapid.Bool().Draw(t, "closed") {
		run.Closing = &Closing{
			End: moment.Draw(t, "end"), Reason: ReasonFailed, Error: text.Draw(t, "error"),
			Samples: len(run.Samples), ElapsedNS: at + rapid.Int64Range(0, 1<<40).Draw(t, "elapsed"), PeakBytes: rapid.Uint64().Draw(t, "peak"),
		}
	}
	return run
}

func drawCell(t *rapid.T, id int) Cell {
	cell := Cell{
		ID:   id,
		Kind: rapid.SampledFrom(kindsOf(SchemaVersion)).Draw(t, "kind"),
		Bits: rapid.IntRange(2, maxBits).Draw(t, "bits"), Strategy: name.Draw(t, "strategy"),
		Mode:    rapid.SampledFrom([]string{ModeSearch, ModeStream, ModeBulk, ModeReplay, ModeOperations}).Draw(t, "mode"),
		Workers: rapid.IntRange(1, maxWorkers).Draw(t, "workers"),
		Policy: Policy{
			Name: name.Draw(t, "policy"), Rounds: cores.Draw(t, "rounds"), Lucas: rapid.Bool().Draw(t, "lucas"),
			Log2Error: rapid.Float64Range(-math.MaxFloat64, -1).Draw(t, "log2"),
		},
		Seeded: rapid.Bool().Draw(t, "seeded"), SieveLimit: rapid.Uint64().Draw(t, "limit"),
		Expected:   Work{Candidates: positive.Draw(t, "candidates")},
		Operations: []Operation{{Name: "base2", PerSearch: positive.Draw(t, "per")}, {Name: "window"}, drawStep(t)},
	}
	cell.Expected.Survivors = cell.Expected.Candidates * rapid.Float64Range(0, 1).Draw(t, "survivors")
	if cell.Kind == KindKex {
		cell.Params = name.Draw(t, "params")
	}
	if cell.Mode == ModeReplay {
		cell.List = hexOf(t, 64)
	}
	return cell
}

func drawStep(t *rapid.T) Operation {
	return Operation{
		Step: rapid.SampledFrom(Steps()).Draw(t, "step"), Kernel: rapid.SampledFrom([]string{"", "ifma"}).Draw(t, "of"),
		ExponentBits: rapid.IntRange(0, maxBits).Draw(t, "exponent"), Short: rapid.Bool().Draw(t, "short"), ConstantTime: rapid.Bool().Draw(t, "ct"),
		AtOnce: rapid.IntRange(1, maxWorkers).Draw(t, "at once"), MultiplyAdds: positive.Draw(t, "multiply-adds"),
	}.Named()
}

func drawGoal(t *rapid.T) Goal {
	g := Goal{
		Quantity: rapid.SampledFrom([]string{GoalTime, GoalRatio, GoalShare}).Draw(t, "quantity"),
		Of:       drawSubject(t), Most: rapid.Float64Range(1e-300, math.MaxFloat64).Draw(t, "bound"),
	}
	if g.Quantity != GoalTime {
		g.Over = drawSubject(t)
	}
	if rapid.Bool().Draw(t, "at least") {
		g.Least, g.Most = g.Most, 0
	}
	return g
}

func drawSubject(t *rapid.T) Subject {
	return Subject{
		Kind: rapid.SampledFrom([]string{"", KindPrime, KindRandom}).Draw(t, "kind"), Bits: rapid.IntRange(0, maxBits).Draw(t, "bits"),
		Params: rapid.SampledFrom([]string{"", "x25519"}).Draw(t, "params"), Strategy: name.Draw(t, "strategy"), Mode: rapid.SampledFrom([]string{"", ModeBulk}).Draw(t, "mode"),
		Workers: rapid.IntRange(0, maxWorkers).Draw(t, "workers"), Policy: name.Draw(t, "policy"), Kernel: name.Draw(t, "kernel"), Op: name.Draw(t, "operation"),
	}
}

func drawSample(t *rapid.T, cell Cell, seq int) Sample {
	ops := append([]string{"base2", "window", cell.Operations[2].Name}, opsOf(cell.Mode, SchemaVersion)...)
	s := Sample{
		Cell: cell.ID, Seq: seq, Op: rapid.SampledFrom(ops).Draw(t, "op"),
		Count: rapid.Int64Range(1, 1<<40).Draw(t, "count"), WallNS: rapid.Int64Range(1, 1<<40).Draw(t, "wall"), CPUNS: count.Draw(t, "cpu"),
		Survivors: rapid.Int64Range(0, 1<<40).Draw(t, "survivors"), Primes: count.Draw(t, "primes"),
		Phases: Phases{SieveNS: count.Draw(t, "sieve"), TestNS: count.Draw(t, "test"), AcceptNS: count.Draw(t, "accept")},
	}
	s.Candidates = s.Survivors + rapid.Int64Range(0, 1<<40).Draw(t, "crossed off")
	s.Tests = s.Survivors + rapid.Int64Range(0, 1<<40).Draw(t, "tests beyond")
	if s.Op == OpSlice {
		s.Count = 1
	}
	switch {
	case s.Op == OpSlice:
	case s.Op != OpSearch && s.Op != OpReplay:
		s.Primes = 0
	case cell.Kind == KindRSA:
		s.Primes = 2 * s.Count
	default:
		s.Primes = s.Count
	}
	if s.Primes > 0 && rapid.Bool().Draw(t, "found") {
		s.Digest = hexOf(t, 16)
	}
	return s
}
