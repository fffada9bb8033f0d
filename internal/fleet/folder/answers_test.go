package folder

import "testing"

// FuzzAnswerName: a name that is taken is the one that its parts make.
func FuzzAnswerName(f *testing.F) {
	for _, name := range []string{"000000.3.vm-1-ABCDEF.json", "000012.0.a.json", "12.0.a.json", "000001.-1.a.json", "000001.1..json", "000001.1.a.json.json"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		n, ok := parseAnswerName(name)
		if ok && (n.String() != name || n.index < 0 || n.finds < 0) {
			t.Errorf("%q is taken as %+v", name, n)
		}
	})
}
