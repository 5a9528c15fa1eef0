package report_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"trygghylla/app"
	"trygghylla/app/report"
)

// secrets is a library with a protected note of its own at every question, and open notes that must not follow.
func secrets(c *app.Catalogue) (d *app.Dossier, met []string) {
	d = filled(c)
	n := 0
	for _, l := range c.Lists {
		for _, q := range l.Questions {
			n++
			a := d.Answers[q.ID]
			if a.Protected = ""; n%2 == 0 {
				a.Protected = fmt.Sprintf("XQSECRET%dQX", n)
				if q.Applies(d.Library.Facts) {
					met = append(met, a.Protected)
				}
			}
			if q.Kind != app.ScaleQuestion {
				a.Note = fmt.Sprintf("XQOPEN%dQX", n)
			}
			a.Owner = "XQOWNERQX"
			d.Answers[q.ID] = a
		}
	}
	return d, met
}

func annex(t testing.TB, c *app.Catalogue, d *app.Dossier, example bool) []byte {
	t.Helper()
	paper, err := report.Annex(app.Disclose(app.Assess(c, d, today), app.Protected, d.NextEdition()), making(example))
	if err != nil {
		t.Fatal(err)
	}
	return paper
}

func TestAnnexHoldsTheProtectedNotesAlone(t *testing.T) {
	for _, j := range app.Jurisdictions() {
		c := catalogue(t, j)
		d, met := secrets(c)
		paper := annex(t, c, d, false)
		if !bytes.Equal(paper, annex(t, c, d, false)) {
			t.Errorf("%s: the same notes give other bytes", j)
		}
		all := insides(t, paper)
		for _, s := range []string{"XQOPEN", "XQOWNER", "trygghylla-disclosure", "Filespec"} {
			if holds(all, s) {
				t.Errorf("%s: the annex holds %s", j, s)
			}
		}
		if len(met) < 20 {
			t.Fatalf("%s: only %d notes", j, len(met))
		}
		if !tools() {
			continue
		}
		read := squeeze(strings.Join(text(t, paper, false), ""))
		for _, s := range met {
			if !strings.Contains(read, s) {
				t.Errorf("%s: the annex does not show %s", j, s)
			}
		}
		if got := strings.Count(read, "XQSECRET"); got != len(met) {
			t.Errorf("%s: %d notes stand in it, want %d", j, got, len(met))
		}
		if m := regexp.MustCompile(`\[[a-z]+\.[a-z_.0-9]+\]`).FindString(read); m != "" {
			t.Errorf("%s: word %s is missing", j, m)
		}
	}
}

// TestAnnexIsMarkedAsTheLawAsks looks for provision, day and authority on the first page, and for the word on every page.
func TestAnnexIsMarkedAsTheLawAsks(t *testing.T) {
	for j, word := range map[app.Jurisdiction]string{app.Sweden: "SKYDDAD", app.Norway: "SKJERMA"} {
		c := catalogue(t, j)
		d, _ := secrets(c)
		for _, example := range []bool{false, true} {
			pages := text(t, annex(t, c, d, example), false)
			first := squeeze(pages[0])
			for _, s := range []string{c.Marking.In(j.Language()), string(today), d.Library.Municipality} {
				if s == "" || !strings.Contains(first, squeeze(s)) {
					t.Errorf("%s: the first page does not say %q", j, s)
				}
			}
			for i, page := range pages {
				if !strings.Contains(page, word) {
					t.Errorf("%s: page %d does not say %s", j, i+1, word)
				}
				if strings.Contains(page, "EXEMPEL") != (example && j == app.Sweden) || strings.Contains(page, "EKSEMPEL") != (example && j == app.Norway) {
					t.Errorf("%s: page %d, made as an example: %t", j, i+1, example)
				}
			}
		}
		d.Library.Municipality = ""
		if first := text(t, annex(t, c, d, false), false)[0]; !strings.Contains(squeeze(first), squeeze("av "+d.Library.Name)) {
			t.Errorf("%s: without a municipality nobody has marked it", j)
		}
	}
}

func TestAnnexIsRefused(t *testing.T) {
	c := catalogue(t, app.Sweden)
	d, _ := secrets(c)
	if _, err := report.Annex(disclose(c, d), making(false)); !errors.Is(err, report.ErrPart) {
		t.Errorf("from the open part: %v", err)
	}
	for id, a := range d.Answers {
		a.Protected = ""
		d.Answers[id] = a
	}
	if _, err := report.Annex(app.Disclose(app.Assess(c, d, today), app.Protected, d.NextEdition()), making(false)); !errors.Is(err, report.ErrNothingProtected) {
		t.Errorf("without a protected note: %v", err)
	}
}

// TestAnnexWithStrangeNotes sets every bad kind of text.
func TestAnnexWithStrangeNotes(t *testing.T) {
	c := catalogue(t, app.Norway)
	for i, s := range []string{
		strings.Repeat("Eit langt stykke om alarmen ved inngangen. ", 240) + "SLUTTORD",
		strings.Repeat("x", 10_000) + "SLUTTORD",
		"\x00\x01\x1b[31m\u200b\u202e👩‍🚒\U0010FFFF\xff SLUTTORD",
	} {
		d := filled(c)
		a := d.Answers[c.List(app.Cameras).Questions[0].ID]
		a.Protected = s
		d.Answers[c.List(app.Cameras).Questions[0].ID] = a
		d.Library.Municipality = s
		paper := annex(t, c, d, true)
		if tools() && !strings.Contains(squeeze(strings.Join(text(t, paper, false), "")), "SLUTTORD") {
			t.Errorf("text %d: its last word is missing", i)
		}
	}
}

// TestAnnexConforms hands it to the checker of PDF/A-3a and PDF/UA-1 that app/pdf holds its own papers to.
func TestAnnexConforms(t *testing.T) {
	var files []string
	for _, j := range app.Jurisdictions() {
		c := catalogue(t, j)
		d, _ := secrets(c)
		path := filepath.Join(t.TempDir(), string(j)+".pdf")
		if err := os.WriteFile(path, annex(t, c, d, false), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	conform(t, files...)
}

// conform runs the checker, which lives among the tests of app/pdf.
func conform(t testing.TB, files ...string) {
	t.Helper()
	if !tools() {
		t.Skip("runs the tests of app/pdf on these files; set TRYGGHYLLA_TOOLS=1")
	}
	out, err := exec.Command("go", "test", "../pdf", "-run", "FilesConform", "-count=1", "-v", "-files", strings.Join(files, ",")).CombinedOutput()
	if err != nil || strings.Count(string(out), "--- PASS: TestFilesConform/") != len(files) {
		t.Errorf("not as PDF/A-3a and PDF/UA-1 ask: %v\n%s", err, out)
	}
}
