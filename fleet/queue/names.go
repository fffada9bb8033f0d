// The names on the wire, and what a worker may do with them.

package queue

import (
	"fmt"
	"strconv"
	"strings"

	"primebench/internal/fleet"
)

const (
	leaseStream  = "PRIMEBENCH_LEASES"
	answerStream = "PRIMEBENCH_ANSWERS"
	consumer     = "workers" // of the leases of all jobs
)

// anyone stands in subjects where there are no keys.
const anyone = "anyone"

// keyDigits is how many of its last characters stand for a public key, in subjects and in
// the names of workers: 60 bits.
const keyDigits = 12

func shortKey(public string) string {
	if public == "" {
		return anyone
	}
	return public[max(0, len(public)-keyDigits):]
}

func leaseSubject(job string, index int) string { return fmt.Sprintf("lease.%s.%d", job, index) }

func secondSubject(job string, index int) string { return leaseSubject(job, index) + ".second" }

func leasesOf(job string) string { return "lease." + job + ".>" }

func answersOf(job string) string { return "answer." + job + ".>" }

func answerSubject(job, key, worker string) string {
	return strings.Join([]string{"answer", job, key, worker}, ".")
}

func statusSubject(key, worker string) string { return "status." + key + "." + worker }

// answerConsumer is the one that reads the answers of a job.
func answerConsumer(job string) string { return "fold-" + job }

// nextLease is where a worker asks for one.
const nextLease = "$JS.API.CONSUMER.MSG.NEXT." + leaseStream + "." + consumer

func inbox(key string) string { return "_INBOX_" + key }

// WorkerName is a name that only the holder of a key can have: it ends with that of the
// key. public is "" where there are no keys.
func WorkerName(name, public string) string {
	if public == "" {
		return name
	}
	return name + "-" + shortKey(public)
}

// speaker returns the worker that may have published to a subject of answers or of how
// workers stand, by the parts of the subject.
func speaker(parts []string) (worker string, ok bool) {
	if len(parts) != 2 || fleet.CheckName(parts[1]) != nil {
		return "", false
	}
	key, worker := parts[0], parts[1]
	return worker, key == anyone || strings.HasSuffix(worker, "-"+key)
}

// A Rights list is what the holder of a worker's key may do, as subjects.
type Rights struct{ Publish, Subscribe []string }

// WorkerRights are those of a worker with a public key: to ask for leases, to acknowledge
// them, and to publish answers and how it stands below its own key.
func WorkerRights(public string) Rights {
	key := shortKey(public)
	return Rights{
		Publish: []string{
			nextLease, "$JS.ACK." + leaseStream + "." + consumer + ".>",
			answerSubject("*", key, "*"), statusSubject(key, "*"),
		},
		Subscribe: []string{inbox(key) + ".>"},
	}
}

// timesOf returns how often a message was handed out, by where it is acknowledged:
// $JS.ACK.STREAM.CONSUMER.TIMES and more, or with the domain and the account before the
// stream.
func timesOf(reply string) int {
	parts := strings.Split(reply, ".")
	at := 4
	if len(parts) > 9 {
		at = 6
	}
	if len(parts) <= at {
		return 0
	}
	times, err := strconv.Atoi(parts[at])
	if err != nil {
		return 0
	}
	return times
}

// statusOf returns the worker that a subject of how workers stand is of.
func statusOf(subject string) (worker string, ok bool) {
	parts := strings.Split(subject, ".")
	return speaker(parts[1:])
}
