package pdf

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// setter is a document that only sets text.
func setter(t testing.TB) *Doc {
	t.Helper()
	d := &Doc{}
	for i, name := range []string{"NotoSans-Regular.ttf", "NotoSans-Bold.ttf"} {
		b, err := os.ReadFile(filepath.Join("..", "..", "assets", "fonts", name))
		if err != nil {
			t.Fatal(err)
		}
		if d.fonts[i], err = parseFace(b); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// FuzzSet sets any text in any width: every word comes out whole and in order,
// and no line is wider than the column unless one character is.
func FuzzSet(f *testing.F) {
	f.Add("Dörren till magasinet går inte att låsa, se 2026-06-15.", "Krav", uint16(60))
	f.Add(strings.Repeat("Säkerhetssamordnare-", 30), "x\n\n\ny", uint16(33))
	f.Add("\u0301\u0301 \n a\u00a0b", "", uint16(1))
	f.Add("a-b/c–d 1-2 x-1", "-", uint16(12))
	d := setter(f)
	f.Fuzz(func(t *testing.T, plain, bold string, w uint16) {
		const size = 10
		width := float64(w % 600)
		lines := d.set([]Run{{Text: plain}, {Text: bold, Bold: true}}, size, width)
		var got strings.Builder
		for i, l := range lines {
			sum, runes := 0.0, 0
			for _, s := range l.spans {
				if d.face(s.bold).width(s.text, size) > s.w+0.01 {
					t.Errorf("%q is wider than %.2f", s.text, s.w)
				}
				sum = max(sum, s.x+s.w)
				runes += utf8.RuneCountInString(s.text)
				got.WriteString(s.text)
			}
			if sum > width+0.01 && runes > 1 {
				t.Errorf("line %d is %.2f wide in %.2f", i, sum, width)
			}
			if l.last != (i == len(lines)-1) {
				t.Errorf("line %d of %d: last is %t", i, len(lines), l.last)
			}
			if !l.glue {
				got.WriteByte(' ')
			}
		}
		want := d.clean(plain) + d.clean(bold)
		if g, w := strings.Join(fields(got.String()), " "), strings.Join(fields(want), " "); g != w {
			t.Errorf("set as %q, want %q", g, w)
		}
	})
}

// fields splits at the spaces that a line may be broken at.
func fields(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' })
}

func TestCutShowsThatItDid(t *testing.T) {
	d := setter(t)
	for _, text := range []string{"Regionbibliotek Östergötland", "a", "", strings.Repeat("å", 500)} {
		for _, width := range []float64{0, 3, 20, 90, 5000} {
			got := d.cut(text, 10, width, true)
			if got == text {
				continue
			}
			if !strings.HasSuffix(got, "…") || !strings.HasPrefix(text, strings.TrimSuffix(got, "…")) {
				t.Errorf("%q in %.0f is cut to %q", text, width, got)
			}
			if width > 15 && d.face(true).width(got, 10) > width {
				t.Errorf("%q is wider than %.0f", got, width)
			}
		}
	}
}

// Text that is taken as clean is what mend makes of it, alone and beside any
// other character that is taken so.
func TestCleanTextIsLeftAsItIs(t *testing.T) {
	d := setter(t)
	var all []rune
	for r := range rune(0x11000) {
		if s := string(r); d.isClean(s) {
			all = append(all, r)
			if got := d.mend(s); got != s {
				t.Errorf("%U becomes %q", r, got)
			}
		}
	}
	if len(all) < 500 {
		t.Fatalf("%d characters are taken as clean", len(all))
	}
	for _, a := range all {
		var b strings.Builder
		for _, r := range all {
			b.WriteRune(a)
			b.WriteRune(r)
		}
		if s := b.String(); d.mend(s) != s {
			t.Errorf("%U changes beside another character", a)
		}
	}
	for _, s := range []string{"\x80", "e\u0301", "\u00ad", "\u2028", "\ufffd", "\t", "→", "\u200b", "\U0001F692"} {
		if d.isClean(s) {
			t.Errorf("%q is taken as clean", s)
		}
	}
}
