// What JSON has of a cost and of the laws beside their fields: numbers that follow from
// them, which a reader would have to work out.

package capacity

// JSONShape is the cost with the core-seconds of a result, and how many times the
// simulation draws from: with none it draws from the law.
func (c Cost) JSONShape() any {
	type Fields Cost
	return struct {
		Fields
		CoreSeconds float64 `json:"core_s"`
		Resampled   int     `json:"resampled"`
	}{Fields: Fields(c), CoreSeconds: c.CoreSeconds(), Resampled: len(c.Times)}
}

// JSONShape is the law with its squared coefficient of variation.
func (l Law) JSONShape() any {
	type Fields Law
	return struct {
		Fields
		CV2 float64 `json:"cv2"`
	}{Fields: Fields(l), CV2: l.CV2()}
}

// JSONShape is the law with its knee and its peak, null where it has none.
func (u USL) JSONShape() any {
	type Fields USL
	return struct {
		Fields
		Knee float64 `json:"knee_workers"`
		Peak float64 `json:"peak_per_s"`
	}{Fields: Fields(u), Knee: u.Knee(), Peak: u.Peak()}
}
