package tokens_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"primebench/internal/cli"
	"primebench/internal/cli/ui"
)

// brokenPipe is a stdout that nobody reads any more.
type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, syscall.EPIPE }

// runSecrets runs primebench secrets with arguments and returns what it prints.
func runSecrets(stdin string, stdout io.Writer, args ...string) (code int, stderr string) {
	var told bytes.Buffer
	p := ui.NewProcess(strings.NewReader(stdin), stdout, &told, nil)
	return cli.Execute(context.Background(), append([]string{"secrets"}, args...), p), told.String()
}

// A million tokens are a stream: what is allocated for them does not depend on
// their number.
func TestTokensTakeNoMemory(t *testing.T) {
	allocated := func(count string) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if code, stderr := runSecrets("", io.Discard, "token", "--count", count); code != ui.ExitDone {
			t.Fatalf("exit code %d: %s", code, stderr)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	few, many := allocated("10000"), allocated("1000000")
	if many > few+64<<10 {
		t.Errorf("10,000 tokens allocate %d bytes, 1,000,000 of them %d", few, many)
	}
}

// Raw writes as many bytes as it is asked for, whoever draws the blocks, and none is
// written twice.
func TestRawIsWhole(t *testing.T) {
	const block = 64 << 10
	for _, size := range []int{1, block - 1, block, block + 1, 2 * block, 7*block + 31} {
		var out bytes.Buffer
		if code, stderr := runSecrets("", &out, "raw", "--bytes", strconv.Itoa(size)); code != ui.ExitDone || stderr != "" || out.Len() != size {
			t.Errorf("%d bytes: exit code %d, stderr %q, %d bytes", size, code, stderr, out.Len())
		}
		seen := map[string]bool{}
		for chunk := range slices.Chunk(out.Bytes(), 16) {
			if len(chunk) == 16 && (seen[string(chunk)] || [16]byte(chunk) == [16]byte{}) {
				t.Fatalf("%d bytes: %x comes twice, or was not drawn", size, chunk)
			}
			seen[string(chunk)] = true
		}
	}
}

// Every verb stops at the first write that fails.
func TestSecretsStopAtABrokenPipe(t *testing.T) {
	for _, args := range [][]string{
		{"token", "--count", "1000000000"}, {"raw", "--bytes", "1000000000"},
		{"password", "--count", "1000000000"}, {"choice", "--count", "1000000000", "a", "b"}, {"shuffle", "a"},
	} {
		if code, stderr := runSecrets("", brokenPipe{}, args...); code != ui.ExitFailed || stderr != "" {
			t.Errorf("%q: exit code %d, stderr %q, want %d and nothing", args, code, stderr, ui.ExitFailed)
		}
	}
}

// FuzzItems gives a text as stdin to shuffle: its lines come out, each as often
// as it came in.
func FuzzItems(f *testing.F) {
	for _, seed := range []string{"", "a", "a\nb\n", "\n\n", "a\r\nb", "\r\n", "\x00\n\xff", "-\n--\n"} {
		f.Add(seed)
	}
	f.Fuzz(checkShuffled)
}

// TestLongItem shuffles a line that is longer than a scanner's buffer.
func TestLongItem(t *testing.T) { checkShuffled(t, strings.Repeat("x", 70000)+"\ny") }

func checkShuffled(t *testing.T, text string) {
	var out bytes.Buffer
	if code, stderr := runSecrets(text, &out, "shuffle"); code != ui.ExitDone || stderr != "" {
		t.Fatalf("exit code %d, stderr %q", code, stderr)
	}
	var want []string
	scanner := bufio.NewScanner(strings.NewReader(text))
	scanner.Buffer(nil, len(text)+2)
	for scanner.Scan() {
		want = append(want, scanner.Text())
	}
	got := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if out.Len() == 0 {
		got = nil
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%q comes out as %q", want, got)
	}
}

// FuzzSecretFlags gives a text to one of the flags and operands that are parsed.
func FuzzSecretFlags(f *testing.F) {
	places := [][]string{
		{"token", "--bytes"}, {"token", "--format"}, {"password", "--length"}, {"password", "--classes"},
		{"passphrase", "--length"}, {"passphrase", "--"}, {"below", "--"}, {"uuid", "--"}, {"sample", "a", "--count"},
	}
	for i, seed := range []string{"32", "hex", "-1", "lower,digits", "0", "٣", "1e3", "v7", strings.Repeat("9", 100), "\x00"} {
		f.Add(byte(i), seed)
	}
	f.Fuzz(func(t *testing.T, place byte, text string) {
		args := append(slices.Clone(places[int(place)%len(places)]), text)
		if code, stderr := runSecrets("", io.Discard, args...); code != ui.ExitDone && code != ui.ExitUsage || strings.Count(stderr, "\n") != min(code, 1) {
			t.Errorf("%q: exit code %d, stderr %q", args, code, stderr)
		}
	})
}
