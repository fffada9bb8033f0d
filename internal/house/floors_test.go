// What the rules say of one file.

package house

import (
	"fmt"
	"go/ast"
	"path"
	"slices"
	"strconv"
	"strings"
)

// violations says what a file in a folder does against the rules.
func violations(folder string, file *ast.File) []string {
	if _, known := floorOf(folder); !known {
		return []string{fmt.Sprintf("folder %s stands on no floor: say on which", folder)}
	}
	var out []string
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			out = append(out, err.Error())
			continue
		}
		if ours, ok := strings.CutPrefix(imported, module+"/"); ok {
			out = append(out, misplaced(folder, ours)...)
			continue
		}
		out = append(out, banned(folder, imported)...)
	}
	if !anyCovers(programs, folder) {
		out = append(out, misused(file)...)
	}
	return out
}

// misplaced says why a folder must not import one of ours.
func misplaced(folder, ours string) []string {
	var out []string
	refuse := func(why string) {
		out = append(out, fmt.Sprintf("%s must not import %s: %s", folder, ours, why))
	}
	from, _ := floorOf(folder)
	neighbours, _ := lookup(beside, folder)
	switch to, known := floorOf(ours); {
	case !known:
		refuse("it stands on no floor")
	case to > from:
		refuse(fmt.Sprintf("floor %d is above floor %d", to, from))
	case to == from && !anyCovers(neighbours, ours):
		refuse(fmt.Sprintf("both stand on floor %d, and the table beside does not name it", to))
	}
	if slices.Contains(testHelpers, ours) {
		refuse("only tests may")
	}
	for _, n := range narrowings {
		if n.folder == folder && !anyCovers(n.to, ours) {
			refuse(n.why)
		}
	}
	for _, p := range prohibitions {
		if anyCovers(p.from, folder) && anyCovers(p.to, ours) {
			refuse(p.why)
		}
	}
	for _, r := range reservations {
		if r.folder == ours && !anyCovers(r.users, folder) {
			refuse(r.why)
		}
	}
	return out
}

func floorOf(folder string) (floor int, known bool) { return lookup(floors, folder) }

// lookup is what a table says of a folder: by its name, or by the longest pattern
// that covers it.
func lookup[T any](table map[string]T, folder string) (entry T, found bool) {
	if entry, found = table[folder]; found {
		return entry, true
	}
	longest := 0
	for pattern, e := range table {
		if covers(pattern, folder) && len(pattern) > longest {
			entry, found, longest = e, true, len(pattern)
		}
	}
	return entry, found
}

// banned says why a folder must not import a path of somebody else's.
func banned(folder, imported string) []string {
	var out []string
	for _, b := range bans {
		switch {
		case !covers(b.path+"/...", imported):
		case b.only != nil && !anyCovers(b.only, folder):
		case anyCovers(b.except, folder):
		default:
			out = append(out, fmt.Sprintf("%s must not import %s: %s", folder, imported, b.why))
		}
	}
	return out
}

// misused finds printing, the process's streams, os.Exit and init functions.
func misused(file *ast.File) []string {
	local := map[string]string{} // name in the file -> path
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path.Base(imported)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		local[name] = imported
	}
	var out []string
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Recv == nil && n.Name.Name == "init" {
				out = append(out, "func init: nothing registers itself")
			}
		case *ast.SelectorExpr:
			x, ok := n.X.(*ast.Ident)
			if ok && slices.Contains(names[local[x.Name]], n.Sel.Name) {
				out = append(out, fmt.Sprintf("only the command line may use %s.%s", local[x.Name], n.Sel.Name))
			}
		case *ast.CallExpr:
			f, ok := n.Fun.(*ast.Ident)
			if ok && (f.Name == "print" || f.Name == "println") {
				out = append(out, "only the command line may print")
			}
		}
		return true
	})
	return out
}

// anyCovers reports whether one of the patterns names a folder.
func anyCovers(patterns []string, folder string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return covers(pattern, folder) })
}

// covers reports whether a pattern of the tables names a folder.
func covers(pattern, folder string) bool {
	base, deep := strings.CutSuffix(pattern, "/...")
	return folder == base || deep && strings.HasPrefix(folder, base+"/")
}
