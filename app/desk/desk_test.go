package desk_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"trygghylla/app"
	"trygghylla/app/content"
	"trygghylla/app/desk"
	"trygghylla/app/disk"
	"trygghylla/app/pdf"
	"trygghylla/app/vault"
	"trygghylla/data"
)

const secret = "fyra vanliga ord tillsammans"

var (
	cost = desk.Cost{MemoryKiB: 8 << 10, Time: 1, Threads: 1}
	noon = time.Date(2026, 5, 28, 12, 0, 0, 0, time.UTC)
)

func params(t testing.TB) desk.Params {
	return desk.Params{Dir: filepath.Join(t.TempDir(), "vault"), Data: data.Files, Now: func() time.Time { return noon }, Rand: rand.Reader, Cost: cost}
}

func create(t testing.TB, j app.Jurisdiction) (*desk.Desk, desk.Params, desk.Code) {
	t.Helper()
	p := params(t)
	d, code, err := desk.Create(p, j, []byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil && !errors.Is(err, vault.ErrClosed) {
			t.Error(err)
		}
	})
	return d, p, code
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// onceMore is this test program's command to run the named test in a process of its own, with these settings more. What
// it leaves in its temporary folder when it is killed goes with the test.
func onceMore(t *testing.T, name string, env ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^"+name+"$", "-test.v")
	dir := t.TempDir()
	cmd.Env = append(os.Environ(), append(env, "TMPDIR="+dir, "TEMP="+dir, "TMP="+dir)...)
	return cmd
}

// TestEverythingIsThereAgain says one of each thing, closes, and reads it after the password was given again.
func TestEverythingIsThereAgain(t *testing.T) {
	t.Parallel()
	for _, j := range app.Jurisdictions() {
		d, p, _ := create(t, j)
		c := d.Catalogue()
		q := c.List(app.Staff).Questions[0].ID
		na := c.List(app.Staff).Questions[1].ID
		survey := c.List(app.Survey).Questions
		library := app.Library{Name: "Exempelby bibliotek", Municipality: "Exempelby", Facts: app.Facts{app.HasCameras: app.No}}
		must(t, d.SetLibrary(library))
		must(t, d.SetFact(app.HasWifi, app.Yes))
		must(t, d.Answer(q, app.Partly))
		must(t, d.Say(desk.AnswerAt(q, desk.Note), "öppen åäö æø"))
		must(t, d.Say(desk.AnswerAt(q, desk.Protected), "skyddad"))
		must(t, d.Say(desk.AnswerAt(q, desk.Owner), " chefen "))
		must(t, d.Say(desk.AnswerAt(q, desk.Due), "2026-09-01"))
		must(t, d.Say(desk.AnswerAt(q, desk.Checked), "2026-05-01"))
		must(t, d.Say(desk.AnswerAt(q, desk.With), "skyddsombudet"))
		must(t, d.NotApplicable(na, "finns inte här"))
		must(t, d.Scale(survey[0].ID, 3))
		must(t, d.DontKnow(survey[1].ID))
		must(t, d.Attach(q, "larm.pdf", []byte("%PDF-1.4 a plan")))
		id, err := d.AddAction(q, "skriv en rutin")
		must(t, err)
		must(t, d.SetSignoff(app.Signoff{CaseNumber: "KUN 1", With: "säkerhetsansvarig", On: "2026-03-12"}))
		must(t, d.SetYear(app.Year{SendBy: "2026-06-10"}))
		must(t, d.ContinueSetup(desk.SetupDone))
		must(t, d.Close())

		d, err = desk.Open(p, []byte(secret))
		must(t, err)
		a := d.Answered(q)
		if a.State != app.Partly || a.Note != "öppen åäö æø" || a.Protected != "skyddad" || a.Owner != "chefen" ||
			a.Due != "2026-09-01" || a.Checked != "2026-05-01" || a.With != "skyddsombudet" || len(a.Evidence) != 1 {
			t.Errorf("%s: the answer is %+v", j, a)
		}
		if got, err := d.Evidence(a.Evidence[0]); err != nil || string(got) != "%PDF-1.4 a plan" {
			t.Errorf("%s: the evidence is %q, %v", j, got, err)
		}
		if a := d.Answered(na); a.State != app.NotApplicable || a.Reason != "finns inte här" {
			t.Errorf("%s: not applicable is %+v", j, a)
		}
		if d.Answered(survey[0].ID).Scale != 3 || d.Answered(survey[1].ID).State != app.Unknown {
			t.Errorf("%s: the survey is not as it was", j)
		}
		x := d.Assessment()
		if len(x.Plan) != 1 || len(x.Plan[0].Actions) != 1 || x.Plan[0].Actions[0].ID != id || x.Plan[0].Actions[0].Due != "2026-09-01" {
			t.Errorf("%s: the plan is %+v", j, x.Plan)
		}
		if d.Library().Name != library.Name || d.Library().Facts[app.HasWifi] != app.Yes || d.Signoff().CaseNumber != "KUN 1" ||
			d.Year().SendBy != "2026-06-10" || d.SetupStep() != desk.SetupDone {
			t.Errorf("%s: the card, sign-off, year or set-up is not as it was", j)
		}
		if d.Catalogue().Jurisdiction != j || d.Language() != j.Language() {
			t.Errorf("%s opens as %s", j, d.Catalogue().Jurisdiction)
		}
		must(t, d.Close())
	}
}

func TestWrongThingsChangeNothing(t *testing.T) {
	d, _, _ := create(t, app.Sweden)
	q := d.Catalogue().List(app.Staff).Questions[0].ID
	must(t, d.Answer(q, app.InOrder))
	must(t, d.Say(desk.AnswerAt(q, desk.Due), "2026-09-01"))
	for name, x := range map[string]struct {
		do   func() error
		want error
	}{
		"not applicable without a reason": {func() error { return d.Answer(q, app.NotApplicable) }, app.ErrReason},
		"a blank reason":                  {func() error { return d.NotApplicable(q, "  ") }, app.ErrReason},
		"a day that is none":              {func() error { return d.Say(desk.AnswerAt(q, desk.Due), "2026-02-30") }, app.ErrDate},
		"a step of the survey":            {func() error { return d.Scale(q, 2) }, app.ErrState},
		"a state that is none":            {func() error { return d.Answer(q, "splendid") }, app.ErrState},
		"a question that is none":         {func() error { return d.Answer("se-staff-99", app.InOrder) }, app.ErrQuestion},
		"a measure without words":         {func() error { _, err := d.AddAction(q, " "); return err }, app.ErrEmpty},
		"a text file as evidence":         {func() error { return d.Attach(q, "x.txt", []byte("hej")) }, desk.ErrEvidenceType},
		"evidence that is not there":      {func() error { return d.Detach(q, 0) }, desk.ErrNoEvidence},
	} {
		if err := x.do(); !errors.Is(err, x.want) {
			t.Errorf("%s gives %v, want %v", name, err, x.want)
		}
		if a := d.Answered(q); a.State != app.InOrder || a.Due != "2026-09-01" || len(a.Evidence) != 0 {
			t.Errorf("%s changed the answer to %+v", name, a)
		}
	}
}

// TestDraftIsKept: what cannot be saved as it stands is there again after a lock, and gone when it is put right.
func TestDraftIsKept(t *testing.T) {
	d, p, _ := create(t, app.Sweden)
	q := d.Catalogue().List(app.Staff).Questions[0].ID
	if err := d.Say(desk.AnswerAt(q, desk.Due), "i höst"); !errors.Is(err, app.ErrDate) {
		t.Fatalf("i höst gives %v", err)
	}
	must(t, d.Close())
	d, err := desk.Open(p, []byte(secret))
	must(t, err)
	if got, draft := d.Said(desk.AnswerAt(q, desk.Due)); got != "i höst" || !draft {
		t.Errorf("the draft is %q, %v", got, draft)
	}
	must(t, d.Say(desk.AnswerAt(q, desk.Due), "2026-10-01"))
	if got, draft := d.Said(desk.AnswerAt(q, desk.Due)); got != "2026-10-01" || draft {
		t.Errorf("the draft stays as %q", got)
	}
	must(t, d.Close())
}

func TestPasswordAndCode(t *testing.T) {
	d, p, code := create(t, app.Norway)
	must(t, d.Close())
	for name, x := range map[string]struct {
		open func() (*desk.Desk, error)
		want error
	}{
		"a wrong password": {func() (*desk.Desk, error) { return desk.Open(p, []byte("feil")) }, vault.ErrPassword},
		"a typing error":   {func() (*desk.Desk, error) { return desk.OpenWithCode(p, strings.Join(code[:6], "")+"0000") }, vault.ErrCodeTyping},
	} {
		if _, err := x.open(); !errors.Is(err, x.want) {
			t.Errorf("%s gives %v, want %v", name, err, x.want)
		}
	}
	other, _, foreign := create(t, app.Norway)
	must(t, other.Close())
	if _, err := desk.OpenWithCode(p, strings.Join(foreign[:], " ")); !errors.Is(err, vault.ErrCode) {
		t.Errorf("another library's code gives %v", err)
	}
	d, err := desk.OpenWithCode(p, strings.ToLower(strings.Join(code[:], "-")))
	must(t, err)
	must(t, d.SetPassword([]byte("nye ord")))
	must(t, d.Close())
	d, err = desk.Open(p, []byte("nye ord"))
	must(t, err)
	must(t, d.Close())
	if _, _, err := desk.Create(p, app.Norway, []byte(secret)); !errors.Is(err, vault.ErrExists) {
		t.Errorf("a second library in the same place gives %v", err)
	}
}

func TestStrength(t *testing.T) {
	for password, ok := range map[string]func(int) bool{
		"bibliotek":                      func(n int) bool { return n == 0 },
		"hund":                           func(n int) bool { return n <= 1 },
		"lampa tröja måndag kastanj":     func(n int) bool { return n == 4 },
		strings.Repeat("lång text ", 99): func(n int) bool { return n >= 0 },
	} {
		if n := desk.Strength(password, "bibliotek"); !ok(n) {
			t.Errorf("%.20q is judged %d", password, n)
		}
	}
}

// sample is a library with the invented content in it.
func sample(t testing.TB, j app.Jurisdiction) *desk.Desk {
	t.Helper()
	d, _, _ := create(t, j)
	must(t, d.Fill(loadSample(t, d)))
	return d
}

func loadSample(t testing.TB, d *desk.Desk) *content.Sample {
	t.Helper()
	s, err := content.LoadSample(data.Files, d.Catalogue())
	must(t, err)
	return s
}

func TestExportIsVerifiedAndNumbered(t *testing.T) {
	t.Parallel()
	for _, j := range app.Jurisdictions() {
		d, folder := sample(t, j), t.TempDir()
		for n := 1; n <= 2; n++ {
			p, err := d.Export(folder)
			must(t, err)
			want := app.FileName(j, d.Library().Name, "2026-05-28", n)
			if filepath.Base(p.Path) != want || p.Edition.Number != n {
				t.Errorf("package %d is %s, want %s", n, filepath.Base(p.Path), want)
			}
			content, err := os.ReadFile(p.Path)
			must(t, err)
			report, err := pdf.Verify(content)
			must(t, err)
			if len(report.Signatures) != 1 || !report.Whole || report.Signatures[0].Fingerprint.String() != p.Edition.Fingerprint {
				t.Errorf("package %d is verified as %+v", n, report)
			}
		}
		if e := d.Editions(); len(e) != 2 || d.Assessment().Edition != 3 {
			t.Errorf("%d editions are remembered", len(e))
		}
	}
}

func TestExportIntoBadFolders(t *testing.T) {
	d := sample(t, app.Sweden)
	gone := filepath.Join(t.TempDir(), "gone")
	if _, err := d.Export(gone); !errors.Is(err, disk.ErrNoFolder) {
		t.Errorf("a folder that is gone gives %v", err)
	}
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, 0o600))
	if _, err := d.Export(file); !errors.Is(err, disk.ErrNoFolder) {
		t.Errorf("a file as folder gives %v", err)
	}
	if len(d.Editions()) != 0 {
		t.Error("a package that was not made is remembered")
	}
}

// TestPapersSayWhatTheyAre makes every other paper and the draft.
func TestPapersSayWhatTheyAre(t *testing.T) {
	d, folder := sample(t, app.Norway), t.TempDir()
	p, err := d.Export(folder)
	must(t, err)
	for _, make := range []func() (string, error){
		func() (string, error) { return d.EmptyLists(folder) },
		func() (string, error) { return d.Plan(folder) },
		func() (string, error) {
			return d.RecoverySheet(folder, desk.Code{"AAAA", "BBBB", "CCCC", "DDDD", "EEEE", "FFFF", "GGGG"})
		},
		func() (string, error) { return d.Plan(folder) }, // a second one takes another name
	} {
		path, err := make()
		must(t, err)
		content, err := os.ReadFile(path)
		must(t, err)
		if !bytes.HasPrefix(content, []byte("%PDF-1.")) {
			t.Errorf("%s is no PDF", filepath.Base(path))
		}
	}
	mail, err := d.Email(p)
	must(t, err)
	content, err := os.ReadFile(mail)
	must(t, err)
	if !bytes.Contains(content, []byte("X-Unsent: 1")) || !bytes.Contains(content, []byte(p.Edition.File)) {
		t.Error("the draft has no package or opens as a received mail")
	}
	names, err := fs.Glob(os.DirFS(folder), "*")
	must(t, err)
	if len(names) != 6 {
		t.Errorf("the folder holds %v", names)
	}
	must(t, os.WriteFile(p.Path, []byte("something else"), 0o600))
	if _, err := d.Email(p); !errors.Is(err, disk.ErrReadBack) {
		t.Errorf("a package that was exchanged is attached: %v", err)
	}
}

func TestBackupOpensElsewhere(t *testing.T) {
	t.Parallel()
	d := sample(t, app.Sweden)
	made, err := d.BackupComplete(t.TempDir())
	must(t, err)
	p := params(t)
	_, err = desk.RestoreBackup(p, made.Path, []byte(secret))
	must(t, err)
	again, err := desk.Open(p, []byte(secret))
	must(t, err)
	defer func() { must(t, again.Close()) }()
	if again.Library().Name != d.Library().Name {
		t.Errorf("the restored library is %q", again.Library().Name)
	}
}

// entries lists a folder, hidden files too.
func entries(t *testing.T, dir string) []string {
	t.Helper()
	all, err := os.ReadDir(dir)
	must(t, err)
	var names []string
	for _, e := range all {
		names = append(names, e.Name())
	}
	return names
}
