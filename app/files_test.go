package app_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
)

// strangers imports other packages as empty ones: what they declare stands in no file of this one.
type strangers struct{}

func (strangers) Import(name string) (*types.Package, error) {
	p := types.NewPackage(name, path.Base(name))
	p.MarkComplete()
	return p, nil
}

// knows says of each file of a package which other files of it declare what it names: types, functions, constants,
// fields and methods.
type knows map[string]map[string]bool

// filesOf reads which file knows which. The files are those of one package, by name.
func filesOf(t *testing.T, texts map[string]string) knows {
	t.Helper()
	set, found := token.NewFileSet(), knows{}
	var files []*ast.File
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		f, err := parser.ParseFile(set, name, texts[name], parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
		found[name] = map[string]bool{}
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: strangers{}, Error: func(error) {}} // the compiler tells errors
	pkg, _ := config.Check("it", set, files, info)
	for id, what := range info.Uses {
		if what.Pkg() != pkg {
			continue
		}
		from, to := set.Position(id.Pos()).Filename, set.Position(what.Pos()).Filename
		if from != to {
			found[from][to] = true
		}
	}
	return found
}

// circle returns files of which each knows the next and the last one the first, or nil.
func (k knows) circle() []string {
	done := map[string]bool{}
	var way []string
	var walk func(string) []string
	walk = func(name string) []string {
		if i := slices.Index(way, name); i >= 0 {
			return slices.Clone(way[i:])
		}
		if done[name] {
			return nil
		}
		way = append(way, name)
		for _, next := range slices.Sorted(maps.Keys(k[name])) {
			if c := walk(next); c != nil {
				return c
			}
		}
		way = way[:len(way)-1]
		done[name] = true
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(k)) {
		if c := walk(name); c != nil {
			return c
		}
	}
	return nil
}

// TestFilesOfAppKnowEachOtherOneWay: what a file needs stands in files that do not need it, so that each noun can be read,
// and moved, alone.
func TestFilesOfAppKnowEachOtherOneWay(t *testing.T) {
	texts := map[string]map[string]string{}
	for _, f := range goFiles(t) {
		if dir := f.pkg; !f.test && (dir == "app" || dir == "app/content" || dir == "app/record") {
			if texts[dir] == nil {
				texts[dir] = map[string]string{}
			}
			texts[dir][path.Base(f.name)] = f.text
		}
	}
	if len(texts) != 3 {
		t.Fatalf("of three packages there are %d", len(texts))
	}
	for dir, files := range texts {
		t.Run(dir, func(t *testing.T) {
			if c := filesOf(t, files).circle(); c != nil {
				t.Errorf("the files go in a circle: %s", strings.Join(append(c, c[0]), " → "))
			}
		})
	}
}

// TestCirclesAreNoticed makes the circles that the test is there to notice.
func TestCirclesAreNoticed(t *testing.T) {
	for _, x := range []struct {
		name, a, b, c string
		want          string
	}{
		{"none", "type A struct{ B B }", "type B struct{ C C }", "type C int", ""},
		{"two types", "type A struct{ B *B }", "type B struct{ A *A }", "type C int", "a.go b.go"},
		{"a method that stands elsewhere", "type A int", "type B struct{ A A }; func (a A) In(b B) bool { return a == b.A }", "func f(a A, b B) bool { return a.In(b) }", ""},
		{"a method called back", "type A int; func (a A) f(b B) { b.f() }", "type B int; func (b B) f() { g() }", "func g() { A(1).f(2) }", "a.go b.go c.go"},
		{"a field", "type A struct{ n int }; func (a A) f() C { return 1 }", "type B int", "type C int; func g(a A) int { return a.n }", "a.go c.go"},
		{"a constant", "const A = C", "type B int", "const C = D; const D = 1; const E = A", "a.go c.go"},
	} {
		t.Run(x.name, func(t *testing.T) {
			got := filesOf(t, map[string]string{"a.go": "package it\n" + x.a, "b.go": "package it\n" + x.b, "c.go": "package it\n" + x.c}).circle()
			if s := strings.Join(got, " "); s != x.want {
				t.Errorf("the circle is %q, want %q", s, x.want)
			}
		})
	}
}
