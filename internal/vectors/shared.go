// The larger collection beside the repository, of which testdata holds the part
// that protects against known faults.

package vectors

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// Shared decodes a JSON file of the collection. It skips the test where the
// collection is not beside the repository, and fails it where the file is
// missing from the collection.
func Shared(t testing.TB, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(collection(t), filepath.FromSlash(name)))
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// SharedFiles returns the files of a folder of the collection by name, at least
// one. It skips and fails as Shared does.
func SharedFiles(t testing.TB, folder string) map[string][]byte {
	t.Helper()
	root := filepath.Join(collection(t), filepath.FromSlash(folder))
	entries, err := os.ReadDir(root)
	if err != nil || len(entries) == 0 {
		t.Fatalf("%s: %d files, %v", folder, len(entries), err)
	}
	files := map[string][]byte{}
	for _, entry := range entries {
		if files[entry.Name()], err = os.ReadFile(filepath.Join(root, entry.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// collection returns the folder, which is found from the folder of the module.
func collection(t testing.TB) string {
	t.Helper()
	module, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for !exists(filepath.Join(module, "go.mod")) {
		parent := filepath.Dir(module)
		if parent == module {
			t.Fatal("no go.mod above the test's folder")
		}
		module = parent
	}
	folder := filepath.Join(module, "..", "shared", "vectors")
	if !exists(folder) {
		t.Skip("skipped: no ../shared/vectors beside the repository")
	}
	return folder
}

// exists reports whether there is a file or folder of this name.
func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
