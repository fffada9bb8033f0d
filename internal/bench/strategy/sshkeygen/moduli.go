// The sieve and the screening: what is run, and what is read.

package sshkeygen

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"primebench/engine"
	"primebench/internal/bench/strategy"
	"primebench/internal/peer"
	"primebench/internal/rng"
	"primebench/internal/wholefile"
	"primebench/results"
)

// firstLines are screened before the pace is known.
const firstLines = 50

// A runner keeps the lines that one sieve has left.
type runner struct {
	task  strategy.Task
	facts strategy.Facts
	order *rng.Stream

	lines []string // of candidates, in random order
	next  int      // line to be screened
	pace  float64  // seconds a line, 0 when not known
}

// Facts implements strategy.Runner.
func (r *runner) Facts() strategy.Facts { return r.facts }

// Search implements strategy.Runner: there is none.
func (r *runner) Search(context.Context, uint64) (strategy.Outcome, error) {
	return strategy.Outcome{}, strategy.Unsupported(results.StrategySSHKeygen, noSearch)
}

// Replay implements strategy.Runner: there is none.
func (r *runner) Replay(context.Context, []*big.Int) (strategy.Outcome, error) {
	return strategy.Outcome{}, strategy.Unsupported(results.StrategySSHKeygen, "a replay, it has candidates of its own")
}

// Operations implements strategy.Runner: "sieve" is one odd number q, of the millions
// that -M generate goes through.
func (r *runner) Operations() []strategy.Operation {
	return []strategy.Operation{{
		Operation: results.Operation{Name: results.OpSieve, PerSearch: r.facts.Expected.Candidates},
		Tests:     sieveTests(r.task.Bits), Run: r.sieve,
	}}
}

// sieveTests is about how many tests take the time of a sieve: 50,000 at 2048 bits.
// The time is that of 203 million divisions, and grows with the size.
func sieveTests(bits int) float64 {
	ratio := 2048 / float64(bits)
	return 50_000 * ratio * ratio
}

// sieve makes the lines that slices screen.
func (r *runner) sieve(ctx context.Context, _ int64) (int64, error) {
	wholefile.SweepScratch()
	folder, remove, err := wholefile.Scratch()
	if err != nil {
		return 0, err
	}
	defer remove()
	file := filepath.Join(folder, "candidates")
	printed, err := peer.RunProgram(ctx, r.facts.Peer.Path, "-M", "generate", "-O", "bits="+strconv.Itoa(r.task.Bits), file)
	if err != nil {
		return 0, err
	}
	odd, err := parseSieved(printed.Stderr)
	if err != nil {
		return 0, err
	}
	content, err := os.Open(file)
	if err != nil {
		return 0, err
	}
	defer content.Close()
	lines, err := readCandidates(content, r.task.Bits)
	if err != nil {
		return 0, err
	}
	for i := len(lines) - 1; i > 0; i-- {
		j := r.order.Below(uint64(i) + 1)
		lines[i], lines[j] = lines[j], lines[i]
	}
	r.lines, r.next = lines, 0
	return odd, nil
}

// Slice implements strategy.Slicer. It screens as many lines as the pace of the last
// ones puts into the limit.
func (r *runner) Slice(ctx context.Context, limit time.Duration) (strategy.Finds, error) {
	count := firstLines
	if r.pace > 0 {
		count = max(1, int(limit.Seconds()/r.pace))
	}
	return r.screen(ctx, min(count, len(r.lines)))
}

// screen tests the next lines, after the last one the first again.
func (r *runner) screen(ctx context.Context, count int) (strategy.Finds, error) {
	if count == 0 {
		return strategy.Finds{}, errors.New("ssh-keygen: nothing to screen before the sieve")
	}
	folder, remove, err := wholefile.Scratch()
	if err != nil {
		return strategy.Finds{}, err
	}
	defer remove()
	var text strings.Builder
	for range count {
		text.WriteString(r.lines[r.next] + "\n")
		r.next = (r.next + 1) % len(r.lines)
	}
	in, out := filepath.Join(folder, "candidates"), filepath.Join(folder, "primes")
	if err := os.WriteFile(in, []byte(text.String()), 0o600); err != nil {
		return strategy.Finds{}, err
	}
	began := time.Now()
	printed, err := peer.RunProgram(ctx, r.facts.Peer.Path, "-M", "screen", "-f", in, out)
	if err != nil {
		return strategy.Finds{}, err
	}
	r.pace = time.Since(began).Seconds() / float64(count)
	k := engine.Counters{Candidates: int64(count), Survivors: int64(count), Tests: int64(count)}
	r.task.Meter.AddTests(k.Tests)
	found, err := readPrimes(out)
	if err != nil {
		return strategy.Finds{}, err
	}
	k.Primes = int64(len(found))
	said, err := parseScreened(printed.Stderr)
	if err == nil && said != k.Primes {
		err = fmt.Errorf("ssh-keygen: it says that it found %d primes and wrote %d", said, k.Primes)
	}
	return strategy.Finds{Found: found, Counters: k}, err
}

// readPrimes reads what -M screen has written.
func readPrimes(file string) ([]*big.Int, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var found []*big.Int
	for line := range strings.Lines(string(content)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		p, err := modulusOf(line)
		if err != nil {
			return nil, err
		}
		found = append(found, p)
	}
	return found, nil
}

// parseSieved reads how many odd numbers the sieve of -M generate covered; it says
// how far they reach.
func parseSieved(text string) (odd int64, err error) {
	reach, err := numberIn(regexp.MustCompile(`Sieve next ([0-9]+) plus`), text, "the sieve's length")
	if err == nil && reach < 2 {
		err = fmt.Errorf("ssh-keygen: it sieves %d numbers", reach)
	}
	return reach / 2, err
}

// parseScreened reads how many primes -M screen found.
func parseScreened(text string) (int64, error) {
	return numberIn(regexp.MustCompile(`Found ([0-9]+) safe primes of`), text, "the number of primes")
}

func numberIn(pattern *regexp.Regexp, text, what string) (int64, error) {
	match := pattern.FindStringSubmatch(text)
	if match == nil {
		return 0, fmt.Errorf("ssh-keygen: it does not say %s in %q, want %q", what, peer.LastLine(text), pattern)
	}
	return strconv.ParseInt(match[1], 10, 64)
}

// readCandidates reads the lines of -M generate, whose numbers are q = (p-1)/2.
func readCandidates(r io.Reader, bits int) ([]string, error) {
	var lines []string
	scanner := bufio.NewScanner(r)
	for scanner.Scan() {
		lines = append(lines, scanner.Text())
	}
	if err := scanner.Err(); err != nil {
		return nil, err
	}
	if len(lines) == 0 {
		return nil, errors.New("ssh-keygen: it wrote no candidates")
	}
	q, err := modulusOf(lines[0])
	if err != nil {
		return nil, err
	}
	if q.BitLen() != bits-1 {
		return nil, fmt.Errorf("ssh-keygen: its candidates have %d bits, want %d", q.BitLen(), bits-1)
	}
	return lines, nil
}

// modulusOf reads the number of a line of moduli(5): the last of seven fields.
func modulusOf(line string) (*big.Int, error) {
	fields := strings.Fields(line)
	if len(fields) == 7 {
		if n, ok := new(big.Int).SetString(fields[6], 16); ok && n.Sign() > 0 {
			return n, nil
		}
	}
	return nil, fmt.Errorf("ssh-keygen: its line %.40q has %d fields, want 7 with a number in hex at the end", line, len(fields))
}
