package yamlkeys_test

import (
	"fmt"
	"strconv"
	"strings"

	"primebench/internal/yamlkeys"
)

func ExampleMapping() {
	var name string
	var sizes []int
	keys := []yamlkeys.Key{{Name: "name", Read: yamlkeys.One(&name, yamlkeys.Verbatim)}, {Name: "bits", Read: yamlkeys.Many(&sizes, strconv.Atoi)}}
	for _, text := range []string{"name: 007\nbits: [512, 1024]\n", "name: x\nbit: 512\n"} {
		top, err := yamlkeys.Document(strings.NewReader(text), 100)
		if err == nil {
			err = yamlkeys.Mapping(top, keys)
		}
		fmt.Println(name, sizes, err)
	}
	// Output:
	// 007 [512 1024] <nil>
	// x [512 1024] line 2: unknown key "bit", want one of name, bits
}
