package app_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"trygghylla/app"
	"trygghylla/locales"
)

// program is the built program, as somebody calls it who has no display.
type program struct {
	t    *testing.T
	path string
	home string
}

// answer is what a call gave.
type answer struct {
	code     int
	out, err string
}

// build builds the program without cgo, as the machine does that checks everything. It stands here because
// the top level is fixed and package main has no room for tests.
func build(t *testing.T) *program {
	t.Helper()
	compiler, err := exec.LookPath("go")
	if err != nil {
		t.Skip("no Go here to build the program with")
	}
	p := &program{t: t, path: filepath.Join(t.TempDir(), "trygghylla"), home: t.TempDir()}
	if runtime.GOOS == "windows" {
		p.path += ".exe"
	}
	cmd := exec.Command(compiler, "build", "-tags", "ci", "-o", p.path, module)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return p
}

func (p *program) call(args ...string) answer {
	p.t.Helper()
	cmd := exec.Command(p.path, args...)
	cmd.Env = []string{"HOME=" + p.home, "LANG=sv_SE.UTF-8", "PATH=" + os.Getenv("PATH")}
	if runtime.GOOS == "windows" {
		cmd.Env = os.Environ()
	}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		p.t.Fatal(err)
	}
	return answer{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

func words(t *testing.T, lang string) *locales.Words {
	t.Helper()
	w, err := locales.New(lang)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestCommands calls the program as the region and the machine that checks it do.
func TestCommands(t *testing.T) {
	p := build(t)
	packages := map[app.Jurisdiction]string{}
	for _, j := range app.Jurisdictions() {
		packages[j] = demo(t, p, j)
	}
	t.Run("demo refuses", func(t *testing.T) { demoRefuses(t, p, filepath.Dir(packages[app.Sweden])) })
	t.Run("verify", func(t *testing.T) { verify(t, p, packages[app.Sweden], packages[app.Norway]) })
	t.Run("trust", func(t *testing.T) { trust(t, p, packages[app.Sweden], packages[app.Norway]) })
	t.Run("say", func(t *testing.T) { say(t, p, packages[app.Sweden]) })
	t.Run("language", func(t *testing.T) { language(t, p, packages[app.Norway]) })
	if left, err := os.ReadDir(p.home); err != nil || len(left) > 0 {
		t.Errorf("the headless commands left %v in the home folder, %v", left, err)
	}
	if runtime.GOOS == "linux" {
		t.Run("no display", func(t *testing.T) {
			a := p.call()
			if a.code != 2 || !strings.Contains(a.err, words(t, "sv").T("native.no_display")) {
				t.Errorf("without a display: %+v", a)
			}
		})
	}
}

// demo makes the demonstration of a country and returns its package.
func demo(t *testing.T, p *program, j app.Jurisdiction) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "new")
	a := p.call("demo", "-country", string(j), "-out", folder)
	if a.code != 0 || a.err != "" {
		t.Fatalf("demo %s: %+v", j, a)
	}
	found, err := filepath.Glob(filepath.Join(folder, "trygghylla-"+string(j)+"-*-u1.pdf"))
	if err != nil || len(found) != 1 {
		t.Fatalf("demo %s made %v, %v", j, found, err)
	}
	both := strings.TrimSuffix(found[0], ".pdf") + "-2.pdf" // co-signed
	for _, want := range []string{found[0], both, "vault", "protected", "trygghylla-lista-2026-05-28.pdf", strings.TrimSuffix(both, ".pdf") + ".eml"} {
		if !filepath.IsAbs(want) {
			want = filepath.Join(folder, want)
		}
		if _, err := os.Stat(want); err != nil {
			t.Error(err)
		}
	}
	if !regexp.MustCompile(`([0-9A-Z]{4}-){6}[0-9A-Z]{4}`).MatchString(a.out) || !strings.Contains(a.out, found[0]) {
		t.Errorf("demo %s does not tell its recovery code or its package: %s", j, a.out)
	}
	if a := p.call("verify", both); a.code != 0 {
		t.Errorf("the co-signed package is not accepted: %+v", a)
	}
	return found[0]
}

func demoRefuses(t *testing.T, p *program, taken string) {
	w, fresh := words(t, "sv"), filepath.Join(t.TempDir(), "fresh")
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		args []string
		says string
	}{
		{[]string{"-country", "dk", "-out", fresh}, w.T("command.demo_country")},
		{[]string{"-out", fresh}, w.T("command.demo_country")},
		{[]string{"-country", "se", "-out", taken}, w.T("command.demo_taken", "folder", taken)},
		{[]string{"-country", "no", "-out", taken}, w.T("command.demo_taken", "folder", taken)},
		{[]string{"-country", "se", "-out", file}, "no such folder"},
		{[]string{"-country", "se"}, "trygghylla demo"},
		{[]string{"-country", "se", "-out", fresh, "more"}, "trygghylla demo"},
		{[]string{"-land", "se"}, "trygghylla demo"},
	} {
		if a := p.call(append([]string{"demo"}, x.args...)...); a.code != 2 || a.out != "" || !strings.Contains(a.err, x.says) {
			t.Errorf("demo %v: %+v", x.args, a)
		}
	}
	if _, err := os.Lstat(fresh); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a refused demonstration made a folder")
	}
}

// verify tries the exit codes: 0 all intact, 1 some not, 2 some could not be read.
func verify(t *testing.T, p *program, good, other string) {
	content, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	flipped := bytes.Clone(content)
	flipped[len(flipped)/3] ^= 1
	bad := write("flipped.pdf", flipped)
	longer := write("longer.pdf", append(bytes.Clone(content), "\n%%EOF\n"...))
	shorter := write("shorter.pdf", content[:len(content)/2])
	empty, text := write("empty.pdf", nil), write("text.pdf", []byte("hej"))
	lists := filepath.Join(filepath.Dir(good), "trygghylla-lista-2026-05-28.pdf")
	missing := filepath.Join(dir, "missing.pdf")
	for _, x := range []struct {
		files []string
		code  int
	}{
		{[]string{good}, 0},
		{[]string{good, other, good}, 0},
		{[]string{bad}, 1},
		{[]string{longer}, 1},
		{[]string{shorter}, 1},
		{[]string{empty}, 1},
		{[]string{text}, 1},
		{[]string{lists}, 1}, // nobody signs the empty lists
		{[]string{good, bad}, 1},
		{[]string{bad, good}, 1},
		{[]string{missing}, 2},
		{[]string{dir}, 2},
		{[]string{good, missing}, 2},
		{[]string{missing, bad, good}, 2},
		{nil, 2},
	} {
		a := p.call(append([]string{"verify"}, x.files...)...)
		if a.code != x.code {
			t.Errorf("verify %v: %+v", x.files, a)
		}
		if strings.Contains(a.out+a.err, "why.") || strings.Contains(a.out+a.err, "command.") {
			t.Errorf("verify %v has no words for it: %s%s", x.files, a.out, a.err)
		}
		j := p.call(append([]string{"verify", "-json"}, x.files...)...)
		if j.code != x.code {
			t.Errorf("verify -json %v: %d, not %d", x.files, j.code, x.code)
		}
		if len(x.files) > 0 {
			asJSON(t, j.out, x.files)
		}
	}
	if a := p.call("verify", "-unknown", good); a.code != 2 || !strings.Contains(a.err, "trygghylla verify") {
		t.Errorf("an unknown flag: %+v", a)
	}
}

// verdict is what verify -json says of one file; others read it, so its names do not change.
type verdict struct {
	File       string `json:"file"`
	Intact     *bool  `json:"intact"`
	Reason     string `json:"reason"`
	Whole      *bool  `json:"covers_whole_file"`
	Signatures []struct {
		Name        string    `json:"name"`
		Fingerprint string    `json:"fingerprint"`
		At          time.Time `json:"at"`
		Certifies   bool      `json:"certifies"`
		Known       bool      `json:"known"`
	} `json:"signatures"`
}

// asJSON reads the answer and holds it to the files that could be read.
func asJSON(t *testing.T, out string, files []string) []verdict {
	t.Helper()
	var all []verdict
	strict := json.NewDecoder(strings.NewReader(out))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&all); err != nil || strict.More() {
		t.Fatalf("verify -json %v: %v\n%s", files, err, out)
	}
	for _, v := range all {
		if !slices.Contains(files, v.File) || v.Intact == nil || v.Whole == nil || *v.Intact == (v.Reason != "") {
			t.Errorf("verify -json says %+v", v)
		}
		if *v.Intact && (!*v.Whole || len(v.Signatures) != 1 || v.Signatures[0].Name == "" || v.Signatures[0].At.IsZero() || !v.Signatures[0].Certifies) {
			t.Errorf("verify -json says of an intact file %+v", v)
		}
	}
	return all
}

// trust demands a key: the library's own, another library's, and none at all.
func trust(t *testing.T, p *program, good, other string) {
	key := func(file string) string {
		return asJSON(t, p.call("verify", "-json", file).out, []string{file})[0].Signatures[0].Fingerprint
	}
	right, wrong := key(good), key(other)
	if right == wrong {
		t.Fatal("two libraries have the same key")
	}
	for _, x := range []struct {
		trust  string
		code   int
		reason string
	}{
		{right, 0, ""},
		{strings.ToLower(right), 0, ""},
		{strings.ReplaceAll(right, " ", ""), 0, ""},
		{wrong, 1, "untrusted"},
	} {
		a := p.call("verify", "-json", "-trust", x.trust, good)
		v := asJSON(t, a.out, []string{good})
		if a.code != x.code || v[0].Reason != x.reason || v[0].Signatures[0].Known != (x.code == 0) || v[0].Signatures[0].Fingerprint != right {
			t.Errorf("-trust %s: %+v", x.trust, a)
		}
	}
	if a := p.call("verify", "-trust", wrong, good); a.code != 1 || !strings.Contains(a.out, right) {
		t.Errorf("it is not told whose key it is: %+v", a)
	}
	for _, nonsense := range []string{"x", right[:len(right)-1], right + "0"} {
		if a := p.call("verify", "-trust", nonsense, good); a.code != 2 || a.out != "" || !strings.Contains(a.err, words(t, "sv").T("command.trust_wrong")) {
			t.Errorf("-trust %q: %+v", nonsense, a)
		}
	}
}

// say is what needs no file.
func say(t *testing.T, p *program, good string) {
	if a := p.call("version"); a.code != 0 || !regexp.MustCompile(`^trygghylla \d+\.\d+\.\d+\S*\n$`).MatchString(a.out) || a.err != "" {
		t.Errorf("version: %+v", a)
	}
	for _, help := range []string{"help", "-h", "--help"} {
		if a := p.call(help); a.code != 0 || !strings.Contains(a.out, "trygghylla verify") || a.err != "" {
			t.Errorf("%s: %+v", help, a)
		}
	}
	for _, wrong := range [][]string{{"nonsense"}, {"-nonsense"}, {good}, {"-data"}} {
		if a := p.call(wrong...); a.code != 2 || a.out != "" || !strings.Contains(a.err, "trygghylla verify") {
			t.Errorf("%v: %+v", wrong, a)
		}
	}
}

// language: what verify says follows -lang, and without it the system.
func language(t *testing.T, p *program, good string) {
	for lang, want := range map[string]string{"sv": "sv", "nn": "nn", "nb": "nn", "no": "nn", "nn-NO": "nn", "sv-SE": "sv", "": "sv"} {
		args := []string{"verify", good}
		if lang != "" {
			args = []string{"verify", "-lang", lang, good}
		}
		if a := p.call(args...); a.code != 0 || !strings.Contains(a.out, words(t, want).T("command.intact", "file", good)) ||
			!strings.Contains(a.out, words(t, want).T("command.whole")) {
			t.Errorf("-lang %q: %+v", lang, a)
		}
	}
	if words(t, "sv").T("command.whole") == words(t, "nn").T("command.whole") {
		t.Error("the two languages cannot be told apart")
	}
}
