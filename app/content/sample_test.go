package content_test

import (
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app"
	"trygghylla/app/content"
	"trygghylla/data"
)

// eachSample loads the invented library of every country, as it is shipped.
func eachSample(t *testing.T, check func(*testing.T, *app.Catalogue, *content.Sample)) {
	t.Helper()
	for _, j := range app.Jurisdictions() {
		t.Run(string(j), func(t *testing.T) {
			c, err := content.Load(data.Files, j)
			if err != nil {
				t.Fatal(err)
			}
			s, err := content.LoadSample(data.Files, c)
			if err != nil {
				t.Fatal(err)
			}
			check(t, c, s)
		})
	}
}

// dossier fills a dossier as the sample says; an answer that stands twice is an error.
func dossier(t *testing.T, s *content.Sample) *app.Dossier {
	t.Helper()
	d := &app.Dossier{Library: s.Library, Signoff: s.Signoff, Year: s.Year, Answers: map[app.QuestionID]app.Answer{}}
	for _, a := range s.Answers {
		if _, twice := d.Answers[a.Question]; twice {
			t.Errorf("%s is answered twice", a.Question)
		}
		d.Answers[a.Question] = a.Answer()
	}
	for _, x := range s.Actions {
		d.Actions = append(d.Actions, app.Action{
			Question: x.Question, Text: x.Text, Owner: x.Owner, Due: x.Due, Status: x.Status,
		})
	}
	return d
}

func TestSampleIsFilledInAsARealLibraryWouldBe(t *testing.T) {
	eachSample(t, func(t *testing.T, c *app.Catalogue, s *content.Sample) {
		a := app.Assess(c, dossier(t, s), s.Made)
		asked, answered, states := 0, 0, map[app.State]int{}
		for _, l := range a.Lists {
			if l.Answered == 0 || l.Answered == l.Applicable() {
				t.Errorf("%s: %d of %d answered; a real list is begun and not finished", l.List.ID, l.Answered, l.Applicable())
			}
			asked, answered = asked+l.Applicable(), answered+l.Answered
			if !l.List.IsSurvey() {
				for _, state := range app.States() {
					states[state] += l.Counts[state]
				}
			}
		}
		if 5*answered < 4*asked {
			t.Errorf("%d of %d questions are answered, less than 80 %%", answered, asked)
		}
		if answered != len(s.Answers) {
			t.Errorf("%d answers stand in the file, but %d meet a question that is asked", len(s.Answers), answered)
		}
		for _, state := range app.States() {
			if states[state] == 0 {
				t.Errorf("nothing is %s", state)
			}
		}
		if left := app.Disclose(a, app.Open, a.Edition).LeftOut(); left.ProtectedNotes < 10 {
			t.Errorf("%d protected notes, too few to show what stays in the library", left.ProtectedNotes)
		}
		if len(app.Disclose(a, app.Protected, a.Edition).Lists()) < 3 {
			t.Error("the protected notes stand in fewer than three lists")
		}
	})
}

func TestSampleAnswersTheSurvey(t *testing.T) {
	eachSample(t, func(t *testing.T, c *app.Catalogue, s *content.Sample) {
		d := dossier(t, s)
		steps := map[int]bool{}
		unknown := 0
		for _, section := range c.List(app.Survey).Sections {
			scales, texts := 0, 0
			for _, q := range section.Questions {
				answer := d.Answers[q.ID]
				switch {
				case !q.Answered(answer):
				case q.Kind == app.TextQuestion:
					texts++
				case answer.State == app.Unknown:
					unknown++
				default:
					steps[answer.Scale] = true
					scales++
				}
			}
			if scales == 0 || texts == 0 {
				t.Errorf("section %s has %d answers on the scale and %d free texts", section.ID, scales, texts)
			}
		}
		if len(steps) != 4 || unknown == 0 {
			t.Errorf("steps %v and %d don't know: the survey does not show every answer", steps, unknown)
		}
	})
}

func TestSampleActions(t *testing.T) {
	eachSample(t, func(t *testing.T, c *app.Catalogue, s *content.Sample) {
		d := dossier(t, s)
		status := map[app.ActionStatus]int{}
		for _, x := range d.Actions {
			if err := x.Check(); err != nil {
				t.Error(err)
			}
			if x.Owner == "" || x.Due == "" {
				t.Errorf("action for %s has no owner or no day", x.Question)
			}
			status[x.Status]++
		}
		if n := len(d.Actions); n < 12 || n > 18 {
			t.Errorf("%d actions, not 12–18", n)
		}
		for _, want := range app.ActionStatuses() {
			if status[want] == 0 {
				t.Errorf("no action is %s", want)
			}
			delete(status, want)
		}
		if len(status) > 0 {
			t.Errorf("actions with a status that does not exist: %v", status)
		}
		if a := app.Assess(c, d, s.Made); a.Overdue != 2 {
			t.Errorf("%d actions are overdue on the day made, not 2", a.Overdue)
		}
	})
}

// TestSampleDates holds every day to the day made: what is checked lies behind, what is due lies
// ahead, but for the measures that are done or overdue.
func TestSampleDates(t *testing.T) {
	eachSample(t, func(t *testing.T, _ *app.Catalogue, s *content.Sample) {
		day := func(what string, d app.Date) {
			if _, err := app.ParseDate(string(d)); err != nil {
				t.Errorf("%s: %v", what, err)
			}
		}
		if day("made", s.Made); s.Made == "" {
			t.Fatal("no day made")
		}
		for _, a := range s.Answers {
			day(string(a.Question), a.Checked)
			day(string(a.Question), a.Due)
			if s.Made.Before(a.Checked) {
				t.Errorf("%s is checked on %s, after the day made", a.Question, a.Checked)
			}
			if a.Due.Before(s.Made) {
				t.Errorf("%s is due on %s, before the day made", a.Question, a.Due)
			}
			if a.With != "" && a.Checked == "" {
				t.Errorf("%s: somebody was with, but on no day", a.Question)
			}
		}
		for _, x := range s.Actions {
			day(string(x.Question), x.Due)
			if x.Status == app.Done && s.Made.Before(x.Due) {
				t.Errorf("%s: a measure due on %s is done already", x.Question, x.Due)
			}
			if x.Status == app.Planned && x.Due.Before(s.Made) {
				t.Errorf("%s: a measure that was due on %s is not begun", x.Question, x.Due)
			}
		}
		day("walk-through", s.Signoff.On)
		day("send by", s.Year.SendBy)
		day("follow up", s.Year.FollowUp)
		if !s.Signoff.On.Before(s.Made) || s.Year.SendBy.Before(s.Made) || !s.Year.SendBy.Before(s.Year.FollowUp) {
			t.Errorf("walk-through %s, made %s, send by %s, follow up %s: not in this order",
				s.Signoff.On, s.Made, s.Year.SendBy, s.Year.FollowUp)
		}
	})
}

// privateDetail matches what must not stand in an open note: an address to write to, and a number
// long enough to call or to name a person by.
var privateDetail = regexp.MustCompile(`@|\d[\d -]{5,}\d`)

func TestSampleIsInvented(t *testing.T) {
	eachSample(t, func(t *testing.T, _ *app.Catalogue, s *content.Sample) {
		l := s.Library
		for _, field := range []string{l.Name, l.Municipality, l.Region, l.Contact, l.SecurityOfficer, l.ITSupplier, s.Signoff.CaseNumber, s.Signoff.With} {
			if strings.TrimSpace(field) == "" {
				t.Errorf("the library card or the sign-off has a gap: %+v, %+v", l, s.Signoff)
			}
		}
		for _, f := range app.AllFacts() {
			if l.Facts[f] == "" {
				t.Errorf("nothing is said of %s", f)
			}
		}
		if !strings.HasSuffix(l.RegionAddress, "@example.org") { // RFC 2606 section 3
			t.Errorf("%s could be somebody's address", l.RegionAddress)
		}
		for _, a := range s.Answers {
			for _, text := range []string{a.Note, a.Reason, a.Owner, a.With} {
				if found := privateDetail.FindString(text); found != "" {
					t.Errorf("%s: %q does not belong in what leaves the library", a.Question, found)
				}
			}
			if a.Private != "" && strings.Contains(a.Note, a.Private) {
				t.Errorf("%s: the protected note stands in the open one", a.Question)
			}
		}
		if words := strings.Fields(s.Password); len(words) != 4 || slices.ContainsFunc(words, func(w string) bool { return len(w) < 4 }) {
			t.Errorf("password %q is not four words", s.Password)
		}
	})
}

// TestLoadSampleNotices breaks the sample in one place at a time.
func TestLoadSampleNotices(t *testing.T) {
	c, err := content.Load(data.Files, app.Sweden)
	if err != nil {
		t.Fatal(err)
	}
	good, err := fs.ReadFile(data.Files, "se/sample.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ name, old, with string }{
		{"broken TOML", "made ", "made made "},
		{"unknown key", "\nowner ", "\nower "},
		{"no such question", `"se-staff-01"`, `"se-staff-99"`},
		{"no such state", `"in_order"`, `"fine"`},
		{"state of another kind", "scale    = 1", `state = "in_order"`},
		{"step beyond the scale", "scale    = 1", "scale    = 5"},
		{"no reason", "\nreason ", "\nnote "},
		{"incident of no kind", "[[incident]]\nkind", "[[incident]]\nkind = \"tsunami\"\nday = \"2026-01-01\"\n[[incident]]\nkind"},
		{"action for no question", "[[action]]\nquestion = \"se-staff-02\"", "[[action]]\nquestion = \"se-staff-98\""},
	} {
		t.Run(x.name, func(t *testing.T) {
			broken := strings.Replace(string(good), x.old, x.with, 1)
			if broken == string(good) {
				t.Fatalf("the sample holds no %q", x.old)
			}
			files := fstest.MapFS{"se/sample.toml": {Data: []byte(broken)}}
			if _, err := content.LoadSample(files, c); !errors.Is(err, app.ErrContent) {
				t.Errorf("got %v, want app.ErrContent", err)
			}
		})
	}
	if _, err := content.LoadSample(fstest.MapFS{}, c); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without a file: got %v", err)
	}
}

// TestSampleAnswerIsWhole: what the file says to a question is what is answered.
func TestSampleAnswerIsWhole(t *testing.T) {
	said := content.SampleAnswer{
		Question: "se-staff-01", State: app.NotApplicable, Scale: 2, Reason: "r", Note: "n", Private: "p", Owner: "o", Due: "2026-06-01",
		Checked: "2026-05-01", With: "w",
	}
	want := app.Answer{
		State: app.NotApplicable, Scale: 2, Reason: "r", Note: "n", Protected: "p", Owner: "o", Due: "2026-06-01", Checked: "2026-05-01", With: "w",
	}
	if diff := cmp.Diff(want, said.Answer()); diff != "" {
		t.Errorf("the answer differs (-want +got):\n%s", diff)
	}
}
