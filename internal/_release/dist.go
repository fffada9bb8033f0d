// A release: what is built from one revision and handed out.

package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// A revision is the source that a release is built from.
type revision struct {
	version string    // such as "v1.2.0", or "v0.0.0-dev.20261129.0123456789ab" between releases
	commit  string    // the whole hash
	at      time.Time // of the commit: the time of every file in the archives
}

// tagged matches the names of releases.
var tagged = regexp.MustCompile(`^v\d+\.\d+\.\d+$`)

// readRevision is the revision that is checked out. A source with changes has none: nobody
// could build the same again.
func readRevision(ctx context.Context, root string) (revision, error) {
	git := func(args ...string) (string, error) {
		text, err := output(ctx, root, os.Environ(), "git", args...)
		return strings.TrimSpace(text), err
	}
	changes, err := git("status", "--porcelain")
	if err != nil {
		return revision{}, err
	}
	if changes != "" {
		return revision{}, fmt.Errorf("the source has changes that are not committed:\n%s", changes)
	}
	line, err := git("log", "-1", "--format=%H %ct")
	if err != nil {
		return revision{}, err
	}
	commit, seconds, _ := strings.Cut(line, " ")
	unix, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return revision{}, fmt.Errorf("the time of %s: %w", commit, err)
	}
	r := revision{commit: commit, at: time.Unix(unix, 0).UTC()}
	r.version = fmt.Sprintf("v0.0.0-dev.%s.%.12s", r.at.Format("20060102"), commit)
	tags, err := git("tag", "--points-at", commit)
	if err != nil {
		return revision{}, err
	}
	for tag := range strings.Lines(tags) {
		if tag = strings.TrimSpace(tag); tagged.MatchString(tag) {
			r.version = tag
		}
	}
	return r, nil
}

// number is the version without its v.
func (r revision) number() string { return strings.TrimPrefix(r.version, "v") }

// distribute fills a new folder with all that a release consists of.
func distribute(ctx context.Context, root, out string) error {
	r, err := readRevision(ctx, root)
	if err != nil {
		return err
	}
	if err := os.Mkdir(out, 0o755); err != nil {
		return fmt.Errorf("the release needs a new folder: %w", err)
	}
	scratch, err := os.MkdirTemp("", "primebench-release-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)

	// A clone has what is committed and nothing else, such as files that git ignores.
	source := filepath.Join(scratch, "source")
	if _, err := output(ctx, scratch, os.Environ(), "git", "clone", "--quiet", root, source); err != nil {
		return err
	}
	if _, err := output(ctx, source, os.Environ(), "git", "checkout", "--quiet", "--detach", r.commit); err != nil {
		return err
	}
	root = source

	pages, err := makePages(ctx, root, scratch, r)
	if err != nil {
		return err
	}
	for _, t := range targets {
		folder := filepath.Join(scratch, t.system+"-"+t.processor+t.suffix())
		if err := os.Mkdir(folder, 0o755); err != nil {
			return err
		}
		program, err := t.build(ctx, root, folder, r)
		if err != nil {
			return err
		}
		name := fmt.Sprintf("primebench_%s_%s_%s%s", r.number(), t.system, t.processor, t.suffix())
		zipped, extension := t.system == "windows", ".tar.gz"
		if zipped {
			extension = ".zip"
		}
		entries := append([]entry{{name: t.program(), from: program, executable: true}}, pages...)
		if err := pack(filepath.Join(out, name+extension), name, entries, r.at, zipped); err != nil {
			return err
		}
		if t.packaged() {
			if err := makePackages(ctx, root, out, scratch, t, program, pages, r); err != nil {
				return err
			}
		}
		if t.static {
			if err := addToContainer(out, t, program); err != nil {
				return err
			}
		}
	}
	if err := copyTo(filepath.Join(out, "container", "Containerfile"), filepath.Join(root, "internal", "_release", "Containerfile"), 0o644); err != nil {
		return err
	}
	if err := makeBill(ctx, root, out, r); err != nil {
		return err
	}
	return writeChecksums(out)
}

// makePages has the program write its manual pages and completions, and lists them with
// the papers of every archive.
func makePages(ctx context.Context, root, scratch string, r revision) ([]entry, error) {
	here := target{system: runtime.GOOS, processor: runtime.GOARCH, static: true}
	folder := filepath.Join(scratch, "pages")
	manual, completions := filepath.Join(folder, "man1"), filepath.Join(folder, "completions")
	if err := os.MkdirAll(completions, 0o755); err != nil {
		return nil, err
	}
	program, err := here.build(ctx, root, folder, r)
	if err != nil {
		return nil, err
	}
	environment := append(os.Environ(), "SOURCE_DATE_EPOCH="+strconv.FormatInt(r.at.Unix(), 10))
	if _, err := output(ctx, root, environment, program, "man", "--out", manual); err != nil {
		return nil, err
	}
	for shell, name := range map[string]string{"bash": "primebench.bash", "zsh": "_primebench", "fish": "primebench.fish", "powershell": "primebench.ps1"} {
		text, err := output(ctx, root, environment, program, "completion", shell)
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(completions, name), []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	var entries []entry
	for _, name := range []string{"LICENSE", "THIRD_PARTY.txt", "README.md", "CHANGELOG.md"} {
		entries = append(entries, entry{name: name, from: filepath.Join(root, name)})
	}
	for from, as := range map[string]string{manual: "man/man1", completions: "completions", filepath.Join(root, "docs"): "docs"} {
		files, err := below(from, as)
		if err != nil {
			return nil, err
		}
		entries = append(entries, files...)
	}
	return sorted(entries), nil
}

// addToContainer puts a program where the Containerfile looks for it.
func addToContainer(out string, t target, program string) error {
	folder := filepath.Join(out, "container", t.processor)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	return copyTo(filepath.Join(folder, t.program()), program, 0o755)
}

func copyTo(to, from string, mode os.FileMode) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, mode)
}

// tool runs a program that this module pins, in the repository's root.
func tool(ctx context.Context, root string, environment []string, name string, args ...string) (string, error) {
	path, err := output(ctx, filepath.Join(root, "internal", "_release"), environment, "go", "tool", "-n", name)
	if err != nil {
		return "", err
	}
	return output(ctx, root, environment, strings.TrimSpace(path), args...)
}

// writeChecksums lists the SHA-256 of every file, as sha256sum does.
func writeChecksums(out string) error {
	var list strings.Builder
	err := filepath.WalkDir(out, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		hash := sha256.New()
		if err := copyFile(hash, path); err != nil {
			return err
		}
		name, err := filepath.Rel(out, path)
		fmt.Fprintf(&list, "%x  %s\n", hash.Sum(nil), filepath.ToSlash(name))
		return err
	})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "SHA256SUMS"), []byte(list.String()), 0o644)
}
