// Programs that take what the verbs make: docs/CLI.md says which, and is held to them.

package find

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"primebench/dhgroup"
	"primebench/internal/cli/clitest"
	"primebench/internal/needed"
)

// A server is a program that reads parameters: what it is given in the folder DIR with
// key.pem, cert.pem, both.pem and all.pem, which has the parameters too, those being FILE;
// and by which words of its output it has read them, has gone on without them or has not.
type server struct {
	config            string // of the file "config", with DIR and FILE
	args              string
	yes, without, not string // regular expressions
}

var servers = map[string]server{
	"nginx": {
		config: `pid DIR/pid; events {} http { access_log off; client_body_temp_path DIR/a; proxy_temp_path DIR/b; fastcgi_temp_path DIR/c;
uwsgi_temp_path DIR/d; scgi_temp_path DIR/e; server { listen 127.0.0.1:1 ssl; ssl_certificate DIR/cert.pem; ssl_certificate_key DIR/key.pem; ssl_dhparam FILE; } }`,
		args: "-t -e stderr -c DIR/config", yes: "test is successful", not: "dh key too small|PEM_read_bio_DHparams",
	},
	"haproxy": {
		config: `global
 ssl-dh-param-file FILE
defaults
 mode http
 timeout client 1s
 timeout server 1s
 timeout connect 1s
frontend f
 bind 127.0.0.1:1 ssl crt DIR/both.pem
`,
		args: "-c -f DIR/config", yes: "Configuration file is valid", without: "unable to use the global DH parameter", not: "unable to load DH parameters",
	},
	"openvpn": {
		args: "--dev null --ifconfig 10.8.0.1 10.8.0.2 --tls-server --ca cert.pem --cert cert.pem --key key.pem --dh FILE --local 127.0.0.1 --port 0 --verb 3",
		yes:  "Diffie-Hellman initialized", not: "dh key too small|Cannot load DH parameters",
	},
	"stunnel": {
		config: "foreground = yes\ndebug = 7\npid =\n[s]\naccept = 127.0.0.1:1\nconnect = 127.0.0.1:1\ncert = DIR/all.pem\nciphers = DHE\nsslVersionMax = TLSv1.2\n",
		args:   "DIR/config", yes: "bit DH parameters loaded", not: "Could not load DH",
	},
	"gnutls-serv": {
		args: "--dhparams FILE --x509certfile cert.pem --x509keyfile key.pem --port 1", yes: "listening|bind\\(\\)", not: "Error parsing dh params",
	},
	"openssl": {
		args: "genpkey -paramfile FILE -out new.key -quiet", yes: "^$", not: "modulus too large",
	},
}

// TestWhereFilesWork holds the table of docs/CLI.md to the programs.
func TestWhereFilesWork(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "CLI.md"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	writeKey(t, dir)
	files := madeFiles(t, dir)
	told := 0
	for _, line := range strings.Split(string(text), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) != len(files)+3 {
			continue
		}
		name, _, _ := strings.Cut(strings.TrimSpace(cells[1]), " ")
		s, known := servers[name]
		if !known {
			continue
		}
		told++
		t.Run(name, func(t *testing.T) {
			path := needed.Program(t, name)
			for i, file := range files {
				if got, want := s.ask(t, path, dir, file), strings.TrimSpace(cells[2+i]); got != want {
					t.Errorf("%s with %s: %s, and the table says %s", name, filepath.Base(file), got, want)
				}
			}
		})
	}
	if told != len(servers) {
		t.Errorf("the table has %d programs, want %d", told, len(servers))
	}
}

// madeFiles are those of the columns.
func madeFiles(t *testing.T, dir string) []string {
	var files []string
	for _, args := range []string{"--bits 2048 --seed 1", "--bits 2040 --seed 1", "", "--named modp2048-256"} {
		file := filepath.Join(dir, fmt.Sprintf("%d.pem", len(files)))
		files = append(files, file)
		if args != "" {
			if got := clitest.Run(t, NewDHParamCmd, "", append(strings.Fields(args), "--out", file)...); got.Err != nil {
				t.Fatal(got.Err)
			}
			continue
		}
		// No server asks whether a number of this size is prime.
		var large bytes.Buffer
		p := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 10016), big.NewInt(1))
		err := dhgroup.Write(&large, dhgroup.Entry{Group: dhgroup.Group{Bits: p.BitLen(), P: p, G: big.NewInt(2)}}, dhgroup.WriteOptions{Format: dhgroup.PEM})
		if err == nil {
			err = os.WriteFile(file, large.Bytes(), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// writeKey writes a key and its certificate.
func writeKey(t *testing.T, dir string) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, NotAfter: time.Now().Add(24 * time.Hour)}
	cert, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	keyText := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})
	certText := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert})
	for name, text := range map[string][]byte{"key.pem": keyText, "cert.pem": certText, "both.pem": append(bytes.Clone(certText), keyText...)} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// ask runs the program until it has told what it makes of the file.
func (s server) ask(t *testing.T, path, dir, file string) string {
	t.Helper()
	fill := strings.NewReplacer("DIR", dir, "FILE", file)
	if err := os.WriteFile(filepath.Join(dir, "config"), []byte(fill.Replace(s.config)), 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := os.ReadFile(filepath.Join(dir, "both.pem"))
	if err != nil {
		t.Fatal(err)
	}
	parameters, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "all.pem"), append(all, parameters...), 0o600); err != nil {
		t.Fatal(err)
	}
	var args []string
	for _, arg := range strings.Fields(s.args) {
		args = append(args, fill.Replace(arg))
	}
	answer := ""
	out := until(t, dir, path, args, func(out string) bool {
		for _, a := range []struct{ answer, words string }{{"no", s.not}, {"without", s.without}, {"yes", s.yes}} {
			if a.words != "" && a.words != "^$" && regexp.MustCompile(a.words).MatchString(out) {
				answer = a.answer
				return true
			}
		}
		return false
	})
	if answer == "" && s.yes == "^$" && out == "" {
		return "yes"
	}
	if answer == "" {
		t.Errorf("%s says neither: %s", path, out)
	}
	return answer
}

// TestServersTakeModuli: lines of moduli are taken by sshd and paramiko, those of fewer
// trials not by paramiko, and those of none not by sshd either.
func TestServersTakeModuli(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		policy, paramiko, sshd string // what is printed of the file
	}{
		{"mr100", "1 0", "2048"},
		{"mr64", "0 1", "2048"},
		{"mr0+lucas", "0 1", "8192"}, // the group that sshd has by itself
	} {
		file := filepath.Join(dir, c.policy)
		if got := clitest.Run(t, NewModuliCmd, "", "--bits", "2048", "--count", "1", "--seed", "1", "--policy", c.policy, "--out", file); got.Err != nil {
			t.Fatal(got.Err)
		}
		t.Run("paramiko/"+c.policy, func(t *testing.T) {
			const script = "import sys, paramiko.primes as p; m = p.ModulusPack(); m.read_file(sys.argv[1]); print(len(m.pack), len(m.discarded))"
			out, err := exec.Command("/usr/bin/python3", "-c", script, file).CombinedOutput()
			if err != nil {
				needed.Without(t, fmt.Errorf("paramiko: %w: %s", err, out))
			}
			if got := strings.TrimSpace(string(out)); got != c.paramiko {
				t.Errorf("%s: groups and lines discarded: %s, want %s", c.policy, got, c.paramiko)
			}
		})
		t.Run("sshd/"+c.policy, func(t *testing.T) {
			if got := groupOfSSHD(t, dir, file); got != c.sshd {
				t.Errorf("%s: a group of %s bits, want %s", c.policy, got, c.sshd)
			}
		})
	}
}

// groupOfSSHD is the size of the group that a client is given by sshd with a moduli file.
func groupOfSSHD(t *testing.T, dir, file string) string {
	sshd, ssh, keygen := needed.Program(t, "sshd"), needed.Program(t, "ssh"), needed.Program(t, "ssh-keygen")
	key, config := filepath.Join(dir, "hostkey"), filepath.Join(dir, "sshd_config")
	if _, err := os.Stat(key); err != nil {
		if out, err := exec.Command(keygen, "-q", "-t", "ed25519", "-N", "", "-f", key).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	if err := os.WriteFile(config, []byte("HostKey "+key+"\nModuliFile "+file+"\nPidFile none\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	group := regexp.MustCompile(`bits set: \d+/(\d+)`)
	out := until(t, dir, ssh, []string{
		"-F", "none", "-vv", "-o", "ProxyCommand=" + sshd + " -i -f " + config, "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
		"-o", "BatchMode=yes", "-o", "KexAlgorithms=diffie-hellman-group-exchange-sha256", "nobody@localhost", "true",
	}, group.MatchString)
	found := group.FindStringSubmatch(out)
	if found == nil {
		t.Fatalf("no group: %s", out)
	}
	return found[1]
}

// until runs a program until its output has told enough, or to its end, and returns that.
func until(t *testing.T, dir, path string, args []string, enough func(out string) bool) string {
	t.Helper()
	c := exec.Command(path, args...)
	c.Dir = dir
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	c.Stdout, c.Stderr = w, w
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	defer func() {
		_ = c.Process.Kill() // it may have ended
		_ = c.Wait()
	}()
	var out strings.Builder
	buffer := make([]byte, 4096)
	for {
		n, err := r.Read(buffer)
		out.Write(buffer[:n])
		if enough(out.String()) || err != nil {
			return out.String()
		}
	}
}
