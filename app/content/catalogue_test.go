package content_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app"
	"trygghylla/app/content"
	"trygghylla/data"
)

// The content of a small country: one checklist and one survey, with a question of each sort.
const (
	smallAbout = `
jurisdiction = "se"
edition = "2026.1"
languages = ["sv"]
disclosure.sv = "d"
marking.sv = "m"
[[authority]]
id = "av"
name.sv = "Verket"
[[source]]
id = "aml"
kind = "law"
title.sv = "Lagen"
authority = "av"
checked = "2026-01-02"
[[source]]
id = "afs"
kind = "guidance"
title.sv = "Raden"
authority = "av"
checked = "2026-01-02"
`
	smallStaff = `
id = "staff"
kind = "checklist"
title.sv = "Personal"
[[question]]
id = "se-staff-01"
number = "P1"
standing = "duty"
minutes = 2
sources = [{ id = "aml", section = "3 kap." }]
statement.sv = "En plikt"
[[question]]
id = "se-staff-02"
number = "P2"
standing = "advice"
minutes = 3
when = ["cameras"]
sources = [{ id = "afs" }]
statement.sv = "Ett rad"
[[question]]
id = "se-staff-03"
number = "P3"
standing = "duty"
minutes = 5
statement.sv = "En plikt till"
[[question]]
id = "se-staff-04"
number = "P4"
standing = "duty"
retired = "2026.1"
statement.sv = "En gammal"
`
	smallSurvey = `
id = "survey"
kind = "survey"
title.sv = "IT"
[[section]]
id = "wifi"
part = 1
title.sv = "Wifi"
[[section.question]]
id = "se-survey-01"
number = "S1"
kind = "scale"
minutes = 1
statement.sv = "Det fungerar"
[[section.question]]
id = "se-survey-02"
number = "S2"
kind = "text"
role = "hinders"
minutes = 1
statement.sv = "Vad hindrar?"
`
	smallIncidents = `
keep_months = 24
keep.sv = "k"
sources = [ { id = "aml" } ]
[[kind]]
id = "unstaffed"
title.sv = "Kväll"
when = ["unstaffed"]
[[kind]]
id = "breach"
title.sv = "Läcka"
clocks = ["imy", "film"]
questions = ["se-staff-01"]
[[clock]]
id = "film"
when = ["cameras"]
title.sv = "Film"
[[clock]]
id = "imy"
hours = 72
title.sv = "Anmälan"
ask.sv = "Behövs det?"
sources = [ { id = "afs" } ]
`
)

// small loads the small country with one text replaced by another.
func small(t *testing.T, old, with string) (*app.Catalogue, error) {
	t.Helper()
	return content.Load(smallFiles(t, old, with), app.Sweden)
}

func smallFiles(t *testing.T, old, with string) fstest.MapFS {
	t.Helper()
	files, found := fstest.MapFS{}, old == ""
	for name, text := range map[string]string{
		"about.toml": smallAbout, "10-staff.toml": smallStaff, "60-survey.toml": smallSurvey, "incidents.toml": smallIncidents,
	} {
		found = found || strings.Contains(text, old)
		files["se/"+name] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, with, 1))}
	}
	if !found {
		t.Fatalf("the small country holds no %q", old)
	}
	return files
}

func TestCatalogueHoldsWhatTheFilesSay(t *testing.T) {
	c, err := small(t, "", "")
	if err != nil {
		t.Fatal(err)
	}
	sv := func(text string) app.Text { return app.Text{"sv": text} }
	aml := []app.Reference{{ID: "aml"}}
	want, err := app.NewCatalogue(app.Catalogue{
		Jurisdiction: app.Sweden, Edition: "2026.1", Languages: []string{"sv"}, Disclosure: sv("d"), Marking: sv("m"),
		Authorities: []app.Authority{{ID: "av", Name: sv("Verket")}},
		Sources: []app.Source{
			{ID: "aml", Kind: app.Law, Title: sv("Lagen"), Authority: "av", Checked: "2026-01-02"},
			{ID: "afs", Kind: app.Guidance, Title: sv("Raden"), Authority: "av", Checked: "2026-01-02"},
		},
		Lists: []*app.List{ // in the order of their files
			{ID: app.Staff, Kind: "checklist", Title: sv("Personal"), Questions: []*app.Question{
				{ID: "se-staff-01", Number: "P1", Standing: app.Duty, Minutes: 2, Sources: []app.Reference{{ID: "aml", Section: "3 kap."}}, Statement: sv("En plikt")},
				{
					ID: "se-staff-02", Number: "P2", Standing: app.Advice, Minutes: 3, When: []app.Fact{app.HasCameras},
					Sources: []app.Reference{{ID: "afs"}}, Statement: sv("Ett rad"),
				},
				{ID: "se-staff-03", Number: "P3", Standing: app.Duty, Minutes: 5, Statement: sv("En plikt till")},
				{ID: "se-staff-04", Number: "P4", Standing: app.Duty, Retired: "2026.1", Statement: sv("En gammal")},
			}},
			{ID: app.Survey, Kind: "survey", Title: sv("IT"), Sections: []app.Section{{ID: "wifi", Part: 1, Title: sv("Wifi"), Questions: []*app.Question{
				{ID: "se-survey-01", Number: "S1", Kind: app.ScaleQuestion, Minutes: 1, Statement: sv("Det fungerar")},
				{ID: "se-survey-02", Number: "S2", Kind: app.TextQuestion, Role: "hinders", Minutes: 1, Statement: sv("Vad hindrar?")},
			}}}},
		},
		Incidents: app.IncidentRules{
			KeepMonths: 24, Keep: sv("k"), Sources: aml,
			Kinds: []app.IncidentKind{
				{ID: app.UnstaffedIncident, Title: sv("Kväll"), When: []app.Fact{app.HasUnstaffed}},
				{ID: app.BreachIncident, Title: sv("Läcka"), Clocks: []app.ClockID{"imy", "film"}, Questions: []app.QuestionID{"se-staff-01"}},
			},
			Rules: []app.ClockRule{
				{ID: "film", When: []app.Fact{app.HasCameras}, Title: sv("Film")},
				{ID: "imy", Hours: 72, Title: sv("Anmälan"), Ask: sv("Behövs det?"), Sources: []app.Reference{{ID: "afs"}}},
			},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, c, cmp.AllowUnexported(app.Catalogue{})); diff != "" {
		t.Errorf("the catalogue differs (-want +loaded):\n%s", diff)
	}
}

// TestLoadNotices breaks the content in one place at a time.
func TestLoadNotices(t *testing.T) {
	for _, x := range []struct{ name, old, with string }{
		{"no TOML", "edition = ", "edition "},
		{"a number for a text", `edition = "2026.1"`, "edition = 2026"},
		{"an unknown key in about", "edition = ", "edtion = "},
		{"an unknown key of a source", `kind = "law"`, `kin = "law"`},
		{"an unknown key of a question", "minutes = 3", "minuts = 3"},
		{"an unknown key in the survey", "role = ", "rol = "},
		{"an unknown table", "[[question]]", "[[questions]]"},
		{"a question twice in a list", "se-staff-02", "se-staff-01"},
		{"a question twice in two lists", "se-survey-01", "se-staff-01"},
		{"a retired id used again", "se-staff-03", "se-staff-04"},
		{"a source twice", `id = "afs"`, `id = "aml"`},
		{"a list twice", `id = "survey"`, `id = "staff"`},
		{"an authority twice", "[[source]]", "[[authority]]\nid = \"av\"\n[[source]]"},
		{"a source that is none", `[{ id = "afs" }]`, `[{ id = "asf" }]`},
		{"keeping by a source that is none", `[ { id = "aml" } ]`, `[ { id = "lma" } ]`},
		{"an authority that is none", `authority = "av"`, `authority = "va"`},
		{"an unknown key of an incident", "keep_months = ", "keep = "},
		{"a kind of incident twice", `id = "unstaffed"`, `id = "breach"`},
		{"a clock twice, and none missing", "[[clock]]\nid = \"imy\"", "[[clock]]\nid = \"film\"\n[[clock]]\nid = \"imy\""},
		{"a clock twice", `id = "film"`, `id = "imy"`},
		{"a clock that is none", `"film"]`, `"flim"]`},
		{"an incident against a question that is none", `questions = ["se-staff-01"]`, `questions = ["se-staff-91"]`},
		{"a clock by a source that is none", `hours = 72`, "hours = 72\nsources = [ { id = \"asf\" } ]\n[[clock]]\nid = \"more\""},
		{"another country's file", `jurisdiction = "se"`, `jurisdiction = "no"`},
	} {
		t.Run(x.name, func(t *testing.T) {
			if _, err := small(t, x.old, x.with); !errors.Is(err, app.ErrContent) {
				t.Errorf("got %v, want app.ErrContent", err)
			}
		})
	}
	if _, err := content.Load(fstest.MapFS{}, app.Norway); !errors.Is(err, fs.ErrNotExist) || !errors.Is(err, app.ErrContent) {
		t.Errorf("without files: got %v", err)
	}
	if _, err := content.Load(unlisted{smallFiles(t, "", "")}, app.Sweden); !errors.Is(err, fs.ErrPermission) || !errors.Is(err, app.ErrContent) {
		t.Errorf("a folder that cannot be listed: got %v", err)
	}
}

// unlisted are files whose folders cannot be listed: a country without questions must not come of it.
type unlisted struct{ fs.FS }

func (unlisted) ReadDir(name string) ([]fs.DirEntry, error) {
	return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrPermission}
}

// TestListsAreNamedByDigits: other files of a country are not taken for lists, and the lists come in the order of their names.
func TestListsAreNamedByDigits(t *testing.T) {
	files := smallFiles(t, "", "")
	for _, name := range []string{"sample.toml", ":10.toml", "-10.toml", "10-staff.txt"} {
		files["se/"+name] = &fstest.MapFile{Data: []byte("broken")}
	}
	for _, name := range []string{"00-it.toml", "99-privacy.toml"} {
		id := strings.TrimSuffix(name[3:], ".toml")
		files["se/"+name] = &fstest.MapFile{Data: []byte("id = \"" + id + "\"")}
	}
	c, err := content.Load(files, app.Sweden)
	if err != nil {
		t.Fatal(err)
	}
	var got []app.ListID
	for _, l := range c.Lists {
		got = append(got, l.ID)
	}
	if diff := cmp.Diff([]app.ListID{app.IT, app.Staff, app.Survey, app.Privacy}, got); diff != "" {
		t.Errorf("the lists differ (-want +got):\n%s", diff)
	}
}

// TestShippedContentLoads: the numbers of questions that a library is promised.
func TestShippedContentLoads(t *testing.T) {
	for j, want := range map[app.Jurisdiction][]int{
		app.Sweden: {18, 18, 16, 20, 18}, app.Norway: {18, 20, 20, 20, 20},
	} {
		c, err := content.Load(data.Files, j)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Lists) != 6 || !c.Lists[5].IsSurvey() {
			t.Fatalf("%s has %d lists", j, len(c.Lists))
		}
		for i, n := range want {
			if got := app.Assess(c, &app.Dossier{}, "2026-05-28").Lists[i].Applicable(); got != n {
				t.Errorf("%s: %s asks %d questions, want %d", j, c.Lists[i].ID, got, n)
			}
		}
	}
}
