package app_test

import (
	"testing"

	"trygghylla/app"
)

// swedish is a wording in the language of the small country.
func swedish(text string) app.Text { return app.Text{"sv": text} }

// parts are those of a small country: one checklist and one survey, with a question of each sort, two kinds of incident
// and two clocks.
func parts() app.Catalogue {
	return app.Catalogue{
		Jurisdiction: app.Sweden, Edition: "2026.1", Languages: []string{"sv"}, Disclosure: swedish("d"), Marking: swedish("m"),
		Authorities: []app.Authority{{ID: "av", Name: swedish("Verket")}},
		Sources: []app.Source{
			{ID: "aml", Kind: app.Law, Title: swedish("Lagen"), Authority: "av", Checked: "2026-01-02"},
			{ID: "afs", Kind: app.Guidance, Title: swedish("Raden"), Authority: "av", Checked: "2026-01-02"},
		},
		Lists: []*app.List{
			{ID: app.Staff, Kind: "checklist", Title: swedish("Personal"), Questions: []*app.Question{
				{ID: "se-staff-01", Number: "P1", Standing: app.Duty, Minutes: 2, Sources: []app.Reference{{ID: "aml", Section: "3 kap."}}},
				{ID: "se-staff-02", Number: "P2", Standing: app.Advice, Minutes: 3, When: []app.Fact{app.HasCameras}, Sources: []app.Reference{{ID: "afs"}}},
				{ID: "se-staff-03", Number: "P3", Standing: app.Duty, Minutes: 5},
				{ID: "se-staff-04", Number: "P4", Standing: app.Duty, Retired: "2026.1"},
			}},
			{ID: app.Survey, Kind: "survey", Title: swedish("IT"), Sections: []app.Section{{ID: "wifi", Part: 1, Questions: []*app.Question{
				{ID: "se-survey-01", Number: "S1", Kind: app.ScaleQuestion, Minutes: 1},
				{ID: "se-survey-02", Number: "S2", Kind: app.TextQuestion, Role: "hinders", Minutes: 1},
			}}}},
		},
		Incidents: app.IncidentRules{
			KeepMonths: 24, Keep: swedish("k"),
			Kinds: []app.IncidentKind{
				{ID: app.UnstaffedIncident, When: []app.Fact{app.HasUnstaffed}},
				{ID: app.BreachIncident, Clocks: []app.ClockID{"imy", "film"}, Questions: []app.QuestionID{"se-staff-01"}},
			},
			Rules: []app.ClockRule{
				{ID: "film", When: []app.Fact{app.HasCameras}},
				{ID: "imy", Hours: 72, Ask: swedish("Behövs det?")},
			},
		},
	}
}

// small makes the small country.
func small(t *testing.T) *app.Catalogue {
	t.Helper()
	c, err := app.NewCatalogue(parts())
	if err != nil {
		t.Fatal(err)
	}
	return c
}
