package disk_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"trygghylla/app/disk"
)

// The test binary starts itself as another process where a test needs one:
// child names what that process does with the arguments.
const child = "TRYGGHYLLA_TEST_CHILD"

var children = map[string]func(args []string) error{"write": writeForEver}

func TestMain(m *testing.M) {
	if play, ok := children[os.Getenv(child)]; ok {
		if err := play(os.Args[1:]); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func startChild(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), child+"="+name)
	return cmd
}

// names lists what is in a folder.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	found := []string{}
	for _, e := range entries {
		found = append(found, e.Name())
	}
	return found
}

// holds demands that a folder holds one file, and that with this text.
func holds(t *testing.T, path, text string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != text {
		t.Errorf("%s holds %q, %v, want %q", filepath.Base(path), got, err, text)
	}
	if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{filepath.Base(path)}) {
		t.Errorf("the folder holds %q", got)
	}
}

// ways are the two ways of writing: with and without a name meanwhile.
var ways = map[string]func(path string, perm fs.FileMode, data []byte, check func([]byte) error) error{
	"unnamed where that can be": disk.Write,
	"named":                     disk.WriteNamed,
	"never to be named":         disk.WriteNameless,
}

// TestWriteReplaces writes a new file and others over it, with the rights that are asked for.
func TestWriteReplaces(t *testing.T) {
	for name, write := range ways {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "paper.pdf")
			for i, text := range []string{"first", "second, longer than the first", ""} {
				seen, perm := "not asked", []fs.FileMode{disk.ForUser, disk.ForOthers, disk.ForUser}[i]
				err := write(path, perm, []byte(text), func(back []byte) error {
					seen = string(back)
					return nil
				})
				if err != nil || seen != text {
					t.Errorf("the check saw %q, %v, want %q", seen, err, text)
				}
				holds(t, path, text)
				if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != perm {
					t.Errorf("the rights are %v, %v, want %v", info.Mode(), err, perm)
				}
			}
		})
	}
}

// TestRefusedIsNotWritten: what the check refuses has no name, and the old file stays.
func TestRefusedIsNotWritten(t *testing.T) {
	for name, write := range ways {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "paper.pdf")
			if err := disk.Put(path, disk.ForUser, []byte("old")); err != nil {
				t.Fatal(err)
			}
			no := errors.New("no")
			if err := write(path, disk.ForUser, []byte("new"), func([]byte) error { return no }); !errors.Is(err, no) {
				t.Errorf("the error is %v", err)
			}
			holds(t, path, "old")
		})
	}
}

// TestErrorsHaveAMeaningAndNoFolder: the sentinel, the system's own reason and the name of the file, but not where it lies.
func TestErrorsHaveAMeaningAndNoFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "Vadstena")
	if err := os.MkdirAll(filepath.Join(dir, "taken"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := disk.Put(filepath.Join(dir, "paper.pdf"), disk.ForUser, []byte("x")); err != nil {
		t.Fatal(err)
	}
	gone := filepath.Join(dir, "gone")
	_, free := disk.Free(filepath.Join(dir, "paper.pdf", "x.pdf"))
	_, large := disk.Read(filepath.Join(dir, "paper.pdf"), 0)
	_, none := disk.Read(filepath.Join(gone, "paper.pdf"), 10)
	for _, x := range []struct {
		name string
		err  error
		want []error
	}{
		{"written into no folder", disk.Put(filepath.Join(gone, "paper.pdf"), disk.ForUser, nil), []error{disk.ErrNoFolder, fs.ErrNotExist}},
		{"written over a folder", disk.Put(filepath.Join(dir, "taken"), disk.ForUser, nil), []error{fs.ErrExist}},
		{"renamed from nothing", disk.Rename(filepath.Join(gone, "a"), filepath.Join(gone, "b")), []error{disk.ErrNoFolder}},
		{"a folder that is a file", free, []error{disk.ErrNoFolder}},
		{"too large to read", large, []error{disk.ErrTooLarge}},
		{"nothing to read", none, []error{fs.ErrNotExist}},
		{"flushed and gone", disk.SyncFolder(gone), []error{disk.ErrNoFolder}},
	} {
		t.Run(x.name, func(t *testing.T) {
			for _, want := range x.want {
				if !errors.Is(x.err, want) {
					t.Errorf("%v is not %v", x.err, want)
				}
			}
			if x.err != nil && strings.Contains(x.err.Error(), "Vadstena") {
				t.Errorf("%v tells the folder", x.err)
			}
		})
	}
	if got := names(t, dir); !slices.Equal(got, []string{"paper.pdf", "taken"}) {
		t.Errorf("the folder holds %q", got)
	}
}

// TestFreeCountsOn gives names that nothing has, a broken link neither.
func TestFreeCountsOn(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "plan.pdf")
	for _, want := range []string{"plan.pdf", "plan-2.pdf", "plan-3.pdf"} {
		got, err := disk.Free(path)
		if err != nil || filepath.Base(got) != want {
			t.Fatalf("the name is %s, %v, want %s", got, err, want)
		}
		if err := disk.Put(got, disk.ForOthers, nil); err != nil {
			t.Fatal(err)
		}
	}
}

// writeForEver writes two contents in turn over one file, and new files beside it, and says so after the first.
func writeForEver(args []string) error {
	for i := 0; ; i++ {
		if err := disk.Put(args[0], disk.ForUser, contents[i%2]); err != nil {
			return err
		}
		path := fmt.Sprintf("%s.%d", args[0], i%7)
		nothing := func([]byte) error { return nil }
		if err := errors.Join(disk.Remove(path), disk.WriteNamed(path, disk.ForUser, contents[0], nothing)); err != nil {
			return err
		}
		if i == 1 {
			fmt.Println("going")
		}
	}
}

var contents = [2][]byte{bytes.Repeat([]byte("a"), 300_000), bytes.Repeat([]byte("b"), 500_000)}

// TestKilledWritersLeaveWholeFiles kills writers. Every file is whole afterwards, and a sweep leaves nothing beside them.
func TestKilledWritersLeaveWholeFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "paper.pdf")
	swept := 0
	for i := range 10 {
		cmd := startChild(t, "write", path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := out.Read(make([]byte, 5)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(i*700) * time.Microsecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the writer was not killed")
		}
		swept += disk.Sweep(filepath.Dir(path))
		for _, name := range names(t, filepath.Dir(path)) {
			got, err := os.ReadFile(filepath.Join(filepath.Dir(path), name))
			if err != nil || !bytes.Equal(got, contents[0]) && !bytes.Equal(got, contents[1]) {
				t.Fatalf("%s: %d bytes that nobody wrote, %v", name, len(got), err)
			}
			if !strings.HasPrefix(name, "paper.pdf") {
				t.Errorf("left %s", name)
			}
		}
	}
	t.Logf("%d swept", swept)
}

// TestSweepTakesOnlyOurs leaves what others have and what is being written.
func TestSweepTakesOnlyOurs(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{".trygghylla-12345", ".trygghylla-1.part", "paper.pdf", ".trygg", "x.part"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, ".trygghylla-folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	during := ""
	err := disk.WriteNamed(filepath.Join(dir, "new.pdf"), disk.ForUser, []byte("x"), func([]byte) error {
		during = fmt.Sprint(disk.Sweep(dir))
		return nil
	})
	if err != nil || during != "2" {
		t.Errorf("%s were swept, %v, want 2", during, err)
	}
	want := []string{".trygg", ".trygghylla-folder", "new.pdf", "paper.pdf", "x.part"}
	if got := names(t, dir); !slices.Equal(got, want) {
		t.Errorf("the folder holds %q, want %q", got, want)
	}
	if n := disk.Sweep(filepath.Join(dir, "none")); n != 0 {
		t.Errorf("%d swept where there is no folder", n)
	}
}
