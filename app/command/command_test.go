package command_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"trygghylla/app/command"
	"trygghylla/app/desk"
	"trygghylla/app/parcel"
	"trygghylla/app/system"
	"trygghylla/data"
	"trygghylla/locales"
)

// chance is the same in every run, so that keys are too.
func chance(n byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{n}) }

// TestMain lets the scripts call the program as somebody does who has no display: this test binary is the program then.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"trygghylla": func() { os.Exit(program(window).Run(os.Args[1:])) }})
}

func program(window func(system.Places, *locales.Words) error) command.Program {
	return command.Program{
		Version: "1.2.3", Getenv: os.Getenv, Out: os.Stdout, Errs: os.Stderr, Data: data.Files, Rand: chance(1), Window: window,
	}
}

// window stands for the program's window: it tells what it was given, and what $WINDOW asks of it.
func window(places system.Places, words *locales.Words) error {
	for _, dir := range []string{places.Data, places.Settings, places.Documents} {
		fmt.Println(words.Lang(), filepath.ToSlash(dir))
	}
	switch os.Getenv("WINDOW") {
	case "broken":
		return errors.New("the window broke")
	case "twice": // while this one is open
		fmt.Println("the second ends with", program(nil).Run(os.Args[1:]))
	}
	return nil
}

// demos are the demonstrations of both countries, made once, which the scripts only read from.
var demos = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "trygghylla-demo-")
	if err != nil {
		return "", err
	}
	for i, country := range []string{"se", "no"} {
		made, err := desk.Demo(data.Files, country, filepath.Join(dir, country), chance(byte(2+i)))
		if err == nil && country == "se" {
			err = renew(filepath.Join(dir, country, "vault"), made.Password, filepath.Join(dir, "renewed"))
		}
		if err != nil {
			return dir, err
		}
	}
	return dir, nil
})

// renew gives a demonstration's library a new key, and makes a package with it in a folder.
func renew(vault, password, folder string) error {
	at := time.Date(2026, 5, 29, 10, 0, 0, 0, time.UTC)
	d, err := desk.Open(desk.Params{Dir: vault, Data: data.Files, Now: func() time.Time { return at }, Rand: chance(4)}, []byte(password))
	if err != nil {
		return err
	}
	err = errors.Join(os.Mkdir(folder, 0o700), d.RenewKey())
	if err == nil {
		_, err = d.Export(folder)
	}
	return errors.Join(err, d.Close())
}

// TestScripts calls the program as the region and the machine that checks it do.
func TestScripts(t *testing.T) {
	dir, err := demos()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	keys := append(keysOf(t, "SE", dir+"/se/trygghylla-se-exempelby-2026-05-28-u1-2.pdf"), keysOf(t, "NO", dir+"/no/trygghylla-no-dome-2026-05-28-u1-2.pdf")...)
	renewed, err := parcel.Look(dir + "/renewed/trygghylla-se-exempelby-2026-05-29-u2.pdf")
	if err != nil {
		t.Fatal(err)
	}
	keys = append(keys, "SE_NEW="+renewed.Library.Full)
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			home := filepath.Join(e.WorkDir, "home")
			e.Vars = append(append(e.Vars, keys...), "DEMO="+dir, "HOME="+home, "LANG=sv_SE.UTF-8", "LC_ALL=", "LC_MESSAGES=", "DISPLAY=", "WAYLAND_DISPLAY=",
				"XDG_DATA_HOME=", "XDG_CONFIG_HOME=", "XDG_RUNTIME_DIR=", "TZ=UTC")
			return os.Mkdir(home, 0o700)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code": code, "flip": flip, "cut": cut, "add": add, "leaves": leaves, "masked": masked,
		},
	})
}

// keysOf are the keys of a co-signed package as variables of the scripts: $SE of the library, as it is written and in other ways
// that people write it, and $SE_OFFICER.
func keysOf(t *testing.T, name, path string) []string {
	t.Helper()
	r, err := parcel.Look(path)
	if err != nil {
		t.Fatal(err)
	}
	key := r.Library.Full
	return []string{
		name + "=" + key, name + "_OFFICER=" + r.Officer.Full,
		name + "_COLONS=" + strings.ToLower(strings.ReplaceAll(key, " ", ":")), name + "_TIGHT=" + strings.ReplaceAll(key, " ", ""),
		name + "_SHORT=" + r.Library.Fingerprint, name + "_LESS=" + key[:len(key)-1],
	}
}

// code N COMMAND… demands an exit code that is not 0.
func code(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	if !errors.As(err, &exit) || strconv.Itoa(exit.ExitCode()) != args[0] {
		ts.Fatalf("it ends with %v, want %s", err, args[0])
	}
}

// change reads a file, changes its bytes and writes it back.
func change(ts *testscript.TestScript, name string, do func([]byte) []byte) {
	path := ts.MkAbs(name)
	b, err := os.ReadFile(path)
	ts.Check(err)
	ts.Check(os.WriteFile(path, do(b), 0o600))
}

// flip NAME changes one bit in the first third of a file.
func flip(ts *testscript.TestScript, _ bool, args []string) {
	change(ts, args[0], func(b []byte) []byte { b[len(b)/3] ^= 1; return b })
}

// cut NAME N leaves a file its first N bytes, or half of them without N.
func cut(ts *testscript.TestScript, _ bool, args []string) {
	change(ts, args[0], func(b []byte) []byte {
		if len(args) == 1 {
			return b[:len(b)/2]
		}
		n, err := strconv.Atoi(args[1])
		ts.Check(err)
		return append(b, make([]byte, max(0, n-len(b)))...)[:n]
	})
}

// add NAME TEXT puts text and a line feed behind the end of a file.
func add(ts *testscript.TestScript, _ bool, args []string) {
	change(ts, args[0], func(b []byte) []byte { return append(b, args[1]+"\n"...) })
}

// leaves FOLDER [NAME…] demands that a folder holds exactly these.
func leaves(ts *testscript.TestScript, _ bool, args []string) {
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if got, want := strings.Join(names, " "), strings.Join(args[1:], " "); got != want {
		ts.Fatalf("%s holds %q, want %q", args[0], got, want)
	}
}

// masked PATTERN FILE demands that the output is what the file says, with an ellipsis for what differs each time.
func masked(ts *testscript.TestScript, _ bool, args []string) {
	got := regexp.MustCompile(args[0]).ReplaceAllLiteralString(ts.ReadFile("stdout"), "\u2026")
	if diff := cmp.Diff(ts.ReadFile(args[1]), got); diff != "" {
		ts.Fatalf("stdout and %s differ:\n%s", args[1], diff)
	}
}
