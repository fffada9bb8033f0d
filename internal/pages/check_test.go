package pages

import (
	"encoding/json"
	"strings"
	"testing"

	"primebench/internal/doctest"
	"primebench/internal/inspect"
	"primebench/report/doc"
)

func checked() []Checked {
	return []Checked{
		{Source: "dh.pem", Finding: inspect.Finding{Kind: inspect.KindGroup, Bits: 2048, Sound: true, Safe: true, FoundP: "prime", OriginQ: "stated", BitsQ: 2047, Order: "q", Strength: 112, StrengthSource: "a table", Published: "ffdhe2048", Source: "RFC 7919",
			Policy: "mr64+lucas", Log2Error: -128, Remarks: []string{"a remark"}}},
		{Source: "0x7ff", Finding: inspect.Finding{Kind: inspect.KindNumber, Bits: 11, Reason: "divisible by 23", Proven: true}},
		{Source: "small.pem", Finding: inspect.Finding{Kind: inspect.KindGroup, Bits: 1024, Weak: true, Safe: true, FoundP: "prime", OriginQ: "derived", BitsQ: 1023, Order: "q",
			Strength: 80, StrengthSource: "a table", Reason: "1024 bits, want 2048 or more", Policy: "mr64+lucas", Log2Error: -128}},
		{Source: "list:3", Refused: true, Finding: inspect.Finding{Reason: "no number"}},
	}
}

// checks counts and keeps everything.
func checks(all []Checked) Checks {
	var cs Checks
	for _, c := range all {
		cs.Add(c, false)
	}
	return cs
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		all  []Checked
		want string
	}{
		{checked(), "NOT SOUND: 2 groups, 1 number: 1 sound, 1 weak, 1 bad, 1 not read"},
		{checked()[:1], "SOUND: 1 group: 1 sound, 0 weak, 0 bad, 0 not read"},
		{checked()[2:3], "WEAK: 1 group: 0 sound, 1 weak, 0 bad, 0 not read"},
		{checked()[3:], "NOT READ: nothing read: 0 sound, 0 weak, 0 bad, 1 not read"},
		{nil, "NOTHING: nothing read: 0 sound"},
	} {
		text := string(doctest.Set(t, Check(checks(c.all)), doc.FormatText, doc.Options{}))
		if !strings.HasPrefix(text, c.want) {
			t.Errorf("%.120q, want %q", text, c.want)
		}
		for _, found := range c.all {
			if !strings.Contains(strings.Join(strings.Fields(text), " "), found.Reason) {
				t.Errorf("no %q in\n%s", found.Reason, text)
			}
		}
	}
}

// The RFC of a group does not hide what was checked, nor the other way about.
func TestCheckAsJSON(t *testing.T) {
	var object struct {
		Report   string
		Findings []struct {
			Source    string
			DefinedIn string `json:"defined_in"`
			Refused   bool
			Sound     bool
		}
	}
	data := doctest.Set(t, Check(checks(checked())), doc.FormatJSON, doc.Options{})
	if err := json.Unmarshal(data, &object); err != nil || object.Report != "primebench check" || len(object.Findings) != 4 ||
		object.Findings[0].Source != "dh.pem" || object.Findings[0].DefinedIn != "RFC 7919" || !object.Findings[3].Refused {
		t.Errorf("%v: %+v of %s", err, object, data)
	}
}

func TestHostileCheck(t *testing.T) {
	for _, prefix := range doctest.Prefixes() {
		all := checked()
		doctest.EveryString(&all, func(string) string { return prefix + doctest.Payload })
		doctest.Harmless(t, Check(checks(all)))
	}
}

func TestGoldenCheck(t *testing.T) { goldenDocument(t, "check/check", Check(checks(checked()))) }
