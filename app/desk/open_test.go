package desk_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/vault"
)

// The files of a vault's folder that are spoilt here.
const (
	keyFile     = "vault.key"
	recordsFile = "records.db"
)

// TestSecondProcessIsToldThatItIsInUse opens the same library from this test binary, run once more.
func TestSecondProcessIsToldThatItIsInUse(t *testing.T) {
	const where = "TRYGGHYLLA_OPEN"
	if dir := os.Getenv(where); dir != "" {
		p := params(t)
		p.Dir = dir
		d, err := desk.Open(p, []byte(secret))
		switch {
		case errors.Is(err, vault.ErrInUse):
			os.Exit(10)
		case err != nil:
			t.Fatal(err)
		}
		must(t, d.Close())
		return
	}
	second := func(dir string) int {
		t.Helper()
		cmd := onceMore(t, t.Name(), where+"="+dir)
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState == nil {
			t.Fatalf("%v: %s", err, out)
		}
		return cmd.ProcessState.ExitCode()
	}
	d, p, _ := create(t, app.Sweden)
	before := desk.Everything(d)
	if code := second(p.Dir); code != 10 {
		t.Errorf("another process ends with %d, not with file in use", code)
	}
	if _, err := desk.Open(p, []byte(secret)); !errors.Is(err, vault.ErrInUse) {
		t.Errorf("a second desk here gives %v", err)
	}
	if _, _, err := desk.Create(p, app.Sweden, []byte(secret)); !errors.Is(err, vault.ErrInUse) {
		t.Errorf("a new library on top gives %v", err)
	}
	must(t, d.Answer(d.Catalogue().List(app.Staff).Questions[0].ID, app.InOrder)) // the first goes on undisturbed
	if before == desk.Everything(d) {
		t.Error("nothing was saved")
	}
	must(t, d.Close())
	if code := second(p.Dir); code != 0 {
		t.Errorf("when it is closed, another process ends with %d", code)
	}
}

// TestNewerFormat writes the next format's number into both copies in the key file, with right checksums.
func TestNewerFormat(t *testing.T) {
	d, p, _ := create(t, app.Sweden)
	must(t, d.Close())
	path := filepath.Join(p.Dir, keyFile)
	old, err := os.ReadFile(path)
	must(t, err)
	b := bytes.Clone(old)
	magic := b[:8]
	copies := 0
	for at := 0; at >= 0; copies++ {
		one := b[at : at+int(binary.BigEndian.Uint32(b[at+10:]))]
		binary.BigEndian.PutUint16(one[8:], 2)
		sum := sha256.Sum256(one[:len(one)-32])
		copy(one[len(one)-32:], sum[:])
		next := bytes.Index(b[at+1:], magic)
		if next < 0 {
			break
		}
		at += 1 + next
	}
	if copies != 1 {
		t.Fatalf("%d copies after the first in the key file", copies)
	}
	must(t, os.WriteFile(path, b, 0o600))
	if _, err := desk.Open(p, []byte(secret)); !errors.Is(err, vault.ErrNewer) {
		t.Errorf("a newer format gives %v", err)
	}
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, b) {
		t.Errorf("the newer file was written to, %v", err)
	}
	if there, err := desk.Exists(p.Dir); !there || err != nil {
		t.Errorf("a newer library counts as none: %v", err)
	}
	must(t, os.WriteFile(path, old, 0o600))
	d, err = desk.Open(p, []byte(secret))
	must(t, err)
	must(t, d.Close())
}

// TestDamagedFile flips bytes all over the records file. Each time it is either told, or nothing that
// matters was hit: what is shown is never wrong, and the damaged file stays as it is for whoever mends it.
func TestDamagedFile(t *testing.T) {
	t.Parallel()
	d, p, _ := create(t, app.Norway)
	must(t, d.Fill(loadSample(t, d)))
	written := desk.Everything(d)
	must(t, d.Close())
	path := filepath.Join(p.Dir, recordsFile)
	good, err := os.ReadFile(path)
	must(t, err)
	refused := 0
	spoil := func(what string, b []byte) {
		t.Helper()
		must(t, os.WriteFile(path, b, 0o600))
		d, err := desk.Open(p, []byte(secret))
		if err == nil {
			if diff := different(desk.Everything(d), written); diff != "" {
				t.Errorf("%s: shown as right: %s", what, diff)
			}
			must(t, d.Close())
			return
		}
		refused++
		if !errors.Is(err, vault.ErrDamaged) {
			t.Errorf("%s gives %v", what, err)
		}
		if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, b) {
			t.Errorf("%s: the damaged file was changed, %v", what, err)
		}
		if there, err := desk.Exists(p.Dir); !there || err != nil {
			t.Errorf("%s: counts as no library, %v", what, err)
		}
		if _, _, err := desk.Create(p, app.Norway, []byte(secret)); !errors.Is(err, vault.ErrExists) {
			t.Errorf("%s: a new library on top gives %v", what, err)
		}
	}
	const flips = 40
	for i := range flips {
		b := bytes.Clone(good)
		at := i*len(b)/flips + 777*i%4096
		at = min(at, len(b)-1)
		b[at] ^= 0x40
		spoil("a flipped byte", b)
	}
	if refused < 5 {
		t.Errorf("only %d of %d flipped bytes were noticed", refused, flips)
	}
	t.Logf("%d of %d flipped bytes refused, the others met nothing in use", refused, flips)
	before := refused
	spoil("half a file", good[:len(good)/2])
	spoil("an empty file", nil)
	spoil("another program's file", bytes.Repeat([]byte("hello "), 10_000))
	if refused != before+3 {
		t.Errorf("%d of 3 spoilt files refused", refused-before)
	}
	must(t, os.Remove(path))
	if _, err := desk.Open(p, []byte(secret)); !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("without the records file: %v", err)
	}
	must(t, os.WriteFile(path, good, 0o600))
	d, err = desk.Open(p, []byte(secret))
	must(t, err)
	if diff := different(desk.Everything(d), written); diff != "" {
		t.Errorf("put back it differs: %s", diff)
	}
	must(t, d.Close())
}

// TestDamagedAttachment: the answer stands, the photo is told to be damaged, and it is the only one.
func TestDamagedAttachment(t *testing.T) {
	d, p, _ := create(t, app.Sweden)
	q := d.Catalogue().List(app.Staff).Questions[0].ID
	must(t, d.Attach(q, "a.pdf", []byte("%PDF-1.4 a")))
	files, err := filepath.Glob(filepath.Join(p.Dir, "att", "*"))
	must(t, err)
	if len(files) != 1 {
		t.Fatalf("attachments are %v", files)
	}
	must(t, d.Attach(q, "b.pdf", []byte("%PDF-1.4 b")))
	b, err := os.ReadFile(files[0])
	must(t, err)
	b[len(b)/2] ^= 1
	must(t, os.WriteFile(files[0], b, 0o600))
	e := d.Answered(q).Evidence
	if got, err := d.Evidence(e[0]); !errors.Is(err, vault.ErrDamaged) || got != nil {
		t.Errorf("the damaged photo is %q, %v", got, err)
	}
	if got, err := d.Evidence(e[1]); err != nil || string(got) != "%PDF-1.4 b" {
		t.Errorf("the other is %q, %v", got, err)
	}
	if _, err := d.Evidence(app.Evidence{Name: "c.pdf", Ref: []byte("no reference")}); !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("a reference that is none gives %v", err)
	}
	must(t, d.Detach(q, 0))
	if len(d.Answered(q).Evidence) != 1 {
		t.Error("the damaged photo cannot be taken off")
	}
}

// TestLibraryOfANewerProgram: it is read, told, and not changed.
func TestLibraryOfANewerProgram(t *testing.T) {
	d, p, _, _ := keptLibrary(t)
	say(t, d, "av i dag")
	must(t, d.Close())
	v, err := vault.Open(vault.Options{
		Dir: p.Dir, Schema: 2, Lift: func(_ uint16, _ vault.Drawer, _ string, body []byte) ([]byte, error) { return body, nil },
	}, []byte(secret))
	must(t, err)
	must(t, v.Close())

	d, err = desk.Open(p, []byte(secret))
	must(t, err)
	if !errors.Is(d.Held(), vault.ErrNewer) || d.Answered(first(d)).Note != "av i dag" {
		t.Errorf("held by %v, the note is %q", d.Held(), d.Answered(first(d)).Note)
	}
	if err := d.Say(desk.AnswerAt(first(d), desk.Note), "ändrat"); !errors.Is(err, vault.ErrNewer) || d.Answered(first(d)).Note != "av i dag" {
		t.Errorf("changed: %v", err)
	}
	if _, err := d.CloseWithBackup([]string{t.TempDir()}); err != nil {
		t.Error(err)
	}
}
