// An example of a diagnosis.

package doctor_test

import (
	"fmt"

	"primebench/internal/doctor"
)

// Without any evidence there is nothing good to be said.
func ExampleDiagnose() {
	d := doctor.Diagnose(doctor.Evidence{})
	fmt.Printf("%s: %s\n", d.Grade, d.Meaning)
	// Output: F: not even a change of 20 % can be told from noise here
}
