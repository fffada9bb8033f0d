// What programs take of what is made: it is said when it is made, not when a server starts.

package find

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"primebench/internal/inspect"
	"primebench/millerrabin"
)

// mostOpenSSL is the largest size of a group that OpenSSL makes keys in, in bits
// (OPENSSL_DH_MAX_MODULUS_BITS of 3.0).
const mostOpenSSL = 10000

// warnOfGroup says which servers do not take a group, by its size and by whether it has a q
// of its own, and so a file in the form of X9.42. docs/CLI.md has the table, by test.
func warnOfGroup(log *slog.Logger, bits int, ownQ bool) {
	switch {
	case bits < inspect.NewUses.Bits:
		log.Warn(fmt.Sprintf("groups of %d bits are too weak for new uses, want %d or more; servers with OpenSSL at its security level 2, as on Debian, take none that is smaller", bits, inspect.NewUses.Bits))
	case bits > mostOpenSSL:
		log.Warn(fmt.Sprintf("OpenSSL makes no key in groups above %d bits: its servers start with one of %d, and fail at each handshake", mostOpenSSL, bits))
	}
	if ownQ {
		log.Warn("a group with a q of its own is written as X9.42, which haproxy, gnutls-serv and openssl s_server do not read")
	}
}

// leastTrials is how many rounds a line of a moduli file says that its prime passed: as many
// as ssh-keygen makes, and without which paramiko takes no line (2.12.0, primes.py).
const leastTrials = 100

// screening is the policy for groups that stand in a moduli file.
func screening(bits int) millerrabin.Policy {
	policy := millerrabin.Generated(bits)
	policy.Rounds = max(policy.Rounds, leastTrials)
	return policy
}

// warnOfTrials says which servers do not take a line of a moduli file for its rounds.
func warnOfTrials(log *slog.Logger, policy millerrabin.Policy) {
	switch {
	case policy.IsZero() || policy.Rounds >= leastTrials:
	case policy.Rounds == 0:
		log.Warn(fmt.Sprintf("--policy %v makes lines of 0 trials, which sshd does not take; ask for mr%d or more", policy, leastTrials))
	default:
		log.Warn(fmt.Sprintf("--policy %v makes lines of %d trials, and paramiko takes none below %d", policy, policy.Rounds, leastTrials))
	}
}

// mostSSH is the largest size that sshd takes (OpenSSH 9.2, dh.h).
const mostSSH = 8192

// askedBySSH are the sizes that OpenSSH's clients ask for, by the cipher (9.2, dh.c).
var askedBySSH = []int{3072, 7680, mostSSH}

// warnOfSSHSizes warns of sizes that sshd never takes, and remarks those that it does not
// give to OpenSSH's clients: it gives the smallest one that is no smaller than asked for, or
// else the largest.
func warnOfSSHSizes(log *slog.Logger, sizes []int) {
	var taken []int
	for _, bits := range sizes {
		switch {
		case bits < inspect.NewUses.Bits:
			log.Warn(fmt.Sprintf("groups of %d bits are too weak for new uses, and sshd takes none below %d", bits, inspect.NewUses.Bits))
		case bits > mostSSH:
			log.Warn(fmt.Sprintf("sshd takes no groups of %d bits, want %d or fewer", bits, mostSSH))
		default:
			taken = append(taken, bits)
		}
	}
	slices.Sort(taken)
	given := map[int]bool{}
	for _, asked := range askedBySSH {
		if i, _ := slices.BinarySearch(taken, asked); len(taken) > 0 {
			given[taken[min(i, len(taken)-1)]] = true
		}
	}
	unused := slices.DeleteFunc(slices.Compact(taken), func(bits int) bool { return given[bits] })
	if len(unused) > 0 {
		log.Info(fmt.Sprintf("OpenSSH's own clients ask for 3072, 7680 or 8192 bits, and with these sizes get none of %s; plink asks for 4096, paramiko for 2048", strings.Join(sizeNames(unused), ", ")))
	}
}
