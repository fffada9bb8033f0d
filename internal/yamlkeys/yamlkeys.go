// Package yamlkeys reads the YAML files that people write for the program, node by
// node, so that each message can name the line: one document, a mapping of known
// keys, each given once. A node keeps the text of a value as it was written, so that
// a seed is not read as a number, and aliases stay names, however they are nested.
package yamlkeys

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Document reads at most size bytes from r: one document, whose top node is
// returned, or nil when there is nothing in it.
func Document(r io.Reader, size int) (*yaml.Node, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(size)+1))
	if err != nil {
		return nil, err
	}
	if len(data) > size {
		return nil, fmt.Errorf("longer than %d bytes", size)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document, second yaml.Node
	switch err := decoder.Decode(&document); {
	case err == io.EOF:
		return nil, nil
	case err != nil:
		return nil, errors.New(strings.Join(strings.Fields(err.Error()), " "))
	}
	if err := decoder.Decode(&second); err != io.EOF {
		return nil, fmt.Errorf("line %d: a second document, want one", max(second.Line, 1))
	}
	return document.Content[0], nil
}

// A Key is a key of a mapping and what takes its value.
type Key struct {
	Name string
	Read func(*yaml.Node) error
}

// Mapping hands the values of a mapping to their keys, which messages list in their
// order.
func Mapping(top *yaml.Node, keys []Key) error {
	if top.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: want a mapping of the keys %s", top.Line, names(keys))
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(top.Content); i += 2 {
		name, value := top.Content[i], top.Content[i+1]
		at := slices.IndexFunc(keys, func(k Key) bool { return k.Name == name.Value })
		switch {
		case name.Kind != yaml.ScalarNode || at < 0:
			return fmt.Errorf("line %d: unknown key %.80q, want one of %s", name.Line, name.Value, names(keys))
		case seen[name.Value]:
			return fmt.Errorf("line %d: key %q is given twice", name.Line, name.Value)
		}
		seen[name.Value] = true
		if err := keys[at].Read(value); err != nil {
			return fmt.Errorf("line %d: %s: %w", value.Line, name.Value, err)
		}
	}
	return nil
}

// One makes the reader of a single value.
func One[T any](dst *T, parse func(string) (T, error)) func(*yaml.Node) error {
	return func(n *yaml.Node) (err error) {
		*dst, err = scalar(n, parse)
		return err
	}
}

// Many makes the reader of a list or of a single value that stands for one.
func Many[T any](dst *[]T, parse func(string) (T, error)) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		items := []*yaml.Node{n}
		if n.Kind == yaml.SequenceNode {
			items = n.Content
		}
		if len(items) == 0 {
			return errors.New("an empty list, want a value")
		}
		for _, item := range items {
			value, err := scalar(item, parse)
			if err != nil {
				return err
			}
			*dst = append(*dst, value)
		}
		return nil
	}
}

// Verbatim takes a text as it stands.
func Verbatim(text string) (string, error) { return text, nil }

func scalar[T any](n *yaml.Node, parse func(string) (T, error)) (T, error) {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		var zero T
		return zero, errors.New("want a plain value or a list of them")
	}
	return parse(n.Value)
}

func names(keys []Key) string {
	list := make([]string, len(keys))
	for i, k := range keys {
		list[i] = k.Name
	}
	return strings.Join(list, ", ")
}
