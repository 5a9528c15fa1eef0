package ui

import (
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/ui/kit"
)

var screens = flag.String("screens", "", "write a PNG of every screen into this folder")

// TestScreens draws every screen in both languages, at 100 and 200 per cent and in high contrast, and demands that
// each of them has something to read and, where there is something to do, something with the focus. With -screens it
// also writes the pictures, to be looked at.
func TestScreens(t *testing.T) {
	for _, j := range app.Jurisdictions() {
		for _, look := range []struct {
			name    string
			percent int
			strong  bool
			width   float32
		}{{"100", 100, false, 1024}, {"200", 200, false, 1024}, {"contrast", 100, true, 1024}, {"wide", 100, false, 1280}} {
			if *screens == "" && look.percent == 100 && !look.strong {
				continue // TestEveryScreenIsWhole looks at it more closely
			}
			t.Run(j.Language()+" "+look.name, func(t *testing.T) {
				shots(t, j, look.name, look.width, func(x *Settings) { x.TextPercent, x.Contrast = look.percent, look.strong })
			})
		}
	}
}

func shots(t *testing.T, j app.Jurisdiction, name string, width float32, set func(*Settings)) {
	n := 0
	shot := func(b *bench, screen string) {
		t.Helper()
		b.s.window.Resize(fyne.NewSize(width, map[bool]float32{true: 800, false: 700}[width > 1024]))
		if len(b.text()) < 40 {
			t.Errorf("%s has nothing to read", screen)
		}
		if b.s.window.Canvas().Focused() == nil {
			t.Errorf("%s has no focus", screen)
		}
		n++
		if *screens == "" {
			return
		}
		path := filepath.Join(*screens, fmt.Sprintf("%s-%s-%02d-%s.png", j.Language(), name, n, screen))
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := png.Encode(f, b.s.window.Canvas().Capture()); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	first := newBench(t, j.Language())
	set(&first.s.settings)
	first.s.look()
	walkIn(first, func(screen string) { shot(first, screen) })

	b := filled(t, j)
	set(&b.s.settings)
	b.s.look()
	b.s.house = nil
	s := b.s
	for _, x := range []struct {
		name string
		open func() Screen
	}{
		{"overview", func() Screen { return newOverview(s) }},
		{"question", func() Screen { c := newChecklist(s, app.Cameras); c.at = 6; return c }},
		{"protected", func() Screen { c := newChecklist(s, app.Unstaffed); c.at = 6; return c }},
		{"survey", func() Screen { return newChecklist(s, app.Survey) }},
		{"free-text", func() Screen { c := newChecklist(s, app.Survey); c.at = 2; return c }},
		{"plan", func() Screen { return newPlan(s) }},
		{"package", func() Screen { return newPackage(s) }},
		{"settings", func() Screen { return newSettings(s) }},
		{"backup", func() Screen {
			b.backUp()
			for _, key := range []string{"settings.backup", "settings.password"} {
				s.settings.Folded[key] = true
			}
			return newSettings(s)
		}},
		{"about", func() Screen { return newAbout(s) }},
	} {
		s.Show(x.open())
		shot(b, x.name)
	}
	incidentShots(b, shot)
	s.Show(newChecklist(s, app.IT))
	s.screen.(*checklist).view(true)
	shot(b, "list")
	s.settings.ListView = false
	c := newChecklist(s, app.Staff)
	s.Show(c)
	c.choose(3)
	b.key(fyne.KeyReturn)
	shot(b, "reason")
	s.settings.Folded["cosign"] = true
	s.Show(newPackage(s))
	s.screen.(*packet).make()
	shot(b, "package-made")
	made := s.screen.(*packet).made.Path
	s.Tell(os.ErrNotExist)
	shot(b, "fault")
	s.confirm(s.T("plan.remove_title"), s.T("plan.remove_help"), s.T("button.remove"), nil)
	shot(b, "dialog")
	b.key(fyne.KeyEscape)
	s.Lock()
	shot(b, "unlock")
	b.write(s.T("unlock.password"), "fel")
	b.press(s.T("unlock.open"))
	shot(b, "unlock-wrong")
	b.press(s.T("unlock.forgot"))
	shot(b, "unlock-code")
	b.press(s.T("restore.link"))
	shot(b, "restore")
	s.Show(newCosign(s))
	s.screen.(*cosign).look(made)
	shot(b, "cosign")
	b.newer()
	s.begin()
	b.unlocked()
	shot(b, "held")
	b.press(s.T("button.close"))
	shot(b, "held-overview")
	s.Lock()
	if err := os.RemoveAll(b.places.Data); err != nil {
		t.Fatal(err)
	}
	s.begin()
	shot(b, "welcome-found")
}

// walkIn goes through the first start by typing and pressing, and tells each screen before it is left.
func walkIn(b *bench, at func(screen string)) {
	b.Helper()
	s := b.s
	at("welcome-country")
	b.press(s.T("button.next"))
	at("welcome-password")
	b.write(s.T("welcome.password"), secret)
	b.write(s.T("welcome.password_again"), secret)
	b.press(s.T("button.next"))
	w, ok := s.screen.(*welcome)
	if !ok || w.step != stepCode {
		b.Fatalf("the code does not come after the password; there is: %s", b.text())
	}
	at("welcome-code")
	b.press(s.T("welcome.code_print"))
	for _, g := range asked {
		b.write(s.T("welcome.code_group", "n", g+1), w.code[g])
	}
	b.press(s.T("button.next"))
	at("welcome-card")
	b.write(s.T("welcome.name"), "Exempelby bibliotek")
	b.write(s.T("welcome.municipality"), "Exempelby kommun")
	b.press(s.T("button.next"))
	at("welcome-facts")
	b.press(s.T("welcome.finish"))
	if _, ok := s.screen.(*overview); !ok {
		b.Fatalf("the overview does not come after the first start; there is: %s", b.text())
	}
}

// incidentShots notes incidents by typing and pressing, and shows every screen that tells of them.
func incidentShots(b *bench, shot func(b *bench, screen string)) {
	b.Helper()
	s := b.s
	for _, x := range s.desk.Incidents() {
		if err := s.desk.RemoveIncident(x.ID); err != nil {
			b.Fatal(err)
		}
	}
	s.Show(newIncidents(s))
	shot(b, "incidents-none")
	s.note()
	shot(b, "note")
	b.press(s.T("button.save"))
	shot(b, "note-nothing")
	s.focus()
	b.digit('6')
	b.typed(s.T("incident.what"), "Ett mejl med en lista över försenade böcker gick till fel låntagare. Hon ringde själv och berättade.")
	b.typed(s.T("incident.reporter"), "vikarien")
	shot(b, "note-typed")
	s.saveNote()
	shot(b, "incident-new")
	b.choose(0, '2')
	b.choose(1, '1')
	shot(b, "incident-needed")
	b.press(s.T("incident.done"))
	b.wait(40 * time.Hour)
	s.Refresh()
	s.focus()
	b.end()
	shot(b, "incident-end")
	for _, x := range []app.Incident{
		{Kind: app.ThreatIncident, Day: "2026-05-20", What: "En besökare hotade den som var ensam i disken.\nHan gick när telefonen ringde."},
		{Kind: app.OtherIncident, Day: "2023-02-11", What: "Brandlarmet gick.", KeepUntil: "2025-02-11"},
		{Kind: app.NearMiss, Day: "2026-03-02", What: "Stegen gled. Ingen skadades.", Reporter: "sommarvikarien"},
	} {
		id, err := s.desk.NoteIncident(x)
		if err != nil {
			b.Fatal(err)
		}
		if x.Kind != app.ThreatIncident {
			b.settle(id)
		}
	}
	s.Show(newIncidents(s))
	shot(b, "incidents")
	b.unfold(s.T("incident.keeping"))
	b.end()
	shot(b, "incidents-keeping")
	s.Show(newOverview(s))
	shot(b, "overview-incidents")
	s.Show(newIncident(s, s.desk.Incidents()[1].ID))
	against := s.desk.Against(s.desk.Incidents()[1])
	if len(against) < 2 {
		b.Fatal("the incident speaks against nothing")
	}
	b.press(s.T("incident.reopen"))
	shot(b, "incident-against")
	s.showQuestion(against[0].Question)
	shot(b, "reopened")
	s.Show(newIncident(s, s.desk.Incidents()[1].ID))
	b.press(s.T("incident.remove"))
	shot(b, "incident-remove")
	b.key(fyne.KeyEscape)
	s.settings.Folded["settings.code"] = true
	s.Show(newSettings(s))
	b.s.window.Canvas().Focus(b.lastField(s.T("settings.password_old")).Focusable())
	shot(b, "settings-code")
}

// end scrolls to the end of the page.
func (b *bench) end() {
	for _, p := range seek[*kit.Page](b) {
		p.CatchKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	}
}

// settle says of every clock of an incident that it is done.
func (b *bench) settle(id string) {
	b.Helper()
	x, _ := b.s.desk.Incident(id)
	for _, c := range b.s.desk.Clocks(x) {
		if err := b.s.desk.Mark(id, c.Rule.ID, app.ClockMark{Needed: app.Yes, Told: b.now}); err != nil {
			b.Fatal(err)
		}
	}
}

// lastField finds the last field whose label begins with these words.
func (b *bench) lastField(label string) *kit.Field {
	b.Helper()
	var found *kit.Field
	for _, f := range seek[*kit.Field](b) {
		if strings.HasPrefix(f.Label(), label) {
			found = f
		}
	}
	if found == nil {
		b.Fatalf("no field %q", label)
	}
	return found
}
