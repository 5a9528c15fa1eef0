package desk_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/disk"
	"trygghylla/app/vault"
)

// inOwnMounts runs the test again in a process that may mount disks of its own, and reports whether this
// is that process. Where the machine lets nobody do that, the test is skipped.
func inOwnMounts(t *testing.T) bool {
	t.Helper()
	const inside = "TRYGGHYLLA_OWN_MOUNTS"
	if os.Getenv(inside) == "1" {
		err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, "")
		if err != nil && !errors.Is(err, syscall.EINVAL) { // EINVAL: / is no mount in a changed root
			t.Skipf("mounts cannot be kept apart: %v", err)
		}
		return true
	}
	run := func(attr *syscall.SysProcAttr) (string, error) {
		cmd := onceMore(t, t.Name(), inside+"=1")
		cmd.SysProcAttr = attr
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		err := cmd.Run()
		return out.String(), err
	}
	out, err := run(&syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	})
	if out == "" && err != nil && os.Getuid() == 0 { // no user namespaces here, but mounts of our own
		out, err = run(&syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS})
	}
	switch {
	case out == "" && err != nil:
		t.Skipf("this machine lets nobody mount a small disk: %v", err)
	case err != nil:
		t.Errorf("%v\n%s", err, out)
	case strings.Contains(out, "--- SKIP"):
		t.Skip(out)
	case !strings.Contains(out, "--- PASS: "+t.Name()):
		t.Errorf("the test was not run again: %s", out)
	}
	return false
}

// mount mounts a file system on dir until the test ends.
func mount(t *testing.T, source, dir, kind string, flags uintptr, options string) {
	t.Helper()
	if err := syscall.Mount(source, dir, kind, flags, options); err != nil {
		t.Skipf("cannot mount: %v", err)
	}
	t.Cleanup(func() { must(t, syscall.Unmount(dir, syscall.MNT_DETACH)) })
}

// fill takes the last byte of the disk that dir is on; what it returns gives the room back.
func fill(t *testing.T, dir string) (release func()) {
	t.Helper()
	path := filepath.Join(dir, "somebody else's film")
	f, err := os.Create(path)
	must(t, err)
	for size := 64 << 10; size > 0; {
		if _, err := f.Write(make([]byte, size)); errors.Is(err, syscall.ENOSPC) {
			size /= 2
		} else {
			must(t, err)
		}
	}
	must(t, f.Close())
	return func() { must(t, os.Remove(path)) }
}

// act is one thing that changes the dossier.
type act struct {
	name string
	do   func(*desk.Desk) error
	need bool // more room than a full disk can find inside the file
}

func everyAct(d *desk.Desk) []act {
	q, survey := d.Catalogue().List(app.Staff).Questions, d.Catalogue().List(app.Survey).Questions[0].ID
	long := strings.Repeat("ingenting får plats ", 20_000)
	write := func(f desk.Field) func(*desk.Desk) error {
		return func(d *desk.Desk) error { return d.Say(desk.AnswerAt(q[2].ID, f), long) }
	}
	return []act{
		{"answer", func(d *desk.Desk) error { return d.Answer(q[0].ID, app.Missing) }, false},
		{"not applicable", func(d *desk.Desk) error { return d.NotApplicable(q[1].ID, long) }, true},
		{"scale", func(d *desk.Desk) error { return d.Scale(survey, 2) }, false},
		{"don't know", func(d *desk.Desk) error { return d.DontKnow(survey) }, false},
		{"note", write(desk.Note), true},
		{"protected note", write(desk.Protected), true},
		{"owner", write(desk.Owner), true},
		{"with", write(desk.With), true},
		{"day", func(d *desk.Desk) error { return d.Say(desk.AnswerAt(q[2].ID, desk.Due), "2026-09-01") }, false},
		{"attach", func(d *desk.Desk) error { return d.Attach(q[3].ID, "a.pdf", []byte("%PDF-"+long)) }, true},
		{"add action", func(d *desk.Desk) error { _, err := d.AddAction(q[0].ID, long); return err }, true},
		{"card", func(d *desk.Desk) error { return d.SetLibrary(app.Library{Name: long}) }, true},
		{"fact", func(d *desk.Desk) error { return d.SetFact(app.HasGate, app.Yes) }, false},
		{"sign-off", func(d *desk.Desk) error { return d.SetSignoff(app.Signoff{With: long}) }, true},
		{"year", func(d *desk.Desk) error { return d.SetYear(app.Year{SendBy: "2026-06-10"}) }, false},
		{"set-up", func(d *desk.Desk) error { return d.ContinueSetup(desk.SetupFacts) }, false},
		{"edition", func(d *desk.Desk) error {
			return d.Exported(desk.Package{Edition: app.Edition{Number: 1, File: long}})
		}, true},
		{"detach", func(d *desk.Desk) error { return d.Detach(q[4].ID, 0) }, false},
	}
}

// begun is a library with something in it to lose.
func begun(t *testing.T, p desk.Params) *desk.Desk {
	t.Helper()
	d, _, err := desk.Create(p, app.Sweden, []byte(secret))
	must(t, err)
	q := d.Catalogue().List(app.Staff).Questions
	must(t, d.Answer(q[0].ID, app.Partly))
	must(t, d.Say(desk.AnswerAt(q[0].ID, desk.Note), "en anteckning"))
	must(t, d.Attach(q[4].ID, "b.pdf", []byte("%PDF-1.4 b")))
	return d
}

// TestFullDisk fills the disk that the vault is on. What is refused has changed neither the desk nor the
// disk, and says why; when there is room again everything goes on without a new start.
func TestFullDisk(t *testing.T) {
	if !inOwnMounts(t) {
		return
	}
	disk := t.TempDir()
	mount(t, "tmpfs", disk, "tmpfs", 0, "size=24m")
	p := params(t)
	p.Dir = filepath.Join(disk, "vault")
	d := begun(t, p)
	defer func() { must(t, d.Close()) }()
	release := fill(t, disk)
	for _, x := range everyAct(d) {
		before, saved := desk.Everything(d), d.Saved()
		err := x.do(d)
		after := desk.Everything(d)
		if err == nil && x.need {
			t.Errorf("%s finds room on a full disk", x.name)
		}
		if err != nil {
			if !errors.Is(err, vault.ErrFull) {
				t.Errorf("%s on a full disk gives %v", x.name, err)
			}
			if diff := different(before, after); diff != "" || d.Saved() != saved {
				t.Errorf("%s is refused and changed the desk: %s", x.name, diff)
			}
		}
		if diff := different(after, onDisk(t, p, secret)); diff != "" {
			t.Errorf("%s (%v): the desk and the disk hold %s", x.name, err, diff)
		}
	}
	if _, err := d.BackupComplete(disk); !errors.Is(err, vault.ErrFull) {
		t.Errorf("a backup on a full disk gives %v", err)
	}
	release()
	for _, x := range everyAct(d) {
		if x.name == "detach" && len(d.Answered(d.Catalogue().List(app.Staff).Questions[4].ID).Evidence) == 0 {
			continue // it went through before
		}
		if err := x.do(d); err != nil {
			t.Errorf("%s with room again: %v", x.name, err)
		}
	}
	if diff := different(desk.Everything(d), onDisk(t, p, secret)); diff != "" {
		t.Errorf("with room again the desk and the disk hold %s", diff)
	}
	if names := entries(t, disk); !slices.Equal(names, []string{"vault"}) {
		t.Errorf("the disk holds %v", names)
	}
}

// TestReadOnlyPlace opens a library where nothing can be written: all is there to read, every act says why
// it is refused, and where it can be written it goes on as it was.
func TestReadOnlyPlace(t *testing.T) {
	if !inOwnMounts(t) {
		return
	}
	p := params(t)
	d := begun(t, p)
	written := desk.Everything(d)
	must(t, d.Close())
	locked := p
	locked.Dir = t.TempDir()
	mount(t, p.Dir, locked.Dir, "", syscall.MS_BIND, "")
	must(t, syscall.Mount("", locked.Dir, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	d, err := desk.Open(locked, []byte(secret))
	must(t, err)
	if diff := different(desk.Everything(d), written); diff != "" {
		t.Errorf("opened read-only it differs: %s", diff)
	}
	for _, x := range everyAct(d) {
		if err := x.do(d); !errors.Is(err, vault.ErrReadOnly) {
			t.Errorf("%s gives %v", x.name, err)
		}
		if diff := different(desk.Everything(d), written); diff != "" {
			t.Errorf("%s changed the desk: %s", x.name, diff)
		}
	}
	if path, err := d.Plan(t.TempDir()); err != nil {
		t.Errorf("a paper elsewhere: %s, %v", path, err)
	}
	must(t, d.Close())
	d, err = desk.Open(p, []byte(secret))
	must(t, err)
	if diff := different(desk.Everything(d), written); diff != "" {
		t.Errorf("it is changed: %s", diff)
	}
	for _, x := range everyAct(d) {
		must(t, x.do(d))
	}
	must(t, d.Close())
}

// TestPapersOnBadDisks: a paper that cannot be written whole leaves nothing behind, and is not remembered.
func TestPapersOnBadDisks(t *testing.T) {
	if !inOwnMounts(t) {
		return
	}
	d := sample(t, app.Sweden)
	made, err := d.Export(t.TempDir())
	must(t, err)
	before := desk.Everything(d)
	folder := t.TempDir()
	mount(t, "tmpfs", folder, "tmpfs", 0, "size=32m")
	inFolder := made // the package lies on the full disk, for the draft beside it
	inFolder.Path = filepath.Join(folder, filepath.Base(made.Path))
	content, err := os.ReadFile(made.Path)
	must(t, err)
	must(t, os.WriteFile(inFolder.Path, content, 0o600))
	papers := map[string]func() (string, error){
		"package": func() (string, error) { p, err := d.Export(folder); return p.Path, err },
		"lists":   func() (string, error) { return d.EmptyLists(folder) },
		"plan":    func() (string, error) { return d.Plan(folder) },
		"recovery": func() (string, error) {
			return d.RecoverySheet(folder, desk.Code{"AAAA", "BBBB", "CCCC", "DDDD", "EEEE", "FFFF", "GGGG"})
		},
		"draft": func() (string, error) { return d.Email(inFolder) },
	}
	refused := func(why error, want []string) {
		t.Helper()
		for name, write := range papers {
			if _, err := write(); !errors.Is(err, why) {
				t.Errorf("%s gives %v, want %v", name, err, why)
			}
			if names := entries(t, folder); !slices.Equal(names, want) {
				t.Errorf("%s leaves %v", name, names)
			}
		}
		if diff := different(before, desk.Everything(d)); diff != "" {
			t.Errorf("a package that was not made is remembered: %s", diff)
		}
	}
	release := fill(t, folder)
	refused(disk.ErrFull, []string{"somebody else's film", filepath.Base(made.Path)})
	release()
	must(t, syscall.Mount("", folder, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	refused(disk.ErrReadOnly, []string{filepath.Base(made.Path)})
	must(t, syscall.Mount("", folder, "", syscall.MS_REMOUNT, ""))
	for name, write := range papers {
		if path, err := write(); err != nil {
			t.Errorf("%s with room again: %v", name, err)
		} else if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if names := entries(t, folder); len(names) != 6 {
		t.Errorf("the folder holds %v", names)
	}
}
