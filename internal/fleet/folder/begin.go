// Hosts that begin together: a run of one suite on all of them at once.

package folder

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"primebench/internal/fleet"
)

// A Start is what hosts agree on that begin together.
type Start struct {
	Hosts []string `json:"hosts"`
	Seed  string   `json:"seed"`
}

// ErrBegun is wrapped by the error about a folder whose hosts have begun without this one.
var ErrBegun = errors.New("the hosts have begun already")

const (
	hostDir   = "hosts"
	beganFile = "began.json"
	// hostWaits is how long a host counts as there after it was heard of, and hostLooks is
	// the time between two looks, by which hosts begin apart.
	hostWaits = 15 * time.Second
	hostLooks = 100 * time.Millisecond
)

// Begin waits until so many hosts with this version of the program are there, and returns
// what one of them put down for all: the first seed that was offered. waits hears how many
// there are, each time that changes.
func Begin(ctx context.Context, path, me, version, seed string, hosts int, waits func(int)) (Start, error) {
	d := &Dir{Path: path}
	if err := os.MkdirAll(d.at(hostDir), 0o777); err != nil {
		return Start{}, err
	}
	mine := d.at(hostDir, me)
	defer os.Remove(mine)
	for told := 0; ; {
		if start, err := d.began(me); err == nil || !errors.Is(err, fs.ErrNotExist) {
			return start, err
		}
		if err := d.write(mine, []byte(version)); err != nil {
			return Start{}, err
		}
		there, err := d.hosts(mine, version)
		if err != nil {
			return Start{}, err
		}
		if len(there) != told {
			told = len(there)
			waits(told)
		}
		if len(there) >= hosts {
			if err := d.putDown(Start{Hosts: there[:hosts], Seed: seed}); err != nil {
				return Start{}, err
			}
			continue
		}
		timer := time.NewTimer(hostLooks)
		select {
		case <-ctx.Done():
			timer.Stop()
			return Start{}, context.Cause(ctx)
		case <-timer.C:
		}
	}
}

// began is what was put down, fs.ErrNotExist before that is whole.
func (d *Dir) began(me string) (Start, error) {
	text, err := os.ReadFile(d.at(beganFile))
	if err != nil {
		return Start{}, err
	}
	var start Start
	if json.Unmarshal(text, &start) != nil {
		return Start{}, fs.ErrNotExist // it is being written
	}
	if !slices.Contains(start.Hosts, me) {
		return Start{}, fmt.Errorf("%w in %q: %s; name a new folder", ErrBegun, d.Path, strings.Join(start.Hosts, ", "))
	}
	return start, nil
}

// hosts are those that wait, by name. The clock is that of the file system.
func (d *Dir) hosts(mine, version string) ([]string, error) {
	now, err := os.Stat(mine)
	if err != nil {
		return nil, err
	}
	names, err := d.names(hostDir)
	if err != nil {
		return nil, err
	}
	var there []string
	for _, name := range names {
		path := d.at(hostDir, name)
		info, err := os.Stat(path)
		if err != nil || now.ModTime().Sub(info.ModTime()) > hostWaits {
			continue // it is gone
		}
		other, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		if other := strings.TrimSpace(string(other)); other != version {
			return nil, fmt.Errorf("%w: host %.80q waits with primebench %.80q, and this is %q; use one everywhere", fleet.ErrFormat, name, other, version)
		}
		there = append(there, name)
	}
	slices.Sort(there)
	return there, nil
}

// putDown writes what all agree on, which one of several hosts does.
func (d *Dir) putDown(start Start) error {
	text, err := json.Marshal(start)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(d.Path, beganFile), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = file.Write(append(text, '\n'))
	return errors.Join(err, file.Sync(), file.Close())
}
