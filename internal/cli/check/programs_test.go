// Files of the programs that people use. One that is too large to be fetched for this is left
// out where it is not here.

package check

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"primebench/internal/cli/clitest"
	"primebench/internal/needed"
	"primebench/internal/pages"
)

// A maker is a program, with lines of shell that have it write files, and what these hold,
// in the words of held.
type maker struct {
	program string
	large   bool // it need not be there
	script  string
	files   map[string]string
}

var makers = []maker{
	{
		program: "openssl",
		script: `
openssl genpkey -genparam -algorithm DH -pkeyopt group:ffdhe2048 -out ff.pem
openssl genpkey -genparam -algorithm DH -pkeyopt group:dh_2048_256 -out 5114.pem
openssl genpkey -genparam -algorithm DHX -pkeyopt group:dh_2048_256 -out 5114x.pem
openssl dhparam -out small.pem 512
openssl genpkey -paramfile ff.pem -out dh.key
openssl pkey -in dh.key -outform DER -out dh.der
openssl pkey -in dh.key -pubout -out dh.pub
openssl genpkey -paramfile 5114x.pem -out dhx.key
openssl pkey -in dhx.key -pubout -outform DER -out dhx.pub.der
openssl dsaparam -out dsa.pem 1024
openssl dsaparam -in dsa.pem -outform DER -out dsa.der
openssl gendsa -out dsa.key dsa.pem
openssl pkey -in dsa.key -traditional -out dsa-old.key
openssl genrsa -out rsa.key 2048
openssl genrsa -primes 3 -out three.key 2048
openssl rsa -in rsa.key -traditional -out rsa-old.key
openssl rsa -in rsa.key -aes128 -passout pass:x -out locked.key
openssl rsa -in rsa.key -traditional -aes128 -passout pass:x -out locked-old.key
openssl rsa -in rsa.key -RSAPublicKey_out -out rsa1.pub
openssl rsa -in rsa.key -pubout -outform DER -out rsa.pub.der
openssl req -new -key rsa.key -subj /CN=a -out a.csr
openssl req -x509 -key rsa.key -subj /CN=a -text -out a.crt
openssl x509 -in a.crt -trustout -addtrust serverAuth -out trusted.crt
openssl x509 -in a.crt -outform DER -out a.der
openssl x509 -new -force_pubkey dh.pub -key rsa.key -subj /CN=a -out dh.crt
openssl genpkey -algorithm X25519 -out x.key
openssl ecparam -name prime256v1 -genkey -out ec.key
cat a.crt rsa.key small.pem > haproxy.pem`,
		files: map[string]string{
			"ff.pem": "sound group of 2048 bits", "5114.pem": "sound group of 2048 bits", "5114x.pem": "sound group of 2048 bits", "small.pem": "weak group of 512 bits",
			"dh.key": "private key: sound group of 2048 bits", "dh.der": "private key: sound group of 2048 bits", "dh.pub": "public key: sound group of 2048 bits",
			"dhx.key": "private key: sound group of 2048 bits", "dhx.pub.der": "public key: sound group of 2048 bits",
			"dsa.pem": "DSA parameters: weak group of 1024 bits", "dsa.der": "DSA parameters: weak group of 1024 bits",
			"dsa.key": "private key: weak group of 1024 bits", "dsa-old.key": "DSA private key: weak group of 1024 bits",
			"rsa.key": "RSA private key: sound RSA key of 2048 bits", "three.key": "RSA private key: sound RSA key of 2048 bits", "rsa-old.key": "RSA private key: sound RSA key of 2048 bits",
			"locked.key": "an encrypted private key", "locked-old.key": "an encrypted private key",
			"rsa1.pub": "RSA public key: sound RSA key of 2048 bits", "rsa.pub.der": "public key: sound RSA key of 2048 bits",
			"a.csr": "certificate request: sound RSA key of 2048 bits", "a.crt": "certificate: sound RSA key of 2048 bits", "trusted.crt": "certificate: sound RSA key of 2048 bits",
			"a.der": "certificate: sound RSA key of 2048 bits", "dh.crt": "certificate: sound group of 2048 bits",
			"x.key": "a key of X25519", "ec.key": "the name of a curve; a key of an elliptic curve",
			"haproxy.pem": "certificate: sound RSA key of 2048 bits; RSA private key: sound RSA key of 2048 bits; weak group of 512 bits",
		},
	},
	{
		program: "ssh-keygen",
		script: `
ssh-keygen -q -t rsa -b 2048 -N '' -C a -f new
ssh-keygen -q -t rsa -b 2048 -N secret -f locked
ssh-keygen -q -t rsa -b 2048 -m PEM -N '' -f old
ssh-keygen -q -t rsa -b 2048 -m PKCS8 -N '' -f pkcs8
ssh-keygen -q -t ed25519 -N '' -f ed
ssh-keygen -e -m RFC4716 -f new.pub > new.4716
ssh-keygen -e -m PEM -f new.pub > new.pem
ssh-keygen -q -s new -I a old.pub
(echo '# all'; cat new.pub ed.pub; echo "host,10.0.0.1 $(cat new.pub)") > authorized_keys`,
		files: map[string]string{
			"new": "private key of OpenSSH: sound RSA key of 2048 bits", "new.pub": "public key of SSH: sound RSA key of 2048 bits", "old": "RSA private key: sound RSA key of 2048 bits",
			"pkcs8": "RSA private key: sound RSA key of 2048 bits", "locked": "encrypted private key of OpenSSH: sound RSA key of 2048 bits",
			"ed": `a private key of OpenSSH of type "ssh-ed25519"`, "new.4716": "public key of SSH: sound RSA key of 2048 bits", "new.pem": "RSA public key: sound RSA key of 2048 bits",
			"old-cert.pub":    "certificate of SSH: sound RSA key of 2048 bits",
			"authorized_keys": `public key of SSH: sound RSA key of 2048 bits; a public key of SSH of type "ssh-ed25519"; public key of SSH: sound RSA key of 2048 bits`,
		},
	},
	{
		program: "certtool",
		script: `
certtool --generate-dh-params --bits 1024 --outfile made.pem
certtool --get-dh-params --sec-param medium --outfile known.pem
certtool --get-dh-params --sec-param medium --outder --outfile known.der
certtool --generate-privkey --key-type rsa --bits 2048 --outfile rsa.key
certtool --generate-privkey --key-type dsa --bits 2048 --outfile dsa.key
echo 'cn = "a"' > a.tmpl
certtool --generate-self-signed --load-privkey rsa.key --template a.tmpl --outfile a.crt
certtool --generate-request --load-privkey rsa.key --template a.tmpl --outfile a.csr`,
		files: map[string]string{
			"made.pem": "bad group of 1024 bits", "known.pem": "sound group of 2048 bits", "known.der": "sound group of 2048 bits",
			"rsa.key": "RSA private key: sound RSA key of 2048 bits", "dsa.key": "DSA private key: sound group of 2048 bits",
			"a.crt": "certificate: sound RSA key of 2048 bits", "a.csr": "certificate request: sound RSA key of 2048 bits",
		},
	},
	{
		program: "botan",
		script: `
botan gen_dl_group --type=dsa --pbits=1024 --qbits=160 > dsa.pem
botan keygen --algo=RSA --params=2048 > rsa.key
botan keygen --algo=DH --params=modp/ietf/2048 > dh.key
botan keygen --algo=ElGamal --params=modp/ietf/2048 > elgamal.key
botan pkcs8 --pub-out dh.key > dh.pub
botan gen_self_signed rsa.key a > a.crt
botan gen_pkcs10 rsa.key a > a.csr`,
		files: map[string]string{
			"dsa.pem": "weak group of 1024 bits", "rsa.key": "RSA private key: sound RSA key of 2048 bits",
			"dh.key": "private key: sound group of 2048 bits", "elgamal.key": "private key: sound group of 2048 bits", "dh.pub": "public key: sound group of 2048 bits",
			"a.crt": "certificate: sound RSA key of 2048 bits", "a.csr": "certificate request: sound RSA key of 2048 bits",
		},
	},
	{
		program: "puttygen",
		script: `
puttygen -q -t rsa -b 2048 --random-device /dev/urandom --new-passphrase /dev/null -o rsa.ppk
for form in private-openssh private-openssh-new public public-openssh; do
	puttygen -q rsa.ppk --new-passphrase /dev/null -O $form -o rsa.$form
done
puttygen -q -t rsa -b 2048 --random-device /dev/urandom --new-passphrase /dev/null --ppk-param version=2 -o rsa2.ppk
puttygen -q -t dsa -b 1024 --random-device /dev/urandom --new-passphrase /dev/null -o dsa.ppk
echo secret > words
puttygen -q -t rsa -b 2048 --random-device /dev/urandom --new-passphrase words -o locked.ppk`,
		files: map[string]string{
			"rsa.ppk": "private key of PuTTY: sound RSA key of 2048 bits", "rsa2.ppk": "private key of PuTTY: sound RSA key of 2048 bits",
			"rsa.private-openssh": "RSA private key: sound RSA key of 2048 bits", "rsa.private-openssh-new": "private key of OpenSSH: sound RSA key of 2048 bits",
			"rsa.public": "public key of SSH: sound RSA key of 2048 bits", "rsa.public-openssh": "public key of SSH: sound RSA key of 2048 bits",
			"dsa.ppk": "private key of PuTTY: weak group of 1024 bits", "locked.ppk": "encrypted private key of PuTTY: sound RSA key of 2048 bits",
		},
	},
	{
		program: "/usr/share/easy-rsa/easyrsa",
		script: `
export EASYRSA_BATCH=1 EASYRSA_PKI=pki EASYRSA_KEY_SIZE=1024
/usr/share/easy-rsa/easyrsa init-pki
/usr/share/easy-rsa/easyrsa build-ca nopass
/usr/share/easy-rsa/easyrsa build-server-full s nopass
EASYRSA_KEY_SIZE=512 /usr/share/easy-rsa/easyrsa gen-dh
(echo client; echo '<ca>'; cat pki/ca.crt; echo '</ca>'; echo '<dh>'; cat pki/dh.pem; echo '</dh>') > inline.ovpn`,
		files: map[string]string{
			"pki/ca.crt": "certificate: weak RSA key of 1024 bits", "pki/private/s.key": "RSA private key: weak RSA key of 1024 bits", "pki/issued/s.crt": "certificate: weak RSA key of 1024 bits",
			"pki/reqs/s.req": "certificate request: weak RSA key of 1024 bits", "pki/dh.pem": "weak group of 512 bits",
			"inline.ovpn": "certificate: weak RSA key of 1024 bits; weak group of 512 bits",
		},
	},
	{
		program: "node",
		script: `
cat > make.js <<'END'
const { generateKeyPairSync: make } = require("crypto"), { writeFileSync: write } = require("fs");
const dh = make("dh", { group: "modp14" }), rsa = make("rsa", { modulusLength: 2048 }), dsa = make("dsa", { modulusLength: 1024, divisorLength: 160 });
write("dh.pub", dh.publicKey.export({ type: "spki", format: "pem" }));
write("dh.der", dh.privateKey.export({ type: "pkcs8", format: "der" }));
write("rsa.der", rsa.privateKey.export({ type: "pkcs1", format: "der" }));
write("rsa.pub", rsa.publicKey.export({ type: "pkcs1", format: "pem" }));
write("dsa.der", dsa.publicKey.export({ type: "spki", format: "der" }));
END
node make.js`,
		files: map[string]string{
			"dh.pub": "public key: sound group of 2048 bits", "dh.der": "private key: sound group of 2048 bits", "rsa.der": "RSA private key: sound RSA key of 2048 bits",
			"rsa.pub": "RSA public key: sound RSA key of 2048 bits", "dsa.der": "public key: weak group of 1024 bits",
		},
	},
	{
		program: "escript",
		script: `
cat > make.escript <<'END'
#!/usr/bin/env escript
write(Name, Type, Value) -> ok = file:write_file(Name, public_key:pem_encode([public_key:pem_entry_encode(Type, Value)])).
main(_) ->
    {ok, _} = application:ensure_all_started(public_key),
    RSA = public_key:generate_key({rsa, 2048, 65537}),
    write("rsa.key", 'RSAPrivateKey', RSA),
    write("rsa.pub", 'SubjectPublicKeyInfo', {'RSAPublicKey', element(3, RSA), 65537}),
    {ok, {_, {G, P}}} = public_key:dh_gex_group(2048, 2048, 4096, undefined),
    write("dh.pem", 'DHParameter', {'DHParameter', P, G, asn1_NOVALUE}).
END
escript make.escript`,
		files: map[string]string{
			"rsa.key": "RSA private key: sound RSA key of 2048 bits", "rsa.pub": "public key: sound RSA key of 2048 bits", "dh.pem": "sound group of 2048 bits",
		},
	},
	{
		program: "keytool", large: true,
		script: `
keytool -genkeypair -alias r -keyalg RSA -keysize 2048 -dname CN=a -keystore a.p12 -storepass secret
keytool -genkeypair -alias d -keyalg DSA -keysize 2048 -dname CN=a -keystore a.p12 -storepass secret
keytool -exportcert -rfc -alias r -keystore a.p12 -storepass secret > rsa.crt
keytool -exportcert -alias d -keystore a.p12 -storepass secret > dsa.der
keytool -certreq -alias r -keystore a.p12 -storepass secret > rsa.csr`,
		files: map[string]string{
			"rsa.crt": "certificate: sound RSA key of 2048 bits", "dsa.der": "certificate: sound group of 2048 bits", "rsa.csr": "certificate request: sound RSA key of 2048 bits",
			"a.p12": "DER of another kind",
		},
	},
	{
		program: "javac", large: true, // java runs a source where there is a compiler
		script: `
cat > Make.java <<'END'
import java.nio.file.*;
import java.security.*;
class Make {
	static void write(String name, byte[] der) throws Exception { Files.write(Path.of(name), der); }
	public static void main(String[] args) throws Exception {
		AlgorithmParameterGenerator dh = AlgorithmParameterGenerator.getInstance("DH"), dsa = AlgorithmParameterGenerator.getInstance("DSA");
		dh.init(512);
		write("dh.der", dh.generateParameters().getEncoded());
		dsa.init(1024);
		write("dsa.der", dsa.generateParameters().getEncoded());
		KeyPairGenerator key = KeyPairGenerator.getInstance("DH");
		key.initialize(2048);
		KeyPair pair = key.generateKeyPair();
		write("dhpub.der", pair.getPublic().getEncoded());
		write("dhkey.der", pair.getPrivate().getEncoded());
	}
}
END
java Make.java`,
		files: map[string]string{
			"dh.der": "bad group of 512 bits", "dsa.der": "DSA parameters: weak group of 1024 bits", "dhpub.der": "public key: sound group of 2048 bits", "dhkey.der": "private key: sound group of 2048 bits",
		},
	},
}

// held says of what was checked what it is.
func held(c pages.Checked) string {
	what := ""
	if c.What != "" {
		what = c.What + ": "
	}
	switch {
	case c.Passed:
		return c.Reason
	case c.Refused:
		return "not read: " + c.Reason
	case c.Weak:
		what += "weak "
	case c.Sound:
		what += "sound "
	default:
		what += "bad "
	}
	return fmt.Sprintf("%s%s of %d bits", what, c.Kind, c.Bits)
}

// TestFilesOfPrograms: what is in them is found and judged, in each file by itself.
func TestFilesOfPrograms(t *testing.T) {
	for _, m := range makers {
		t.Run(filepath.Base(m.program), func(t *testing.T) {
			if _, err := exec.LookPath(m.program); err != nil && m.large {
				t.Skipf("left out: %v", err)
			}
			needed.Program(t, m.program)
			dir := t.TempDir()
			make := exec.CommandContext(t.Context(), "sh", "-ec", m.script)
			make.Dir = dir
			if out, err := make.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			found := map[string][]string{}
			got := clitest.Run(t, NewCheckCmd, "", "-r", "--format", "jsonl", "--quick", dir)
			for lines := bufio.NewScanner(strings.NewReader(got.Stdout)); lines.Scan(); {
				var c pages.Checked
				if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
					t.Fatal(err)
				}
				name, _ := filepath.Rel(dir, c.File)
				found[filepath.ToSlash(name)] = append(found[filepath.ToSlash(name)], held(c))
			}
			for _, name := range slices.Sorted(maps.Keys(m.files)) {
				if held := strings.Join(found[name], "; "); held != m.files[name] {
					t.Errorf("%s: %q, want %q", name, held, m.files[name])
				}
			}
		})
	}
}
