// What holds of every number in a result.

package analysistest

import (
	"fmt"
	"math"
	"reflect"
	"testing"
	"time"
)

// Walk fails when a number below v is NaN or infinite, or an analysis.Estimate has
// an interval out of order, no unit or no method.
func Walk(t testing.TB, at string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Float64:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			t.Errorf("%s is %v", at, f)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			Walk(t, at, v.Elem())
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			Walk(t, fmt.Sprintf("%s[%d]", at, i), v.Index(i))
		}
	case reflect.Struct:
		if v.Type().Name() == "Estimate" {
			inOrder(t, at, v)
		}
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			Walk(t, at+"."+v.Type().Field(i).Name, v.Field(i))
		}
	}
}

// inOrder reads the fields by their names: package analysis itself is tested with
// this one, which cannot import it.
func inOrder(t testing.TB, at string, e reflect.Value) {
	t.Helper()
	number := func(name string) float64 { return e.FieldByName(name).Float() }
	text := func(name string) string { return e.FieldByName(name).String() }
	low, value, high, need := number("Low"), number("Value"), number("High"), e.FieldByName("Need").Int()
	if low > value || value > high || text("Unit") == "" || text("Method") == "" || e.FieldByName("N").Int() < 1 ||
		text("Better") == "" && text("Unit") != "1" || need > 0 && low != high {
		t.Errorf("%s is %+v", at, e.Interface())
	}
}

// Near fails unless got is want to the relative tolerance.
func Near(t testing.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Abs(want)) {
		t.Errorf("%s = %.9g, want %.9g", what, got, want)
	}
}
