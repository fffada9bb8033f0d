// The files of a folder and of the folders in it.

package check

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// folder checks what is in a folder, in the order of the names. Of links those to files are
// followed.
func (c *checker) folder(ctx context.Context, root string) error {
	return filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			return c.wait(ctx, thing{at: place{file: name}, fault: plain(err)})
		}
		if c.excluded(root, name) {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.Type()&fs.ModeSymlink != 0 {
			info, err := os.Stat(name)
			if err != nil {
				return c.wait(ctx, thing{at: place{file: name}, fault: plain(err)})
			}
			entry = fs.FileInfoToDirEntry(info)
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		return c.file(ctx, name, false)
	})
}

// excluded reports whether a pattern of --exclude matches a name in a folder, or its path
// below that.
func (c *checker) excluded(root, name string) bool {
	below, err := filepath.Rel(root, name)
	if err != nil || below == "." {
		return false
	}
	below = filepath.ToSlash(below)
	for _, pattern := range c.settings.exclude.Values {
		for _, text := range []string{below, path.Base(below)} {
			// The patterns were tried when they were parsed.
			if matched, _ := path.Match(strings.TrimSuffix(pattern, "/"), text); matched {
				return true
			}
		}
	}
	return false
}
