package app_test

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// TestAbilitiesHaveNames: what a screen can do besides is a named interface, which says what it promises.
func TestAbilitiesHaveNames(t *testing.T) {
	for _, f := range goFiles(t) {
		if f.test || !strings.HasPrefix(f.pkg, "app/ui") {
			continue
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			assertion, ok := n.(*ast.TypeAssertExpr)
			if ok && assertion.Type != nil {
				if _, nameless := assertion.Type.(*ast.InterfaceType); nameless {
					t.Errorf("%s: an ability that is asked for is a named interface", f.set.Position(n.Pos()))
				}
			}
			return true
		})
	}
}

// named are the names of packages that touch files, and what the screens may use of them: how a path is written, and what
// kind of error it is that there is no file.
var named = map[string][]string{
	"os":       nil,
	"filepath": {"Base", "Dir", "Join"},
	"fs":       {"FS", "ErrNotExist"},
	"ioutil":   nil,
	"syscall":  nil,
}

// TestScreensOpenNoFile: files are opened, looked for and removed in desk and system.
func TestScreensOpenNoFile(t *testing.T) {
	for _, f := range goFiles(t) {
		if f.test || !strings.HasPrefix(f.pkg, "app/ui") {
			continue
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			if rule := opensFile(n); rule != "" {
				t.Errorf("%s: a screen opens no file, but here %s", f.set.Position(n.Pos()), rule)
			}
			return true
		})
	}
	for code, want := range map[string]bool{
		"os.ReadFile": true, "filepath.Glob": true, "filepath.WalkDir": true, "fs.ReadFile": true, "filepath.Base": false, "fs.FS": false, "desk.Look": false,
	} {
		pkg, name, _ := strings.Cut(code, ".")
		if got := opensFile(&ast.SelectorExpr{X: ast.NewIdent(pkg), Sel: ast.NewIdent(name)}) != ""; got != want {
			t.Errorf("%s opens a file: %v, want %v", code, got, want)
		}
	}
}

func opensFile(n ast.Node) string {
	sel, ok := n.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return ""
	}
	if may, touches := named[id.Name]; touches && !slices.Contains(may, sel.Sel.Name) {
		return id.Name + "." + sel.Sel.Name
	}
	return ""
}
