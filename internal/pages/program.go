// What the program is and what it can use on this machine.

package pages

import (
	"strings"

	"primebench/report/doc"
)

// A Program is a build and the machine that it runs on.
type Program struct {
	Version    string   `json:"program_version"`
	Revision   string   `json:"revision"`
	Go         string   `json:"go"`
	OS         string   `json:"os"`
	Arch       string   `json:"arch"`
	Kernel     string   `json:"kernel"`      // that a search takes
	KernelNote string   `json:"kernel_note"` // what to expect of it; may be empty
	Kernels    []string `json:"kernels"`     // that can run here, the fastest first
	Known      []string `json:"kernels_known"`
	Processor  string   `json:"processor"`
	Features   []string `json:"features"` // of the processor, those that a kernel can make use of
}

// About is the document of a program.
func About(p *Program) *doc.Document {
	features := "none that a kernel could use"
	if len(p.Features) > 0 {
		features = strings.Join(p.Features, ", ")
	}
	facts := []doc.Fact{
		{Name: "primebench", Value: doc.Text(p.Version)},
		{Name: "revision", Value: doc.Text(p.Revision)},
		{Name: "go", Value: doc.Text(p.Go + " " + p.OS + "/" + p.Arch)},
		{Name: "kernel", Value: doc.Text(join(", ", p.Kernel, p.KernelNote))},
		{Name: "kernels here", Value: doc.Text(strings.Join(p.Kernels, ", "))},
		{Name: "kernels known", Value: doc.Text(strings.Join(p.Known, ", "))},
		{Name: "processor", Value: doc.Text(p.Processor)},
		{Name: "features", Value: doc.Text(features)},
	}
	for i := range facts {
		facts[i].First = true
	}
	return &doc.Document{
		Name:  "version",
		Title: "primebench version",
		Facts: facts,
		Data: doc.NewTable([]doc.Column[doc.Fact]{
			{Heading: "name", Names: true, Value: func(f doc.Fact) doc.Value { return doc.Text(f.Name) }},
			{Heading: "value", Value: func(f doc.Fact) doc.Value { return f.Value }},
		}, facts),
		Object: struct {
			heading
			*Program
		}{heading{Report: "primebench version", Version: 1}, p},
	}
}
