#!/bin/sh
# go-sarif, a Go library for SARIF 2.1.0, on a valid log that it reads and validates.
#
# Guess: Report.Validate says of a log in a file whether it holds to OASIS's schema, so that
# it can stand in a test of a program that writes SARIF.
# Seen with github.com/owenrumney/go-sarif/v3 v3.3.1: FromString takes the smallest valid
# log, a run with a driver and no results, and Validate refuses it. It validates the log as
# the library would write it again, and there the members language and newlineSequences,
# which the log leaves out, are an empty text and an empty list, which the schema does not
# allow. A test has to hold the bytes themselves to the schema.
#
# Ends with 0 as long as that is so, 1 when it is not, 2 when it cannot be tried.
set -eu
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
)

const smallest = `{"version":"2.1.0","$schema":"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
"runs":[{"tool":{"driver":{"name":"x"}},"results":[]}]}`

func main() {
	log, err := sarif.FromString(smallest)
	if err != nil {
		fmt.Println("not read:", err)
		os.Exit(1)
	}
	err = log.Validate()
	fmt.Println("validated:", err)
	if err == nil || !strings.Contains(err.Error(), "language") {
		os.Exit(1)
	}
}
GO
{ go mod init finding && go get github.com/owenrumney/go-sarif/v3@v3.3.1 && go mod tidy; } >/dev/null 2>&1 || exit 2
go build -o try . >/dev/null 2>&1 || exit 2
./try
