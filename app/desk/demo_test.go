package desk_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"mime"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"trygghylla/app"
	"trygghylla/app/content"
	"trygghylla/app/desk"
	"trygghylla/app/disk"
	"trygghylla/app/pdf"
	"trygghylla/data"
)

// poppler reports whether a paper can be read with pdftotext, which only the machine that checks
// everything has for certain.
func poppler(t *testing.T) bool {
	t.Helper()
	_, err := exec.LookPath("pdftotext")
	if err != nil && os.Getenv("TRYGGHYLLA_TOOLS") == "1" {
		t.Fatal("pdftotext is not installed, and TRYGGHYLLA_TOOLS=1 demands it")
	}
	return err == nil
}

// asRead returns what a person reads on a paper.
func asRead(t *testing.T, path string) string {
	t.Helper()
	out, err := exec.Command("pdftotext", "-layout", "-enc", "UTF-8", path, "-").Output()
	must(t, err)
	return string(out)
}

// machineData returns the data inside a package, verified.
func machineData(t *testing.T, content []byte) []byte {
	t.Helper()
	report, err := pdf.Verify(content)
	must(t, err)
	b, ok := report.Attachment("trygghylla.json")
	if !ok {
		t.Fatalf("the package holds %v", report.Attachments())
	}
	return b
}

// demos are the demonstrations that were made, one a country; what a test gets is its own copy.
var demos = struct {
	sync.Mutex
	of map[string]demo
}{of: map[string]demo{}}

type demo struct {
	made  desk.Demonstration // its files below the folder
	files map[string][]byte  // all that it made, below the folder
}

// newDemo makes a demonstration.
func newDemo(t *testing.T, country string) demo {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "new", "folder")
	made, err := desk.Demo(data.Files, country, folder, rand.Reader)
	must(t, err)
	for i, path := range made.Files {
		made.Files[i], err = filepath.Rel(folder, path)
		must(t, err)
	}
	x := demo{made: made, files: map[string][]byte{}}
	must(t, filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		below, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		x.files[below], err = os.ReadFile(path)
		return err
	}))
	return x
}

// in writes the demonstration into a folder of the test's own, and returns its files by name.
func (x demo) in(t *testing.T) (folder string, made desk.Demonstration, files map[string][]byte) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "folder")
	for below, content := range x.files {
		path := filepath.Join(folder, below)
		must(t, errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, content, 0o600)))
	}
	made, files = x.made, map[string][]byte{}
	made.Files = nil
	for _, below := range x.made.Files {
		made.Files = append(made.Files, filepath.Join(folder, below))
		files[filepath.Base(below)] = bytes.Clone(x.files[below])
	}
	return folder, made, files
}

// demonstration gives a country's demonstration; it is made once, since its keys take their time.
func demonstration(t *testing.T, country string) (string, desk.Demonstration, map[string][]byte) {
	t.Helper()
	demos.Lock()
	defer demos.Unlock()
	x, ok := demos.of[country]
	if !ok {
		x = newDemo(t, country)
		demos.of[country] = x
	}
	return x.in(t)
}

// TestDemoIsTheSameEachTime makes it twice: only what hangs on the keys differs.
func TestDemoIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	for country, want := range map[string][]string{
		"se": {
			"protected", "trygghylla-lista-2026-05-28.pdf", "trygghylla-se-exempelby-2026-05-28-u1-2.eml",
			"trygghylla-se-exempelby-2026-05-28-u1-2.pdf", "trygghylla-se-exempelby-2026-05-28-u1.pdf", "vault",
		},
		"no": {
			"protected", "trygghylla-lista-2026-05-28.pdf", "trygghylla-no-%-2026-05-28-u1-2.eml",
			"trygghylla-no-%-2026-05-28-u1-2.pdf", "trygghylla-no-%-2026-05-28-u1.pdf", "vault",
		},
	} {
		one, made, files := demonstration(t, country)
		two, again, others := newDemo(t, country).in(t)
		names, err := fs.Glob(os.DirFS(one), "*")
		must(t, err)
		also, err := fs.Glob(os.DirFS(two), "*")
		must(t, err)
		for i := range want {
			want[i] = strings.Replace(want[i], "%", slug(t, country), 1)
		}
		if !slices.Equal(names, want) || !slices.Equal(also, want) {
			t.Errorf("%s: the folders hold %v and %v, want %v", country, names, also, want)
		}
		if made.Password != again.Password || made.Code == again.Code {
			t.Errorf("%s: password %q and %q, codes %q and %q", country, made.Password, again.Password, made.Code, again.Code)
		}
		for name, content := range files {
			other := others[name]
			switch {
			case strings.Contains(name, "-lista-"):
				if !bytes.Equal(content, other) {
					t.Errorf("%s: the empty lists differ", country)
				}
			case strings.HasSuffix(name, ".eml"):
				if a, b := letter(t, content), letter(t, other); a != b {
					t.Errorf("%s: the drafts differ: %s", country, different(a, b))
				}
			case !strings.HasSuffix(name, "u1.pdf") && !strings.HasSuffix(name, "u1-2.pdf"):
				if bytes.Equal(content, other) { // the annex, and what is wrapped to keys that are made anew
					t.Errorf("%s: %s is the same twice", country, name)
				}
			default:
				a, b := keyless(t, one, name, content), keyless(t, two, name, other)
				if diff := different(a, b); diff != "" {
					t.Errorf("%s: the packages differ: %s", country, diff)
				}
				if bytes.Equal(content, other) {
					t.Errorf("%s: both packages are signed with the same key", country)
				}
			}
		}
	}
}

func slug(t *testing.T, country string) string {
	t.Helper()
	c, err := content.Load(data.Files, app.Jurisdiction(country))
	must(t, err)
	s, err := content.LoadSample(data.Files, c)
	must(t, err)
	return app.Slug(s.Library.Name)
}

// letter returns a draft without the package in it: its head, and its text.
func letter(t *testing.T, draft []byte) string {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(draft))
	must(t, err)
	head, err := json.Marshal(m.Header)
	must(t, err)
	text, _, found := bytes.Cut(draft, []byte("application/pdf"))
	_, parameters, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || !found {
		t.Errorf("the draft has no package: %v", err)
	}
	return strings.ReplaceAll(string(head)+string(text), parameters["boundary"], "BOUNDARY") // made of the package
}

// keyless returns the data of a package, and what stands on its pages, without what hangs on the key:
// its fingerprint, and the check code of the data that names it.
func keyless(t *testing.T, folder, name string, content []byte) string {
	t.Helper()
	raw := machineData(t, content)
	var x struct {
		Key string `json:"key"`
	}
	must(t, json.Unmarshal(raw, &x))
	if x.Key == "" {
		t.Fatal("the data names no key")
	}
	text := strings.ReplaceAll(string(raw), x.Key, "KEY")
	if !poppler(t) {
		return text
	}
	pages := asRead(t, filepath.Join(folder, name))
	sum := strings.ToUpper(hex.EncodeToString(sum(raw)[:4]))
	code := sum[:4] + "-" + sum[4:]
	words := strings.Join(strings.Fields(pages), " ")
	if !strings.Contains(words, x.Key) || strings.Count(words, code) != strings.Count(pages, "\f") {
		t.Errorf("%s does not show its fingerprint %s, or not its check code %s on each page", name, x.Key, code)
	}
	for _, s := range verify(t, filepath.Join(folder, name)).Signatures {
		words = strings.ReplaceAll(words, s.Fingerprint.Short(), "KEY")
	}
	return text + strings.ReplaceAll(strings.ReplaceAll(words, code, "CODE"), " ", "\n")
}

func sum(b []byte) []byte {
	s := sha256.Sum256(b)
	return s[:]
}

// TestDemoIsMarkedAndOpens: nobody takes it for a real library, and whoever tries it gets in.
func TestDemoIsMarkedAndOpens(t *testing.T) {
	t.Parallel()
	folder, made, files := demonstration(t, "no")
	p := params(t)
	p.Dir = filepath.Join(folder, "vault")
	d, err := desk.Open(p, []byte(made.Password))
	must(t, err)
	if d.SetupStep() != desk.SetupDone || len(d.Editions()) != 1 || d.Catalogue().Jurisdiction != app.Norway {
		t.Errorf("it opens at %q with %d editions", d.SetupStep(), len(d.Editions()))
	}
	must(t, d.Close())
	d, err = desk.OpenWithCode(p, made.Code)
	must(t, err)
	must(t, d.Close())
	for name, content := range files {
		if !strings.HasSuffix(name, ".pdf") || !poppler(t) {
			continue
		}
		pages := strings.Split(strings.TrimSuffix(asRead(t, made.Files[slices.IndexFunc(made.Files, func(f string) bool { return filepath.Base(f) == name })]), "\f"), "\f")
		for i, page := range pages {
			if !strings.Contains(page, "EKSEMPEL") {
				t.Errorf("page %d of %s is not marked as an example", i+1, name)
			}
		}
		if len(pages) < 2 || len(content) == 0 {
			t.Errorf("%s has %d pages", name, len(pages))
		}
	}
}

// TestDemoTouchesNothingElse: a folder that holds a library is left alone, and so is an unknown country's.
func TestDemoTouchesNothingElse(t *testing.T) {
	folder, _, _ := demonstration(t, "se")
	before := sums(t, folder)
	if _, err := desk.Demo(data.Files, "no", folder, rand.Reader); !errors.Is(err, desk.ErrTaken) {
		t.Errorf("a taken folder gives %v", err)
	}
	if diff := different(before, sums(t, folder)); diff != "" {
		t.Errorf("the taken folder was changed: %s", diff)
	}
	for _, country := range []string{"", "SE", "dk", "../se", "se/"} {
		fresh := filepath.Join(t.TempDir(), "fresh")
		if _, err := desk.Demo(data.Files, country, fresh, rand.Reader); !errors.Is(err, desk.ErrCountry) {
			t.Errorf("country %q gives %v", country, err)
		}
		if _, err := os.Lstat(fresh); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("country %q made a folder", country)
		}
	}
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, 0o600))
	if _, err := desk.Demo(data.Files, "se", file, rand.Reader); !errors.Is(err, disk.ErrNoFolder) {
		t.Errorf("a file as folder gives %v", err)
	}
}

// sums writes what a folder holds, file by file; the lock file, which everybody who looks takes, is left out.
func sums(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	must(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasSuffix(path, "lock") {
			return err
		}
		content, err := os.ReadFile(path)
		b.WriteString(path + " " + string(content) + "\n")
		return err
	}))
	return b.String()
}
