package report_test

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"trygghylla/app"
	"trygghylla/app/report"
)

// restsOn reports whether a question of a list rests on a source.
func restsOn(l app.DisclosedList, id string) bool {
	return slices.ContainsFunc(l.Rows, func(r app.DisclosedRow) bool {
		return slices.ContainsFunc(r.Question.Sources, func(s app.Reference) bool { return s.ID == id })
	})
}

func TestPackageHoldsEverythingThatIsOpen(t *testing.T) {
	for _, j := range app.Jurisdictions() {
		t.Run(string(j), func(t *testing.T) {
			c := catalogue(t, j)
			d := filled(c)
			// A note of its own for every question, so that each must be there.
			for _, l := range c.Lists {
				for _, q := range l.Questions {
					if a := d.Answers[q.ID]; q.Kind != app.ScaleQuestion {
						a.Note = "Åäö-æøå-ÉÜ " + q.Number + " slutt."
						d.Answers[q.ID] = a
					}
				}
			}
			x := disclose(c, d)
			paper, err := report.Package(x, making(false))
			if err != nil {
				t.Fatal(err)
			}
			all := squeeze(strings.Join(text(t, paper, false), "\n"))
			lang := x.Language()
			want := []string{
				x.Library().Contact, x.Library().Region, x.Library().Municipality, x.Signoff().CaseNumber,
				x.Signoff().With, "2026-03-12", "2026-05-28", "4C1E 9A07 55D2 81B3",
			}
			n := 0
			for _, l := range x.Lists() {
				want = append(want, l.List.Title.In(lang))
				for _, r := range l.Rows {
					n++
					want = append(want, r.Question.Number+r.Question.Statement.In(lang), r.Note, r.Reason, r.Owner, string(r.Due))
				}
			}
			for _, a := range x.Plan() {
				want = append(want, a.Text, a.Owner, string(a.Due))
			}
			for _, s := range c.Sources { // those of incidents alone have no place on a paper that only counts them
				if slices.ContainsFunc(x.Lists(), func(l app.DisclosedList) bool { return restsOn(l, s.ID) }) {
					want = append(want, s.Title.In(lang))
				}
			}
			for _, w := range want {
				if !strings.Contains(all, squeeze(w)) {
					t.Errorf("%q is not on the paper", w)
				}
			}
			if n < 100 {
				t.Errorf("only %d questions were asked for", n)
			}
			if strings.Contains(all, "EXEMPEL") || strings.Contains(all, "EKSEMPEL") {
				t.Error("a real paper says that it is an example")
			}
			if m := regexp.MustCompile(`\[[a-z]+\.[a-z_.0-9]+\]`).FindString(all); m != "" {
				t.Errorf("word %s is missing", m)
			}
		})
	}
}

// TestContentsTellThePage follows every line of the contents to its heading.
func TestContentsTellThePage(t *testing.T) {
	for _, j := range app.Jurisdictions() {
		x := disclose(catalogue(t, j), filled(catalogue(t, j)))
		paper, err := report.Package(x, making(false))
		if err != nil {
			t.Fatal(err)
		}
		pages := text(t, paper, true)
		lines := regexp.MustCompile(`(?m)^ *(\S.*?) {2,}sid[ae] (\d+)$`).FindAllStringSubmatch(pages[0]+pages[1], -1)
		if len(lines) != 10 {
			t.Fatalf("%s: %d lines of contents, want 10", j, len(lines))
		}
		for _, l := range lines {
			n, err := strconv.Atoi(l[2])
			if err != nil || n < 1 || n > len(pages) {
				t.Fatalf("%s: %q is said to be on page %s of %d", j, l[1], l[2], len(pages))
			}
			if !regexp.MustCompile(`(?m)^ *` + regexp.QuoteMeta(l[1]) + `$`).MatchString(pages[n-1]) {
				t.Errorf("%s: page %d does not begin %q", j, n, l[1])
			}
		}
	}
}

func TestEveryPageOfAnExampleSaysSo(t *testing.T) {
	for j, word := range map[app.Jurisdiction]string{app.Sweden: "EXEMPEL", app.Norway: "EKSEMPEL"} {
		c := catalogue(t, j)
		for name, paper := range papers(t, disclose(c, filled(c)), true) {
			if strings.HasSuffix(name, ".eml") {
				continue
			}
			for i, page := range text(t, paper, false) {
				if !strings.Contains(page, word) {
					t.Errorf("%s: page %d of %s does not say %s", j, i+1, name, word)
				}
			}
		}
	}
}

// TestDutiesThatAreMissingStandInFront finds each on the first pages with what is planned for it.
func TestDutiesThatAreMissingStandInFront(t *testing.T) {
	c := catalogue(t, app.Sweden)
	d := &app.Dossier{Answers: map[app.QuestionID]app.Answer{}}
	d.Library, d.Signoff = card(app.Sweden)
	duties := 0
	for _, q := range c.List(app.Staff).Questions {
		d.Answers[q.ID] = app.Answer{State: app.Missing}
		if q.Standing == app.Duty {
			duties++
			d.Actions = append(d.Actions,
				app.Action{ID: "1" + q.Number, Question: q.ID, Text: "Första åtgärden för " + q.Number, Owner: "Chefen", Due: "2026-09-01", Status: app.Planned},
				app.Action{ID: "2" + q.Number, Question: q.ID, Text: "Andra åtgärden för " + q.Number, Status: app.Done})
		}
	}
	paper, err := report.Package(disclose(c, d), making(false))
	if err != nil {
		t.Fatal(err)
	}
	pages := text(t, paper, false)
	front, _, found := strings.Cut(strings.Join(pages, "\n"), "Innehåll")
	if !found || duties == 0 {
		t.Fatalf("%d duties, contents found: %t", duties, found)
	}
	front = squeeze(front)
	for _, q := range c.List(app.Staff).Questions {
		stands := strings.Contains(front, squeeze(q.Statement.In("sv")))
		if stands != (q.Standing == app.Duty) {
			t.Errorf("%s stands in front: %t, but its standing is %s", q.Number, stands, q.Standing)
		}
		if q.Standing == app.Duty && (!strings.Contains(front, squeeze("Första åtgärden för "+q.Number)) || !strings.Contains(front, squeeze("Andra åtgärden för "+q.Number))) {
			t.Errorf("%s stands without its actions", q.Number)
		}
	}
}

func TestSamePapersFromTheSameAnswers(t *testing.T) {
	for _, j := range app.Jurisdictions() {
		first := papers(t, disclose(catalogue(t, j), filled(catalogue(t, j))), true)
		second := papers(t, disclose(catalogue(t, j), filled(catalogue(t, j))), true)
		for name := range first {
			if !bytes.Equal(first[name], second[name]) {
				t.Errorf("%s: %s differs from one time to the next", j, name)
			}
		}
	}
}

func TestEmptyListsHoldNoAnswers(t *testing.T) {
	for _, j := range app.Jurisdictions() {
		c := catalogue(t, j)
		full, err := report.EmptyLists(disclose(c, filled(c)), making(false))
		if err != nil {
			t.Fatal(err)
		}
		fresh := &app.Dossier{}
		fresh.Library, fresh.Signoff = card(j)
		empty, err := report.EmptyLists(disclose(c, fresh), making(false))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(full, empty) {
			t.Errorf("%s: the empty lists tell something of the answers", j)
		}
		if !tools() {
			continue
		}
		all := squeeze(strings.Join(text(t, empty, false), "\n"))
		for _, l := range c.Lists {
			for _, q := range l.Questions {
				if q.Applies(fresh.Library.Facts) != strings.Contains(all, squeeze(q.Number+" "+q.Statement.In(j.Language()))) {
					t.Errorf("%s: %s is on the lists: %t", j, q.Number, !q.Applies(fresh.Library.Facts))
				}
			}
		}
	}
}

func TestRecoverySheetIsOnePageAndNamesNobody(t *testing.T) {
	code := [7]string{"K7QD", "9F2M", "3XPA", "T6WN", "8HJV", "2RCB", "5YGE"}
	for _, lang := range []string{"sv", "nn"} {
		paper, err := report.RecoverySheet(code, lang, making(false))
		if err != nil {
			t.Fatal(err)
		}
		if holds(insides(t, paper), "4C1E") {
			t.Errorf("%s: the sheet holds the key's fingerprint", lang)
		}
		if !tools() {
			continue
		}
		pages := text(t, paper, false)
		if len(pages) != 1 {
			t.Errorf("%s: %d pages", lang, len(pages))
		}
		if !strings.Contains(squeeze(pages[0]), strings.Join(code[:], "")) {
			t.Errorf("%s: the code does not stand in order: %q", lang, pages[0])
		}
		if !strings.Contains(pages[0], "2026-05-28") {
			t.Errorf("%s: the sheet has no date", lang)
		}
	}
	if _, err := report.RecoverySheet(code, "xx", making(false)); err == nil {
		t.Error("a sheet is made in a language without words")
	}
}

func TestProtectedPartIsRefused(t *testing.T) {
	c := catalogue(t, app.Sweden)
	x := app.Disclose(app.Assess(c, filled(c), today), app.Protected, 3)
	if _, err := report.Package(x, making(false)); !errors.Is(err, report.ErrPart) {
		t.Errorf("a package from the protected part: %v, want ErrPart", err)
	}
}

// TestIncidentsAreCountedOnTheCover: how many of which kind in which year, and not a word more; nothing where none are noted.
func TestIncidentsAreCountedOnTheCover(t *testing.T) {
	for j, want := range map[app.Jurisdiction]string{
		app.Sweden: "3 händelser från 2025-05-29 till 2026-05-28: Hot, våld eller trakasserier 2 · Tillbud 1",
		app.Norway: "3 hendingar frå 2025-05-29 til 2026-05-28: Vald, truslar eller trakassering 2 · Nestenulykke 1",
	} {
		c := catalogue(t, j)
		d := &app.Dossier{Answers: map[app.QuestionID]app.Answer{}}
		d.Library, d.Signoff = card(j)
		cover := func() string {
			paper, err := report.Package(disclose(c, d), making(false))
			if err != nil {
				t.Fatal(err)
			}
			return squeeze(text(t, paper, false)[0])
		}
		label, _, _ := strings.Cut(want, " frå")
		label = strings.TrimPrefix(label, "3 ")
		if strings.Contains(cover(), label) {
			t.Errorf("%s: incidents of a library that notes none", j)
		}
		for _, k := range []app.KindID{app.ThreatIncident, app.NearMiss, app.ThreatIncident} {
			d.Incidents = append(d.Incidents, app.Incident{Kind: k, Day: "2026-03-02", What: "Kniven"})
		}
		d.Incidents = append(d.Incidents, app.Incident{Kind: app.OtherIncident, Day: "2024-03-02", What: "Kniven"})
		if got := cover(); !strings.Contains(got, squeeze(want)) || strings.Contains(got, "Kniven") {
			t.Errorf("%s: the cover says %s", j, got)
		}
	}
}
