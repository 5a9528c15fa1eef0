package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/keep"
	"trygghylla/app/vault"
)

// TestIncident: noted with little, changed, read again after a lock; its hours are counted from when it became known.
func TestIncident(t *testing.T) {
	t.Parallel()
	for _, j := range app.Jurisdictions() {
		d, p, _ := create(t, j)
		must(t, d.Say(desk.NewIncidentAt(desk.Kind), string(app.BreachIncident)))
		must(t, d.Say(desk.NewIncidentAt(desk.What), "Ett mejl gick till fel person."))
		id, err := d.SaveNewIncident()
		must(t, err)
		if desk.Drafts(d) != 0 {
			t.Errorf("%s: the draft is there still", j)
		}
		x, ok := d.Incident(id)
		if !ok || x.Day != "2026-05-28" || !x.Known.Equal(noon) || x.KeepUntil != "2028-05-28" {
			t.Fatalf("%s: noted is %+v", j, x)
		}
		clocks := d.Clocks(x)
		i := slices.IndexFunc(clocks, func(c app.Clock) bool { return !c.Due.IsZero() })
		if i < 0 || !clocks[i].Due.Equal(noon.Add(72*time.Hour)) || !clocks[i].Running() {
			t.Fatalf("%s: the clocks of a breach are %+v, want one of 72 hours (GDPR Art. 33.1)", j, clocks)
		}
		must(t, d.Mark(id, clocks[i].Rule.ID, app.ClockMark{Needed: app.Yes, Told: noon.Add(time.Hour)}))
		if x, _ = d.Incident(id); d.Clocks(x)[i].Running() {
			t.Errorf("%s: it runs after it was done", j)
		}
		x, _ = d.Incident(id)
		x.Measures, x.Reporter = "Mottagaren har tagit bort mejlet.", "vikarien"
		must(t, d.ChangeIncident(x))
		if x, _ = d.Incident(id); !x.AwaitsAnswer() {
			t.Errorf("%s: nobody waits for an answer", j)
		}
		older, err := d.NoteIncident(app.Incident{Kind: app.OtherIncident, What: "Något annat.", Day: "2026-01-02"})
		must(t, err)
		if all := d.Incidents(); len(all) != 2 || all[1].ID != older {
			t.Errorf("%s: not the latest first: %+v", j, all)
		}
		if diff := different(desk.Everything(d), onDisk(t, p, secret)); diff != "" {
			t.Errorf("%s: %s", j, diff)
		}
		for what, err := range map[string]error{
			"nothing said":  d.ChangeIncident(app.Incident{ID: id, Day: "2026-05-28"}),
			"no such clock": d.Mark("none", "imy", app.ClockMark{}),
			"no incident":   d.Reopen("none", first(d)),
			"no months":     d.Say(desk.KeepingAt(), "0"),
			"too many":      d.Say(desk.KeepingAt(), "601"),
		} {
			if !errors.Is(err, app.ErrEmpty) && !errors.Is(err, desk.ErrNoIncident) && !errors.Is(err, desk.ErrMonths) {
				t.Errorf("%s: %s: %v", j, what, err)
			}
		}
	}
}

// TestIncidentReopensAnswers: those that it speaks against are asked again, in one transaction, and answering closes them.
func TestIncidentReopensAnswers(t *testing.T) {
	for _, j := range app.Jurisdictions() {
		d, p, _ := create(t, j)
		all := d.Catalogue().Incidents.Kind(app.ThreatIncident).Questions
		if len(all) < 2 {
			t.Fatalf("%s: threats speak against %v", j, all)
		}
		must(t, d.Answer(all[0], app.InOrder))
		must(t, d.Say(desk.AnswerAt(all[0], desk.Note), "En rutin finns."))
		must(t, d.Answer(all[1], app.Partly))
		id, err := d.NoteIncident(app.Incident{Kind: app.ThreatIncident, What: "Ett hot.", Day: "2026-05-20"})
		must(t, err)
		x, _ := d.Incident(id)
		rows := d.Against(x)
		if len(rows) != 1 || rows[0].Question.ID != all[0] {
			t.Fatalf("%s: against %+v", j, rows)
		}
		before, _ := d.Assessment().Progress()
		must(t, d.Reopen(id, all[0]))
		a := d.Answered(all[0])
		if a.State != app.Unanswered || a.Was != app.InOrder || a.Reopened != "2026-05-20" || a.Note != "En rutin finns." {
			t.Errorf("%s: reopened is %+v", j, a)
		}
		x, _ = d.Incident(id)
		if after, _ := d.Assessment().Progress(); after != before-1 || len(d.Against(x)) != 0 || len(x.Reopened) != 1 {
			t.Errorf("%s: %d of %d answered, %+v", j, after, before, x)
		}
		if diff := different(desk.Everything(d), onDisk(t, p, secret)); diff != "" {
			t.Errorf("%s: %s", j, diff)
		}
		must(t, d.Answer(all[0], app.Partly))
		if a := d.Answered(all[0]); a.Was != "" || a.Reopened != "" || a.State != app.Partly {
			t.Errorf("%s: answered anew is %+v", j, a)
		}
	}
}

// TestIncidentsAreKeptAsLongAsDecided: after its last day one is told, and goes only by the librarian's hand; then the file
// has nothing of it, and backups hold it for a year.
func TestIncidentsAreKeptAsLongAsDecided(t *testing.T) {
	t.Parallel()
	d, p, c, _ := keptLibrary(t)
	place := t.TempDir()
	must(t, d.Say(desk.KeepingAt(), "6"))
	id, err := d.NoteIncident(app.Incident{Kind: app.ThreatIncident, What: "Ett hot."})
	must(t, err)
	other, err := d.NoteIncident(app.Incident{Kind: app.OtherIncident, What: "Annat.", KeepUntil: "2030-01-01"})
	must(t, err)
	if err := d.Say(desk.IncidentAt(id, desk.Feedback), "halvskrivet"); !errors.Is(err, app.ErrDate) {
		t.Fatal(err)
	}
	must(t, d.BackupNow([]string{place}).Places[0].Err)
	if x, _ := d.Incident(id); x.KeepUntil != "2026-11-28" || d.KeepMonths() != 6 {
		t.Errorf("kept until %s", x.KeepUntil)
	}
	c.now = time.Date(2026, 11, 28, 23, 0, 0, 0, time.UTC)
	if all := d.Expired(); len(all) != 0 {
		t.Errorf("expired on its last day: %+v", all)
	}
	c.now = c.now.Add(2 * time.Hour)
	if all := d.Expired(); len(all) != 1 || all[0].ID != id {
		t.Fatalf("expired: %+v", all)
	}
	if _, ok := d.Incident(id); !ok {
		t.Error("it went by itself")
	}
	before := heads(t, p)
	must(t, d.RemoveIncident(id))
	if _, ok := d.Incident(id); ok || desk.Drafts(d) != 0 || len(d.Expired()) != 0 {
		t.Error("it is there still")
	}
	for head := range heads(t, p) {
		if before[head] {
			t.Error("a text sealed before is in the file still")
		}
	}
	if until, held := d.BackupsHoldUntil(); !held || until != "2027-11-29" {
		t.Errorf("held until %s, %t", until, held)
	}
	must(t, d.Close())
	d, err = desk.Open(p, []byte(secret))
	must(t, err)
	defer func() { must(t, d.Close()) }()
	if all := d.Incidents(); len(all) != 1 || all[0].ID != other || d.KeepMonths() != 6 {
		t.Errorf("after the next opening: %+v", all)
	}
}

// TestCodeAgain: the sheet that is in force can be printed again, for who knows the password, and only that one.
func TestCodeAgain(t *testing.T) {
	d, p, code := create(t, app.Norway)
	again := func(password string) desk.Code {
		t.Helper()
		got, err := d.CodeAgain([]byte(password))
		must(t, err)
		must(t, d.CheckCode(strings.Join(got[:], "-")))
		return got
	}
	if again(secret) != code {
		t.Error("another code")
	}
	if _, err := d.CodeAgain([]byte("gissning")); !errors.Is(err, desk.ErrPassword) {
		t.Errorf("a wrong password: %v", err)
	}
	next, err := d.NewCode([]byte(secret))
	must(t, err)
	if next == code || again(secret) != next {
		t.Error("the code that was replaced is told")
	}
	renewed, _, err := d.Renew([]byte("ett helt nytt"), nil)
	must(t, err)
	must(t, d.Close())
	d, err = desk.Open(p, []byte("ett helt nytt"))
	must(t, err)
	if renewed == next || again("ett helt nytt") != renewed {
		t.Error("the code is not the renewed one")
	}
	must(t, d.Close())

	// A code that was made without being kept, as a library of an earlier program or a full disk leaves it.
	v, err := vault.Open(vault.Options{Dir: p.Dir}, []byte("ett helt nytt"))
	must(t, err)
	_, err = v.NewCode([]byte("ett helt nytt"))
	must(t, err)
	must(t, v.Close())
	d, err = desk.Open(p, []byte("ett helt nytt"))
	must(t, err)
	defer func() { must(t, d.Close()) }()
	if _, err := d.CodeAgain([]byte("ett helt nytt")); !errors.Is(err, keep.ErrNoCode) {
		t.Errorf("a code that is not kept: %v", err)
	}
}
