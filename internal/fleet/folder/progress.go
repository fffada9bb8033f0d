// How a job stands, by its folder.

package folder

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"primebench/internal/fleet"
)

// Progress is how the job stands by the answers of fold, and by the claims that are there.
func (d *Dir) Progress(fold *fleet.Fold) (fleet.Progress, error) {
	claims, err := d.claims()
	if err != nil {
		return fleet.Progress{}, err
	}
	lost, err := d.names(lostDir)
	if err != nil {
		return fleet.Progress{}, err
	}
	return fold.Progress(claims, len(lost)), nil
}

// Fold has the answers of the ledger, and those that wait to be checked.
func (d *Dir) Fold() (*fleet.Fold, error) {
	fold := fleet.NewFold(d.Job, nil)
	ledger, err := os.Open(d.LedgerPath())
	if err == nil {
		defer ledger.Close()
		entries, _, _, err := fleet.ReadLedger(ledger, d.Job)
		if err != nil {
			return nil, err
		}
		fold = fleet.NewFold(d.Job, entries)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	names, err := d.names(answerDir)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		n, ok := parseAnswerName(name)
		if _, there := fold.Answer(n.index); !ok || there {
			continue
		}
		delivered, err := d.deliver(name)
		switch {
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, fleet.ErrFormat): // the coordinator puts it aside
		case err != nil:
			return nil, err
		default:
			fold.Add(fleet.Entry{Answer: &delivered.Answer})
		}
	}
	return fold, nil
}

// claims lists the leases that workers have, by their numbers.
func (d *Dir) claims() ([]fleet.Claim, error) {
	ages, err := d.claimed()
	if err != nil {
		return nil, err
	}
	var claims []fleet.Claim
	for _, name := range slices.Sorted(maps.Keys(ages)) {
		if index, err := strconv.Atoi(strings.TrimSuffix(name, ".second")); err == nil {
			claims = append(claims, fleet.Claim{Index: index, Worker: d.owner(name), Silent: ages[name]})
		}
	}
	return claims, nil
}
