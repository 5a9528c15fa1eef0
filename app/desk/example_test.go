package desk_test

import (
	"bytes"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/parcel"
)

// TestInventedLibraryStaysOne: whoever opens it, and from wherever it was brought back, everything that leaves it says on
// every page that it is an example; and nothing does of a library that is real.
func TestInventedLibraryStaysOne(t *testing.T) {
	folder, x, _ := demonstration(t, "se")
	p := params(t)
	p.Dir = filepath.Join(folder, "vault")
	invented, err := desk.Open(p, []byte(x.Password))
	must(t, err)
	t.Run("opened", func(t *testing.T) { leaves(t, invented, true) })
	backup, err := invented.BackupComplete(t.TempDir())
	must(t, err)
	must(t, invented.Close())
	p.Dir = filepath.Join(t.TempDir(), "vault")
	_, err = desk.RestoreBackup(p, backup.Path, []byte(x.Password))
	must(t, err)
	restored, err := desk.Open(p, []byte(x.Password))
	must(t, err)
	t.Run("restored", func(t *testing.T) { leaves(t, restored, true) })
	must(t, restored.Close())
	d, _, _ := create(t, app.Sweden)
	must(t, d.SetLibrary(app.Library{Name: "Verklighetens bibliotek"}))
	must(t, d.Say(desk.AnswerAt(d.Catalogue().List(app.Staff).Questions[0].ID, desk.Protected), "skyddad"))
	t.Run("a real one", func(t *testing.T) { leaves(t, d, false) })
}

// leaves makes all that can leave a library, and looks for the mark.
func leaves(t *testing.T, d *desk.Desk, want bool) {
	t.Helper()
	folder := t.TempDir()
	made, err := d.Export(folder)
	must(t, err)
	annex, err := d.Annex(folder, "")
	must(t, err)
	lists, err := d.EmptyLists(folder)
	must(t, err)
	plan, err := d.Plan(folder)
	must(t, err)
	sheet, err := d.RecoverySheet(folder, desk.Code{"AAAA", "AAAA", "AAAA", "AAAA", "AAAA", "AAAA", "AAAA"})
	must(t, err)
	r, err := parcel.Look(made.Path)
	must(t, err)
	if r.Record.Example != want {
		t.Errorf("the data say %v", r.Record.Example)
	}
	draft, err := d.Email(made)
	must(t, err)
	content, err := os.ReadFile(draft)
	must(t, err)
	m, err := mail.ReadMessage(bytes.NewReader(content))
	must(t, err)
	text, err := d.EmailText(made)
	must(t, err)
	for what, said := range map[string]string{"the draft": m.Header.Get("Subject"), "its text": text} {
		if strings.Contains(said, "EXEMPEL") != want {
			t.Errorf("%s: %q", what, said)
		}
	}
	if !poppler(t) {
		return
	}
	for what, path := range map[string]string{"package": made.Path, "annex": annex, "lists": lists, "plan": plan, "sheet": sheet} {
		pages := strings.Split(strings.TrimSuffix(asRead(t, path), "\f"), "\f")
		for i, page := range pages {
			if strings.Contains(page, "EXEMPEL") != want {
				t.Errorf("%s, page %d of %d is marked: %v", what, i+1, len(pages), !want)
			}
		}
	}
}
