// The keys of workers and the server's certificate, in a folder.

package broker

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/nats-io/nkeys"

	"primebench/internal/wholefile"
)

// Keys are the files that workers need: the certificate, and one of the seeds.
type Keys struct {
	Certificate string   // path
	Seeds       []string // paths, one a worker's key

	workers     []string // public keys
	certificate tls.Certificate
}

// The names of the files.
const (
	certificateFile = "server.pem"
	privateFile     = "server.key"
	seedPattern     = "worker*.nk"
)

// openKeys reads the keys of a folder, after it made those that are not there: each file
// is readable by its owner alone.
func openKeys(folder, host string, workers int) (Keys, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return Keys{}, err
	}
	k := Keys{Certificate: filepath.Join(folder, certificateFile)}
	private := filepath.Join(folder, privateFile)
	if _, err := os.Stat(k.Certificate); errors.Is(err, fs.ErrNotExist) {
		if err := makeCertificate(k.Certificate, private, host); err != nil {
			return Keys{}, err
		}
	}
	var err error
	if k.certificate, err = tls.LoadX509KeyPair(k.Certificate, private); err != nil {
		return Keys{}, fmt.Errorf("%q: %w", k.Certificate, err)
	}
	for n := 1; n <= workers; n++ {
		if err := makeSeed(filepath.Join(folder, fmt.Sprintf("worker%d.nk", n))); err != nil {
			return Keys{}, err
		}
	}
	if k.Seeds, err = filepath.Glob(filepath.Join(folder, seedPattern)); err != nil {
		return Keys{}, err
	}
	for _, path := range k.Seeds {
		text, err := os.ReadFile(path)
		if err != nil {
			return Keys{}, err
		}
		key, err := nkeys.FromSeed(bytes.TrimSpace(text))
		if err != nil {
			return Keys{}, fmt.Errorf("%q is not the seed of an nkey: %w", path, err)
		}
		public, err := key.PublicKey()
		if err != nil {
			return Keys{}, err
		}
		if !nkeys.IsValidPublicUserKey(public) || slices.Contains(k.workers, public) {
			return Keys{}, fmt.Errorf("%q is not the seed of a user, or is there twice", path)
		}
		k.workers = append(k.workers, public)
	}
	return k, nil
}

// makeSeed makes the key of a worker, unless it is there.
func makeSeed(path string) error {
	key, err := nkeys.CreateUser()
	if err != nil {
		return err
	}
	seed, err := key.Seed()
	if err != nil {
		return err
	}
	err = wholefile.Write(false, wholefile.File{Path: path, Data: append(seed, '\n'), Mode: ownerOnly})
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

// certificateYears is how long a certificate is good for. Workers check the server with
// it, and with no other.
const certificateYears = 10

// makeCertificate makes a certificate that is signed by itself, for the names and the
// addresses of this machine and the one that is listened at.
func makeCertificate(path, privatePath, host string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return err
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: "primebench-fleet"},
		NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(certificateYears, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		IsCA: true, BasicConstraintsValid: true, DNSNames: []string{"localhost"},
	}
	if name, err := os.Hostname(); err == nil {
		template.DNSNames = append(template.DNSNames, name)
	}
	if ip := net.ParseIP(host); ip == nil && host != "" {
		template.DNSNames = append(template.DNSNames, host)
	} else if ip != nil && !ip.IsUnspecified() {
		template.IPAddresses = append(template.IPAddresses, ip)
	}
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return err
	}
	for _, a := range addresses {
		if network, ok := a.(*net.IPNet); ok {
			template.IPAddresses = append(template.IPAddresses, network.IP)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	// The certificate comes last: where it is, its key is.
	return wholefile.Write(true,
		wholefile.File{Path: privatePath, Data: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), Mode: ownerOnly},
		wholefile.File{Path: path, Data: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), Mode: ownerOnly})
}

const ownerOnly = 0o600
