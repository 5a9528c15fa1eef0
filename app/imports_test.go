// Package app_test holds the map of the house: which package may import
// which, where each library lives, and what every file must keep to.
package app_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	root   = ".."         // the top of the tree, seen from this package
	module = "trygghylla" // as in go.mod; the package main at the top
)

// anywhere stands for every package.
const anywhere = "*"

// arrows says which packages of ours a package may import. Arrows point down
// only; a package that is not here has no place in the house.
var arrows = map[string][]string{
	"main":           {anywhere},
	"app/command":    {"app/desk", "app/region", "app/compile", "app/parcel", "app/report", "app/system", "app/content", "data", "locales"},
	"app/ui":         {"app", "app/desk", "app/region", "app/compile", "app/parcel", "app/system", "app/ui/kit", "locales", "assets"},
	"app/desk":       {"app", "app/content", "app/record", "app/report", "app/parcel", "app/keep", "app/disk", "app/vault", "app/seal", "app/pdf"},
	"app/region":     {"app", "app/content", "app/record", "app/report", "app/parcel", "app/keep", "app/compile", "app/disk"},
	"app/parcel":     {"app", "app/record", "app/pdf", "app/seal", "app/vault", "app/disk"},
	"app/keep":       {"app/vault", "app/disk"},
	"app/report":     {"app", "app/record", "app/compile", "app/pdf", "locales", "assets"},
	"app/compile":    {"app", "app/record"},
	"app/content":    {"app"},
	"app/record":     {"app"},
	"app/pdf":        {"app/pdf/object", "app/seal"},
	"app/vault":      {"app/disk"},
	"app/system":     {"app/disk"},
	"app":            nil,
	"app/seal":       nil,
	"app/pdf/object": nil,
	"app/disk":       nil,
	"app/ui/kit":     nil,
	"data":           nil,
	"locales":        nil,
	"assets":         nil,
}

// exceptions are single files with arrows of their own.
var exceptions = map[string][]string{
	"app/ui/fail.go": {"app/record", "app/parcel", "app/keep", "app/disk", "app/vault", "app/seal", "app/pdf"}, // their sentinels, to give them words
}

// A library has one home. The longest prefix of an import path counts.
type library struct {
	home  []string // packages that may import it
	tests []string // packages whose tests may, besides the home
	why   string   // the rule's sentence
}

// libraries holds every library from outside the standard library, and those
// of the standard library that have one home too.
var libraries = map[string]library{
	"fyne.io/fyne/v2":                    {home: []string{"app/ui", "app/ui/kit", "main"}, why: "Fyne lives in app/ui and app/ui/kit; main only starts it"},
	"fyne.io/fyne/v2/app":                {home: []string{"main"}, why: "only main imports fyne.io/fyne/v2/app, so that everything else builds without cgo"},
	"fyne.io/fyne/v2/test":               {tests: []string{"app/ui", "app/ui/kit", "main"}, why: "Fyne's test driver is for the tests of the screens"},
	"go.etcd.io/bbolt":                   {home: []string{"app/vault"}, tests: []string{"app/desk"}, why: "bbolt lives in app/vault"},
	"golang.org/x/crypto":                {home: []string{"app/vault"}, tests: []string{anywhere}, why: "key derivation and sealing of x/crypto live in app/vault"},
	"golang.org/x/crypto/cryptobyte":     {home: []string{"app/seal"}, tests: []string{anywhere}, why: "ASN.1 lives in app/seal"},
	"codeberg.org/go-pdf/fpdf":           {home: []string{"app/pdf"}, tests: []string{"app/pdf/object"}, why: "fpdf lives in app/pdf"},
	"crypto/x509":                        {home: []string{"app/seal"}, tests: []string{anywhere}, why: "certificates live in app/seal"},
	"filippo.io/age":                     {home: []string{"app/seal"}, tests: []string{anywhere}, why: "age lives in app/seal"},
	"software.sslmate.com/src/go-pkcs12": {home: []string{"app/seal"}, why: "certificate files are read in app/seal"},
	"github.com/rogpeppe/go-internal":    {tests: []string{"app/command"}, why: "scripts are for the tests of the commands"},
	"github.com/nicksnyder/go-i18n":      {home: []string{"locales"}, why: "go-i18n lives in locales"},
	"github.com/BurntSushi/toml":         {home: []string{"app/content", "locales"}, tests: []string{"data"}, why: "TOML lives in app/content, and in locales, which hands it to go-i18n"},
	"github.com/ccojocar/zxcvbn-go":      {home: []string{"app/keep"}, why: "the strength of a password is judged in app/keep"},
	"golang.org/x/sys":                   {home: []string{"app/system", "app/vault", "app/disk"}, why: "system calls live in app/system, those of files also in app/vault and app/disk"},
	"github.com/google/go-cmp":           {tests: []string{anywhere}, why: "go-cmp tells differences in tests"},
	"github.com/hanwen/go-fuse/v2":       {tests: []string{"app/vault"}, why: "go-fuse makes a disk with bad sectors, in tests of app/vault"},
	"golang.org/x/text":                  {home: []string{anywhere}},
	"gopkg.in/yaml.v3":                   {tests: []string{"app"}, why: "YAML is read only to try the issue forms"},
	"os/exec":                            {home: []string{"app/system"}, tests: []string{anywhere}, why: "only app/system starts other programs"},
	"net":                                {why: offline},
	"net/http":                           {why: offline},
	"net/rpc":                            {why: offline},
	"net/smtp":                           {why: offline},
	"crypto/tls":                         {why: offline},
	"log/syslog":                         {why: offline},
}

const offline = "the program never uses the network"

// file is one Go file of the tree.
type file struct {
	name string // slash path from the top of the tree
	pkg  string // key of arrows
	test bool
	tree *ast.File
	text string
	set  *token.FileSet
}

// goFiles parses every Go file of the tree; testdata, hidden folders and what
// .gitignore keeps out are no part of it.
func goFiles(t *testing.T) []file {
	t.Helper()
	var files []file
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := d.Name()
		if d.IsDir() {
			if base != root && (strings.HasPrefix(base, ".") || base == "testdata" || base == "out") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(base, ".go") {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		f := file{name: filepath.ToSlash(rel), test: strings.HasSuffix(base, "_test.go"), text: string(text), set: token.NewFileSet()}
		if f.pkg = path.Dir(f.name); f.pkg == "." {
			f.pkg = "main"
		}
		f.tree, err = parser.ParseFile(f.set, f.name, text, parser.ParseComments)
		files = append(files, f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 2 {
		t.Fatalf("found %d Go files under %s: the map has lost its tree", len(files), root)
	}
	return files
}

// imports lists the import paths of a file.
func (f file) imports() []string {
	var paths []string
	for _, spec := range f.tree.Imports {
		paths = append(paths, strings.Trim(spec.Path.Value, `"`))
	}
	return paths
}

// ours returns the key of arrows for an import path of this module.
func ours(imported string) (string, bool) {
	if imported == module {
		return "main", true
	}
	return strings.CutPrefix(imported, module+"/")
}

func allows(list []string, pkg string) bool {
	return slices.Contains(list, anywhere) || slices.Contains(list, pkg)
}

// brokenArrow returns the rule that an import of ours breaks, or "".
func brokenArrow(f file, imported string) string {
	to, ok := ours(imported)
	if !ok || f.test {
		return ""
	}
	may, known := arrows[f.pkg]
	switch {
	case !known:
		return fmt.Sprintf("%s has no place in the map of packages", f.pkg)
	case to == "main":
		return "nothing imports main"
	case allows(may, to), allows(exceptions[f.name], to):
		return ""
	case len(may) == 0:
		return fmt.Sprintf("%s imports nothing of ours, but here %s", f.pkg, to)
	}
	return fmt.Sprintf("arrows point down: %s may import %s, but here %s", f.pkg, strings.Join(may, ", "), to)
}

// brokenHome returns the rule that the import of a library breaks, or "".
func brokenHome(f file, imported string) string {
	if _, ok := ours(imported); ok {
		return ""
	}
	for prefix := imported; prefix != "."; prefix = path.Dir(prefix) {
		lib, ok := libraries[prefix]
		if !ok || (prefix == "net" && imported != "net") {
			continue
		}
		if allows(lib.home, f.pkg) || f.test && allows(lib.tests, f.pkg) {
			return ""
		}
		return fmt.Sprintf("each library has one home: %s, but here %s imports %s", lib.why, f.pkg, imported)
	}
	if strings.Contains(strings.Split(imported, "/")[0], ".") {
		return fmt.Sprintf("each library has one home: %s has none in the map of libraries", imported)
	}
	return ""
}

func TestArrowsPointDown(t *testing.T) {
	for _, f := range goFiles(t) {
		for _, imported := range f.imports() {
			if rule := brokenArrow(f, imported); rule != "" {
				t.Errorf("%s: %s", f.name, rule)
			}
		}
	}
}

func TestEachLibraryHasOneHome(t *testing.T) {
	for _, f := range goFiles(t) {
		for _, imported := range f.imports() {
			if rule := brokenHome(f, imported); rule != "" {
				t.Errorf("%s: %s", f.name, rule)
			}
		}
	}
}

// TestMapNotices makes the faults that the map is there to notice.
func TestMapNotices(t *testing.T) {
	for _, x := range []struct {
		name, imported string
		rule           string
	}{
		{"app/vault/vault.go", "trygghylla/app", "arrows point down"},
		{"app/disk/disk.go", "trygghylla/app", "app/disk imports nothing of ours"},
		{"app/report/page.go", "trygghylla/app/desk", "arrows point down"},
		{"app/ui/checklist.go", "trygghylla/app/vault", "arrows point down"},
		{"app/keep/restore.go", "trygghylla/app", "arrows point down"},
		{"app/ui/restore.go", "trygghylla/app/keep", "arrows point down"},
		{"app/ui/fail.go", "trygghylla/app/vault", ""},
		{"app/desk/desk.go", "trygghylla", "nothing imports main"},
		{"app/util/util.go", "trygghylla/app", "no place"},
		{"app/desk/desk.go", "go.etcd.io/bbolt", "bbolt lives in app/vault"},
		{"app/desk/desk_test.go", "go.etcd.io/bbolt", ""},
		{"app/ui/shell.go", "fyne.io/fyne/v2/widget", ""},
		{"app/ui/shell.go", "fyne.io/fyne/v2/app", "only main"},
		{"app/ui/shell_test.go", "fyne.io/fyne/v2/test", ""},
		{"app/report/page.go", "github.com/nicksnyder/go-i18n/v2/i18n", "go-i18n lives in locales"},
		{"app/seal/seal.go", "golang.org/x/crypto/argon2", "app/vault"},
		{"app/seal/seal.go", "golang.org/x/crypto/cryptobyte/asn1", ""},
		{"app/pdf/verify.go", "crypto/x509", "certificates live in app/seal"},
		{"app/desk/mail.go", "net/http", offline},
		{"app/desk/mail.go", "net/mail", ""},
		{"app/desk/mail.go", "example.org/new", "has none"},
	} {
		f := file{name: x.name, pkg: path.Dir(x.name), test: strings.HasSuffix(x.name, "_test.go")}
		got := brokenArrow(f, x.imported) + brokenHome(f, x.imported)
		if x.rule == "" && got != "" || !strings.Contains(got, x.rule) {
			t.Errorf("%s importing %s: got %q, want %q", x.name, x.imported, got, x.rule)
		}
	}
}

// TestAppIsPure holds package app to: no files, no clock, no randomness.
func TestAppIsPure(t *testing.T) {
	const rule = "package app is pure: no files, no clock, no randomness"
	impure := []string{"os", "io/ioutil", "path/filepath", "crypto/rand", "math/rand", "math/rand/v2", "syscall", "unsafe"}
	for _, f := range goFiles(t) {
		if f.pkg != "app" || f.test {
			continue
		}
		for _, imported := range f.imports() {
			if slices.Contains(impure, imported) {
				t.Errorf("%s imports %s: %s", f.name, imported, rule)
			}
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && isName(sel.X, "time") && slices.Contains([]string{"Now", "Since", "Until"}, sel.Sel.Name) {
				t.Errorf("%s calls time.%s: %s", f.set.Position(n.Pos()), sel.Sel.Name, rule)
			}
			return true
		})
	}
}

func isName(x ast.Expr, name string) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == name
}

// TestTopLevel holds the top of the tree to what was fixed for it.
func TestTopLevel(t *testing.T) {
	fixed := []string{
		"main.go", "app", "data", "assets", "locales", "build",
		"go.mod", "go.sum", "FyneApp.toml", "README.md", "LICENSE",
	}
	made := []string{"out", "trygghylla", "trygghylla.exe"} // by builds; .gitignore keeps them out
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range entries {
		found = append(found, e.Name())
		if strings.HasPrefix(e.Name(), ".") || slices.Contains(made, e.Name()) || slices.Contains(fixed, e.Name()) {
			continue
		}
		t.Errorf("the top level is fixed (%s): %s does not belong there", strings.Join(fixed, " "), e.Name())
	}
	for _, name := range fixed { // without main.go there is no program yet, and no build either
		if slices.Contains(found, "main.go") && !slices.Contains(found, name) {
			t.Errorf("the top level is fixed (%s): %s is missing", strings.Join(fixed, " "), name)
		}
	}
}

func TestFilesAndFunctionsAreSmall(t *testing.T) {
	for _, f := range goFiles(t) {
		if n := strings.Count(f.text, "\n"); n > 400 {
			t.Errorf("%s has %d lines: files have at most 400", f.name, n)
		}
		for _, decl := range f.tree.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || f.test {
				continue
			}
			if n := f.set.Position(fn.End()).Line - f.set.Position(fn.Pos()).Line + 1; n > 60 {
				t.Errorf("%s: %s has %d lines: functions have at most 60", f.set.Position(fn.Pos()), fn.Name.Name, n)
			}
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	said := map[string]bool{}
	for _, f := range goFiles(t) {
		if f.test {
			continue
		}
		name := f.tree.Name.Name
		if name == "util" || name == "utils" || name == "common" {
			t.Errorf("%s: no package is named %s", f.name, name)
		}
		begin := "Package " + name + " "
		if name == "main" {
			begin = "Trygghylla " // a command's comment begins with its name
		}
		said[f.pkg] = said[f.pkg] || f.tree.Doc != nil && strings.HasPrefix(f.tree.Doc.Text(), begin)
	}
	for pkg, ok := range said {
		if !ok {
			t.Errorf("%s has no package comment that begins with its name", pkg)
		}
	}
}

// TestNoWordsForPeopleInGo looks for the letters that Swedish and Nynorsk have
// and English has not.
func TestNoWordsForPeopleInGo(t *testing.T) {
	for _, f := range goFiles(t) {
		if f.test {
			continue
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if ok && lit.Kind == token.STRING && strings.ContainsAny(lit.Value, "åäöæøÅÄÖÆØ") {
				text, _ := strconv.Unquote(lit.Value)
				t.Errorf("%s: words for people live in locales and data, not in Go: %q", f.set.Position(lit.Pos()), text)
			}
			return true
		})
	}
}
