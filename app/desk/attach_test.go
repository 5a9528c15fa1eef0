package desk_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/vault"
)

// TestUnsavedAttachmentIsTakenAway: the file is sealed, but the answer that was to hold it cannot be saved, for the
// records have been taken away. Then it does not stay among the attachments, and the answer is as it was.
func TestUnsavedAttachmentIsTakenAway(t *testing.T) {
	p := params(t)
	d, _, err := desk.Create(p, app.Sweden, []byte(secret))
	must(t, err)
	q := d.Catalogue().List(app.Staff).Questions[0].ID
	must(t, d.Attach(q, "kept.pdf", []byte("%PDF-1.4 kept")))
	records, away := filepath.Join(p.Dir, "records.db"), filepath.Join(t.TempDir(), "records.db")
	must(t, os.Rename(records, away))
	if err := d.Attach(q, "lost.pdf", []byte("%PDF-1.4 lost")); !errors.Is(err, vault.ErrReplaced) {
		t.Errorf("told is %v", err)
	}
	sealed, err := os.ReadDir(filepath.Join(p.Dir, "att"))
	if must(t, err); len(sealed) != 1 {
		t.Errorf("%d attachments are sealed, one is in an answer", len(sealed))
	}
	must(t, os.Rename(away, records))
	must(t, d.Attach(q, "again.pdf", []byte("%PDF-1.4 again")))
	must(t, d.Close())
	d, err = desk.Open(p, []byte(secret))
	must(t, err)
	defer func() { must(t, d.Close()) }()
	var names []string
	for _, e := range d.Answered(q).Evidence {
		names = append(names, e.Name)
	}
	if len(names) != 2 || names[0] != "kept.pdf" || names[1] != "again.pdf" {
		t.Errorf("attached are %q", names)
	}
}
