package object_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"trygghylla/app/pdf/object"
)

// small is a file of one revision around the given extra objects, with a
// correct table.
func small(bodies ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	all := append([]string{"<</Type /Catalog>>"}, bodies...)
	at := make([]int, len(all))
	for i, body := range all {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(all)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n", len(all)+1, xref)
	return b.Bytes()
}

func TestParseValues(t *testing.T) {
	for text, want := range map[string]object.Value{
		"12": 12, "-7": -7, "+3": 3, "0.50": 0.5, "-.5": -0.5, "4.": 4.0, "007": 7,
		"true": true, "false": false, "null": nil, "/A#20b#2fc": object.Name("A b/c"),
		`(a\(b\)\\\n\101\7(in) c)`: object.String("a(b)\\\nA\a(in) c"),
		"(a\r\nb\rc\\\nd)":         object.String("a\nb\ncd"),
		"<4142fF>":                 object.String("AB\xff"),
		"1 0 R":                    object.Ref(1),
	} {
		d, err := object.Parse(small(text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := d.Get(2); got != want {
			t.Errorf("%s: %#v, want %#v", text, got, want)
		}
	}
	d := parse(t, small("[1 2 3 0 R[(x)]<</K/V>>]"))
	if a := d.Array(object.Ref(2)); len(a) != 5 || a[2] != object.Ref(3) {
		t.Errorf("array: %v", a)
	}
}

func TestParseRefusesWhatIsNotStrict(t *testing.T) {
	good := string(small("(x)"))
	swap := func(old, new string) []byte {
		if !strings.Contains(good, old) {
			t.Fatalf("%q is not in the file", old)
		}
		return []byte(strings.Replace(good, old, new, 1))
	}
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"empty":                     {nil, object.ErrSyntax},
		"bytes before the header":   {[]byte(" " + good), object.ErrSyntax},
		"comment at the end":        {[]byte(good + "%hej\n"), object.ErrTrailing},
		"line feed at the end":      {[]byte(good + "\n"), object.ErrTrailing},
		"no end":                    {[]byte(good[:len(good)-1]), object.ErrSyntax},
		"comment between objects":   {swap("endobj\n2", "endobj\n%x\n2"), object.ErrSyntax},
		"space between objects":     {swap("endobj\n2", "endobj\n\n2"), object.ErrSyntax},
		"comment inside an object":  {small("[1 %x\n]"), object.ErrSyntax},
		"key twice":                 {small("<</A 1/A 2>>"), object.ErrSyntax},
		"key twice, written apart":  {small("<</A 1/#41 2>>"), object.ErrSyntax},
		"offset moved":              {swap("0000000015", "0000000016"), object.ErrSyntax},
		"startxref moved":           {swap("startxref\n", "startxref\n1"), object.ErrSyntax},
		"generation":                {small("1 1 R"), object.ErrUnsupported},
		"encrypted":                 {swap("/Size", "/Encrypt 2 0 R/Size"), object.ErrUnsupported},
		"hybrid table":              {swap("/Size", "/XRefStm 15/Size"), object.ErrUnsupported},
		"Prev in the first":         {swap("/Size", "/Prev 15/Size"), object.ErrSyntax},
		"no catalog":                {swap("/Root 1 0 R", ""), object.ErrSyntax},
		"size too small":            {swap("/Size 3", "/Size 2"), object.ErrSyntax},
		"size too large":            {swap("/Size 3", "/Size 500001"), object.ErrSyntax},
		"object missing from table": {swap("2 0 obj", "3 0 obj"), object.ErrSyntax},
		"object stream":             {small("<</Type/ObjStm/Length 0>>stream\n\nendstream"), object.ErrUnsupported},
		"indirect length":           {small("<</Length 1 0 R>>stream\n\nendstream"), object.ErrUnsupported},
		"external stream":           {small("<</F(x)/Length 0>>stream\n\nendstream"), object.ErrUnsupported},
		"length too long":           {small("<</Length 9>>stream\n\nendstream"), object.ErrSyntax},
		"length negative":           {small("<</Length -1>>stream\n\nendstream"), object.ErrSyntax},
		"odd hex":                   {small("<414>"), object.ErrSyntax},
		"hex with space":            {small("<41 42>"), object.ErrSyntax},
		"open string":               {small("(x"), object.ErrSyntax},
		"octal out of range":        {small(`(\777)`), object.ErrSyntax},
		"exponent":                  {small("1e5"), object.ErrSyntax},
		"integer too long":          {small("1234567890123456"), object.ErrSyntax},
		"nested too deep":           {small(strings.Repeat("[", 70) + strings.Repeat("]", 70)), object.ErrTooLarge},
		"nested dictionaries":       {small(strings.Repeat("<</A", 70) + " 1" + strings.Repeat(">>", 70)), object.ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := object.Parse(c.file); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
		})
	}
	if _, err := object.Parse([]byte(good)); err != nil {
		t.Errorf("the file they were made from: %v", err)
	}
}

// What is within the rules and would take too much is given up.
func TestParseBoundsItsWork(t *testing.T) {
	for name, file := range map[string][]byte{
		"too many values":       small("[" + strings.Repeat("1 ", object.MaxValues) + "]"),
		"too many dictionaries": small("[" + strings.Repeat("<</A 1>>", object.MaxValues/9+1) + "]"),
		"too long":              make([]byte, object.MaxSize+1),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := object.Parse(file); !errors.Is(err, object.ErrTooLarge) {
				t.Errorf("%v, want %v", err, object.ErrTooLarge)
			}
		})
	}
}

func TestParseBoundsTheRevisions(t *testing.T) {
	b := small()
	for n := 1; ; n++ {
		d, err := object.Parse(b)
		if n > object.MaxRevisions {
			if !errors.Is(err, object.ErrTooLarge) {
				t.Errorf("%d revisions: %v", n, err)
			}
			return
		}
		if err != nil {
			t.Fatalf("%d revisions: %v", n, err)
		}
		if b, _, err = d.Append(b, map[object.Ref]object.Value{2: n}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDecodedBoundsTheOutput(t *testing.T) {
	s := object.NewStream(nil, make([]byte, object.MaxDecoded+1))
	if _, err := s.Decoded(); !errors.Is(err, object.ErrTooLarge) {
		t.Errorf("a bomb of %d bytes: %v", len(s.Data), err)
	}
	s = object.NewStream(nil, []byte("text"))
	s.Data = s.Data[:len(s.Data)-3]
	if _, err := s.Decoded(); !errors.Is(err, object.ErrSyntax) {
		t.Errorf("cut: %v", err)
	}
	s = &object.Stream{Dict: object.Dict{"Filter": object.Name("LZWDecode")}}
	if _, err := s.Decoded(); !errors.Is(err, object.ErrUnsupported) {
		t.Errorf("LZW: %v", err)
	}
}

func TestContentReportsWhatItCannotRead(t *testing.T) {
	for text, want := range map[string]error{
		"BI /W 1 ID x EI":        object.ErrUnsupported,
		"1 2":                    object.ErrSyntax,
		"(x":                     object.ErrSyntax,
		"1 0 R Do":               nil, // no references here: the operator R
		"/P <</MCID 3>> BDC EMC": nil,
	} {
		var got error
		for _, err := range object.Content([]byte(text)) {
			got = err
		}
		if !errors.Is(got, want) {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func TestTextGoesThere(t *testing.T) {
	for _, s := range []string{"", "abc (x)", "åäöæø – ☑", "\U0001F4DA", "rad\nrad"} {
		if got := object.NewText(s).Text(); got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
}

func TestParseSurvivesDamage(t *testing.T) {
	good := fpdfFile(t, false)
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		b := bytes.Clone(good)
		for range 1 + r.IntN(8) {
			b[r.IntN(len(b))] = byte(r.Uint32())
		}
		if r.IntN(3) == 0 {
			b = b[:r.IntN(len(b))]
		}
		d, err := object.Parse(b)
		if err != nil {
			continue
		}
		if out, err := d.Write(); err == nil {
			if _, err := object.Parse(out); err != nil {
				t.Fatalf("what was read and written is not read again: %v", err)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(fpdfFile(f, false))
	f.Add(small("[1 0 R (x) <</A/B>>]", "<</Length 3>>\nstream\nabc\nendstream"))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := object.Parse(b)
		if err != nil {
			return
		}
		out, err := d.Write()
		if err != nil {
			return
		}
		if _, err := object.Parse(out); err != nil {
			t.Fatalf("what was read and written is not read again: %v", err)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	file := fpdfFile(b, true)
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if _, err := object.Parse(file); err != nil {
			b.Fatal(err)
		}
	}
}
