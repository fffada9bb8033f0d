// The coordinator's side: answers and rejections.

package folder

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"slices"

	"primebench/internal/fleet"
)

// Offer lets a lease be done again: answers to it are put aside, and its file is there.
func (d *Dir) Offer(_ context.Context, l fleet.Lease) error {
	names, err := d.names(answerDir)
	if err != nil {
		return err
	}
	for _, name := range names {
		if n, ok := parseAnswerName(name); ok && n.index == l.Index {
			if err := d.reject(name); err != nil {
				return err
			}
		}
	}
	return d.writeLease(l)
}

func (d *Dir) reject(name string) error {
	err := d.move(d.at(answerDir, name), d.at(rejectedDir, name))
	delete(d.seen, name) // a better one may have the name
	return err
}

// Answers yields the answers that are there and those that come, until ctx ends.
func (d *Dir) Answers(ctx context.Context) iter.Seq2[[]fleet.Delivered, error] {
	return func(yield func([]fleet.Delivered, error) bool) {
		for {
			if err := os.WriteFile(d.at(presence), []byte("here\n"), 0o666); err != nil {
				yield(nil, err)
				return
			}
			for delivered, err := range d.Present(ctx) {
				if !yield([]fleet.Delivered{delivered}, err) || err != nil {
					return
				}
			}
			if err := d.pause(ctx); err != nil {
				yield(nil, err)
				return
			}
		}
	}
}

// Present yields the answers that are there and were not yielded before, in the order of
// their leases. Files that are no answers are put aside.
func (d *Dir) Present(ctx context.Context) iter.Seq2[fleet.Delivered, error] {
	return func(yield func(fleet.Delivered, error) bool) {
		names, err := d.names(answerDir)
		if err != nil {
			yield(fleet.Delivered{}, err)
			return
		}
		slices.Sort(names)
		finds := map[int]int{}
		for _, name := range names {
			if n, ok := parseAnswerName(name); ok {
				finds[n.index] = n.finds
			}
		}
		d.sweep(finds)
		for _, name := range names {
			if ctx.Err() != nil {
				yield(fleet.Delivered{}, context.Cause(ctx))
				return
			}
			if d.seen[name] {
				continue
			}
			delivered, err := d.deliver(name)
			if errors.Is(err, fs.ErrNotExist) {
				continue // put aside meanwhile
			}
			if errors.Is(err, fleet.ErrFormat) {
				d.tell("%q is no answer, and is put aside: %v", d.at(answerDir, name), err)
				if err = d.reject(name); err == nil {
					continue
				}
			}
			if !yield(delivered, err) || err != nil {
				return
			}
		}
	}
}

func (d *Dir) deliver(name string) (fleet.Delivered, error) {
	n, ok := parseAnswerName(name)
	if !ok {
		return fleet.Delivered{}, fleet.ErrFormat
	}
	file, err := os.Open(d.at(answerDir, name))
	if err != nil {
		return fleet.Delivered{}, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, fleet.MaxAnswer+1))
	if err != nil {
		return fleet.Delivered{}, err
	}
	a, err := fleet.ReadAnswer(text, d.Job)
	if err != nil {
		return fleet.Delivered{}, err
	}
	if n != (answerName{index: a.Index, finds: len(a.Finds), worker: a.Worker}) {
		return fleet.Delivered{}, fleet.ErrFormat
	}
	return fleet.Delivered{
		Answer: a,
		Done: func() error {
			if d.seen == nil {
				d.seen = map[string]bool{}
			}
			d.seen[name] = true
			return nil
		},
		Reject: func() error { return d.reject(name) },
	}, nil
}
