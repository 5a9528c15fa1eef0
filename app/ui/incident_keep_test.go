package ui

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/vault"
)

// TestAnIncidentIsKeptAsLongAsDecided moves the clock past the day until which it is kept: the reminder leads to it,
// nothing is deleted by itself, and a later day takes the reminder away.
func TestAnIncidentIsKeptAsLongAsDecided(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := begunLibrary(t, j)
		s := b.s
		s.Show(newIncidents(s))
		b.unfold(s.T("incident.keeping"))
		b.reads(s.desk.Catalogue().Incidents.Keep.In(s.words.Lang()))
		for _, text := range []string{"ett par", "0", "601", "-3", "1,5", ""} {
			if f := b.replace(s.T("incident.months"), text); !strings.Contains(f.Fault(), s.T("fail.months")) {
				t.Errorf("below %q stands %q", text, f.Fault())
			}
		}
		b.typed(s.T("incident.months"), "tolv")
		s.Lock()
		b.unlocked()
		s.Show(newIncidents(s))
		if got := b.field(s.T("incident.months")).Text(); got != "tolv" || s.desk.KeepMonths() != s.desk.Catalogue().Incidents.KeepMonths {
			t.Errorf("after a lock there is %q, kept are %d months", got, s.desk.KeepMonths())
		}
		if f := b.replace(s.T("incident.months"), " 3 "); f.Fault() != "" || s.desk.KeepMonths() != 3 {
			t.Errorf("below 3 stands %q, kept are %d months", f.Fault(), s.desk.KeepMonths())
		}
		id := b.noted(app.Incident{Kind: app.OtherIncident, What: "Det läckte"})
		b.settle(id)
		s.Show(newIncidents(s))
		b.reads(s.T("incident.kept", "day", "2026-06-12"))
		b.now = time.Date(2026, 6, 12, 23, 0, 0, 0, time.UTC)
		s.Show(newOverview(s))
		b.silent(s.N("overview.expired", 1))
		b.now = time.Date(2026, 6, 13, 8, 0, 0, 0, time.UTC)
		s.Show(newOverview(s))
		b.reads(s.N("overview.expired", 1))
		if worst, open := s.desk.IncidentsState(); worst != app.Partly || open != 1 {
			t.Errorf("the side shows %s and %d", worst, open)
		}
		b.press(s.T("place.incidents"))
		b.reads(s.T("incident.expired", "day", "2026-06-12"))
		b.press(s.T("button.open"))
		if f := b.replace(s.T("incident.keep_until"), ""); !strings.Contains(f.Fault(), s.T("fail.date")) || b.only().KeepUntil != "2026-06-12" {
			t.Errorf("without a day below it stands %q, saved is %q", f.Fault(), b.only().KeepUntil)
		}
		b.replace(s.T("incident.keep_until"), "2027-01-01")
		s.Show(newOverview(s))
		b.silent(s.N("overview.expired", 1))
	})
}

// TestAnIncidentIsRemovedForGood asks first; then it is gone from every screen, its drafts too, and the day is told until
// which backups hold it.
func TestAnIncidentIsRemovedForGood(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := begunLibrary(t, j)
		s := b.s
		id := b.noted(app.Incident{Kind: app.ThreatIncident, What: "Ett hot i entrén"})
		b.replace(s.T("incident.day"), "i förrgår")
		b.backUp()
		b.press(s.T("incident.remove"))
		b.reads(s.T("incident.remove_help"))
		b.key(fyne.KeyEscape)
		if len(s.desk.Incidents()) != 1 {
			t.Fatal("Escape removed it")
		}
		b.press(s.T("incident.remove"))
		b.lastButton()
		text, draft := s.desk.Said(desk.IncidentAt(id, desk.Day))
		if n := len(s.desk.Incidents()); n != 0 || draft {
			t.Errorf("removed, there are %d, and the draft %q", n, text)
		}
		until, held := s.desk.BackupsHoldUntil()
		if !held {
			t.Fatal("no backup holds it")
		}
		b.reads(s.T("incident.removed") + " " + s.T("incident.removed_until", "day", string(until)))
		b.silent("Ett hot i entrén")
		s.Show(newSettings(s))
		b.unfold(s.T("settings.backup"))
		b.reads(s.T("backup.held", "day", string(until)))
		s.Show(newOverview(s))
		b.silent(s.T("incident.to"))
		b.restart()
		b.unlocked()
		b.s.Show(newIncidents(b.s))
		b.reads(b.s.T("incident.empty"))
		b.silent(b.s.T("incident.removed"))
		b.s.Show(newIncident(b.s, id)) // as from a link that was there before
		b.failed("fail.no_incident")
	})
}

// TestAnIncidentIsMended changes every field of one, types days that are none, and gives it another kind.
func TestAnIncidentIsMended(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := begunLibrary(t, j)
		s := b.s
		id := b.noted(app.Incident{Kind: app.OtherIncident, What: "Stegen gled"})
		b.replace(s.T("incident.what"), "Stegen gled, ingen föll")
		if f := b.replace(s.T("incident.what"), " "); !strings.Contains(f.Fault(), s.T("fail.empty")) {
			t.Errorf("below an empty text stands %q", f.Fault())
		}
		b.replace(s.T("incident.what"), "Stegen gled igen")
		for label, day := range map[string]string{"incident.day": "2026-03-13", "incident.feedback": "snart"} {
			if f := b.replace(s.T(label), day); f.Fault() == "" {
				t.Errorf("%s takes %q", label, day)
			}
		}
		s.Lock()
		b.unlocked()
		s.Show(newIncident(s, id))
		if got := b.field(s.T("incident.day")).Text() + " " + b.field(s.T("incident.feedback")).Text(); got != "2026-03-13 snart" {
			t.Errorf("after a lock there is %q", got)
		}
		b.replace(s.T("incident.day"), "2026-03-01")
		b.replace(s.T("incident.feedback"), "")
		clocks := len(s.desk.Clocks(b.only()))
		b.unfold(s.T("incident.kind_other"))
		b.s.window.Canvas().FocusNext()
		b.digit('1')
		x := b.only()
		if x.Kind != app.ThreatIncident || x.What != "Stegen gled igen" || x.Day != "2026-03-01" || x.Feedback != "" {
			t.Errorf("saved is %+v", x)
		}
		if n := len(s.screen.(*incident).cards); n <= clocks || n != len(s.desk.Clocks(x)) {
			t.Errorf("another kind has %d clocks, there were %d", n, clocks)
		}
		b.reads(s.kindTitle(app.ThreatIncident))
		if f := s.window.Canvas().Focused(); f == nil || b.inSide(f) {
			t.Errorf("the focus is at %T", f)
		}
	})
}

// TestOnlyTheNumberGoesWithThePackage says so before it is sent.
func TestOnlyTheNumberGoesWithThePackage(t *testing.T) {
	b := begunLibrary(t, app.Sweden)
	s := b.s
	s.Show(newPackage(s))
	b.silent(s.T("package.incidents"))
	b.noted(app.Incident{Kind: app.ThreatIncident, What: "Ett hot"})
	s.Show(newPackage(s))
	b.reads(s.T("package.incidents"))
	b.silent("Ett hot")
}

// TestTheSheetIsPrintedAgain opens with the old sheet after its code was printed again, and not after a new one was made.
func TestTheSheetIsPrintedAgain(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := begun(t, j)
		s := b.s
		code := s.screen.(*welcome).code
		b.typeGroups(code)
		b.press(s.T("button.next"))
		b.write(s.T("welcome.name"), "Exempelby")
		b.press(s.T("button.next"))
		b.press(s.T("welcome.finish"))
		s.Show(newSettings(s))
		b.unfold(s.T("settings.code"))
		b.reads(s.T("settings.code_help"))
		b.typed(s.T("settings.password_old"), "fel")
		b.press(s.T("settings.code_again"))
		b.reads(s.T("fail.password"))
		for _, g := range code {
			b.silent(g)
		}
		b.typed(s.T("settings.password_old"), secret)
		b.key(fyne.KeyReturn)
		again, ok := s.screen.(*welcome)
		if !ok || again.code != code {
			t.Fatalf("it is not the same code; there is: %s", b.text())
		}
		b.press(s.T("welcome.code_print"))
		if n := b.sheets(); len(n) != 1 || b.opened[len(b.opened)-1] != n[0] {
			t.Errorf("there are %v, and %v was opened", n, b.opened)
		}
		b.press(s.T("button.back"))
		if _, ok := s.screen.(*settings); !ok || len(b.sheets()) != 0 {
			t.Errorf("back shows %T and leaves %v", s.screen, b.sheets())
		}
		b.typed(s.T("settings.password_old"), secret)
		b.press(s.T("settings.code_again"))
		b.typeGroups(code)
		b.press(s.T("button.next"))
		if _, ok := s.screen.(*settings); !ok {
			t.Errorf("after the paper there is %T", s.screen)
		}
		s.Lock()
		b.press(s.T("unlock.forgot"))
		b.write(s.T("unlock.code"), strings.Join(code[:], " "))
		b.press(s.T("unlock.with_code"))
		b.reads(s.T("unlock.new_intro"))
	})
}

// TestACodeThatIsNotKeptIsTold opens a library that was made before codes were kept.
func TestACodeThatIsNotKeptIsTold(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := begunLibrary(t, j)
		s := b.s
		s.Lock()
		v, err := vault.Open(vault.Options{Dir: b.places.Data, Now: b.p.Now, Rand: b.p.Rand}, []byte(secret))
		if err != nil {
			t.Fatal(err)
		}
		err = v.Update(func(tx *vault.Tx) error { return vault.Delete(tx, "identity", "code") })
		if err := errors.Join(err, v.Close()); err != nil {
			t.Fatal(err)
		}
		b.unlocked()
		s.Show(newSettings(s))
		b.unfold(s.T("settings.code"))
		b.typed(s.T("settings.password_old"), secret)
		b.press(s.T("settings.code_again"))
		b.reads(s.T("fail.no_code") + " " + s.T("fail.no_code_hint"))
		if !b.shows(s.T("settings.code_make")) {
			t.Error("a new code is not offered beside it")
		}
	})
}

// TestTheOneWhoToldGetsAnAnswer says who told; that one waits on the overview until the day of the answer is said.
func TestTheOneWhoToldGetsAnAnswer(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := begunLibrary(t, j)
		s := b.s
		id := b.noted(app.Incident{Kind: app.OtherIncident, What: "Det läckte"})
		b.settle(id)
		if b.shows(s.T("incident.answered_today")) {
			t.Error("an answer to nobody is offered")
		}
		b.replace(s.T("incident.measures"), "Vaktmästaren har tätat")
		b.replace(s.T("incident.reporter"), " en besökare ")
		if !b.shows(s.T("incident.answered_today")) {
			t.Fatal("an answer is not offered")
		}
		s.Show(newOverview(s))
		b.reads(s.N("overview.waiting", 1))
		if worst, _ := s.desk.IncidentsState(); worst != app.Partly {
			t.Errorf("the side shows %s", worst)
		}
		s.Show(newIncident(s, id))
		b.press(s.T("incident.answered_today"))
		if x := b.only(); x.Feedback != app.DateOf(b.now) || x.Reporter != "en besökare" || x.Measures != "Vaktmästaren har tätat" {
			t.Errorf("saved is %+v", x)
		}
		if got := b.field(s.T("incident.feedback")).Text(); got != string(app.DateOf(b.now)) || b.shows(s.T("incident.answered_today")) {
			t.Errorf("the field says %q", got)
		}
		s.Show(newOverview(s))
		b.silent(s.N("overview.waiting", 1))
	})
}
