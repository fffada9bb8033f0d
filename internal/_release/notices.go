// The licences of what the released programs are linked from.

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A linkedModule is a module that the program of some target is linked from.
type linkedModule struct {
	Path    string
	Version string
	Dir     string
}

// legal matches the files of a module that bind whoever hands it out. Licences that only
// offer another choice than the one taken are left out: FreeType's is taken, not the GPL.
var legal = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)([-._].*)?$|^ftl\.txt$|-license$`)

// folders of a module that may hold such files, beside its root.
var legalFolders = []string{".", "licenses", "THIRD_PARTY_LICENSES"}

// A linkedProgram is one whose licences are listed, by the module that it is in.
type linkedProgram struct {
	name   string
	folder string // of the module, below the root
	words  bool   // has the word list
}

// linkedPrograms are those.
var linkedPrograms = []linkedProgram{
	{name: "primebench", folder: ".", words: true},
	{name: "primebench-fleet", folder: "fleet"},
}

// programOf finds a program by its name.
func programOf(name string) (linkedProgram, error) {
	for _, p := range linkedPrograms {
		if p.name == name {
			return p, nil
		}
	}
	return linkedProgram{}, fmt.Errorf("unknown program %q", name)
}

// writeNotices prints, for each module that a program is linked from for some target and
// for Go itself, its name and the text of its licences.
func writeNotices(ctx context.Context, w io.Writer, root, name string) error {
	program, err := programOf(name)
	if err != nil {
		return err
	}
	modules, err := linkedModules(ctx, filepath.Join(root, program.folder), "./cmd/"+name)
	if err != nil {
		return err
	}
	goRoot, err := output(ctx, root, os.Environ(), "go", "env", "GOROOT")
	if err != nil {
		return err
	}
	if program.words {
		modules = append(modules, linkedModule{Path: "the English word list of BIP-0039", Dir: filepath.Join(root, "secrets", "wordlist")})
	}
	modules = append(modules, linkedModule{Path: "the Go standard library", Dir: strings.TrimSpace(goRoot)})

	var text bytes.Buffer
	fmt.Fprintf(&text, "%s is linked from the following modules and fonts. `make notices` writes this file.\n", name)
	for _, m := range modules {
		files, err := legalFiles(m.Dir)
		if err != nil {
			return err
		}
		if len(files) == 0 {
			return fmt.Errorf("%s has no licence: it must not be linked", m.Path)
		}
		fmt.Fprintf(&text, "\n%s\n%s\n", strings.Repeat("=", 80), strings.TrimSpace(m.Path+" "+m.Version))
		for _, name := range files {
			licence, err := os.ReadFile(filepath.Join(m.Dir, name))
			if err != nil {
				return err
			}
			fmt.Fprintf(&text, "\n--- %s\n\n%s\n", filepath.ToSlash(name), plain(licence))
		}
	}
	_, err = w.Write(text.Bytes())
	return err
}

// plain is a text with line ends and margins of one kind.
func plain(text []byte) string {
	lines := strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t\f")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// legalFiles lists them by path below a module's folder.
func legalFiles(folder string) ([]string, error) {
	var found []string
	for _, below := range legalFolders {
		entries, err := os.ReadDir(filepath.Join(folder, below))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.Type().IsRegular() && legal.MatchString(e.Name()) {
				found = append(found, filepath.Join(below, e.Name()))
			}
		}
	}
	return found, nil
}

// linkedModules are those of a program for all targets, once each, by path, without our own.
func linkedModules(ctx context.Context, root, program string) ([]linkedModule, error) {
	found := map[string]linkedModule{}
	for _, t := range targets {
		text, err := output(ctx, root, t.environment(), "go", "list", "-deps", "-tags", t.tags(), "-json=Module", program)
		if err != nil {
			return nil, err
		}
		for decoder := json.NewDecoder(strings.NewReader(text)); ; {
			var p struct {
				Module *struct {
					linkedModule
					Main bool
				}
			}
			if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, fmt.Errorf("what go list prints: %w", err)
			}
			if p.Module != nil && !p.Module.Main && p.Module.Path != "primebench" {
				found[p.Module.Path] = p.Module.linkedModule
			}
		}
	}
	modules := make([]linkedModule, 0, len(found))
	for _, m := range found {
		modules = append(modules, m)
	}
	slices.SortFunc(modules, func(a, b linkedModule) int { return strings.Compare(a.Path, b.Path) })
	return modules, nil
}

// output runs a program in a folder and returns what it prints.
func output(ctx context.Context, folder string, environment []string, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	var stderr bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stderr = folder, environment, &stderr
	text, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w: %s", cmd, err, strings.TrimSpace(stderr.String()))
	}
	return string(text), nil
}
