package check

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"primebench/dhgroup"
	"primebench/internal/cli/clitest"
	"primebench/internal/cli/ui"
	"primebench/internal/pages"
)

// write puts files into a folder, with the folders that their names have.
func write(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func parametersOf(t *testing.T, name string) []byte {
	t.Helper()
	g, err := dhgroup.Named(name)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := dhgroup.Write(&text, dhgroup.Entry{Group: g}, dhgroup.WriteOptions{Format: dhgroup.PEM}); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// TestFolders: what is in folders is checked or passed over, as --exclude and --strict say,
// and what cannot be read is told from what is not sound.
func TestFolders(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string][]byte{
		"good.pem":     parametersOf(t, "ffdhe2048"),
		"old/weak.pem": parametersOf(t, "modp768"),
		"broken.pem":   []byte("-----BEGIN DH PARAMETERS-----\nAAAA\n-----END DH PARAMETERS-----\n"),
		"words.txt":    []byte("to be or not to be\nthat is\n"),
		"empty":        nil,
		"small":        []byte("1\n2\n3\n"),
	})
	if err := os.Symlink(dir, filepath.Join(dir, "round")); err != nil {
		t.Logf("no links here: %v", err)
	}
	for _, c := range []struct {
		args string
		code int
		last string
	}{
		{"-r", ui.ExitNo, "2 groups: 1 sound, 1 weak, 0 bad, 1 not read, 3 passed over"},
		{"-r --exclude old", ui.ExitUsage, "1 group: 1 sound, 0 weak, 0 bad, 1 not read, 3 passed over"},
		{"-r --exclude old/*,b*", ui.ExitDone, "1 group: 1 sound, 0 weak, 0 bad, 0 not read, 3 passed over"},
		{"-r --strict --exclude old/*,b*", ui.ExitUsage, "1 group: 1 sound, 0 weak, 0 bad, 3 not read"},
		{"", ui.ExitUsage, "nothing read: 0 sound, 0 weak, 0 bad, 1 not read"},
		{"--exclude old", ui.ExitUsage, ""},
	} {
		got := clitest.Run(t, NewCheckCmd, "", append(strings.Fields("--full "+c.args), dir)...)
		if got.Code != c.code || !strings.HasSuffix(got.Stdout, c.last) && !strings.HasSuffix(got.Stdout, c.last+"\n") {
			t.Errorf("%q: %+v, want code %d and %q", c.args, got, c.code, c.last)
		}
	}
	first, second := filepath.Join(dir, "good.pem"), filepath.Join(dir, "old", "weak.pem")
	got := clitest.Run(t, NewCheckCmd, "", "-r", "--format", "jsonl", dir)
	if !strings.Contains(got.Stdout, `"source":`+quoted(t, first+":1")+`,"file":`+quoted(t, first)+`,"line":1,`) || !strings.Contains(got.Stdout, quoted(t, second)) {
		t.Errorf("as JSON: %s", got.Stdout)
	}
}

func quoted(t *testing.T, text string) string {
	t.Helper()
	data, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestRemarkOnce: a remark that is made again and again is printed once, with its count.
func TestRemarkOnce(t *testing.T) {
	line := "20260101000000 2 6 100 63 2 FFFFFFFFFFFFFA43\n"
	for _, full := range []string{"--full", "--min-bits=0"} {
		got := clitest.Run(t, NewCheckCmd, strings.Repeat(line, 40), full, "-")
		if !strings.Contains(got.Stdout, "40 times: the generator has the order 2q") || strings.Count(got.Stdout, "the order 2q") > 2 {
			t.Errorf("%s: %+v", full, got)
		}
	}
}

// secretKeys are private keys in every form that is read, one of them broken in each way
// that brings an error, and the numbers in them that nobody may see.
func secretKeys(t *testing.T) (files map[string][]byte, secrets []*big.Int) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	block := func(label string, der []byte) []byte {
		return pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der})
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	openSSH, err := ssh.MarshalPrivateKey(key, "")
	if err != nil {
		t.Fatal(err)
	}
	g, err := dhgroup.Named("modp1024-160")
	if err != nil {
		t.Fatal(err)
	}
	x := new(big.Int).Sub(g.Q, big.NewInt(12345))
	dsa, err := asn1.Marshal(struct {
		Version       int
		P, Q, G, Y, X *big.Int
	}{0, g.P, g.Q, g.G, new(big.Int).Exp(g.G, x, g.P), x})
	if err != nil {
		t.Fatal(err)
	}
	pkcs1, one := x509.MarshalPKCS1PrivateKey(key), big.NewInt(1)
	bad, err := asn1.Marshal(struct {
		Version                  int
		N, E, D, P, Q, DP, DQ, I *big.Int
	}{0, key.N, big.NewInt(65537), key.D, new(big.Int).Add(key.Primes[0], one), key.Primes[1], one, one, one})
	if err != nil {
		t.Fatal(err)
	}
	files = map[string][]byte{
		"pkcs1.pem": block("RSA PRIVATE KEY", pkcs1), "pkcs1.der": pkcs1, "pkcs8.pem": block("PRIVATE KEY", pkcs8), "pkcs8.der": pkcs8,
		"openssh": pem.EncodeToMemory(openSSH), "dsa.pem": block("DSA PRIVATE KEY", dsa), "dsa.der": dsa, "bad.pem": block("RSA PRIVATE KEY", bad),
		"of another kind.pem": block("RSA PUBLIC KEY", pkcs1), "of no kind.pem": block("PRIVATE THINGS", pkcs1),
		"short.pem": block("RSA PRIVATE KEY", pkcs1)[:700], "short.der": pkcs1[:500], "long.der": append(bytes.Clone(pkcs1), pkcs1...),
		"parameters.pem": block("DH PARAMETERS", pkcs1), "no base64.pem": bytes.Replace(block("RSA PRIVATE KEY", pkcs1), []byte("A"), []byte("*"), 1),
		"bare": []byte(base64.StdEncoding.EncodeToString(pkcs1)), "bare lines": bytes.TrimPrefix(block("RSA PRIVATE KEY", pkcs1), []byte("-----BEGIN RSA PRIVATE KEY-----\n")),
		"as text": []byte("Private-Key: (1024 bit, 2 primes)\nprime1:\n    " + hex.EncodeToString(key.Primes[0].Bytes())),
		"as JSON": []byte(`{"kty":"RSA","p":"` + base64.RawURLEncoding.EncodeToString(key.Primes[0].Bytes()) + `"}`),
	}
	return files, append([]*big.Int{key.D, key.Precomputed.Dp, key.Precomputed.Dq, key.Precomputed.Qinv, x}, key.Primes...)
}

// TestSecretsAreNotShown: in no format and in no error is a run of digits of a secret, in any
// form that a key may stand in.
func TestSecretsAreNotShown(t *testing.T) {
	files, secrets := secretKeys(t)
	dir := t.TempDir()
	write(t, dir, files)
	names := []string{}
	for name := range files {
		names = append(names, filepath.Join(dir, name))
	}
	const run = 8 // digits that chance does not repeat
	var forms []string
	for _, n := range secrets {
		forms = append(forms, n.String(), n.Text(16), base64.RawStdEncoding.EncodeToString(n.Bytes()))
	}
	for _, data := range files {
		forms = append(forms, strings.Join(strings.Fields(string(data)), ""))
	}
	for _, args := range append([][]string{{"--format", "jsonl"}, {"--full"}, {"-r", "--full"}, {"--strict"}, {"--max-bits", "512", "--full"}}, formatArgs()...) {
		operands := names
		if args[0] == "-r" {
			operands = []string{dir}
		}
		got := clitest.Run(t, NewCheckCmd, "", append(args, operands...)...)
		told := got.Stdout + got.Stderr
		if got.Err != nil {
			told += got.Err.Error()
		}
		if len(told) < 100 {
			t.Fatalf("%q says too little: %q", args, told)
		}
		told = strings.ReplaceAll(told, dir, "")
		for _, form := range forms {
			for at := 0; at+run <= len(form); at++ {
				digits := form[at : at+run]
				if strings.Contains(told, digits) && isSecret(digits) {
					t.Fatalf("%q shows %q in %s", args, digits, told)
				}
			}
		}
	}
}

// isSecret reports whether some characters of a key's file are of its numbers, and not of
// the words around them.
func isSecret(digits string) bool {
	for _, words := range []string{"-----BEGINRSAPRIVATEKEYTHINGSPUBLICDHPARAMETERSOPENSSHDSA-----END", "AAAAAAAAAAAAAAAA"} {
		if strings.Contains(words, digits) {
			return false
		}
	}
	return strings.Trim(digits, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") != ""
}

func formatArgs() [][]string {
	var all [][]string
	for _, format := range pages.CheckFormats() {
		all = append(all, []string{"--format", string(format)})
	}
	return all
}
