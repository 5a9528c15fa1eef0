package desk_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/disk"
	"trygghylla/app/parcel"
)

// TestSecondSignatureOnBadDisks: what cannot be written whole leaves nothing behind, and is not remembered.
func TestSecondSignatureOnBadDisks(t *testing.T) {
	if !inOwnMounts(t) {
		return
	}
	d := sample(t, app.Sweden)
	made, err := d.Export(t.TempDir())
	must(t, err)
	_, err = d.NewOfficer(officer, []byte(pin))
	must(t, err)
	k := ownKey(t)
	_, public := region(t)
	r, err := parcel.Look(made.Path)
	must(t, err)
	before := desk.Everything(d)
	folder := t.TempDir()
	mount(t, "tmpfs", folder, "tmpfs", 0, "size=32m")
	inFolder := made // the package lies on the full disk, for the co-signed one beside it
	inFolder.Path = filepath.Join(folder, filepath.Base(made.Path))
	content, err := os.ReadFile(made.Path)
	must(t, err)
	must(t, os.WriteFile(inFolder.Path, content, 0o600))
	writes := map[string]func() (string, error){
		"co-signed here": func() (string, error) { p, err := d.CoSign(inFolder, []byte(pin)); return p.Path, err },
		"co-signed":      func() (string, error) { return r.CoSign(k, []byte(filePIN), folder, noon) },
		"annex":          func() (string, error) { return d.Annex(folder, "") },
		"wrapped annex":  func() (string, error) { return d.Annex(folder, public) },
		"key": func() (string, error) {
			path := filepath.Join(folder, "key")
			return path, k.Save(path)
		},
	}
	refused := func(why error, want []string) {
		t.Helper()
		for name, write := range writes {
			if _, err := write(); !errors.Is(err, why) {
				t.Errorf("%s gives %v, want %v", name, err, why)
			}
			if names := entries(t, folder); !slices.Equal(names, want) {
				t.Errorf("%s leaves %v", name, names)
			}
		}
		if diff := different(before, desk.Everything(d)); diff != "" {
			t.Errorf("what was not written is remembered: %s", diff)
		}
	}
	release := fill(t, folder)
	refused(disk.ErrFull, []string{"somebody else's film", filepath.Base(made.Path)})
	release()
	must(t, syscall.Mount("", folder, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	refused(disk.ErrReadOnly, []string{filepath.Base(made.Path)})
	must(t, syscall.Mount("", folder, "", syscall.MS_REMOUNT, ""))
	for name, write := range writes {
		if path, err := write(); err != nil {
			t.Errorf("%s with room again: %v", name, err)
		} else if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if names := entries(t, folder); len(names) != len(writes)+1 {
		t.Errorf("the folder holds %v", names)
	}
}
