package ui

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/system"
	"trygghylla/app/ui/kit"
)

// papers are all that is written into the folder for papers and copies, each with the words that say it went well.
var papers = []struct {
	name string
	make func(*bench)
	done string
}{
	{"package", func(b *bench) { b.s.Show(newPackage(b.s)); b.press(b.s.T("package.sign")) }, "package.ready"},
	{"empty lists", func(b *bench) { b.s.Show(newPackage(b.s)); b.press(b.s.T("package.empty_lists")) }, ""},
	{"plan", func(b *bench) { b.s.Show(newPlan(b.s)); b.press(b.s.T("plan.print")) }, ""},
	{"backup", func(b *bench) {
		b.s.Show(newSettings(b.s))
		b.unfold(b.s.T("settings.backup"))
		b.press(b.s.T("backup.complete"))
	}, "settings.backup_made"},
}

// refuses makes every paper where it cannot be made: each says so in one of these words, shows nothing in a viewer,
// and leaves nothing behind.
func (b *bench) refuses(ids ...string) {
	b.Helper()
	edition, opened, before := b.s.desk.Assessment().Edition, len(b.opened), b.made()
	for _, p := range papers {
		p.make(b)
		if !slices.ContainsFunc(ids, func(id string) bool {
			return strings.Contains(b.text(), b.s.T(id)) && strings.Contains(b.text(), b.s.T(id+"_hint"))
		}) {
			b.Errorf("%s does not say %v; there is: %s", p.name, ids, b.text())
		}
		if p.done != "" {
			done, _, _ := strings.Cut(b.s.T(p.done, "file", "\x00"), "\x00")
			b.silent(done)
		}
		if now := b.made(); !slices.Equal(now, before) {
			b.Errorf("%s left %v, there was %v", p.name, now, before)
		}
	}
	if b.s.desk.Assessment().Edition != edition || len(b.opened) != opened {
		b.Errorf("edition %d became %d, opened %v", edition, b.s.desk.Assessment().Edition, b.opened)
	}
}

// makes makes every paper.
func (b *bench) makes() {
	b.Helper()
	before := len(b.made())
	for _, p := range papers {
		p.make(b)
	}
	if now := b.made(); len(now) != before+len(papers) {
		b.Errorf("made %v; there is: %s", now, b.text())
	}
}

func TestAFolderThatIsInTheWayIsTold(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		if err := os.MkdirAll(b.places.Documents, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(b.folder(), []byte("a file where the folder was"), 0o600); err != nil {
			t.Fatal(err)
		}
		before := b.s.desk.Assessment()
		opened := len(b.opened)
		for _, p := range papers {
			p.make(b)
			b.failed("fail.no_folder")
		}
		if len(b.opened) != opened {
			t.Errorf("opened %v", b.opened)
		}
		if err := os.Remove(b.folder()); err != nil {
			t.Fatal(err)
		}
		same(t, before, b.s.desk.Assessment())
		b.makes()
	})
}

// TestAPackageThatWasChangedIsNotSent changes the package, and takes it away, between making it and the e-mail.
func TestAPackageThatWasChangedIsNotSent(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		s := b.s
		s.Show(newPackage(s))
		b.press(s.T("package.sign"))
		path := filepath.Join(b.folder(), b.made()[0])
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file[len(file)/2] ^= 1
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		b.press(s.T("package.email"))
		b.failed("fail.read_back")
		b.silent(s.T("package.email_ready"))
		if n := b.made(); len(n) != 1 || len(b.opened) != 0 {
			t.Errorf("there is %v, and opened %v", n, b.opened)
		}
		s.p.OpenFile = func(string) error { return system.ErrNoProgram }
		b.press(s.T("package.print"))
		b.failed("fail.no_viewer")
		s.p.OpenFile = system.Open // of a file that is gone: it starts nothing
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		b.press(s.T("package.print"))
		b.failed("fail.no_file")
	})
}

// evidence opens the part of a question with its attachments and types a path there.
func (b *bench) evidence(path string) {
	b.Helper()
	b.at(app.Staff, 0)
	b.unfold(b.s.T("list.more"))
	b.press(b.s.T("list.evidence_add"))
	b.typed(b.s.T("list.evidence_path"), path)
	b.key(fyne.KeyReturn)
}

func TestEvidenceThatCannotBeTakenIsTold(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		before := b.answer(app.Staff, 0)
		large := b.file("stor.pdf", []byte("%PDF-"))
		if err := os.Truncate(large, 50<<20+1); err != nil {
			t.Fatal(err)
		}
		for path, id := range map[string]string{
			b.file("brev.txt", []byte("Hej")):       "fail.evidence_type",
			b.file("bild.jpg", []byte("<svg/>")):    "fail.evidence_type",
			b.file("tom.pdf", nil):                  "fail.evidence_type",
			filepath.Join(t.TempDir(), "borta.pdf"): "fail.no_file",
			large:                                   "fail.too_large",
		} {
			b.evidence(path)
			b.failed(id)
			if got := b.answer(app.Staff, 0); len(got.Evidence) != len(before.Evidence) || got.State != before.State {
				t.Errorf("%s: the answer became %+v", filepath.Base(path), got)
			}
		}
		b.evidence(b.file("ritning.pdf", []byte("%PDF-1.7 ritning")))
		b.silent(b.s.T("fail.no_file"))
		b.reads("ritning.pdf")
	})
}

// TestAFileExchangedWhileOpenIsToldAndNotWritten lets a sync program put an older file in place while she answers.
func TestAFileExchangedWhileOpenIsToldAndNotWritten(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		s := b.s
		mend := b.away("records.db")
		var old []byte
		if err := os.WriteFile(filepath.Join(b.places.Data, "records.db"), old, 0o600); err != nil {
			t.Fatal(err)
		}
		c := b.at(app.Staff, 0)
		before := b.answer(app.Staff, 0).State
		other := slices.Index(app.States(), before) + 1
		c.answers.Choose(other % 3)
		b.failed("fail.replaced")
		if got := seek[*kit.AnswerRow](b)[0].Chosen(); got != slices.Index(app.States(), before) {
			t.Errorf("the screen shows answer %d as saved", got+1)
		}
		f := b.replace(s.T("list.note"), "Det här är inte sparat")
		if f.Text() != "Det här är inte sparat" || !strings.Contains(f.Fault(), s.T("fail.replaced")) {
			t.Errorf("the field says %q and below it stands %q", f.Text(), f.Fault())
		}
		if got, err := os.ReadFile(filepath.Join(b.places.Data, "records.db")); err != nil || !bytes.Equal(got, old) {
			t.Errorf("the exchanged file was written: %d bytes, %v", len(got), err)
		}
		mend()
	})
}
