// The doors: whoever imports a public package can name every type that its
// exported functions, methods, fields and variables mention.

package house

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// public are the packages for outsiders.
var public = []string{"engine", "sieve", "millerrabin", "dhgroup", "results", "secrets", "report", "report/doc", "report/plot"}

func TestPublicTypesCanBeNamed(t *testing.T) {
	for _, folder := range public {
		for _, v := range shutDoors(load(t, module+"/"+folder)) {
			t.Error(v)
		}
	}
}

// TestShutDoorsAreFound holds the check to a package whose door is known to be
// shut: internal/proof asks for a seed of internal/rng.
func TestShutDoorsAreFound(t *testing.T) {
	found := shutDoors(load(t, module+"/internal/proof"))
	if !slices.ContainsFunc(found, func(v string) bool { return strings.Contains(v, "internal/rng.Seed") }) {
		t.Errorf("found %q, want one that mentions internal/rng.Seed", found)
	}
}

// TestPublicPackagesHaveExamples wants of each at least one that is run.
func TestPublicPackagesHaveExamples(t *testing.T) {
	for _, folder := range public {
		names, err := filepath.Glob(filepath.Join("..", "..", folder, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		var files []*ast.File
		for _, name := range names {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, file)
		}
		if !slices.ContainsFunc(doc.Examples(files...), func(e *doc.Example) bool { return e.Output != "" }) {
			t.Errorf("%s has no example with an output", folder)
		}
	}
}

func load(t *testing.T, path string) *types.Package {
	t.Helper()
	loaded, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports}, path)
	if err != nil {
		t.Fatal(err)
	}
	if len(loaded) != 1 || len(loaded[0].Errors) > 0 {
		t.Fatalf("%s: %d packages, errors %v", path, len(loaded), loaded[0].Errors)
	}
	return loaded[0].Types
}

// shutDoors names what a package exports with a type that an importer cannot
// write down: one of a folder internal/, or one that is not exported.
func shutDoors(p *types.Package) []string {
	var w walker
	for _, name := range p.Scope().Names() {
		if object := p.Scope().Lookup(name); object.Exported() {
			w.object(p.Path()+"."+name, object)
		}
	}
	return w.found
}

type walker struct{ found []string }

// object looks at what is declared: of a type all that its values offer.
func (w *walker) object(where string, object types.Object) {
	declared, ok := object.(*types.TypeName)
	if !ok {
		w.mentioned(where, object.Type())
		return
	}
	if declared.IsAlias() {
		w.mentioned(where, types.Unalias(declared.Type()))
		return
	}
	w.mentioned(where, declared.Type().Underlying())
	methods := types.NewMethodSet(types.NewPointer(declared.Type()))
	for m := range methods.Methods() {
		if m.Obj().Exported() {
			w.mentioned(where+"."+m.Obj().Name(), m.Type())
		}
	}
}

// mentioned looks at a type that stands in a declaration, down to the names in it.
func (w *walker) mentioned(where string, t types.Type) {
	switch t := t.(type) {
	case *types.Named:
		w.named(where, t.Obj())
		for argument := range t.TypeArgs().Types() {
			w.mentioned(where, argument)
		}
	case *types.Alias:
		w.named(where, t.Obj())
		w.mentioned(where, types.Unalias(t))
	case *types.Struct:
		for field := range t.Fields() {
			switch {
			case field.Exported():
				w.mentioned(where+"."+field.Name(), field.Type())
			case field.Embedded(): // its exported fields are promoted
				w.mentioned(where, field.Type().Underlying())
			}
		}
	case *types.Signature:
		w.mentioned(where, t.Params())
		w.mentioned(where, t.Results())
		for parameter := range t.TypeParams().TypeParams() {
			w.mentioned(where, parameter.Constraint())
		}
	case *types.Tuple:
		for v := range t.Variables() {
			w.mentioned(where, v.Type())
		}
	case *types.Interface:
		for method := range t.Methods() {
			if method.Exported() { // the others seal the interface: nobody outside calls or writes one
				w.mentioned(where+"."+method.Name(), method.Type())
			}
		}
		for embedded := range t.EmbeddedTypes() {
			w.mentioned(where, embedded)
		}
	case *types.Union:
		for term := range t.Terms() {
			w.mentioned(where, term.Type())
		}
	case *types.Map:
		w.mentioned(where, t.Key())
		w.mentioned(where, t.Elem())
	case interface{ Elem() types.Type }: // pointers, slices, arrays, channels
		w.mentioned(where, t.Elem())
	}
}

func (w *walker) named(where string, name *types.TypeName) {
	if name.Pkg() == nil { // error, comparable
		return
	}
	if slices.Contains(strings.Split(name.Pkg().Path(), "/"), "internal") || !name.Exported() {
		w.found = append(w.found, fmt.Sprintf("%s mentions %s.%s, which nobody outside can name", where, name.Pkg().Path(), name.Name()))
	}
}
