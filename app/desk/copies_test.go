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

// TestCopies: two computers have written; what is newer in the copy is told by number and day, and taken one by one.
func TestCopies(t *testing.T) {
	d, p, c, _ := keptLibrary(t)
	q := d.Catalogue().List(app.Staff).Questions
	must(t, d.Answer(q[2].ID, app.Missing))
	must(t, d.Answer(q[3].ID, app.Missing))
	if copies, err := d.Copies(); err != nil || len(copies) != 0 {
		t.Errorf("copies are %+v, %v", copies, err)
	}
	must(t, d.Close())
	elsewhere := p
	elsewhere.Dir = filepath.Join(t.TempDir(), "vault")
	must(t, os.CopyFS(elsewhere.Dir, os.DirFS(p.Dir)))

	other, err := desk.Open(elsewhere, []byte(secret))
	must(t, err)
	c.now = noon.Add(time.Hour)
	must(t, other.Answer(q[3].ID, app.InOrder))
	must(t, other.Answer(q[5].ID, app.Partly))
	must(t, other.Answer(q[2].ID, app.Partly)) // here it is answered later
	action, err := other.AddAction(q[5].ID, "skriv en rutin")
	must(t, err)
	must(t, other.SetSignoff(app.Signoff{CaseNumber: "KUN 7"}))
	if _, err := other.Fingerprint(); err != nil { // makes a signing key, which is not offered
		t.Error(err)
	}
	must(t, other.BackupNow([]string{t.TempDir()}).Places[0].Err)
	must(t, other.Close())

	d, err = desk.Open(p, []byte(secret))
	must(t, err)
	defer func() { must(t, d.Close()) }()
	c.now = noon.Add(2 * time.Hour)
	must(t, d.Answer(q[2].ID, app.InOrder))
	content, err := os.ReadFile(filepath.Join(elsewhere.Dir, "records.db"))
	must(t, err)
	must(t, os.WriteFile(filepath.Join(p.Dir, "records-PC2.db"), content, 0o600))
	must(t, os.WriteFile(filepath.Join(p.Dir, "records (1).db"), content[:5000], 0o600))

	copies, err := d.Copies()
	must(t, err)
	if len(copies) != 2 || !errors.Is(copies[0].Problem, vault.ErrDamaged) || copies[1].Problem != nil {
		t.Fatalf("copies are %+v", copies)
	}
	got := copies[1]
	if !got.Time.Equal(noon.Add(time.Hour)) || len(got.Records) != 4 {
		t.Fatalf("the copy is %+v", got)
	}
	r := got.Records
	if r[0].Kind != desk.CopyAnswer || r[0].Number != q[3].Number || !r[0].There.Equal(noon.Add(time.Hour)) || !r[0].Here.Equal(noon) || r[0].Only {
		t.Errorf("the first is %+v", r[0])
	}
	if r[1].Kind != desk.CopyAction || r[1].Number != q[5].Number || r[2].Kind != desk.CopyAnswer || !r[2].Only || r[3].Kind != desk.CopySignoff {
		t.Errorf("the rest are %+v", r[1:])
	}
	must(t, d.TakeFromCopy(got, r[0]))
	must(t, d.TakeFromCopy(got, r[1]))
	if err := d.TakeFromCopy(got, r[1]); !errors.Is(err, desk.ErrNotInCopy) {
		t.Errorf("taken twice: %v", err)
	}
	if err := d.TakeFromCopy(copies[0], r[2]); !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("taken from a damaged copy: %v", err)
	}
	if a := d.Answered(q[3].ID); a.State != app.InOrder || !a.At.Equal(noon.Add(time.Hour)) {
		t.Errorf("taken is %+v", a)
	}
	if d.Answered(q[5].ID).State != app.Unanswered || d.Answered(q[2].ID).State != app.InOrder || d.Signoff().CaseNumber != "" {
		t.Error("more was taken than was chosen")
	}
	if d.Assessment().Plan == nil || different(desk.Everything(d), onDisk(t, p, secret)) != "" {
		t.Error("on disk it is not as in memory")
	}
	copies, err = d.Copies()
	must(t, err)
	if len(copies[1].Records) != 2 {
		t.Errorf("offered still: %+v", copies[1].Records)
	}
	for _, x := range copies {
		must(t, d.SettleCopy(x))
	}
	if copies, err := d.Copies(); err != nil || len(copies) != 0 {
		t.Errorf("settled, and yet %+v, %v", copies, err)
	}
	if n := len(files(t, filepath.Join(p.Dir, "quarantine"))); n != 2 {
		t.Errorf("%d files were put aside", n)
	}
	must(t, d.RemoveAction(action))
}
