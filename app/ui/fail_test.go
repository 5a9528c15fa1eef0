package ui

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"trygghylla/app"
	"trygghylla/locales"
)

// unmet are the sentinels that nobody meets on a screen, and why.
var unmet = map[string]string{
	"app.ErrQuestion":            "a screen shows only questions of the catalogue",
	"app.ErrState":               "a screen offers only the answers that the kind of question has",
	"desk.ErrCountry":            "the headless demo's",
	"desk.ErrNoEvidence":         "a screen offers to remove only what it shows",
	"desk.ErrTaken":              "the headless demo's",
	"pdf.ErrField":               "a package that this program drew has its signature fields",
	"pdf.ErrLetters":             "a package that this program drew has its typeface",
	"pdf.ErrUntrusted":           "the headless verify's: of files that others made",
	"record.ErrPart":             "the screens make papers of the open part only",
	"report.ErrFileName":         "the name of a package is made of plain letters",
	"report.ErrNothingProtected": "has the words of desk.ErrNothingProtected, which is another name for it",
	"report.ErrPart":             "the screens make papers of the open part only",
	"seal.ErrChanged":            "reaches the screens only as one of package pdf's",
	"seal.ErrFingerprint":        "the headless verify's: no screen asks for a fingerprint",
	"seal.ErrForged":             "reaches the screens only as one of package pdf's",
	"seal.ErrIdentity":           "the vault tells a damaged record before it is read",
	"seal.ErrMalformed":          "reaches the screens only as one of package pdf's",
	"system.ErrCancelled":        "the screen goes on as if the dialog had not been opened",
	"system.ErrNoDialog":         "the screen asks for the path instead",
	"system.ErrNoDisplay":        "told in a message box before there is a screen",
	"system.ErrNoHome":           "told in a message box before there is a screen",
	"system.ErrNoOpenGL":         "told in a message box before there is a screen",
	"system.ErrRunning":          "told in a message box before there is a screen",
	"vault.ErrClosed":            "the shell gives up a desk in the moment that it closes it",
}

// later are the sentinels of what no screen does yet, with what would bring them there.
var later = map[string][]string{
	"seal.ErrNotForKey": {"Unwrap"},
	"seal.ErrWrapKey":   {"Unwrap"},
}

// uses tells whether the screens, or the desk for what lies below it, name something.
func uses(t *testing.T, sentinel string, names []string) bool {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err == nil && !strings.HasPrefix(sentinel, "desk.") {
		var below []string
		for _, dir := range []string{"../desk", "../parcel"} {
			if below, err = filepath.Glob(dir + "/*.go"); err != nil {
				t.Fatal(err)
			}
			files = append(files, below...)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			found = found || ok && (slices.Contains(names, s.Sel.Name) || slices.Contains(names, fmt.Sprint(s.X, ".", s.Sel)))
			return true
		})
	}
	return found
}

// sentinels finds the exported errors of a package, each with the name that it is another name for, or its own.
func sentinels(t *testing.T, dir string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			vars, ok := d.(*ast.GenDecl)
			if !ok || vars.Tok != token.VAR {
				continue
			}
			for _, spec := range vars.Specs {
				v := spec.(*ast.ValueSpec)
				for i, id := range v.Names {
					if strings.HasPrefix(id.Name, "Err") && i < len(v.Values) {
						whole := f.Name.Name + "." + id.Name
						found[whole] = origin(whole, v.Values[i])
					}
				}
			}
		}
	}
	if len(found) == 0 {
		t.Errorf("%s has no sentinels", dir)
	}
	return found
}

// origin is what a sentinel is another name for, or itself.
func origin(name string, value ast.Expr) string {
	if s, ok := value.(*ast.SelectorExpr); ok {
		return fmt.Sprint(s.X, ".", s.Sel)
	}
	return name
}

// worded finds the sentinels that fail.go has words for.
func worded(t *testing.T) map[string]bool {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "fail.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && strings.HasPrefix(s.Sel.Name, "Err") {
			found[fmt.Sprint(s.X, ".", s.Sel)] = true
		}
		return true
	})
	return found
}

// TestEveryErrorHasWords demands words, or a reason, for every sentinel of every package below the screens.
func TestEveryErrorHasWords(t *testing.T) {
	has, all := worded(t), map[string]string{}
	for _, dir := range []string{"..", "../record", "../desk", "../keep", "../parcel", "../vault", "../seal", "../pdf", "../report", "../system", "../disk"} {
		maps.Copy(all, sentinels(t, dir))
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		_, excused := unmet[name]
		if names, ok := later[name]; ok && !uses(t, name, names) {
			continue
		}
		switch told := has[name] || has[all[name]]; {
		case told && excused:
			t.Errorf("%s has words and a reason to have none", name)
		case !told && !excused:
			t.Errorf("%s has no words in fail.go: a user would read that the program does not know it", name)
		}
	}
	for _, name := range append(slices.Collect(maps.Keys(unmet)), slices.Collect(maps.Keys(later))...) {
		if all[name] == "" {
			t.Errorf("%s is excused and does not exist", name)
		}
	}
}

// TestEveryFailureSaysTwoThings demands of every failure, in every language, what happened and what to do, and that
// the error's own English is not shown, but for one that is not known.
func TestEveryFailureSaysTwoThings(t *testing.T) {
	for _, language := range locales.Languages() {
		w, err := locales.New(language)
		if err != nil {
			t.Fatal(err)
		}
		unknown := explain(w, fmt.Errorf("something of its own"))
		if unknown.details != "something of its own" {
			t.Errorf("%s: of an unknown error it tells %q", language, unknown.details)
		}
		for _, x := range failures {
			f := explain(w, fmt.Errorf("save answer: %w", x.err))
			if f.details != "" || f.what == unknown.what {
				t.Errorf("%s: %s is not known: %q", language, x.id, f.what)
			}
			for _, s := range []string{f.what, f.hint} {
				if !strings.HasSuffix(s, ".") || strings.HasPrefix(s, "[") || strings.Contains(s, x.err.Error()) {
					t.Errorf("%s: %s says %q", language, x.id, s)
				}
			}
		}
	}
}

// TestTheClockBeforeTheKeyIsTold sets the computer's clock back to before the library's key was made, as an empty
// battery does.
func TestTheClockBeforeTheKeyIsTold(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		b.s.Show(newPackage(b.s)) // the key is made
		b.now = b.now.AddDate(-6, 0, 0)
		b.press(b.s.T("package.sign"))
		b.silent(b.s.T("package.ready"))
		b.failed("fail.clock_key")
		if n := b.made(); len(n) != 0 {
			t.Errorf("left %v", n)
		}
	})
}

// TestLettersOfOtherScriptsGoThrough has what people write in libraries of today: names and notes in scripts that the
// typeface lacks.
func TestLettersOfOtherScriptsGoThrough(t *testing.T) {
	b := filled(t, app.Sweden)
	l := b.s.desk.Library()
	l.Name = "Länsbiblioteket 图书馆 مكتبة 🙂"
	if err := b.s.desk.SetLibrary(l); err != nil {
		t.Fatal(err)
	}
	b.at(app.Staff, 0)
	b.replace(b.s.T("list.note"), "مكتبة 图书馆 🙂")
	b.s.Show(newPackage(b.s))
	b.press(b.s.T("package.sign"))
	b.reads(b.s.T("package.ready"))
	if n := b.made(); len(n) != 1 || path.Ext(n[0]) != ".pdf" {
		t.Errorf("made %v", n)
	}
}
