package disk_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"trygghylla/app/disk"
)

// TestFileOpenElsewhereIsTold: a paper that another program holds open is not replaced, and nothing is left behind.
func TestFileOpenElsewhereIsTold(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "paper.pdf")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	held, err := os.Open(path) // lets others read and write, but not replace, as a viewer does
	if err != nil {
		t.Fatal(err)
	}
	if err := disk.Put(path, disk.ForUser, []byte("new")); !errors.Is(err, disk.ErrOpen) {
		t.Errorf("a file that is open elsewhere gives %v", err)
	}
	if err := held.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "old" {
		t.Errorf("the file holds %q, %v", got, err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
		t.Errorf("the folder holds %v, %v", left, err)
	}
	if err := disk.Put(path, disk.ForUser, []byte("new")); err != nil {
		t.Errorf("after the viewer has closed: %v", err)
	}
}
