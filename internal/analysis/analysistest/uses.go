// Uses of a group, as operations of a cell.

package analysistest

import "primebench/results"

// The uses that tests measure, without the lengths of their exponents and without
// their names: Uses fills these in.
var (
	Keygen           = results.Operation{Step: results.StepKeygen, AtOnce: 1}
	Shared           = results.Operation{Step: results.StepShared, AtOnce: 1}
	SharedShort      = results.Operation{Step: results.StepShared, AtOnce: 1, Short: true}
	SharedShortBatch = results.Operation{Step: results.StepShared, AtOnce: 8, Short: true}
)

// Uses are operations in a group of a size, no part of a search.
func Uses(bits int, does ...results.Operation) []results.Operation {
	var list []results.Operation
	for _, op := range does {
		op.ExponentBits = bits - 1
		if op.Short {
			op.ExponentBits = results.ShortExponentBits(bits)
		}
		list = append(list, op.Named())
	}
	return list
}
