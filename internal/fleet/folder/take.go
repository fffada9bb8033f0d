// The worker's side: claims, answers and signs of life.

package folder

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"primebench/internal/fleet"
)

// secondFrom is the number of leases from which the last twentieth is done twice where
// workers have nothing else to do: one of them may be slow, or away.
const secondFrom = 20

// Take waits for a lease. What goes wrong with the folder meanwhile is told, and tried
// again until ctx ends or the job is gone: disks are full for a while, and networks away.
func (d *Dir) Take(ctx context.Context) (fleet.Held, error) {
	told := ""
	for {
		held, err := d.tryTake()
		switch {
		case held != nil:
			return held, nil
		case errors.Is(err, fleet.ErrDone), errors.Is(err, fleet.ErrFormat), errors.Is(err, fleet.ErrNewer), errors.Is(err, ErrLeaseLacks):
			return nil, err
		case err != nil:
			if _, gone := os.Stat(d.at(jobFile)); errors.Is(gone, fs.ErrNotExist) {
				return nil, err
			}
			if errors.Is(err, fs.ErrNotExist) && d.makeFolders() == nil {
				break
			}
			if err.Error() != told {
				told = err.Error()
				d.tell("no lease for now: %s", told)
			}
		}
		if err := d.pause(ctx); err != nil {
			return nil, err
		}
	}
}

// tryTake takes a lease if there is one, and returns ErrDone where all is done.
func (d *Dir) tryTake() (fleet.Held, error) {
	if d.finished() {
		return nil, fleet.ErrDone
	}
	finds, err := d.finds()
	if err != nil {
		return nil, err
	}
	open := d.Job.Open(finds)
	if len(open) == 0 && !d.coordinated() {
		return nil, fleet.ErrDone
	}
	claims := []string{""}
	if d.Job.Count() >= secondFrom && len(open) <= d.Job.Count()/secondFrom {
		claims = append(claims, ".second")
	}
	claimed, err := d.claimed()
	if err != nil {
		return nil, err
	}
	for _, which := range claims {
		for _, index := range open {
			name := number(index) + which
			if age, is := claimed[name]; is && !d.abandoned(name, age) {
				continue
			}
			if which != "" && d.owner(number(index)) == d.Worker {
				continue
			}
			held, err := d.claimLease(index, name)
			if held != nil || err != nil && !errors.Is(err, fs.ErrExist) {
				return held, err
			}
		}
	}
	return nil, nil
}

func (d *Dir) finished() bool {
	_, err := os.Stat(d.at(doneFile))
	return err == nil
}

// coordinated reports whether a coordinator runs, which may yet offer a lease again.
func (d *Dir) coordinated() bool {
	age, err := d.age(d.at(presence))
	return err == nil && age <= d.claim()
}

// age is how long ago a file was written, by the file system.
func (d *Dir) age(path string) (time.Duration, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	now, err := d.now(d.Worker)
	if err != nil {
		return 0, err
	}
	return now.Sub(info.ModTime()), nil
}

// claimed is how old each claim is.
func (d *Dir) claimed() (map[string]time.Duration, error) {
	names, err := d.names(claimDir)
	if err != nil || len(names) == 0 {
		return nil, err
	}
	now, err := d.now(d.Worker)
	if err != nil {
		return nil, err
	}
	ages := map[string]time.Duration{}
	for _, name := range names {
		if info, err := os.Stat(d.at(claimDir, name)); err == nil { // or it is gone
			ages[name] = now.Sub(info.ModTime())
		}
	}
	return ages, nil
}

// abandoned takes away a claim whose worker has been silent for too long, and reports
// whether it is gone.
func (d *Dir) abandoned(name string, age time.Duration) bool {
	if age <= d.claim() {
		return false
	}
	// Another one may have taken it since, whose claim is a new one.
	if now, err := d.age(d.at(claimDir, name)); err == nil && now <= d.claim() {
		return false
	}
	d.tell("%s has been silent for %.1f s, and lease %s is another's", d.owner(name), age.Seconds(), name)
	return d.lose(name) == nil
}

// lose takes a claim from its worker, of whom it stays known.
func (d *Dir) lose(name string) error {
	owner := d.owner(name)
	if fleet.CheckName(owner) != nil {
		owner = "unknown"
	}
	return d.move(d.at(claimDir, name), d.at(lostDir, name+"."+owner))
}

// owner is the worker that made a claim, as far as that can be read.
func (d *Dir) owner(claim string) string {
	text, err := os.ReadFile(d.at(claimDir, claim))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// claimLease makes a claim, or fails with fs.ErrExist where another one did.
func (d *Dir) claimLease(index int, name string) (fleet.Held, error) {
	l, err := d.Lease(index)
	if err != nil {
		return nil, err
	}
	path := d.at(claimDir, name)
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	_, err = file.WriteString(d.Worker + "\n")
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, errors.Join(err, os.Remove(path))
	}
	return &held{dir: d, lease: l, claim: name}, nil
}

// Hold has a lease whoever else has it: for a scheduler that hands out numbers itself.
// ErrDone says that it needs not be done any more.
func (d *Dir) Hold(index int) (fleet.Held, error) {
	finds, err := d.finds()
	if err != nil {
		return nil, err
	}
	if d.finished() || !slices.Contains(d.Job.Open(finds), index) {
		return nil, fleet.ErrDone
	}
	if err := d.lose(number(index)); err != nil {
		return nil, err
	}
	return d.claimLease(index, number(index))
}

// A held lease.
type held struct {
	dir   *Dir
	lease fleet.Lease
	claim string // its name
}

func (h *held) Job() fleet.Job { return h.dir.Job }

func (h *held) Lease() fleet.Lease { return h.lease }

// Extend writes to the claim, unless that is another worker's by now, whose answer will
// be the same.
func (h *held) Extend(context.Context) error {
	d := h.dir
	finds, err := d.finds()
	if err != nil {
		return err
	}
	if d.finished() || !slices.Contains(d.Job.Open(finds), h.lease.Index) {
		return fleet.ErrLost
	}
	if d.owner(h.claim) != d.Worker {
		return nil
	}
	file, err := os.OpenFile(d.at(claimDir, h.claim), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = file.WriteString(d.Worker + "\n")
	return errors.Join(err, file.Close())
}

// Answer writes the answer, as often as it takes.
func (h *held) Answer(ctx context.Context, a fleet.Answer) error {
	text, err := a.Text()
	if err != nil {
		return err
	}
	d := h.dir
	name := answerName{index: a.Index, finds: len(a.Finds), worker: a.Worker}.String()
	told := ""
	for {
		err := d.write(d.at(answerDir, name), text)
		if err == nil {
			return syncDir(d.at(answerDir))
		}
		if _, gone := os.Stat(d.at(jobFile)); errors.Is(gone, fs.ErrNotExist) {
			return err
		}
		made := errors.Is(err, fs.ErrNotExist) && d.makeFolders() == nil
		if !made && err.Error() != told {
			told = err.Error()
			d.tell("the answer to lease %d is kept until it can be written: %s", a.Index, told)
		}
		if err := d.pause(ctx); err != nil {
			return err
		}
	}
}

// Release takes the claim away.
func (h *held) Release() {
	if d := h.dir; d.owner(h.claim) == d.Worker {
		_ = os.Remove(d.at(claimDir, h.claim)) // or it grows old
	}
}

// Beat writes how a worker stands, and does not wait for the disk: a status that cannot be
// written, or is lost, is none the worse for the job.
func (d *Dir) Beat(_ context.Context, s fleet.Status) error {
	text, err := s.Text()
	if err != nil {
		return err
	}
	if err := place(d.at(workerDir, s.Worker+".json"), text, func(*os.File) error { return nil }); err != nil {
		if errors.Is(err, fs.ErrNotExist) && d.makeFolders() == nil {
			return nil // the next one has its folder
		}
		d.tell("how %s stands cannot be written: %v", s.Worker, err)
	}
	return nil
}

// sweep removes what was being written when its writer died, and claims on leases that
// are answered.
func (d *Dir) sweep(finds map[int]int) {
	now, err := d.now(presence)
	if err != nil {
		return
	}
	for _, sub := range []string{leaseDir, claimDir, answerDir, workerDir} {
		entries, err := os.ReadDir(d.at(sub))
		if err != nil {
			continue
		}
		for _, e := range entries {
			info, err := e.Info()
			if err != nil || now.Sub(info.ModTime()) <= 2*d.claim() {
				continue
			}
			if strings.HasPrefix(e.Name(), ".") || sub == claimDir && d.answered(e.Name(), finds) {
				_ = os.Remove(filepath.Join(d.at(sub), e.Name())) // the next sweep sees it again
			}
		}
	}
}

func (d *Dir) answered(claim string, finds map[int]int) bool {
	for index := range finds {
		if strings.TrimSuffix(claim, ".second") == number(index) {
			return true
		}
	}
	return false
}
