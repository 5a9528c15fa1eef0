package desk_test

import (
	"os"
	"testing"
	"time"

	"trygghylla/app"
	"trygghylla/app/desk"
)

// clockwork is a clock that a test turns.
type clockwork struct{ now time.Time }

func (c *clockwork) set(p *desk.Params) { p.Now = func() time.Time { return c.now } }

// keptLibrary makes a library with something in it, on a clock that can be turned.
func keptLibrary(t *testing.T) (*desk.Desk, desk.Params, *clockwork, desk.Code) {
	t.Helper()
	p := params(t)
	p.Host = "KOMMUN-VADSTENA-BIB01"
	c := &clockwork{noon}
	c.set(&p)
	d, code, err := desk.Create(p, app.Sweden, []byte(secret))
	must(t, err)
	t.Cleanup(func() { must(t, d.Close()) })
	must(t, d.SetLibrary(app.Library{Name: "Vadstena bibliotek", Municipality: "Vadstena"}))
	must(t, d.ContinueSetup(desk.SetupDone))
	must(t, d.Attach(first(d), "larm.pdf", []byte("%PDF-1.4 a plan")))
	return d, p, c, code
}

func first(d *desk.Desk) app.QuestionID { return d.Catalogue().List(app.Staff).Questions[0].ID }

func say(t *testing.T, d *desk.Desk, note string) {
	t.Helper()
	must(t, d.Say(desk.AnswerAt(first(d), desk.Note), note))
}

func files(t *testing.T, dir string) []string {
	t.Helper()
	all, err := os.ReadDir(dir)
	must(t, err)
	var names []string
	for _, e := range all {
		names = append(names, e.Name())
	}
	return names
}

// TestNoCodeReminderInTheFirstStart, whose own step is about the sheet.
func TestNoCodeReminderInTheFirstStart(t *testing.T) {
	d, _, _ := create(t, app.Norway)
	if d.CodeReminder() {
		t.Error("reminded in the first start")
	}
	must(t, d.ContinueSetup(desk.SetupDone))
	if !d.CodeReminder() {
		t.Error("not reminded of a sheet that nobody has seen")
	}
}
