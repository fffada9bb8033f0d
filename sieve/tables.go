// The tables that searches share: one for each kind, step and limit.

package sieve

import "sync"

// Tables keeps the tables that it made. Its zero value is ready, and it may be
// used by any number of goroutines.
type Tables struct {
	mu   sync.Mutex
	made map[tableKey]*Table
}

type tableKey struct {
	kind              Kind
	step, limit, held uint64
}

// Get returns the table that NewTableStep makes for a step of one word, the same
// one each time. A nil Tables keeps none.
func (t *Tables) Get(kind Kind, step, limit, held uint64) (*Table, error) {
	if t == nil {
		return NewTableStep(kind, []uint64{step}, limit, held)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	key := tableKey{kind, step, limit, held}
	if table, ok := t.made[key]; ok {
		return table, nil
	}
	table, err := NewTableStep(kind, []uint64{step}, limit, held)
	if err != nil {
		return nil, err
	}
	if t.made == nil {
		t.made = make(map[tableKey]*Table)
	}
	t.made[key] = table
	return table, nil
}
