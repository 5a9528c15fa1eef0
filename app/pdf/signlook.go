package pdf

import (
	"math"
	"strings"

	"trygghylla/app/pdf/object"
	"trygghylla/app/seal"
)

const (
	lookSize = 9.0 // points, less where the field is small
	lookLead = 1.3 // line to line, times the size
	lookFoot = 2.0 // points below the last line
)

// appearance draws the signature's lines, black, one under the other from the
// field's upper left corner, as large as they fit.
func appearance(d *object.Document, f field, id *seal.Identity, o SignOptions) (*object.Stream, error) {
	lines := o.Lines
	if len(lines) == 0 {
		lines = []string{o.Name, o.Reason, o.Location, o.At.Format("2006-01-02 15:04"), id.Fingerprint().Short()}
	}
	lines = splitLines(lines)
	font, err := bestFont(d, f, strings.Join(lines, ""))
	if err != nil {
		return nil, err
	}
	size := min(lookSize, (f.height()-lookFoot)/(lookLead*float64(len(lines))))
	coded := make([]object.String, len(lines))
	for i, line := range lines {
		var width float64
		coded[i], width = font.encode(line)
		if width > 0 {
			size = min(size, f.width()/width)
		}
	}
	content, err := lookContent(coded, max(size, 1), f.height())
	if err != nil {
		return nil, err
	}
	return object.NewStream(object.Dict{
		"Type":      object.Name("XObject"),
		"Subtype":   object.Name("Form"),
		"BBox":      lookBox(f),
		"Resources": object.Dict{"Font": object.Dict{lookFont: font.ref}},
	}, content), nil
}

// lookFont is the font's name in every signature's appearance.
const lookFont = object.Name("F")

// lookBox is the field's rectangle moved to the origin.
func lookBox(f field) object.Array { return object.Array{0, 0, round(f.width()), round(f.height())} }

// round keeps what the writer writes: five decimals, whole numbers as such.
func round(n float64) object.Value {
	n = math.Round(n*1e5) / 1e5
	if n == math.Trunc(n) && math.Abs(n) < 1e9 {
		return int(n)
	}
	return n
}

// splitLines takes line feeds as new lines and leaves empty lines out.
func splitLines(lines []string) []string {
	var out []string
	for line := range strings.Lines(strings.Join(lines, "\n")) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

func lookContent(lines []object.String, size, height float64) ([]byte, error) {
	step := func(operator string, operands ...object.Value) object.Operation {
		return object.Operation{Operator: operator, Operands: operands}
	}
	operations := []object.Operation{
		step("q"), step("BT"), step("g", 0), step("Tf", lookFont, round(size)),
		step("TL", round(lookLead*size)), step("Td", 0, round(height-size)),
	}
	for i, line := range lines {
		if i > 0 {
			operations = append(operations, step("T*"))
		}
		operations = append(operations, step("Tj", line))
	}
	return object.EncodeContent(append(operations, step("ET"), step("Q"))...)
}
