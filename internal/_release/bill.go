// The SBOM: a list of what the program is made of, as CycloneDX.

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/xeipuuv/gojsonschema"
)

// makeBill writes the list, and holds it to its schema.
func makeBill(ctx context.Context, root, out string, r revision) error {
	file, err := filepath.Abs(filepath.Join(out, fmt.Sprintf("primebench_%s_sbom.cdx.json", r.number())))
	if err != nil {
		return err
	}
	_, err = tool(ctx, root, os.Environ(), "cyclonedx-gomod", "app", "-json", "-licenses", "-std", "-noserial", "-notimestamp", "-assert-licenses",
		"-output-version", "1.6", "-main", "cmd/primebench", "-output", file, ".")
	if err != nil {
		return err
	}
	return validateBill(ctx, root, file)
}

// validateBill holds a list to the schemas in the source of cyclonedx-go, which
// cyclonedx-gomod writes by. Where they name each other, they name a place on the net.
func validateBill(ctx context.Context, root, file string) error {
	folder, err := output(ctx, filepath.Join(root, "internal", "_release"), os.Environ(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/CycloneDX/cyclonedx-go")
	if err != nil {
		return err
	}
	read := func(name string) (gojsonschema.JSONLoader, error) {
		text, err := os.ReadFile(filepath.Join(strings.TrimSpace(folder), "schema", name))
		return gojsonschema.NewBytesLoader(text), err
	}
	schemas := gojsonschema.NewSchemaLoader()
	for place, name := range map[string]string{"spdx.schema.json": "spdx.schema.json", "jsf-0.82.schema.json": "jsf-0.82.schemax.json"} {
		schema, err := read(name)
		if err == nil {
			err = schemas.AddSchema("http://cyclonedx.org/schema/"+place, schema)
		}
		if err != nil {
			return err
		}
	}
	main, err := read("bom-1.6.schema.json")
	if err != nil {
		return err
	}
	schema, err := schemas.Compile(main)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	result, err := schema.Validate(gojsonschema.NewBytesLoader(text))
	if err != nil {
		return err
	}
	var faults []error
	for _, fault := range result.Errors() {
		faults = append(faults, fmt.Errorf("%s is no CycloneDX 1.6: %s", filepath.Base(file), fault))
	}
	return errors.Join(faults...)
}
