package system_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"trygghylla/app/system"
)

// The test binary starts itself as another process where a test needs one:
// child names what that process does with the arguments.
const child = "TRYGGHYLLA_TEST_CHILD"

var children = map[string]func(args []string) error{
	"hold": holdInstance,
}

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

// holdInstance takes the right to run and keeps it until its input ends.
func holdInstance(args []string) error {
	if _, err := system.Single(args[0]); err != nil {
		return err
	}
	fmt.Println("held")
	_, err := os.Stdin.Read(make([]byte, 1))
	return fmt.Errorf("ended by itself: %w", err)
}

func TestSingle(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	cmd := startChild(t, "hold", dir)
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 4)); err != nil {
		t.Fatal(err)
	}
	if _, err := system.Single(dir); !errors.Is(err, system.ErrRunning) {
		t.Errorf("second start: %v", err)
	}
	other, err := system.Single(dir + "2")
	if err != nil {
		t.Fatalf("another data directory: %v", err)
	}
	if err := other.Release(); err != nil {
		t.Error(err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the first program was not killed")
	}
	for range 2 { // after a crash, and after a release
		one, err := system.Single(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := one.Release(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOpenMissingFile(t *testing.T) {
	gone := filepath.Join(t.TempDir(), "gone.pdf")
	for name, open := range map[string]func(string) error{"open": system.Open, "show": system.ShowInFolder} {
		if err := open(gone); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPlacesOverridden(t *testing.T) {
	dir := t.TempDir()
	want := system.Places{
		Data: filepath.Join(dir, "d"), Settings: filepath.Join(dir, "s", "t"),
		Documents: filepath.Join(dir, "e"),
	}
	got, err := system.FindPlaces(func(string) string { return "" }, want)
	if err != nil || got != want {
		t.Fatalf("got %+v, %v, want %+v", got, err, want)
	}
	t.Chdir(dir)
	got, err = system.FindPlaces(os.Getenv, system.Places{Data: "here"})
	if err != nil || !filepath.IsAbs(got.Data) || filepath.Base(got.Data) != "here" {
		t.Errorf("a relative folder: %+v, %v", got, err)
	}
	if err := want.Make(); err != nil {
		t.Fatal(err)
	}
	for _, made := range []string{want.Data, want.Settings} {
		if info, err := os.Stat(made); err != nil || !info.IsDir() {
			t.Errorf("%s was not made: %v", made, err)
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
