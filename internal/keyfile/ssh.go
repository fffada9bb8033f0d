// Keys as SSH encodes them: lines of authorized_keys and known_hosts, public keys in
// RFC 4716's form, and private keys of OpenSSH and PuTTY.

package keyfile

import (
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/crypto/ssh"
)

// sshKeyInLine matches the public key in a line that may have options or a host before it
// and a comment behind.
var sshKeyInLine = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)(?:^|[ \t])(?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[0-9a-z@.-]+[ \t]+(AAAA[0-9A-Za-z+/]*=*)`)
})

// What the texts of other forms begin with.
const (
	puttyBegin = "PuTTY-User-Key-File-"
	ssh2Begin  = "---- BEGIN SSH2 PUBLIC KEY ----"
	ssh2End    = "---- END SSH2 PUBLIC KEY ----"
)

// publicKeys reads a public key of SSH a line.
func (o Options) publicKeys(data []byte, yield func(Item, error) bool) {
	const what = "public key of SSH"
	number := 0
	for raw := range bytes.Lines(data) {
		number++
		line := bytes.TrimSpace(raw)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		item, err := Item{}, errForm
		if found := sshKeyInLine().FindSubmatch(line); found != nil {
			item, err = o.sshBase64(what, string(found[1]))
		}
		if item.Line = number; err != nil {
			item, err = Item{}, unreadable(number, "a "+what, err)
		}
		if !yield(item, err) {
			return
		}
	}
}

// sshFile reads a file of one key.
func (o Options) sshFile(data []byte) (Item, error) {
	what, read := "the key of PuTTY", o.putty
	if bytes.HasPrefix(data, []byte(ssh2Begin)) {
		what, read = "the public key of SSH", o.ssh2
	}
	item, err := read(data)
	if err != nil {
		return Item{}, unreadable(1, what, err)
	}
	item.Line = 1
	return item, nil
}

// ssh2 reads a public key in the form of RFC 4716, whose headers have a colon and go on
// after a backslash.
func (o Options) ssh2(data []byte) (Item, error) {
	text, _, whole := strings.Cut(strings.TrimPrefix(string(data), ssh2Begin), ssh2End)
	if !whole {
		return Item{}, errForm
	}
	var encoded strings.Builder
	header := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		header = header || strings.Contains(line, ":")
		if !header {
			encoded.WriteString(line)
		}
		header = header && strings.HasSuffix(line, `\`)
	}
	return o.sshBase64("public key of SSH", encoded.String())
}

func (o Options) sshBase64(what, text string) (Item, error) {
	wire, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return Item{}, errForm
	}
	return o.sshKey(what, wire)
}

// sshDSA is the name of DSA in RFC 4253, section 6.6.
const sshDSA = "ssh-dss"

// A dsaKey is what a public key of DSA has after its name.
type dsaKey struct{ P, Q, G, Y *big.Int }

// sshKey reads a public key (RFC 4253, section 6.6). It takes keys that package ssh refuses,
// so that somebody can say what is wrong with them.
func (o Options) sshKey(what string, wire []byte) (Item, error) {
	var key struct {
		Name string
		Rest []byte `ssh:"rest"`
	}
	if ssh.Unmarshal(wire, &key) != nil {
		return Item{}, errForm
	}
	switch key.Name {
	case ssh.KeyAlgoRSA:
		var rsa struct{ E, N *big.Int }
		if ssh.Unmarshal(key.Rest, &rsa) != nil {
			return Item{}, errForm
		}
		return o.rsa(what, RSA{N: rsa.N, E: rsa.E})
	case ssh.CertAlgoRSAv01:
		var certified struct {
			Nonce []byte
			E, N  *big.Int
			Rest  []byte `ssh:"rest"`
		}
		if ssh.Unmarshal(key.Rest, &certified) != nil {
			return Item{}, errForm
		}
		return o.rsa("certificate of SSH", RSA{N: certified.N, E: certified.E})
	case sshDSA:
		var dsa dsaKey
		if ssh.Unmarshal(key.Rest, &dsa) != nil {
			return Item{}, errForm
		}
		return o.dsa(what, dsa.P, dsa.Q, dsa.G, dsa.Y)
	}
	return Item{Passed: "a " + what + " of type " + quote(key.Name)}, nil
}

// openSSH reads a private key of OpenSSH (its PROTOCOL.key). Of an encrypted one it reads the
// public key.
func (o Options) openSSH(b *pem.Block) (Item, error) {
	const what, magic, plain = "private key of OpenSSH", "openssh-key-v1\x00", "none"
	content, known := bytes.CutPrefix(b.Bytes, []byte(magic))
	var file struct {
		Cipher, KDF, Options string
		Keys                 uint32
		Public, Private      []byte
		Rest                 []byte `ssh:"rest"`
	}
	if !known || ssh.Unmarshal(content, &file) != nil || file.Keys != 1 {
		return Item{}, errForm
	}
	if file.Cipher != plain {
		return o.sshKey("encrypted "+what, file.Public)
	}
	var private struct {
		Check, Again uint32
		Name         string
		Rest         []byte `ssh:"rest"`
	}
	if ssh.Unmarshal(file.Private, &private) != nil || private.Check != private.Again {
		return Item{}, errForm
	}
	if private.Name != ssh.KeyAlgoRSA {
		return o.sshKey(what, file.Public)
	}
	var key struct {
		N, E, D, Coefficient, P, Q *big.Int
		Rest                       []byte `ssh:"rest"`
	}
	if ssh.Unmarshal(private.Rest, &key) != nil {
		return Item{}, errForm
	}
	return o.rsa(what, RSA{N: key.N, E: key.E, D: key.D, Primes: []*big.Int{key.P, key.Q}})
}

// putty reads a private key of PuTTY (its documentation, appendix C). Of an encrypted one it
// reads the public key.
func (o Options) putty(data []byte) (Item, error) {
	const what, plain = "private key of PuTTY", "none"
	fields := map[string]string{}
	lines := strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		name, value, _ := strings.Cut(lines[i], ": ")
		if strings.HasSuffix(name, "-Lines") {
			count, err := strconv.Atoi(value)
			if err != nil || count < 0 || count >= len(lines)-i {
				return Item{}, errForm
			}
			value = strings.Join(lines[i+1:i+1+count], "")
			i += count
		}
		fields[name] = value
	}
	if fields["Encryption"] != plain {
		return o.sshBase64("encrypted "+what, fields["Public-Lines"])
	}
	item, err := o.sshBase64(what, fields["Public-Lines"])
	if err != nil || item.RSA == nil {
		return item, err
	}
	private, err := base64.StdEncoding.DecodeString(fields["Private-Lines"])
	var key struct {
		D, P, Q, Coefficient *big.Int
		Rest                 []byte `ssh:"rest"`
	}
	if err != nil || ssh.Unmarshal(private, &key) != nil {
		return Item{}, errors.New("its private part is not the form of one")
	}
	return o.rsa(what, RSA{N: item.RSA.N, E: item.RSA.E, D: key.D, Primes: []*big.Int{key.P, key.Q}})
}
