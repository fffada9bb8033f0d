// What a run is to reach: the goals of its suite, so that whoever reads the run
// later can judge them.

package results

import (
	"strconv"
	"strings"
)

// What a goal is about, in Goal.Quantity.
const (
	GoalTime  = "time"  // seconds that Of takes
	GoalRatio = "ratio" // the time of Of over the time of Over
	GoalShare = "share" // the part of the time of Over that is spent in Of, an operation: 0 to 1
)

// A Goal is a number that is to be reached: at least Least or at most Most, of
// which one is above 0.
type Goal struct {
	Quantity string  `json:"quantity"`
	Of       Subject `json:"of"`
	Over     Subject `json:"over"` // all empty with GoalTime
	Least    float64 `json:"least"`
	Most     float64 `json:"most"`
}

// A Subject names a cell, or an operation of a cell, by what it has. An empty
// field asks for nothing.
type Subject struct {
	Kind     string `json:"kind"`
	Bits     int    `json:"bits"`
	Params   string `json:"params"`
	Strategy string `json:"strategy"`
	Mode     string `json:"mode"`
	Workers  int    `json:"workers"`
	Policy   string `json:"policy"`    // Policy.Name
	Kernel   string `json:"kernel"`    // of the operation, else of the cell
	Op       string `json:"operation"` // Step or name of an operation; "" for the whole cell
}

// String returns what s asks for, in words with commas between; "anything" for
// nothing.
func (s Subject) String() string {
	var words []string
	add := func(asked bool, word string) {
		if asked {
			words = append(words, word)
		}
	}
	add(s.Kind != "", s.Kind)
	add(s.Bits != 0, strconv.Itoa(s.Bits)+" bits")
	add(s.Params != "", s.Params)
	add(s.Strategy != "", s.Strategy)
	add(s.Mode != "", s.Mode)
	add(s.Workers != 0, "workers "+strconv.Itoa(s.Workers))
	add(s.Policy != "", s.Policy)
	add(s.Op != "", s.Op)
	add(s.Kernel != "", "kernel "+s.Kernel)
	if len(words) == 0 {
		return "anything"
	}
	return strings.Join(words, ", ")
}

// A Place is a cell, or an operation of it.
type Place struct {
	Cell int    // ID
	Op   string // name of the operation, "" for the whole cell
}

// Find lists the places among cells that have all that s asks for, in their
// order.
func (s Subject) Find(cells []Cell) []Place {
	var places []Place
	for i := range cells {
		c := &cells[i]
		switch {
		case !s.fits(c):
		case s.Op == "" && fits(s.Kernel, c.Kernel):
			places = append(places, Place{Cell: c.ID})
		case s.Op != "":
			places = append(places, s.findOperations(c)...)
		}
	}
	return places
}

// fits reports whether a cell has what s asks of it, its kernel aside.
func (s Subject) fits(c *Cell) bool {
	return fits(s.Kind, c.Kind) && fits(s.Bits, c.Bits) && fits(s.Params, c.Params) && fits(s.Strategy, c.Strategy) && fits(s.Mode, c.Mode) &&
		fits(s.Workers, c.Workers) && fits(s.Policy, c.Policy.Name)
}

func (s Subject) findOperations(c *Cell) []Place {
	var places []Place
	for _, op := range c.Operations {
		kernel := op.Kernel
		if kernel == "" {
			kernel = c.Kernel
		}
		if (op.Name == s.Op || op.Step == s.Op) && fits(s.Kernel, kernel) {
			places = append(places, Place{Cell: c.ID, Op: op.Name})
		}
	}
	return places
}

// fits reports whether a value is the one that is asked for, where one is.
func fits[T comparable](asked, is T) bool {
	var anything T
	return asked == anything || asked == is
}
