package doc

import "testing"

// TestJSONOfNamesTwice: as in Go, a name means the outer struct's field.
func TestJSONOfNamesTwice(t *testing.T) {
	type Inmost struct {
		Word  string `json:"word"`
		Depth int    `json:"depth"`
	}
	type Inner struct {
		Inmost
		Depth int `json:"depth"`
		Name  string
	}
	type outer struct {
		Inner
		Word string `json:"word"`
		Name []int
	}
	got, err := JSON(outer{Inner: Inner{Inmost: Inmost{Word: "inmost", Depth: 3}, Depth: 2, Name: "inner"}, Word: "outer"})
	if want := "{\n  \"depth\": 2,\n  \"word\": \"outer\",\n  \"Name\": []\n}\n"; err != nil || string(got) != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
}
