// Runs on many hosts: begun together, each kept with its sum, and told together.

package measure

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"primebench/internal/analysis"
	"primebench/internal/cli/ui"
	"primebench/internal/fleet"
	"primebench/internal/fleet/folder"
	"primebench/internal/hostinfo"
	"primebench/internal/pages"
	"primebench/internal/rng"
	"primebench/internal/unit"
	"primebench/report/doc"
)

// beginTogether waits for the other hosts of --fleet. All of them search with one seed, and
// the run goes to a folder of this host's own in the shared one.
func beginTogether(ctx context.Context, p ui.Process, log *slog.Logger, set *settings) error {
	switch {
	case ui.IsQueue(set.fleet.Value):
		return ui.Usagef("--fleet %q is a queue, and hosts begin together by a folder that they share; name one", set.fleet.Value)
	case !set.hosts.Given:
		return ui.Usagef("--fleet %q waits for other hosts, and nobody said for how many: give --hosts N, this one included", set.fleet.Value)
	case set.out.Named():
		return ui.Usagef("--fleet %q is where the run goes, to a folder of this host's own; leave --out out", set.fleet.Value)
	}
	waiting := p.Stops.Stage(ctx, func() {})
	me, build := ui.WorkerName(), hostinfo.ReadBuild()
	start, err := folder.Begin(waiting, set.fleet.Value, me, build.Version+" "+build.Revision, rng.SeedOr(set.seed.Value).String(), set.hosts.Value, func(there int) {
		log.Info(fmt.Sprintf("%d of %d hosts are there", there, set.hosts.Value))
	})
	switch {
	case waiting.Err() != nil:
		return context.Cause(waiting)
	case errors.Is(err, folder.ErrBegun), errors.Is(err, fleet.ErrFormat):
		return ui.Usage(err)
	case err != nil:
		return err
	}
	seed, err := rng.ParseSeed(start.Seed)
	if err != nil {
		return fmt.Errorf("the seed that the hosts agreed on: %w", err)
	}
	log.Info(unit.Count(len(start.Hosts), "host") + " begin together")
	set.seed.Value, set.out.Value = &seed, filepath.Join(set.fleet.Value, me)
	return nil
}

// sumEnding is what the name of the file with the SHA-256 of a run has behind the run's, as
// sha256sum --check reads it.
const sumEnding = ".sha256"

// writeSum puts the sum of a run beside it, so that whoever gathers runs knows that they
// came whole.
func writeSum(in ui.Folder) error {
	sum, err := sumOf(in.File(ui.RunFile))
	if err != nil {
		return err
	}
	return os.WriteFile(in.File(ui.RunFile)+sumEnding, fmt.Appendf(nil, "%s  %s\n", sum, ui.RunFile), 0o666)
}

func sumOf(path string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%x", sha256.Sum256(text)), nil
}

// checkSum holds a run to the sum beside it, where there is one.
func checkSum(path string) error {
	want, err := os.ReadFile(path + sumEnding)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	sum, err := sumOf(path)
	if err != nil {
		return err
	}
	if word, _, _ := strings.Cut(string(want), " "); word != sum {
		return ui.Usagef("%q did not come whole: its SHA-256 is %s, and %.80q is beside it; copy it again", path, sum, word)
	}
	return nil
}

// checkOnce refuses a run that is there twice, which would count as two hosts. The hosts of
// --fleet have one seed, and each its start.
func checkOnce(files []string, all []*analysis.Analysis) error {
	type birth struct {
		start time.Time
		seed  string
	}
	seen := map[birth]string{}
	for i, a := range all {
		at := birth{a.Header.Start.UTC(), a.Header.Seed}
		if first, there := seen[at]; there {
			return ui.Usagef("%q is the same run as %q, which counts once", files[i], first)
		}
		seen[at] = files[i]
	}
	return nil
}

// reportAcross makes one report of the runs of several hosts.
func reportAcross(ctx context.Context, p ui.Process, log *slog.Logger, asked reporting) error {
	if !slices.Contains(doc.Formats(), asked.telling.Format.Value) {
		return ui.Usagef("--across makes one report of several runs, which has no format %s", asked.telling.Format.Value)
	}
	all, err := ui.Await(ctx, func() ([]*analysis.Analysis, error) {
		files, err := RunFiles(asked.files)
		if err != nil {
			return nil, ui.Usage(err)
		}
		for _, file := range files {
			if file == ui.StdinName {
				continue
			}
			if err := checkSum(file); err != nil {
				return nil, err
			}
		}
		all, err := AnalyseAll(p.Stdin, log, files)
		if err != nil {
			return nil, err
		}
		return all, checkOnce(files, all)
	})
	if err != nil {
		return err
	}
	var to ui.Folder
	page := pages.Processors(analysis.AcrossProcessors(all))
	if asked.out != "" {
		if to, err = p.ClaimOut(asked.out, "report --across"); err != nil {
			return err
		}
		defer to.Abandon()
		if err := to.Keep(ctx, log, page); err != nil {
			return err
		}
	}
	return p.Print(ctx, page, asked.telling, to.Rest())
}
