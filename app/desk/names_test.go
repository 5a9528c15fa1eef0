package desk_test

import (
	"encoding/json"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trygghylla/app"
	"trygghylla/app/pdf"
)

// TestAnyNameMakesAPackage: a card that is not filled in, or filled to the brim, never stands in the way of
// the package, and the name of the file can always be sent.
func TestAnyNameMakesAPackage(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ name, file string }{
		{"", "trygghylla-se-bibliotek-2026-05-28-u1.pdf"},
		{"  \t", "trygghylla-se-bibliotek-2026-05-28-u1.pdf"},
		{"图书馆", "trygghylla-se-bibliotek-2026-05-28-u1.pdf"},
		{"Bø/..\\CON: \"<å>\" (æ) 100 %", "trygghylla-se-bo-con-a-ae-100-2026-05-28-u1.pdf"},
		{"rad ett\nrad två", "trygghylla-se-rad-ett-rad-tva-2026-05-28-u1.pdf"},
		{strings.Repeat("Å", 200), "trygghylla-se-" + strings.Repeat("a", 40) + "-2026-05-28-u1.pdf"},
		{strings.Repeat("Stora biblioteket ", 11) + "i", "trygghylla-se-stora-stora-stora-stora-stora-stora-stor-2026-05-28-u1.pdf"},
	} {
		d, folder := sample(t, app.Sweden), t.TempDir()
		l := d.Library()
		l.Name = x.name
		must(t, d.SetLibrary(l))
		p, err := d.Export(folder)
		if err != nil {
			t.Errorf("%.30q: %v", x.name, err)
			continue
		}
		if filepath.Base(p.Path) != x.file || p.Edition.File != x.file {
			t.Errorf("%.30q becomes %s", x.name, filepath.Base(p.Path))
		}
		content, err := os.ReadFile(p.Path)
		must(t, err)
		report, err := pdf.Verify(content)
		must(t, err)
		if s := report.Signatures[0]; s.Signer == "" || len([]rune(s.Signer)) > 64 {
			t.Errorf("%.30q signs as %q", x.name, s.Signer)
		}
		var record struct {
			Library struct {
				Name string `json:"name"`
			} `json:"library"`
		}
		must(t, json.Unmarshal(machineData(t, content), &record))
		if record.Library.Name != x.name {
			t.Errorf("the data calls it %.60q, not %.60q", record.Library.Name, x.name)
		}
		draft, err := d.Email(p)
		must(t, err)
		f, err := os.Open(draft)
		must(t, err)
		m, err := mail.ReadMessage(f)
		if err != nil || m.Header.Get("Subject") == "" || m.Header.Get("Bcc") != "" {
			t.Errorf("%.30q: the draft is %v, %v", x.name, m, err)
		}
		must(t, f.Close())
		if _, err := d.Plan(folder); err != nil {
			t.Errorf("%.30q: the plan: %v", x.name, err)
		}
		if _, err := d.EmptyLists(folder); err != nil {
			t.Errorf("%.30q: the lists: %v", x.name, err)
		}
	}
}

// TestEmptyLibraryMakesAPackage: on the first day, with nothing said at all.
func TestEmptyLibraryMakesAPackage(t *testing.T) {
	t.Parallel()
	for _, j := range app.Jurisdictions() {
		d, _, _ := create(t, j)
		folder := t.TempDir()
		p, err := d.Export(folder)
		must(t, err)
		if text, err := d.EmailText(p); err != nil || !strings.Contains(text, p.Edition.File) {
			t.Errorf("%s: the e-mail says %q, %v", j, text, err)
		}
		_, err = d.Email(p)
		must(t, err)
		if names := d.Editions(); len(names) != 1 || names[0].SHA256 == "" {
			t.Errorf("%s: remembered are %+v", j, names)
		}
	}
}

// TestNumbersAreNeverUsedTwice: a file of that name in the folder, of whoever, is left alone.
func TestNumbersAreNeverUsedTwice(t *testing.T) {
	t.Parallel()
	d, folder := sample(t, app.Norway), t.TempDir()
	first := filepath.Join(folder, app.FileName(app.Norway, d.Library().Name, d.Today(), 1))
	must(t, os.WriteFile(first, []byte("another's"), 0o600))
	p, err := d.Export(folder)
	must(t, err)
	if p.Edition.Number != 2 || d.Assessment().Edition != 3 {
		t.Errorf("made is number %d, next is %d", p.Edition.Number, d.Assessment().Edition)
	}
	if left, err := os.ReadFile(first); err != nil || string(left) != "another's" {
		t.Errorf("the other file is %q, %v", left, err)
	}
	elsewhere, err := d.Export(t.TempDir())
	must(t, err)
	if elsewhere.Edition.Number != 3 || elsewhere.Edition.Fingerprint != p.Edition.Fingerprint {
		t.Errorf("in another folder it is %+v after %+v", elsewhere.Edition, p.Edition)
	}
}
