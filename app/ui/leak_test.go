package ui

import (
	"bytes"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"fyne.io/fyne/v2"

	"trygghylla/app"
)

// marked are words that stand nowhere but where they are typed, each in another kind of place.
var marked = map[string]string{
	"name": "Zqvlibrary", "municipality": "Zqvtown", "contact": "Zqvperson", "open note": "Zqvopennote", "protected note": "Zqvsecretnote",
	"reason": "Zqvreason", "owner": "Zqvowner", "draft": "Zqvdraft", "with": "Zqvcompanion", "measure": "Zqvmeasure",
	"attachment": "Zqvevidence", "attachment's name": "Zqvfilename", "password": "Zqvpasswordtubakastrull", "case number": "Zqvcase",
	"incident": "Zqvincident", "incident's reporter": "Zqvreporter", "incident's measures": "Zqvdone", "incident's draft": "Zqvbegun",
}

// holds finds a word in bytes, as UTF-8 and as UTF-16 in both orders, in any letters.
func holds(content []byte, word string) bool {
	content = bytes.ToLower(content)
	for _, w := range []string{strings.ToLower(word), strings.ToUpper(word)} {
		little, big := []byte{}, []byte{}
		for _, u := range utf16.Encode([]rune(w)) {
			little = append(little, byte(u), byte(u>>8))
			big = append(big, byte(u>>8), byte(u))
		}
		for _, form := range [][]byte{[]byte(w), little, big} {
			if bytes.Contains(content, bytes.ToLower(form)) {
				return true
			}
		}
	}
	return false
}

// walkMarked fills every kind of place with its marked word, and notes every title that the window has meanwhile.
func walkMarked(b *bench, titles map[string]bool) {
	b.Helper()
	title := func() { titles[b.s.window.Title()] = true }
	s := b.s
	b.press(s.T("button.next"))
	b.write(s.T("welcome.password"), marked["password"])
	b.write(s.T("welcome.password_again"), marked["password"])
	b.press(s.T("button.next"))
	title()
	b.typeGroups(s.screen.(*welcome).code)
	b.press(s.T("button.next"))
	b.write(s.T("welcome.name"), marked["name"])
	b.write(s.T("welcome.municipality"), marked["municipality"])
	b.write(s.T("welcome.contact"), marked["contact"])
	title()
	b.press(s.T("button.next"))
	b.press(s.T("welcome.finish"))
	title()
	b.at(app.Staff, 0)
	b.digit('3')
	b.write(s.T("list.note"), marked["open note"])
	b.write(s.T("list.protected"), marked["protected note"])
	b.write(s.T("list.owner"), marked["owner"])
	b.write(s.T("list.due"), marked["draft"])
	b.unfold(s.T("list.more"))
	b.write(s.T("list.with"), marked["with"])
	title()
	b.evidence(b.file(marked["attachment's name"]+".pdf", []byte("%PDF-1.7 "+marked["attachment"])))
	b.at(app.Staff, 1)
	b.digit('4')
	b.typed(s.T("list.reason"), marked["reason"])
	b.key(fyne.KeyReturn)
	s.Show(newPlan(s))
	b.typed(s.T("plan.own"), marked["measure"])
	b.key(fyne.KeyReturn)
	title()
	s.note()
	b.digit('1')
	b.typed(s.T("incident.what"), marked["incident"])
	b.typed(s.T("incident.reporter"), marked["incident's reporter"])
	title()
	s.saveNote()
	b.write(s.T("incident.measures"), marked["incident's measures"])
	title()
	b.shortcut(fyne.KeyN, fyne.KeyModifierControl)
	b.digit('2')
	b.typed(s.T("incident.what"), marked["incident's draft"])
	s.Show(newPackage(s))
	b.write(s.T("package.case_number"), marked["case number"])
	title()
}

// TestNothingLeaksFromTheScreens walks with a marked word in every place, locks, and looks for the words in every file
// that the program has, in the log, in what Fyne keeps, in the titles and on the clipboard.
func TestNothingLeaksFromTheScreens(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		var logged bytes.Buffer
		log.SetOutput(&logged)
		defer log.SetOutput(os.Stderr)
		t.Setenv("TMPDIR", t.TempDir())
		b := newEmpty(t, j)
		titles := map[string]bool{}
		walkMarked(b, titles)
		s := b.s
		b.nothingIn(titles, &logged)
		s.Lock()
		titles[s.window.Title()] = true
		b.nothingIn(titles, &logged)
		for _, word := range marked {
			b.silent(word)
		}
		b.unlock(marked["password"])
		if s.Locked() {
			t.Fatal("the password does not open")
		}
		b.nothingIn(titles, &logged)
		s.Show(newPackage(s))
		b.press(s.T("package.sign"))
		for _, f := range b.made() {
			file, err := os.ReadFile(filepath.Join(b.folder(), f))
			if err != nil {
				t.Fatal(err)
			}
			for _, kind := range []string{
				"protected note", "attachment", "attachment's name", "draft", "password",
				"incident", "incident's reporter", "incident's measures", "incident's draft",
			} {
				if holds(file, marked[kind]) {
					t.Errorf("the package holds the %s", kind)
				}
			}
		}
		if got := b.p.App.Clipboard().Content(); got != "" {
			t.Errorf("the clipboard holds %q before anything was copied", got)
		}
		b.press(s.T("package.copy"))
		if got := b.p.App.Clipboard().Content(); got == "" || holds([]byte(got), marked["protected note"]) || holds([]byte(got), marked["open note"]) {
			t.Errorf("copied is %q", got)
		}
		for path := range b.files() {
			for kind, word := range marked {
				if kind != "name" && strings.Contains(strings.ToLower(path), strings.ToLower(word)) {
					t.Errorf("the name of %s tells the %s", path, kind)
				}
			}
		}
	})
}

// nothingIn looks for the marked words in what is outside the sealed files.
func (b *bench) nothingIn(titles map[string]bool, logged *bytes.Buffer) {
	b.Helper()
	places := b.files()
	for title := range titles {
		places["the title "+title] = []byte(title)
	}
	places["the log"] = logged.Bytes()
	places["the clipboard"] = []byte(b.p.App.Clipboard().Content())
	err := filepath.WalkDir(os.TempDir(), func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		places[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	if len(b.p.App.Storage().List()) != 0 {
		b.Errorf("Fyne's storage has %v", b.p.App.Storage().List())
	}
	for where, content := range places {
		for kind, word := range marked {
			if holds(content, word) {
				b.Errorf("%s holds the %s", where, kind)
			}
		}
	}
	if len(places) < 5 {
		b.Errorf("looked in %d places only", len(places))
	}
}
