package app_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app"
)

func TestCatalogueFindsItsParts(t *testing.T) {
	c := small(t)
	if c.List(app.Staff) != c.Lists[0] || c.Lists[0].IsSurvey() || !c.List(app.Survey).IsSurvey() || c.List(app.Cameras) != nil {
		t.Error("the lists are not found by id")
	}
	for _, x := range []struct {
		id      app.QuestionID
		kind    app.QuestionKind
		list    app.ListID
		section string
	}{
		{"se-staff-02", app.StateQuestion, app.Staff, ""},
		{"se-staff-04", app.StateQuestion, app.Staff, ""}, // a retired one is not forgotten
		{"se-survey-02", app.TextQuestion, app.Survey, "wifi"},
	} {
		t.Run(string(x.id), func(t *testing.T) {
			q, err := c.Question(x.id)
			if err != nil {
				t.Fatal(err)
			}
			section := ""
			if q.Section != nil {
				section = q.Section.ID
			}
			if q.Kind != x.kind || q.List != c.List(x.list) || section != x.section {
				t.Errorf("it is a %s question of %s, section %q", q.Kind, q.List.ID, section)
			}
		})
	}
	if n := len(c.List(app.Survey).Questions); n != 2 {
		t.Errorf("%d of the survey's questions stand in their list", n)
	}
	if _, err := c.Question("se-staff-99"); !errors.Is(err, app.ErrQuestion) {
		t.Errorf("a question that is none gives %v", err)
	}
	s, a := c.Source("aml")
	if diff := cmp.Diff(parts().Sources[0], s); diff != "" || a.Name.In("sv") != "Verket" {
		t.Errorf("the law is by %+v and differs (-given +found):\n%s", a, diff)
	}
	if c.Sources[0].ID != "afs" || len(c.Sources) != 2 {
		t.Errorf("the sources are %+v", c.Sources)
	}
}

func TestNothingStandsTwice(t *testing.T) {
	for _, x := range []struct {
		name  string
		spoil func(*app.Catalogue)
	}{
		{"an authority", func(c *app.Catalogue) { c.Authorities = append(c.Authorities, c.Authorities[0]) }},
		{"a source", func(c *app.Catalogue) { c.Sources[1].ID = c.Sources[0].ID }},
		{"a list", func(c *app.Catalogue) { c.Lists[1].ID = c.Lists[0].ID }},
		{"a question in a list", func(c *app.Catalogue) { c.Lists[0].Questions[1].ID = "se-staff-01" }},
		{"a question in two lists", func(c *app.Catalogue) { c.Lists[1].Sections[0].Questions[0].ID = "se-staff-01" }},
		{"a retired question's id", func(c *app.Catalogue) { c.Lists[0].Questions[0].ID = "se-staff-04" }},
	} {
		t.Run(x.name, func(t *testing.T) {
			c := parts()
			x.spoil(&c)
			if _, err := app.NewCatalogue(c); !errors.Is(err, app.ErrContent) {
				t.Errorf("got %v, want app.ErrContent", err)
			}
		})
	}
}
