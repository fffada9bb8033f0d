// How a server is opened: by keys in files, and never by an argument, which every user of a
// machine can read.

package cli

import (
	"bytes"
	"os"

	"primebench/fleet/queue"
	clifleet "primebench/internal/cli/fleet"
	"primebench/internal/cli/ui"
)

// accessBy reads what the flags name.
func accessBy(f clifleet.AccessFlags) (queue.Access, error) {
	var a queue.Access
	for _, file := range []struct {
		path string
		text *[]byte
	}{{f.NKey.Value, &a.Seed}, {f.CA.Value, &a.CA}} {
		if file.path == "" {
			continue
		}
		text, err := os.ReadFile(file.path)
		if err != nil {
			return queue.Access{}, ui.Usage(err)
		}
		*file.text = bytes.TrimSpace(text)
	}
	return a, nil
}
