// Packages for Debian's and Red Hat's families.

package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// makePackages writes a .deb and a .rpm of one target's program, by nfpm.
func makePackages(ctx context.Context, root, out, scratch string, t target, program string, pages []entry, r revision) error {
	type content struct {
		From string         `yaml:"src"`
		To   string         `yaml:"dst"`
		Info map[string]any `yaml:"file_info"`
	}
	at := r.at.Format("2006-01-02T15:04:05Z")
	contents := []content{{From: program, To: "/usr/bin/primebench", Info: map[string]any{"mode": 0o755, "mtime": at}}}
	for _, e := range pages {
		from, to := e.from, installed(e.name)
		if to == "" {
			continue
		}
		if strings.HasSuffix(to, ".gz") {
			from = filepath.Join(scratch, path.Base(to))
			if err := compress(from, e.from); err != nil {
				return err
			}
		}
		contents = append(contents, content{From: from, To: to, Info: map[string]any{"mode": 0o644, "mtime": at}})
	}
	recipe, err := yaml.Marshal(map[string]any{
		"name": "primebench", "arch": t.processor, "platform": t.system, "version": r.version, "section": "math", "priority": "optional", "mtime": at,
		"maintainer": "The primebench authors <primebench@example.org>", "license": "BSD-3-Clause",
		"description": "fast search for primes and Diffie-Hellman groups, and a benchmark of what they cost",
		"contents":    contents, "rpm": map[string]any{"buildhost": "primebench"},
		"overrides": map[string]any{"deb": map[string]any{"depends": []string{"libc6"}}, "rpm": map[string]any{"depends": []string{"glibc"}}},
	})
	if err != nil {
		return err
	}
	file := filepath.Join(scratch, "nfpm-"+t.processor+".yaml")
	if err := os.WriteFile(file, recipe, 0o644); err != nil {
		return err
	}
	folder, err := filepath.Abs(out)
	if err != nil {
		return err
	}
	environment := append(os.Environ(), "SOURCE_DATE_EPOCH="+strconv.FormatInt(r.at.Unix(), 10))
	for _, format := range []string{"deb", "rpm"} {
		if _, err := tool(ctx, root, environment, "nfpm", "package", "--config", file, "--packager", format, "--target", folder); err != nil {
			return err
		}
	}
	return nil
}

// installed is where a file of the archives goes on a Linux system; "" for none.
func installed(name string) string {
	switch folder, base := path.Split(name); {
	case folder == "", strings.HasPrefix(folder, "docs/"):
		return "/usr/share/doc/primebench/" + name
	case folder == "man/man1/":
		return "/usr/share/man/man1/" + base + ".gz"
	case base == "primebench.bash":
		return "/usr/share/bash-completion/completions/primebench"
	case base == "_primebench":
		return "/usr/share/zsh/vendor-completions/_primebench"
	case base == "primebench.fish":
		return "/usr/share/fish/vendor_completions.d/primebench.fish"
	}
	return ""
}

// compress writes a file anew as gzip, without a name or a time in it.
func compress(to, from string) error {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return err
	}
	if err := copyFile(w, from); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("compressing %s: %w", from, err)
	}
	return os.WriteFile(to, out.Bytes(), 0o644)
}

func sorted(entries []entry) []entry {
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	return entries
}
