package desk_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/vault"
)

// TestAFileIsMeasuredBeforeItIsRead: three gigabytes are refused without having stood in memory.
func TestAFileIsMeasuredBeforeItIsRead(t *testing.T) {
	d, _, _ := create(t, app.Sweden)
	defer func() { must(t, d.Close()) }()
	dir := t.TempDir()
	film, photo := filepath.Join(dir, "film.jpg"), filepath.Join(dir, "photo.jpg")
	must(t, os.WriteFile(film, []byte("\xff\xd8\xff film"), 0o600))
	must(t, os.Truncate(film, 3<<30))
	must(t, os.WriteFile(photo, []byte("\xff\xd8\xff photo"), 0o600))
	for name, x := range map[string]struct {
		path string
		want error
	}{
		"three gigabytes": {film, vault.ErrTooLarge}, "a folder": {dir, desk.ErrEvidenceType},
		"nothing": {filepath.Join(dir, "gone.jpg"), fs.ErrNotExist}, "a photo": {photo, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			if err := d.AttachFile(first(d), x.path); !errors.Is(err, x.want) {
				t.Errorf("it gives %v, want %v", err, x.want)
			}
			runtime.ReadMemStats(&after)
			if used := after.TotalAlloc - before.TotalAlloc; used > 64<<20 {
				t.Errorf("%d bytes were asked for", used)
			}
		})
	}
	if e := d.Answered(first(d)).Evidence; len(e) != 1 || e[0].Name != "photo.jpg" {
		t.Errorf("attached is %+v", e)
	}
}

// TestSheetsLeftBehindAreRemoved: a file with the recovery code does not outlive the next opening.
func TestSheetsLeftBehindAreRemoved(t *testing.T) {
	d, p, code := create(t, app.Norway)
	sheet, err := d.RecoverySheet(p.Dir, code)
	must(t, err)
	must(t, d.Close())
	d, err = desk.Open(p, []byte(secret))
	must(t, err)
	if _, err := os.Stat(sheet); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the sheet: %v", err)
	}
	again, err := d.RecoverySheet(p.Dir, code)
	must(t, err)
	must(t, desk.RemoveSheet(again))
	must(t, desk.RemoveSheet(again))
	must(t, d.Close())
}
