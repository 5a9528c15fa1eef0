package desk_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/parcel"
)

// TestWhatRunsBesideTakesItsOwn has each slow piece of work run on a goroutine of its own while the librarian goes on at the
// desk. Under the race detector it shows that the work touches nothing of the desk, and always that it says what
// stood there when it was prepared.
func TestWhatRunsBesideTakesItsOwn(t *testing.T) {
	d, folder := sample(t, app.Sweden), t.TempDir()
	made, err := d.Export(folder)
	must(t, err)
	_, err = d.NewOfficer(officer, []byte(pin))
	must(t, err)
	_, public := region(t)
	name := d.Library().Name
	// Each prepares on the desk's goroutine, and gives what runs beside and what the desk is told afterwards.
	works := map[string]func() (run func() error, after func()){
		"package": func() (func() error, func()) {
			e, err := d.PrepareExport(folder)
			must(t, err)
			var p desk.Package
			return func() (err error) { p, err = e.Run(); return err }, func() {
				must(t, d.Exported(p))
				r, err := parcel.Look(p.Path)
				must(t, err)
				if r.Record.Library.Name != name {
					t.Errorf("it says what was written later: %q", r.Record.Library.Name)
				}
			}
		},
		"co-signing": func() (func() error, func()) {
			c, err := d.PrepareCoSign(made)
			must(t, err)
			var p desk.Package
			return func() (err error) { p, err = c.Run([]byte(pin)); return err }, func() {
				must(t, d.CoSigned(p))
				if e := d.Editions()[0]; e != p.Edition || e.CoSigner == "" {
					t.Errorf("it is remembered as %+v", e)
				}
			}
		},
		"officer's key": func() (func() error, func()) {
			must(t, d.RemoveOfficer())
			m, err := d.OfficerMaker()
			must(t, err)
			var k *parcel.OfficerKey
			return func() (err error) { k, err = m.New(officer, []byte(pin)); return err }, func() { must(t, d.KeepOfficer(k)) }
		},
		"annex":         func() (func() error, func()) { return annexing(t, d, folder, "") },
		"wrapped annex": func() (func() error, func()) { return annexing(t, d, folder, public) },
	}
	q := d.Catalogue().List(app.Staff).Questions
	for what, work := range works {
		t.Run(what, func(t *testing.T) {
			run, after := work()
			done := make(chan error)
			go func() { done <- run() }()
			var err error
			for n, busy := 0, true; busy; n++ {
				must(t, d.SetLibrary(app.Library{Name: fmt.Sprintf("Namn %d", n)}))
				must(t, d.Answer(q[n%len(q)].ID, app.Partly))
				must(t, d.Say(desk.AnswerAt(q[n%len(q)].ID, desk.Protected), fmt.Sprintf("skyddad %d", n)))
				d.Assessment()
				select {
				case err = <-done:
					busy = false
				default:
				}
			}
			must(t, err)
			after()
			l := d.Library()
			l.Name = name
			must(t, d.SetLibrary(l))
		})
	}
}

// annexing prepares an annex and looks afterwards whether it is there.
func annexing(t *testing.T, d *desk.Desk, folder, recipient string) (run func() error, after func()) {
	a, err := d.PrepareAnnex(folder, recipient)
	must(t, err)
	var path string
	return func() (err error) { path, err = a.Run(); return err }, func() {
		if info, err := os.Stat(path); err != nil || info.Size() == 0 || strings.HasSuffix(path, ".age") != (recipient != "") {
			t.Errorf("it is %s: %v", path, err)
		}
	}
}
