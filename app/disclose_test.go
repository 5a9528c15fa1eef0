package app_test

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app"
)

// fates says of every field of an answer and of an attachment whether it leaves the library in the
// open part. A new field must be given its fate here before it can be built.
var fates = map[string]bool{
	"Answer.State": true, "Answer.Scale": true, "Answer.Reason": true, "Answer.Note": true,
	"Answer.Owner": true, "Answer.Due": true, "Answer.Checked": true, "Answer.With": true,
	"Answer.Protected": false, "Answer.Evidence": false, "Answer.At": false, "Answer.Was": false, "Answer.Reopened": false,
	"Evidence.Name": false, "Evidence.Type": false, "Evidence.Ref": false, "Evidence.Size": false,
	"Incident.ID": false, "Incident.Kind": true, "Incident.Day": false, "Incident.Known": false, "Incident.What": false,
	"Incident.Measures": false, "Incident.Reporter": false, "Incident.Feedback": false, "Incident.KeepUntil": false,
	"Incident.Clocks": false, "Incident.Reopened": false,
}

// texts gathers every text that can be reached from v, through pointers, maps and unexported fields.
func texts(v reflect.Value, into map[string]bool, seen map[any]bool) {
	switch v.Kind() {
	case reflect.String:
		into[v.String()] = true
	case reflect.Pointer:
		if v.IsNil() || seen[v.Pointer()] {
			return
		}
		seen[v.Pointer()] = true
		texts(v.Elem(), into, seen)
	case reflect.Interface:
		if !v.IsNil() {
			texts(v.Elem(), into, seen)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			texts(v.Field(i), into, seen)
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			var b []byte
			for i := range v.Len() {
				b = append(b, byte(v.Index(i).Uint()))
			}
			into[string(b)] = true
			return
		}
		for i := range v.Len() {
			texts(v.Index(i), into, seen)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			texts(it.Key(), into, seen)
			texts(it.Value(), into, seen)
		}
	}
}

func reachable(x any) string {
	into := map[string]bool{}
	texts(reflect.ValueOf(x), into, map[any]bool{})
	return strings.Join(slices.Sorted(maps.Keys(into)), "\n")
}

// mark puts a word of its own into every text of a struct; it returns the words by field.
func mark(v reflect.Value, prefix string) map[string]string {
	words := map[string]string{}
	for i := range v.NumField() {
		name := v.Type().Name() + "." + v.Type().Field(i).Name
		word := "XQ" + prefix + strings.ReplaceAll(name, ".", "")
		switch f := v.Field(i); {
		case f.Kind() == reflect.String:
			f.SetString(word)
			words[name] = word
		case f.Type() == reflect.TypeFor[[]byte]():
			f.SetBytes([]byte(word))
			words[name] = word
		}
	}
	return words
}

// TestOpenDisclosureHoldsNothingProtected marks every text of an answer and looks for the marks in
// everything that can be reached from the open disclosure, whatever the answer is.
func TestOpenDisclosureHoldsNothingProtected(t *testing.T) {
	c := small(t)
	for _, typ := range []reflect.Type{reflect.TypeFor[app.Answer](), reflect.TypeFor[app.Evidence](), reflect.TypeFor[app.Incident]()} {
		for i := range typ.NumField() {
			name := typ.Name() + "." + typ.Field(i).Name
			if _, known := fates[name]; !known {
				t.Errorf("nobody has said whether %s leaves the library", name)
			}
		}
	}
	for _, x := range []struct {
		id    app.QuestionID
		state app.State
		scale int
	}{
		{"se-staff-01", app.Unanswered, 0},
		{"se-staff-01", app.InOrder, 0},
		{"se-staff-01", app.Partly, 0},
		{"se-staff-01", app.Missing, 0},
		{"se-staff-01", app.NotApplicable, 0},
		{"se-staff-02", app.Unknown, 0},
		{"se-survey-01", app.Unanswered, 3},
		{"se-survey-01", app.Unknown, 0},
		{"se-survey-02", app.Unanswered, 0},
	} {
		var a app.Answer
		var e app.Evidence
		var i app.Incident
		words := mark(reflect.ValueOf(&a).Elem(), "")
		maps.Copy(words, mark(reflect.ValueOf(&e).Elem(), ""))
		maps.Copy(words, mark(reflect.ValueOf(&i).Elem(), ""))
		i.Kind, i.Day = app.BreachIncident, day // counted, and nothing else of it
		delete(words, "Incident.Kind")
		delete(words, "Incident.Day")
		a.State, a.Scale, a.Evidence = x.state, x.scale, []app.Evidence{e}
		delete(words, "Answer.State")
		d := &app.Dossier{Answers: said{x.id: a}, Actions: []app.Action{{ID: "1", Question: x.id, Text: "XQMEASURE"}}, Incidents: []app.Incident{i}}
		assessment := app.Assess(c, d, day)
		if all := reachable(assessment); !strings.Contains(all, words["Answer.Protected"]) || !strings.Contains(all, words["Evidence.Ref"]) {
			t.Fatal("the search does not see what is there")
		}
		open := reachable(app.Disclose(assessment, app.Open, 1))
		for name, word := range words {
			leaves := fates[name]
			if name == "Answer.Reason" && x.state != app.NotApplicable {
				leaves = false // the screen does not show it any more, so it is not sent either
			}
			if strings.Contains(open, word) != leaves {
				t.Errorf("%s %q: %s leaves the library is %v, want %v", x.id, x.state, name, !leaves, leaves)
			}
		}
		if left := app.Disclose(assessment, app.Open, 1).LeftOut(); left.ProtectedNotes != 1 || left.Evidence != 1 {
			t.Errorf("%s %q: left out are %+v", x.id, x.state, left)
		}
	}
}

// TestWhatIsNotAskedDoesNotLeave: the answers to questions that the library does not meet stay, all of them.
func TestWhatIsNotAskedDoesNotLeave(t *testing.T) {
	a := judged(t, said{
		"se-staff-02": {State: app.Missing, Note: "XQNOTE", Protected: "XQSECRET", Evidence: []app.Evidence{{Name: "XQFILE"}}},
		"se-staff-04": {State: app.Missing, Note: "XQNOTE", Protected: "XQSECRET"},
		"se-staff-77": {State: app.Missing, Note: "XQNOTE", Protected: "XQSECRET"},
	}, app.Facts{app.HasCameras: app.No}, app.Action{Question: "se-staff-02", Text: "XQMEASURE"})
	for _, part := range []app.Part{app.Open, app.Protected} {
		x := app.Disclose(a, part, 1)
		if all := reachable(x); strings.Contains(all, "XQ") {
			t.Errorf("the %s part tells of a question that is not asked", part)
		}
		if x.LeftOut() != (app.DisclosedCounts{}) {
			t.Errorf("the %s part says that it leaves out %+v", part, x.LeftOut())
		}
	}
}

// TestProtectedDisclosureHoldsOnlyProtectedNotes: the annex is no second package.
func TestProtectedDisclosureHoldsOnlyProtectedNotes(t *testing.T) {
	c := small(t)
	var a app.Answer
	var e app.Evidence
	words := mark(reflect.ValueOf(&a).Elem(), "")
	maps.Copy(words, mark(reflect.ValueOf(&e).Elem(), ""))
	a.State, a.Evidence = app.NotApplicable, []app.Evidence{e}
	open := a
	open.Protected = ""
	d := &app.Dossier{
		Answers: said{"se-staff-01": a, "se-staff-02": open, "se-survey-01": open},
		Actions: []app.Action{{Question: "se-staff-01", Text: "XQMEASURE", Owner: "XQACTIONOWNER"}},
	}
	x := app.Disclose(app.Assess(c, d, day), app.Protected, d.NextEdition())
	if lists := x.Lists(); x.Part() != app.Protected || len(lists) != 1 || len(lists[0].Rows) != 1 || lists[0].Rows[0].Question.ID != "se-staff-01" || lists[0].Rows[0].Note != a.Protected {
		t.Fatalf("the protected part is %+v", x.Lists())
	}
	all := reachable(x)
	for name, word := range words {
		if got := strings.Contains(all, word); got != (name == "Answer.Protected") {
			t.Errorf("%s stands in the protected part: %v", name, got)
		}
	}
	if strings.Contains(all, "XQMEASURE") || strings.Contains(all, "XQACTIONOWNER") || len(x.Plan()) != 0 {
		t.Error("the action plan stands in the protected part")
	}
}

func TestOpenDisclosureHoldsWhatIsSent(t *testing.T) {
	c := small(t)
	d := &app.Dossier{
		Library: app.Library{Name: "Exempelby bibliotek", Contact: "Maja"}, Signoff: app.Signoff{CaseNumber: "KUN 1"},
		Editions: []app.Edition{{Number: 4}},
		Answers:  said{"se-staff-01": {State: app.Missing, Owner: "Chefen", Due: "2026-05-01"}, "se-staff-03": {State: app.Partly, Owner: "Maja"}},
		Actions: []app.Action{
			{ID: "1", Question: "se-staff-03", Text: "skriv", Owner: "Eva", Due: "2026-05-02", Status: app.Doing},
			{ID: "2", Question: "se-staff-03", Text: "läs", Status: app.Planned},
		},
	}
	x := app.Disclose(app.Assess(c, d, day), app.Open, d.NextEdition())
	if x.Part() != app.Open || x.Library().Contact != "Maja" || x.Signoff().CaseNumber != "KUN 1" || x.Edition() != 5 || x.Made() != day ||
		x.Language() != "sv" || x.Catalogue() != c || x.FileName() != "trygghylla-se-exempelby-2026-05-28-u5.pdf" {
		t.Errorf("the disclosure is %+v", x)
	}
	want := []app.DisclosedAction{
		{Question: question(t, c, "se-staff-01"), State: app.Missing, Owner: "Chefen", Due: "2026-05-01", Overdue: true}, // nothing planned: who and when of the answer
		{Question: question(t, c, "se-staff-03"), State: app.Partly, Text: "skriv", Owner: "Eva", Due: "2026-05-02", Status: app.Doing, Overdue: true},
		{Question: question(t, c, "se-staff-03"), State: app.Partly, Text: "läs", Status: app.Planned},
	}
	if diff := cmp.Diff(want, x.Plan(), bySelf); diff != "" {
		t.Errorf("the plan differs (-want +got):\n%s", diff)
	}
}

// bySelf compares what the catalogue holds by what it is, not by what it says.
var bySelf = cmp.Options{
	cmp.Comparer(func(a, b *app.Question) bool { return a == b }),
	cmp.Comparer(func(a, b *app.List) bool { return a == b }),
}

func question(t *testing.T, c *app.Catalogue, id app.QuestionID) *app.Question {
	t.Helper()
	q, err := c.Question(id)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// TestListsOfEachPart holds every field of a list and a row on paper against what was answered. A list that asks this library
// nothing stands in the open part all the same, so that a reader sees that it was not forgotten; the protected part
// has only what it is for.
func TestListsOfEachPart(t *testing.T) {
	p := parts()
	p.Lists = append(p.Lists, &app.List{ID: app.Cameras, Kind: "checklist", Questions: []*app.Question{{ID: "se-cameras-01", When: []app.Fact{app.HasCameras}}}})
	c, err := app.NewCatalogue(p)
	if err != nil {
		t.Fatal(err)
	}
	files := []app.Evidence{{Name: "a.jpg"}, {Name: "b.pdf"}}
	a := app.Assess(c, &app.Dossier{Library: app.Library{Facts: app.Facts{app.HasCameras: app.No}}, Answers: said{
		"se-staff-01":  {State: app.Missing, Note: "n", Protected: "p", Owner: "o", Due: "2026-06-01", Checked: "2026-05-01", With: "w", Evidence: files, Reason: "old"},
		"se-staff-03":  {State: app.NotApplicable, Reason: "r"},
		"se-survey-01": {Scale: 2, Protected: "q"},
		"se-survey-02": {Note: "slow"},
	}}, day)
	q := func(id app.QuestionID) *app.Question { return question(t, c, id) }
	for _, x := range []struct {
		part app.Part
		want []app.DisclosedList
	}{
		{app.Open, []app.DisclosedList{
			{
				List: c.List(app.Staff), Counts: map[app.State]int{app.Missing: 1, app.NotApplicable: 1}, Answered: 2, MissingByLaw: 1,
				Rows: []app.DisclosedRow{
					{Question: q("se-staff-01"), State: app.Missing, Note: "n", Owner: "o", Due: "2026-06-01", Checked: "2026-05-01", With: "w", Evidence: 2},
					{Question: q("se-staff-03"), State: app.NotApplicable, Reason: "r"},
				},
			},
			{List: c.List(app.Survey), Counts: map[app.State]int{}, Answered: 2, Rows: []app.DisclosedRow{
				{Question: q("se-survey-01"), Scale: 2}, {Question: q("se-survey-02"), Note: "slow"},
			}},
			{List: c.List(app.Cameras), Counts: map[app.State]int{}},
		}},
		{app.Protected, []app.DisclosedList{
			{
				List: c.List(app.Staff), Counts: map[app.State]int{app.Missing: 1, app.NotApplicable: 1}, Answered: 2, MissingByLaw: 1,
				Rows: []app.DisclosedRow{{Question: q("se-staff-01"), State: app.Missing, Note: "p"}},
			},
			{List: c.List(app.Survey), Counts: map[app.State]int{}, Answered: 2, Rows: []app.DisclosedRow{{Question: q("se-survey-01"), Scale: 2, Note: "q"}}},
		}},
	} {
		t.Run(string(x.part), func(t *testing.T) {
			d := app.Disclose(a, x.part, 1)
			if diff := cmp.Diff(x.want, d.Lists(), bySelf); diff != "" {
				t.Errorf("the lists differ (-want +got):\n%s", diff)
			}
			if n := d.Lists()[0].Relevant(); x.part == app.Open && n != 1 {
				t.Errorf("%d rows are counted for fulfilment, want the one that is applicable", n)
			}
			if diff := cmp.Diff(app.DisclosedCounts{ProtectedNotes: 2, Evidence: 2}, d.LeftOut()); diff != "" {
				t.Errorf("left out differs (-want +got):\n%s", diff)
			}
		})
	}
}
