package desk_test

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"trygghylla/app"
	"trygghylla/app/desk"
)

// forms returns the ways in which a word can stand in a file: UTF-8, UTF-16 of both orders, base64 at
// each of its three places, hexadecimal.
func forms(word string) map[string][]byte {
	var little, big []byte
	for _, u := range utf16.Encode([]rune(word)) {
		little = append(little, byte(u), byte(u>>8))
		big = append(big, byte(u>>8), byte(u))
	}
	all := map[string][]byte{
		"UTF-8": []byte(word), "UTF-16LE": little, "UTF-16BE": big,
		"hexadecimal": []byte(hex.EncodeToString([]byte(word))),
	}
	for place := range 3 {
		from := (3 - place) % 3 // of the word, where a group of three begins
		whole := []byte(word)[from:]
		whole = whole[:len(whole)/3*3]
		all[fmt.Sprintf("base64 at %d", place)] = []byte(base64.StdEncoding.EncodeToString(whole))
	}
	return all
}

// found returns the form in which the word stands in b, or the empty string.
func found(b []byte, word string) string {
	for form, x := range forms(word) {
		if bytes.Contains(b, x) || form == "hexadecimal" && bytes.Contains(bytes.ToLower(b), x) {
			return form
		}
	}
	return ""
}

// TestTheSearchSees hides a word in each form and finds it again, so that finding nothing means something.
func TestTheSearchSees(t *testing.T) {
	const word = "XQåhemligtQX"
	for form, x := range forms(word) {
		if got := found(append([]byte("before "), append(x, " after"...)...), word); got != form {
			t.Errorf("%s is found as %q", form, got)
		}
	}
	for before := range 3 {
		text := strings.Repeat("x", before) + word + "yy"
		if found([]byte(base64.StdEncoding.EncodeToString([]byte(text))), word) == "" {
			t.Errorf("base64 after %d letters is not found", before)
		}
	}
	if form := found([]byte("nothing of the sort"), word); form != "" {
		t.Errorf("found as %s where it is not", form)
	}
}

// word makes a marked word with a letter beyond ASCII.
func word(name string) string { return "XQ" + strings.ToUpper(name) + "ÅÆQX" }

// The marked words: what leaves the library in the open part, and what must not.
var (
	openWords = []string{
		word("note"), word("reason"), word("owner"), word("with"), word("measure"), word("library"), word("contact"), word("case"), word("text"),
	}
	hiddenWords = []string{
		word("protected"), word("filename"), word("content"), word("oldreason"), word("notasked"), word("draft"), word("itsupplier"), word("officer"),
		word("overwritten"), word("removed"), word("incident"), word("measures"), word("reporter"),
	}
	passwordWords = []string{word("password"), word("newpassword")}
)

// marked is a library in which every text is a marked word, and what it was called where it lies.
func marked(t *testing.T) (*desk.Desk, desk.Params) {
	t.Helper()
	p := params(t)
	d, _, err := desk.Create(p, app.Sweden, []byte(word("password")))
	must(t, err)
	t.Cleanup(func() { must(t, d.Close()) })
	must(t, d.SetLibrary(app.Library{
		Name: word("library"), Contact: word("contact"), SecurityOfficer: word("officer"), ITSupplier: word("itsupplier"),
		Facts: app.Facts{app.HasCameras: app.No, app.HasCounter: app.No, app.HasGate: app.No},
	}))
	must(t, d.SetSignoff(app.Signoff{CaseNumber: word("case")}))
	q := d.Catalogue().List(app.Staff).Questions
	must(t, d.Say(desk.AnswerAt(q[0].ID, desk.Note), word("overwritten")))
	for f, name := range map[desk.Field]string{desk.Note: "note", desk.Protected: "protected", desk.Owner: "owner", desk.With: "with"} {
		must(t, d.Say(desk.AnswerAt(q[0].ID, f), word(name)))
	}
	must(t, d.Say(desk.AnswerAt(q[0].ID, desk.Checked), "2026-03-12"))
	must(t, d.Answer(q[0].ID, app.Missing))
	must(t, d.NotApplicable(q[1].ID, word("reason")))
	must(t, d.NotApplicable(q[2].ID, word("oldreason")))
	must(t, d.Answer(q[2].ID, app.InOrder))
	must(t, d.Attach(q[3].ID, word("filename")+".pdf", []byte("%PDF-1.4 "+strings.Repeat(word("content"), 5000))))
	must(t, d.Attach(q[4].ID, word("filename")+".png", []byte("\x89PNG\r\n\x1a\n"+word("removed"))))
	must(t, d.Detach(q[4].ID, 0))
	_, err = d.AddAction(q[0].ID, word("measure"))
	must(t, err)
	gone, err := d.AddAction(q[0].ID, word("removed"))
	must(t, err)
	must(t, d.RemoveAction(gone))
	if err := d.Say(desk.AnswerAt(q[5].ID, desk.Due), word("draft")); !errors.Is(err, app.ErrDate) {
		t.Fatal(err)
	}
	incident, err := d.NoteIncident(app.Incident{
		Kind: app.ThreatIncident, What: word("incident"), Measures: word("measures"), Reporter: word("reporter"),
	})
	must(t, err)
	if err := d.Say(desk.IncidentAt(incident, desk.Feedback), word("draft")); !errors.Is(err, app.ErrDate) {
		t.Fatal(err)
	}
	notAsked := 0
	for _, q := range d.Catalogue().List(app.Cameras).Questions {
		if !q.Applies(d.Library().Facts) {
			must(t, d.Say(desk.AnswerAt(q.ID, desk.Note), word("notasked")))
			must(t, d.Answer(q.ID, app.Missing))
			notAsked++
		}
	}
	for _, q := range d.Catalogue().List(app.Survey).Questions {
		if q.Kind == app.TextQuestion {
			must(t, d.Say(desk.AnswerAt(q.ID, desk.Note), word("text")))
			must(t, d.Say(desk.AnswerAt(q.ID, desk.Protected), word("protected")))
		}
	}
	if notAsked == 0 {
		t.Fatal("every question about cameras is asked of who has none")
	}
	must(t, d.ChangePassword([]byte(word("password")), []byte(word("newpassword"))))
	return d, p
}

// inside returns every file below the folder by its path.
func inside(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	must(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		files[path], err = os.ReadFile(path)
		return err
	}))
	return files
}

// TestNothingIsReadableOnTheDisk looks for every marked word in every file of the vault, in its backup, in
// temporary files and in all their names, while it is open and after it was closed.
func TestNothingIsReadableOnTheDisk(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Setenv("TMP", temporary)
	d, p := marked(t)
	look := func(when string) {
		t.Helper()
		files := inside(t, p.Dir)
		for path, content := range inside(t, temporary) {
			files[path] = content
		}
		if len(files) < 4 { // key, records, lock, attachment
			t.Errorf("%s: only %d files", when, len(files))
		}
		for path, content := range files {
			for _, w := range append(append(openWords, hiddenWords...), passwordWords...) {
				if form := found(content, w); form != "" {
					t.Errorf("%s: %s stands in %s as %s", when, w, filepath.Base(path), form)
				}
				if strings.Contains(path, w) {
					t.Errorf("%s: %s is in the name %s", when, w, path)
				}
			}
		}
	}
	look("open")
	_, err := d.BackupComplete(temporary)
	must(t, err)
	look("backed up")
	must(t, d.Close())
	look("closed")
	again, err := desk.Open(p, []byte(word("newpassword")))
	must(t, err)
	defer func() { must(t, again.Close()) }()
	if text := desk.Everything(again); found([]byte(text), word("protected")) == "" || found([]byte(text), word("filename")) == "" {
		t.Error("the words were never there")
	}
	look("opened again")
}

// inflated returns a PDF's bytes and those of every compressed stream in it.
func inflated(t *testing.T, file []byte) []byte {
	t.Helper()
	all, n := bytes.Clone(file), 0
	for rest := file; ; {
		_, after, more := bytes.Cut(rest, []byte("stream\n"))
		if !more {
			break
		}
		rest = after
		z, err := zlib.NewReader(bytes.NewReader(rest))
		if err != nil {
			continue // not compressed, or the end of "endstream"
		}
		plain, err := io.ReadAll(z)
		must(t, err)
		all, n = append(append(all, '\n'), plain...), n+1
	}
	if n < 5 {
		t.Fatalf("%d compressed streams: the file is written in another way than this test reads", n)
	}
	return all
}

// TestOpenPackageTellsNothingProtected looks for the marked words in the package and in the draft in every
// way in which they can be read, and finds those that are sent.
func TestOpenPackageTellsNothingProtected(t *testing.T) {
	d, _ := marked(t)
	folder := t.TempDir()
	p, err := d.Export(folder)
	must(t, err)
	mail, err := d.Email(p)
	must(t, err)
	content, err := os.ReadFile(p.Path)
	must(t, err)
	draft, err := os.ReadFile(mail)
	must(t, err)
	text, err := d.EmailText(p)
	must(t, err)
	views := map[string][]byte{
		"bytes": content, "streams": inflated(t, content), "data": machineData(t, content), "draft": draft, "e-mail text": []byte(text),
		"names": []byte(strings.Join([]string{p.Path, mail, p.Edition.File}, " ")),
	}
	sees := []string{"streams", "data"}
	if poppler(t) {
		views["pages"], sees = []byte(strings.Join(strings.Fields(asRead(t, p.Path)), "")), append(sees, "pages")
	}
	hidden := append(append([]string(nil), hiddenWords...), passwordWords...)
	for view, b := range views {
		for _, w := range hidden {
			if form := found(b, w); form != "" {
				t.Errorf("%s stands in the %s as %s", w, view, form)
			}
		}
	}
	for _, view := range sees {
		for _, w := range openWords {
			if found(views[view], w) == "" {
				t.Errorf("%s is not found in the %s: the search is blind, or it is not sent", w, view)
			}
		}
	}
	for _, make := range []func() (string, error){
		func() (string, error) { return d.EmptyLists(folder) },
		func() (string, error) { return d.Plan(folder) },
	} {
		path, err := make()
		must(t, err)
		content, err := os.ReadFile(path)
		must(t, err)
		for _, w := range hidden {
			if form := found(inflated(t, content), w); form != "" {
				t.Errorf("%s stands in %s as %s", w, filepath.Base(path), form)
			}
		}
	}
}

// TestErrorsTellNoText: what went wrong is told without what was written, for errors are kept and shown.
func TestErrorsTellNoText(t *testing.T) {
	d, p := marked(t)
	q := d.Catalogue().List(app.Staff).Questions[0].ID
	_, wrong := desk.Open(desk.Params{Dir: params(t).Dir, Data: p.Data, Now: p.Now, Rand: p.Rand}, []byte(word("password")))
	_, typed := desk.OpenWithCode(p, word("code"))
	_, action := d.AddAction(app.QuestionID("se-staff-99"), word("measure"))
	_, gone := d.Export(filepath.Join(t.TempDir(), "gone"))
	for what, err := range map[string]error{
		"a day": d.Say(desk.AnswerAt(q, desk.Due), word("draft")), "a field": d.Say(desk.AnswerAt(q, ""), word("note")), "a state": d.Answer(q, "splendid"),
		"a file": d.Attach(q, word("filename"), []byte(word("content"))), "a password": d.ChangePassword([]byte(word("wrong")), []byte(word("next"))),
		"a library": wrong, "a code": typed, "a measure": action, "a folder": gone,
		"too much": d.Say(desk.AnswerAt(q, desk.Protected), strings.Repeat(word("protected"), 1<<20)),
	} {
		if err == nil {
			t.Errorf("%s is right", what)
		} else if strings.Contains(err.Error(), "XQ") && strings.Contains(err.Error(), "QX") || strings.Contains(err.Error(), p.Dir) {
			t.Errorf("%s tells: %v", what, err)
		}
	}
}
