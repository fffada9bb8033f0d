package keyfile

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"primebench/dhgroup"
)

// all reads everything and says it in words.
func all(t *testing.T, data []byte) string {
	t.Helper()
	var found []string
	for item, err := range Read(bytes.NewReader(data), Options{}) {
		if err != nil && !errors.Is(err, dhgroup.ErrUnreadable) {
			t.Fatal(err)
		}
		found = append(found, say(item, err))
	}
	return strings.Join(found, "; ")
}

func say(item Item, err error) string {
	where := ""
	if item.Line > 0 {
		where = fmt.Sprintf("%d ", item.Line)
	}
	switch {
	case err != nil:
		return "error " + err.Error()
	case item.Passed != "":
		return where + "passed over: " + item.Passed
	case item.RSA != nil:
		text := fmt.Sprintf("%s%s of %d bits", where, item.What, item.RSA.N.BitLen())
		if item.RSA.Primes != nil {
			text += fmt.Sprintf(", %d primes", len(item.RSA.Primes))
		}
		return text
	}
	if item.Number != nil {
		return fmt.Sprintf("%s%v", where, item.Number)
	}
	text := fmt.Sprintf("%s%s of %d bits", where, item.What, item.Group.P.BitLen())
	if item.Group.Q != nil {
		text += ", q"
	}
	if item.Public != nil {
		text += ", y"
	}
	return text
}

// smallRSA is a key that costs nothing: it is read, whatever its size.
func smallRSA(t testing.TB) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func marshal(t testing.TB, value any) []byte {
	t.Helper()
	der, err := asn1.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func pemOf(label string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
}

// parameters are a group's in DER.
func parameters(t testing.TB, g dhgroup.Group, x942 bool) []byte {
	t.Helper()
	var der bytes.Buffer
	if err := dhgroup.Write(&der, dhgroup.Entry{Group: g}, dhgroup.WriteOptions{Format: dhgroup.DER, X942: x942}); err != nil {
		t.Fatal(err)
	}
	return der.Bytes()
}

// The structures of keys in groups, as the standards have them.
type (
	info struct {
		Algorithm algorithm
		Key       asn1.BitString
	}
	pkcs8 struct {
		Version   int
		Algorithm algorithm
		Key       []byte
	}
	dssParameters struct{ P, Q, G *big.Int }
)

// keyIn makes a public and a private key in a group, y being 4 and x 1.
func keyIn(t testing.TB, id asn1.ObjectIdentifier, parameters []byte) (public, private []byte) {
	t.Helper()
	a := algorithm{ID: id, Parameters: asn1.RawValue{FullBytes: parameters}}
	y, x := marshal(t, big.NewInt(4)), marshal(t, big.NewInt(1))
	return marshal(t, info{Algorithm: a, Key: asn1.BitString{Bytes: y, BitLength: 8 * len(y)}}), marshal(t, pkcs8{Algorithm: a, Key: x})
}

// files are what programs write, made here by Go's library or by the standards.
func files(t testing.TB) map[string][2]string {
	named := func(name string) dhgroup.Group {
		g, err := dhgroup.Named(name)
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	safe, short := named("modp768"), named("modp1024-160")
	dhPublic, dhPrivate := keyIn(t, oidPKCS3, parameters(t, safe, false))
	dhxPublic, dhxPrivate := keyIn(t, oidX942, parameters(t, short, true))
	dss := marshal(t, dssParameters{short.P, short.Q, short.G})
	dsaPublic, dsaPrivate := keyIn(t, oidDSA, dss)
	dsaOld := marshal(t, struct {
		Version       int
		P, Q, G, Y, X *big.Int
	}{0, short.P, short.Q, short.G, big.NewInt(4), big.NewInt(1)})
	key := smallRSA(t)
	must := func(der []byte, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1, 0)}
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ofKey := must(x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, ed))
	ofCurve := must(x509.CreateCertificate(rand.Reader, template, template, ed.Public(), ed))
	request := must(x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, curve))
	rsaPublic := must(x509.MarshalPKIXPublicKey(&key.PublicKey))
	rsaPrivate := must(x509.MarshalPKCS8PrivateKey(key))
	sshKey, err := ssh.MarshalPrivateKey(key, "")
	if err != nil {
		t.Fatal(err)
	}
	locked, err := ssh.MarshalPrivateKeyWithPassphrase(key, "", []byte("secret"))
	if err != nil {
		t.Fatal(err)
	}
	edKey, err := ssh.MarshalPrivateKey(ed, "")
	if err != nil {
		t.Fatal(err)
	}
	sshPublic, err := ssh.NewPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	sshDSA := "ssh-dss " + base64.StdEncoding.EncodeToString(ssh.Marshal(struct {
		Name       string
		P, Q, G, Y *big.Int
	}{"ssh-dss", short.P, short.Q, short.G, short.G})) + "\n"
	sshEd, err := ssh.NewPublicKey(ed.Public())
	if err != nil {
		t.Fatal(err)
	}
	sshLine := string(ssh.MarshalAuthorizedKey(sshPublic))
	sshBody := base64.StdEncoding.EncodeToString(sshPublic.Marshal())
	putty := "PuTTY-User-Key-File-3: ssh-rsa\r\nEncryption: none\r\nComment: c\r\nPublic-Lines: 2\r\n" + sshBody[:64] + "\r\n" + sshBody[64:] + "\r\nPrivate-Lines: 1\r\n" +
		base64.StdEncoding.EncodeToString(ssh.Marshal(struct{ D, P, Q, I *big.Int }{key.D, key.Primes[0], key.Primes[1], key.Precomputed.Qinv})) + "\r\nPrivate-MAC: 00\r\n"
	pkcs3 := pemOf("DH PARAMETERS", parameters(t, safe, false))
	return map[string][2]string{
		"three of dhparam":        {pkcs3 + pkcs3 + pkcs3, "1  of 768 bits; 6  of 768 bits; 11  of 768 bits"},
		"byte order mark":         {byteOrderMark + pkcs3, "1  of 768 bits"},
		"haproxy":                 {pemOf("CERTIFICATE", ofKey) + pemOf("PRIVATE KEY", rsaPrivate) + pkcs3, "1 certificate of 1024 bits; 10 RSA private key of 1024 bits, 2 primes; 26  of 768 bits"},
		"openvpn":                 {"client\nremote host\n<dh>\n" + pkcs3 + "</dh>\n<tls-auth>\n-----BEGIN OpenVPN Static key V1-----\nxyz\n-----END OpenVPN Static key V1-----\n</tls-auth>\n", "4  of 768 bits; 11 passed over: a symmetric key"},
		"DH public":               {pemOf("PUBLIC KEY", dhPublic), "1 public key of 768 bits, y"},
		"DH private":              {pemOf("PRIVATE KEY", dhPrivate), "1 private key of 768 bits"},
		"DHX public":              {pemOf("PUBLIC KEY", dhxPublic), "1 public key of 1024 bits, q, y"},
		"DHX private":             {pemOf("PRIVATE KEY", dhxPrivate), "1 private key of 1024 bits, q"},
		"DSA parameters":          {pemOf("DSA PARAMETERS", dss), "1 DSA parameters of 1024 bits, q"},
		"DSA public":              {pemOf("PUBLIC KEY", dsaPublic), "1 public key of 1024 bits, q, y"},
		"DSA private":             {pemOf("PRIVATE KEY", dsaPrivate), "1 private key of 1024 bits, q"},
		"DSA private, old":        {pemOf("DSA PRIVATE KEY", dsaOld), "1 DSA private key of 1024 bits, q, y"},
		"RSA private":             {pemOf("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key)), "1 RSA private key of 1024 bits, 2 primes"},
		"RSA public":              {pemOf("PUBLIC KEY", rsaPublic), "1 public key of 1024 bits"},
		"RSA public, PKCS#1":      {pemOf("RSA PUBLIC KEY", x509.MarshalPKCS1PublicKey(&key.PublicKey)), "1 RSA public key of 1024 bits"},
		"trusted certificate":     {pemOf("TRUSTED CERTIFICATE", append(bytes.Clone(ofKey), 0x30, 0)), "1 certificate of 1024 bits"},
		"certificate of a curve":  {pemOf("CERTIFICATE", ofCurve), "1 passed over: a certificate with a key of Ed25519"},
		"request of a curve":      {pemOf("CERTIFICATE REQUEST", request), "1 passed over: a certificate request with a key of an elliptic curve"},
		"OpenSSH":                 {string(pem.EncodeToMemory(sshKey)), "1 private key of OpenSSH of 1024 bits, 2 primes"},
		"OpenSSH, encrypted":      {string(pem.EncodeToMemory(locked)), "1 encrypted private key of OpenSSH of 1024 bits"},
		"OpenSSH of a curve":      {string(pem.EncodeToMemory(edKey)), "1 passed over: a private key of OpenSSH of type \"ssh-ed25519\""},
		"SSH public keys":         {sshLine + "# one more\n" + sshDSA + string(ssh.MarshalAuthorizedKey(sshEd)), "1 public key of SSH of 1024 bits; 3 public key of SSH of 1024 bits, q, y; 4 passed over: a public key of SSH of type \"ssh-ed25519\""},
		"known hosts":             {"host.example,10.0.0.1 " + sshLine + "restrict,command=\"a b\" " + sshLine, "1 public key of SSH of 1024 bits; 2 public key of SSH of 1024 bits"},
		"RFC 4716":                {ssh2Begin + "\nComment: \"more than\\\n one: line\"\n" + sshBody + "\n" + ssh2End + "\n", "1 public key of SSH of 1024 bits"},
		"PuTTY":                   {putty, "1 private key of PuTTY of 1024 bits, 2 primes"},
		"PuTTY, encrypted":        {strings.Replace(putty, "none", "aes256-cbc", 1), "1 encrypted private key of PuTTY of 1024 bits"},
		"encrypted":               {pemOf("ENCRYPTED PRIVATE KEY", []byte{0}) + "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n", "1 passed over: an encrypted private key; 4 passed over: an encrypted private key"},
		"unknown":                 {pemOf("X", nil) + pkcs3, "1 passed over: a PEM block of type \"X\"; 3  of 768 bits"},
		"DER of PKCS#3":           {string(parameters(t, safe, false)), " of 768 bits"},
		"DER with a length":       {string(parameters(t, dhgroup.Group{P: safe.P, G: safe.G, PrivateBits: 256}, false)), " of 768 bits"},
		"DER of X9.42":            {string(parameters(t, short, true)), " of 1024 bits, q"},
		"DER of DSA":              {string(dss), "DSA parameters of 1024 bits, q"},
		"DER of a DH key":         {string(dhPublic), "public key of 768 bits, y"},
		"DER of a DHX key":        {string(dhxPrivate), "private key of 1024 bits, q"},
		"DER of a DSA key":        {string(dsaOld), "DSA private key of 1024 bits, q, y"},
		"DER of an RSA key":       {string(x509.MarshalPKCS1PrivateKey(key)), "RSA private key of 1024 bits, 2 primes"},
		"DER of a public RSA key": {string(x509.MarshalPKCS1PublicKey(&key.PublicKey)), "RSA public key of 1024 bits"},
		"DER of a certificate":    {string(ofKey), "certificate of 1024 bits"},
		"numbers":                 {"7\n11\n", "1 7; 2 11"},
		"a digit":                 {"0", "0"},
	}
}

func TestRead(t *testing.T) {
	for name, file := range files(t) {
		if got := all(t, []byte(file[0])); strings.TrimPrefix(got, "1 ") != strings.TrimPrefix(file[1], "1 ") {
			t.Errorf("%s: %q, want %q", name, got, file[1])
		}
	}
}

// TestFaults: what has the wrong form is told with its line, and what follows is read.
func TestFaults(t *testing.T) {
	good := pemOf("RSA PUBLIC KEY", x509.MarshalPKCS1PublicKey(&smallRSA(t).PublicKey))
	for name, c := range map[string][2]string{
		"cut short":      {good[:60], `error dhgroup: line 1: cannot be read: "RSA PUBLIC KEY": BEGIN without END`},
		"cut in between": {good[:60] + "\n" + good, `error dhgroup: line 1: cannot be read: "RSA PUBLIC KEY": BEGIN without END: the file is cut short; 3 RSA public key of 1024 bits`},
		"no base64":      {strings.Replace(good, "M", "!", 1) + good, `error dhgroup: line 1: cannot be read: "RSA PUBLIC KEY": what is between BEGIN and END is no base64; 6 RSA public key`},
		"another form":   {pemOf("PRIVATE KEY", []byte{0x30, 0}) + good, `error dhgroup: line 1: cannot be read: "PRIVATE KEY": not in the form of one; 4 RSA`},
		"bad parameters": {"text\n" + pemOf("DH PARAMETERS", []byte{0x30, 3, 2, 1, 0xff}) + good, `error dhgroup: line 2: DER offset 2: cannot be read: p: a negative INTEGER`},
		"too large":      {pemOf("RSA PUBLIC KEY", marshal(t, struct{ N, E *big.Int }{new(big.Int).Lsh(big.NewInt(1), dhgroup.MaxBits), big.NewInt(3)})), "a number of 16385 bits, want at most 16384"},
		"negative":       {pemOf("RSA PUBLIC KEY", marshal(t, struct{ N, E *big.Int }{big.NewInt(-77), big.NewInt(3)})), "a number is missing or negative"},
		"PuTTY":          {"PuTTY-User-Key-File-3: ssh-rsa\nPublic-Lines: 9\nAAAA\n", "error dhgroup: line 1: cannot be read: the key of PuTTY: not in the form of one"},
		"SSH line":       {"ssh-rsa AAAA\nssh-rsa !\n", "error dhgroup: line 1: cannot be read: a public key of SSH: not in the form of one; error dhgroup: line 2: "},
	} {
		if got := all(t, []byte(c[0])); !strings.Contains(got, c[1]) {
			t.Errorf("%s: %q, want %q", name, got, c[1])
		}
	}
}

// TestBadKeysAreRead: keys that a library refuses are read, so that they can be judged.
func TestBadKeysAreRead(t *testing.T) {
	key := smallRSA(t)
	spoilt := marshal(t, struct {
		Version                    int
		N, E, D, P, Q, DP, DQ, Inv *big.Int
	}{0, key.N, big.NewInt(65537), key.D, new(big.Int).Add(key.Primes[0], big.NewInt(2)), key.Primes[1], big.NewInt(1), big.NewInt(1), big.NewInt(1)})
	if _, err := x509.ParsePKCS1PrivateKey(spoilt); err == nil {
		t.Fatal("crypto/x509 takes it")
	}
	if got := all(t, []byte(pemOf("RSA PRIVATE KEY", spoilt))); got != "1 RSA private key of 1024 bits, 2 primes" {
		t.Errorf("%q", got)
	}
}
