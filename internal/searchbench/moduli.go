// OpenSSH's way to moduli: ssh-keygen -M generate sieves once for many primes,
// ssh-keygen -M screen tests what is left, one line a candidate.

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"primebench/internal/rng"
	"primebench/sieve"
)

const (
	moduliBits = 2048
	// moduliPolicy is what BN_is_prime_ex of OpenSSL 3 does at that size for p, and
	// twice for (p-1)/2. ssh-keygen asks for 100 rounds of p.
	moduliPolicy = "mr100"
	// firstLines are screened before the pace is known.
	firstLines = 50
)

// A moduli is what -M generate has written.
type moduli struct {
	folder string
	lines  []string      // of candidates, in random order
	took   time.Duration // for the sieve
	finds  float64       // expected out of all lines
	next   int           // line to be screened
	pace   float64       // seconds a line
}

// generateModuli runs the sieve in a folder, with the memory that ssh-keygen
// takes by itself.
func generateModuli(ctx context.Context, folder string, order *rng.Stream) (*moduli, error) {
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		return nil, fmt.Errorf("%w: no ssh-keygen in PATH", errNone)
	}
	file := filepath.Join(folder, "candidates")
	done, err := start(ctx, "", "ssh-keygen", "-M", "generate", "-O", "bits="+strconv.Itoa(moduliBits), file)
	if err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		return nil, fmt.Errorf("%w: %w", errNone, err) // OpenSSH before 8.2 knows no -M
	}
	odd, err := parseSieved(done.stderr)
	if err != nil {
		return nil, err
	}
	content, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	lines, lnFirst, err := readCandidates(content, moduliBits)
	if err != nil {
		return nil, err
	}
	for i := len(lines) - 1; i > 0; i-- {
		j := order.Below(uint64(i) + 1)
		lines[i], lines[j] = lines[j], lines[i]
	}
	return &moduli{folder: folder, lines: lines, took: done.processor, finds: moduliExpected(lnFirst, odd)}, nil
}

// contestant screens lines, as many as the pace of the last ones puts into a
// slice. Its tests are lines.
func (m *moduli) contestant(share float64) *contestant {
	return &contestant{
		key:      key{whoSSH, sieve.Safe, moduliBits, moduliPolicy},
		law:      sliced,
		share:    share,
		expected: float64(len(m.lines)) / m.finds,
		once:     m.took.Seconds() / m.finds,
		onceHow: fmt.Sprintf("%s s of sieve, measured once, for the %.1f finds that theory expects of %d lines",
			digits(m.took.Seconds()), m.finds, len(m.lines)),
		run: func(ctx context.Context, limit time.Duration) (sample, error) {
			count := firstLines
			if m.pace > 0 {
				count = max(1, int(limit.Seconds()/m.pace))
			}
			return m.screen(ctx, count)
		},
	}
}

// screen tests the next lines, after the last one the first again.
func (m *moduli) screen(ctx context.Context, count int) (sample, error) {
	var text strings.Builder
	for range count {
		text.WriteString(m.lines[m.next] + "\n")
		m.next = (m.next + 1) % len(m.lines)
	}
	in, out := filepath.Join(m.folder, "part"), filepath.Join(m.folder, "primes")
	if err := os.WriteFile(in, []byte(text.String()), 0o600); err != nil {
		return sample{}, err
	}
	// ssh-keygen appends to what is there.
	if err := os.Remove(out); err != nil && !errors.Is(err, os.ErrNotExist) {
		return sample{}, err
	}
	done, err := start(ctx, "", "ssh-keygen", "-M", "screen", "-f", in, out)
	if err != nil {
		return sample{}, err
	}
	finds, err := parseScreened(done.stderr)
	if err != nil {
		return sample{}, err
	}
	content, err := os.ReadFile(out)
	if err != nil {
		return sample{}, err
	}
	s := sample{tests: float64(count), search: done.processor, finds: finds}
	for line := range strings.Lines(string(content)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		p, err := modulusOf(line)
		if err != nil {
			return sample{}, err
		}
		s.found = append(s.found, p)
	}
	if len(s.found) != finds {
		return sample{}, fmt.Errorf("ssh-keygen says that it found %d primes and wrote %d", finds, len(s.found))
	}
	m.pace = s.search.Seconds() / s.tests
	return s, nil
}

var (
	sieved   = regexp.MustCompile(`Sieve next ([0-9]+) plus`)
	screened = regexp.MustCompile(`Found ([0-9]+) safe primes of`)
)

// parseSieved reads how many odd numbers the sieve of -M generate covered; it
// says how far they reach.
func parseSieved(text string) (odd float64, err error) {
	reach, err := numberIn(sieved, text, "the sieve's length")
	return float64(reach) / 2, err
}

// parseScreened reads how many primes -M screen found.
func parseScreened(text string) (int, error) {
	return numberIn(screened, text, "the number of primes")
}

func numberIn(pattern *regexp.Regexp, text, what string) (int, error) {
	match := pattern.FindStringSubmatch(text)
	if match == nil {
		return 0, fmt.Errorf("ssh-keygen does not say %s in %q, want %q", what, lastLine(text), pattern)
	}
	return strconv.Atoi(match[1])
}

// readCandidates reads the lines of -M generate, and the logarithm of the first
// (p-1)/2, which stands for all: they lie within 2^27 of each other.
func readCandidates(r io.Reader, bits int) (lines []string, lnFirst float64, err error) {
	scanner := bufio.NewScanner(r)
	for scanner.Scan() {
		lines = append(lines, scanner.Text())
	}
	if err := scanner.Err(); err != nil {
		return nil, 0, err
	}
	if len(lines) == 0 {
		return nil, 0, errors.New("ssh-keygen wrote no candidates")
	}
	q, err := modulusOf(lines[0])
	if err != nil {
		return nil, 0, err
	}
	if q.BitLen() != bits-1 {
		return nil, 0, fmt.Errorf("ssh-keygen's candidates have %d bits, want %d", q.BitLen(), bits-1)
	}
	const kept = 53
	shift := q.BitLen() - kept
	head, _ := new(big.Float).SetInt(new(big.Int).Rsh(q, uint(shift))).Float64()
	return lines, math.Log(head) + float64(shift)*math.Ln2, nil
}

// modulusOf reads the number of a line of moduli(5): the last of seven fields.
func modulusOf(line string) (*big.Int, error) {
	fields := strings.Fields(line)
	if len(fields) == 7 {
		if n, ok := new(big.Int).SetString(fields[6], 16); ok && n.Sign() > 0 {
			return n, nil
		}
	}
	return nil, fmt.Errorf("ssh-keygen's line %.40q has %d fields, want 7 with a number in hex at the end", line, len(fields))
}
