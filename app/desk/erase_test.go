package desk_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/vault"
)

// TestErase: texts, drafts, owners and attachments go, the file has no remains, and what was said of the library
// stays. After a year the backups are gone that held it.
func TestErase(t *testing.T) {
	d, p, c, _ := keptLibrary(t)
	place := t.TempDir()
	q := d.Catalogue().List(app.Staff).Questions
	id, na := q[0].ID, q[1].ID
	must(t, d.Answer(id, app.Partly))
	for f, text := range map[desk.Field]string{
		desk.Note: "en anteckning", desk.Protected: "skyddad", desk.Owner: "Anna", desk.With: "Bo", desk.Due: "2026-09-01",
	} {
		must(t, d.Say(desk.AnswerAt(id, f), text))
	}
	if err := d.Say(desk.AnswerAt(id, desk.Checked), "Anna var här"); !errors.Is(err, app.ErrDate) {
		t.Fatal(err)
	}
	must(t, d.NotApplicable(na, "Cilla är sjuk"))
	must(t, d.Say(desk.AnswerAt(q[2].ID, desk.Note), "den här stannar"))
	action, err := d.AddAction(id, "en åtgärd")
	must(t, err)
	if err := d.Say(desk.ActionAt(action, desk.Due), "när Anna är tillbaka"); !errors.Is(err, app.ErrDate) {
		t.Fatal(err)
	}
	must(t, d.BackupNow([]string{place}).Places[0].Err)
	if _, hold := d.BackupsHoldUntil(); hold {
		t.Error("backups hold what nobody erased")
	}
	must(t, os.MkdirAll(filepath.Join(p.Dir, "quarantine"), 0o700))
	damaged := filepath.Join(p.Dir, "quarantine", "records-old.db")
	must(t, os.WriteFile(damaged, []byte("x"), 0o600))
	must(t, os.Chtimes(damaged, noon.Add(-time.Hour), noon.Add(-time.Hour)))
	evidence := d.Answered(id).Evidence[0]
	before := heads(t, p)

	c.now = noon.Add(time.Hour)
	must(t, d.Erase(id))
	must(t, d.Erase(na))
	if err := d.Erase("nonsense"); !errors.Is(err, app.ErrQuestion) {
		t.Errorf("erased nothing: %v", err)
	}
	check := func() {
		t.Helper()
		a := d.Answered(id)
		if a.State != app.Partly || a.Due != "2026-09-01" || a.Note+a.Protected+a.Owner+a.With != "" || len(a.Evidence) != 0 {
			t.Errorf("erased is %+v", a)
		}
		if desk.Drafts(d) != 0 || d.Assessment().Plan[0].Actions[0].Owner != "" {
			t.Error("a draft or an owner is left")
		}
		if a := d.Answered(na); a.State != app.Unanswered || a.Reason != "" {
			t.Errorf("erased is %+v", a)
		}
		if d.Answered(q[2].ID).Note != "den här stannar" {
			t.Error("another answer has changed")
		}
		if _, err := d.Evidence(evidence); !errors.Is(err, vault.ErrDamaged) {
			t.Errorf("the attachment: %v", err)
		}
	}
	check()
	if n := len(files(t, filepath.Join(p.Dir, "att"))); n != 0 {
		t.Errorf("%d attachments are left", n)
	}
	after := heads(t, p)
	for head := range before {
		if after[head] {
			t.Error("a text sealed before is in the file still")
		}
	}
	if len(before) < 8 || len(after) < 8 {
		t.Errorf("%d sealed texts before, %d after", len(before), len(after))
	}
	must(t, d.Close())
	d, err = desk.Open(p, []byte(secret))
	must(t, err)
	defer func() { must(t, d.Close()) }()
	check()
	if diff := different(desk.Everything(d), onDisk(t, p, secret)); diff != "" {
		t.Error(diff)
	}

	until, hold := d.BackupsHoldUntil()
	if !hold || until != "2027-05-28" {
		t.Errorf("held until %s, %t", until, hold)
	}
	backups := func() int {
		must(t, d.CodeSeen())
		must(t, d.BackupNow([]string{place}).Places[0].Err)
		return len(d.Backups([]string{place}))
	}
	if n := backups(); n != 2 {
		t.Errorf("%d backups after erasing", n)
	}
	c.now = noon.AddDate(1, 0, 0).Add(2 * time.Hour)
	if n := backups(); n != 2 {
		t.Errorf("%d backups a year after", n)
	}
	if _, hold := d.BackupsHoldUntil(); hold {
		t.Error("held after a year")
	}
	if _, err := os.Stat(damaged); err == nil {
		t.Error("the damaged file is there still")
	}
}

// heads collects what each sealed text in the file begins with, number, id and nonce: no two are alike.
func heads(t *testing.T, p desk.Params) map[string]bool {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(p.Dir, "records.db"))
	must(t, err)
	all := make(map[string]bool)
	for at := 0; at+60 < len(content); at++ {
		if string(content[at:at+4]) == "TgR1" {
			all[string(content[at:at+60])] = true
		}
	}
	return all
}

// TestEraseCutOff: the attachment's file cannot be removed for now; at the next opening it can.
func TestEraseCutOff(t *testing.T) {
	d, p, _, _ := keptLibrary(t)
	names := files(t, filepath.Join(p.Dir, "att"))
	att := filepath.Join(p.Dir, "att", names[0])
	sealed, err := os.ReadFile(att)
	must(t, err)
	must(t, os.Remove(att))
	must(t, os.MkdirAll(filepath.Join(att, "in the way"), 0o700))
	say(t, d, "en anteckning")
	if err := d.Erase(first(d)); err == nil {
		t.Fatal("erased what cannot be removed")
	}
	if a := d.Answered(first(d)); a.Note != "" || len(a.Evidence) != 0 {
		t.Errorf("the answer is %+v", a)
	}
	if _, hold := d.BackupsHoldUntil(); hold {
		t.Error("counted as erased")
	}
	must(t, d.Close())
	must(t, os.RemoveAll(att))
	must(t, os.WriteFile(att, sealed, 0o600))
	before := heads(t, p)
	d, err = desk.Open(p, []byte(secret))
	must(t, err)
	defer func() { must(t, d.Close()) }()
	if _, err := os.Stat(att); err == nil {
		t.Error("the attachment is there still")
	}
	after := heads(t, p)
	for head := range before {
		if after[head] {
			t.Error("a text sealed before is in the file still")
		}
	}
	if _, hold := d.BackupsHoldUntil(); !hold {
		t.Error("not counted as erased")
	}
}
