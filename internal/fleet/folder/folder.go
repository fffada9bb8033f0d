// Package folder is a fleet's transport by a folder that all machines share, with
// nothing but files:
//
//	job.json        what is looked for; there once all leases are
//	leases/N.json   the leases
//	claims/N        which worker has lease N; advisory
//	lost/N.WORKER   claims that were taken from a worker
//	answers/N.FINDS.WORKER.json
//	rejected/…      answers that are not true
//	workers/NAME.json  how each worker stood last
//	ledger          what counts
//	coordinator     rewritten while one runs; done: there is nothing left to do
//
// A claim is made by creating its file, which one of several succeeds in, and kept by
// writing to it. Its age is the difference of the times at which the file system says that
// two of its files were written, so that no machine's clock counts. Two workers that have
// one lease all the same do no harm. What is written is written aside and renamed, so
// that it is whole or not there.
package folder

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"primebench/internal/fleet"
)

// A Dir is the shared folder of a job.
type Dir struct {
	Path string
	Job  fleet.Job
	// Worker is who takes leases here, and Told hears what a person should know.
	Worker string
	Told   func(string)

	seen map[string]bool // answers that were yielded
}

// The names in a folder.
const (
	jobFile     = "job.json"
	leaseDir    = "leases"
	claimDir    = "claims"
	lostDir     = "lost"
	answerDir   = "answers"
	rejectedDir = "rejected"
	workerDir   = "workers"
	ledgerFile  = "ledger"
	presence    = "coordinator"
	doneFile    = "done"
	aside       = ".aside-" // begins the names of files that are being written
)

// ErrOther is wrapped by the error about a folder that has another job.
var ErrOther = errors.New("the folder has another job")

// ErrLeaseLacks is wrapped by the error about a lease whose file is not there.
var ErrLeaseLacks = errors.New("the file of a lease is not there")

// ErrFile is wrapped by the error about a path that is no folder.
var ErrFile = errors.New("it is a file, and no folder")

// Create puts a job into a folder, which is new or empty, or goes on with the one of an
// earlier call that was the same.
func Create(path string, job fleet.Job, leases []fleet.Lease) (*Dir, error) {
	d := &Dir{Path: path, Job: job}
	there, err := Open(path)
	switch {
	case err == nil && there.Job.ID() != job.ID():
		return nil, fmt.Errorf("%q: %w", path, ErrOther)
	case err == nil:
		return there, nil
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	if err := os.MkdirAll(d.at(leaseDir), 0o777); err != nil {
		return nil, err
	}
	if err := d.makeFolders(); err != nil {
		return nil, err
	}
	// Side by side, since each waits for the disk.
	var group errgroup.Group
	group.SetLimit(writers)
	for _, l := range leases {
		group.Go(func() error { return d.writeLease(l) })
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	if err := syncDir(d.at(leaseDir)); err != nil {
		return nil, err
	}
	text, err := job.Text()
	if err != nil {
		return nil, err
	}
	return d, d.write(d.at(jobFile), text)
}

// makeFolders makes those that lack of the folders whose files may be lost. It makes no
// folder of a job: that one may be gone because somebody removed it.
func (d *Dir) makeFolders() error {
	for _, sub := range []string{claimDir, lostDir, answerDir, rejectedDir, workerDir} {
		if err := os.Mkdir(d.at(sub), 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}

// move renames a file of the folder, where it is still there.
func (d *Dir) move(from, to string) error {
	err := os.Rename(from, to)
	if errors.Is(err, fs.ErrNotExist) { // the file, or the folder that it goes to
		if err = d.makeFolders(); err == nil {
			err = os.Rename(from, to)
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Open opens the folder of a job. Its error wraps fs.ErrNotExist where there is none, and
// ErrFile where the path is a file's.
func Open(path string) (*Dir, error) {
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		return nil, fmt.Errorf("%q: %w", path, ErrFile)
	}
	text, err := os.ReadFile(filepath.Join(path, jobFile))
	if err != nil {
		return nil, err
	}
	job, err := fleet.ReadJob(text)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", filepath.Join(path, jobFile), err)
	}
	d := &Dir{Path: path, Job: job}
	if err := d.makeFolders(); err != nil {
		return nil, fmt.Errorf("a folder of the job lacks and cannot be made: %v", err)
	}
	return d, nil
}

func (d *Dir) at(names ...string) string {
	return filepath.Join(append([]string{d.Path}, names...)...)
}

func (d *Dir) tell(format string, args ...any) {
	if d.Told != nil {
		d.Told(fmt.Sprintf(format, args...))
	}
}

// LedgerPath is where the ledger is.
func (d *Dir) LedgerPath() string { return d.at(ledgerFile) }

// writers is how many leases are written at once.
const writers = 16

// number is a lease's in names of files.
func number(index int) string { return fmt.Sprintf("%06d", index) }

func (d *Dir) leasePath(index int) string { return d.at(leaseDir, number(index)+".json") }

func (d *Dir) writeLease(l fleet.Lease) error {
	text, err := l.Text()
	if err != nil {
		return err
	}
	return d.write(d.leasePath(l.Index), text)
}

// Lease reads a lease. Its error wraps ErrLeaseLacks where the file is not there.
func (d *Dir) Lease(index int) (fleet.Lease, error) {
	text, err := os.ReadFile(d.leasePath(index))
	if errors.Is(err, fs.ErrNotExist) {
		return fleet.Lease{}, fmt.Errorf("%w: %q; plan the job again in a new folder", ErrLeaseLacks, d.leasePath(index))
	}
	if err != nil {
		return fleet.Lease{}, err
	}
	l, err := fleet.ReadLease(text, d.Job)
	if err == nil && l.Index != index {
		err = fmt.Errorf("%w: it is lease %d", fleet.ErrFormat, l.Index)
	}
	if err != nil {
		return fleet.Lease{}, fmt.Errorf("%q: %w", d.leasePath(index), err)
	}
	return l, nil
}

// CheckLeases holds the leases to the sum in the job: they are those that were planned.
func (d *Dir) CheckLeases() error {
	sum := sha256.New()
	for index := range d.Job.Count() {
		l, err := d.Lease(index)
		if err != nil {
			return err
		}
		l.Job = ""
		text, err := l.Text()
		if err != nil {
			return err
		}
		sum.Write(append(text, '\n'))
	}
	if hex.EncodeToString(sum.Sum(nil)) != d.Job.Leases {
		return fmt.Errorf("%q: %w: the leases are not those of the job", d.at(leaseDir), fleet.ErrFormat)
	}
	return nil
}

// write puts a file in its place: whole, on the disk, and in place of an earlier one.
func (d *Dir) write(path string, text []byte) error { return place(path, text, (*os.File).Sync) }

// place puts a file in its place: whole, and after sync in place of an earlier one.
func place(path string, text []byte, sync func(*os.File) error) error {
	temporary := filepath.Join(filepath.Dir(path), aside+rand.Text())
	file, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = file.Write(append(text, '\n'))
	if err == nil {
		err = sync(file)
	}
	err = errors.Join(err, file.Close())
	if err == nil {
		err = os.Rename(temporary, path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temporary))
	}
	return nil
}

// syncDir brings names to the disk, where the system opens folders.
func syncDir(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	_ = folder.Sync() // not all systems know it
	return folder.Close()
}

// An answerName is what the name of an answer says.
type answerName struct {
	index, finds int
	worker       string
}

func (n answerName) String() string {
	return number(n.index) + "." + strconv.Itoa(n.finds) + "." + n.worker + ".json"
}

func parseAnswerName(name string) (answerName, bool) {
	parts := strings.Split(name, ".")
	if len(parts) != 4 || parts[3] != "json" {
		return answerName{}, false
	}
	index, errIndex := strconv.Atoi(parts[0])
	finds, errFinds := strconv.Atoi(parts[1])
	n := answerName{index: index, finds: finds, worker: parts[2]}
	counts := errIndex == nil && errFinds == nil && index >= 0 && finds >= 0
	return n, counts && fleet.CheckName(n.worker) == nil && n.String() == name
}

// names lists a folder, without files that are being written.
func (d *Dir) names(sub string) ([]string, error) {
	folder, err := os.Open(d.at(sub))
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	all, err := folder.Readdirnames(-1)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, name := range all {
		if !strings.HasPrefix(name, ".") {
			names = append(names, name)
		}
	}
	return names, nil
}

// finds is how many each answered lease has, by the names of the answers.
func (d *Dir) finds() (map[int]int, error) {
	names, err := d.names(answerDir)
	if err != nil {
		return nil, err
	}
	finds := map[int]int{}
	for _, name := range names {
		if n, ok := parseAnswerName(name); ok {
			finds[n.index] = n.finds
		}
	}
	return finds, nil
}

// Finish tells workers that there is nothing left to do, and tidies up.
func (d *Dir) Finish() error {
	if err := d.write(d.at(doneFile), []byte("done")); err != nil {
		return err
	}
	info, err := os.Stat(d.at(doneFile))
	if err != nil {
		return err
	}
	d.tidy(info.ModTime().Add(-d.claim()))
	return nil
}

// tidy removes what was being written before a time, by processes that were killed. A
// worker that lives and is as slow is one that has lost its lease.
func (d *Dir) tidy(before time.Time) {
	for _, sub := range []string{".", leaseDir, claimDir, answerDir, rejectedDir, workerDir, lostDir} {
		entries, err := os.ReadDir(d.at(sub))
		if err != nil {
			continue // whoever needs it is told
		}
		for _, e := range entries {
			info, err := e.Info()
			if err == nil && info.Mode().IsRegular() && strings.HasPrefix(e.Name(), ".") && info.ModTime().Before(before) {
				_ = os.Remove(d.at(sub, e.Name())) // by the next one, then
			}
		}
	}
}

// now is the file system's clock: the time of a file that was just written.
func (d *Dir) now(name string) (time.Time, error) {
	path := d.at(claimDir, ".clock-"+name)
	if err := os.WriteFile(path, []byte("now\n"), 0o666); err != nil {
		return time.Time{}, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime(), nil
}

// claim is the time after which a silent worker's lease is another's.
func (d *Dir) claim() time.Duration {
	return time.Duration(d.Job.Claim * float64(time.Second))
}

// pause waits between two looks at the folder.
func (d *Dir) pause(ctx context.Context) error {
	timer := time.NewTimer(min(max(d.claim()/60, 20*time.Millisecond), 2*time.Second))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
