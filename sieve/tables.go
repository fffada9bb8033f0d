// Sharing tables: searches of one kind and limit need only one.

package sieve

import "sync"

// Tables keeps the tables that it made. Its zero value is ready, and it may be
// used by any number of goroutines.
type Tables struct {
	mu   sync.Mutex
	made map[tableKey]*Table
}

type tableKey struct {
	kind  Kind
	limit uint64
}

// Get returns the table that NewTable makes, the same one each time. A nil Tables
// keeps none.
func (t *Tables) Get(kind Kind, limit uint64) (*Table, error) {
	if t == nil {
		return NewTable(kind, limit)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	key := tableKey{kind, limit}
	if table, ok := t.made[key]; ok {
		return table, nil
	}
	table, err := NewTable(kind, limit)
	if err != nil {
		return nil, err
	}
	if t.made == nil {
		t.made = make(map[tableKey]*Table)
	}
	t.made[key] = table
	return table, nil
}
