package report

import (
	"bytes"
	"encoding/json"
	"fmt"

	"trygghylla/app"
)

// dataName is the name of the machine data inside the package.
const dataName = "trygghylla.json"

// The format of the machine data. A reader refuses a version that it does not know; a version only
// ever gets new members, and a member that changes its meaning makes a new version.
const (
	dataFormat  = "trygghylla-disclosure"
	dataVersion = 1
)

// record is the package as machine data: JSON (RFC 8259) in UTF-8, without byte order mark, with a
// line feed at the end. The same disclosure gives the same bytes. It holds what stands on the paper
// and nothing more; what is empty is left out. Days are written as 2026-05-28.
//
// The check code in the foot of each page is the first eight hexadecimal digits of the SHA-256 of
// these bytes.
type record struct {
	Format   string         `json:"format"`            // "trygghylla-disclosure"
	Version  int            `json:"version"`           // 1
	Example  bool           `json:"example,omitempty"` // the library is invented
	Country  string         `json:"country"`           // "se" or "no"
	Language string         `json:"language"`          // BCP 47: "sv" or "nn"
	Content  string         `json:"content"`           // edition of the questions: "2026.1"
	Edition  int            `json:"edition"`           // of this package, from 1
	Made     app.Date       `json:"made"`
	Key      string         `json:"key,omitempty"` // the short fingerprint that stands on the sign-off page
	Library  recordLibrary  `json:"library"`
	Signoff  app.Signoff    `json:"signoff"`
	Lists    []recordList   `json:"lists"`
	Plan     []recordAction `json:"plan"`
	LeftOut  recordLeftOut  `json:"left_out"`
}

// recordLibrary is the library card as far as the paper shows it.
type recordLibrary struct {
	Name         string    `json:"name"`
	Municipality string    `json:"municipality,omitempty"`
	Region       string    `json:"region,omitempty"`
	Contact      string    `json:"contact,omitempty"` // empty: the library manager stands in
	Facts        app.Facts `json:"facts,omitempty"`   // "yes" or "no" by name; not said yet: left out
}

// recordList is a checklist or the survey, with the questions that the library meets.
type recordList struct {
	ID   app.ListID  `json:"id"`
	Kind string      `json:"kind"` // "checklist" or "survey"
	Rows []recordRow `json:"rows"`
}

// recordRow is one question and its answer.
type recordRow struct {
	ID       app.QuestionID `json:"id"`              // never changes its meaning
	Number   string         `json:"number"`          // what people say: "K7"
	State    app.State      `json:"state,omitempty"` // in_order, partly, missing, not_applicable, unknown; left out: no answer
	Scale    int            `json:"scale,omitempty"` // the survey: 1 agree fully … 4 not at all
	Reason   string         `json:"reason,omitempty"`
	Note     string         `json:"note,omitempty"` // the open note; of a free text, the text
	Owner    string         `json:"owner,omitempty"`
	Due      app.Date       `json:"due,omitempty"`
	Checked  app.Date       `json:"checked,omitempty"`
	With     string         `json:"with,omitempty"`
	Evidence int            `json:"evidence,omitempty"` // attachments kept in the library
}

// recordAction is one line of the action plan.
type recordAction struct {
	Question app.QuestionID   `json:"question"`
	Text     string           `json:"text,omitempty"` // left out: nothing is planned yet
	Owner    string           `json:"owner,omitempty"`
	Due      app.Date         `json:"due,omitempty"`
	Status   app.ActionStatus `json:"status,omitempty"` // planned, doing, done
	Overdue  bool             `json:"overdue,omitempty"`
}

// recordLeftOut counts what stays in the library.
type recordLeftOut struct {
	ProtectedNotes int `json:"protected_notes"`
	Evidence       int `json:"evidence"`
}

// encode writes an open disclosure as machine data.
func encode(x *app.Disclosure, m Making) ([]byte, error) {
	l := x.Library()
	r := record{
		Format: dataFormat, Version: dataVersion, Example: m.Example,
		Country: string(x.Catalogue().Jurisdiction), Language: x.Language(), Content: x.Catalogue().Edition,
		Edition: x.Edition(), Made: x.Made(), Key: m.Fingerprint,
		Library: recordLibrary{
			Name: l.Name, Municipality: l.Municipality, Region: l.Region, Contact: l.Contact, Facts: said(l.Facts),
		},
		Signoff: x.Signoff(), Lists: []recordList{}, Plan: []recordAction{},
		LeftOut: recordLeftOut{ProtectedNotes: x.LeftOut().ProtectedNotes, Evidence: x.LeftOut().Evidence},
	}
	for _, l := range x.Lists() {
		list := recordList{ID: l.List.ID, Kind: l.List.Kind, Rows: []recordRow{}}
		for _, row := range l.Rows {
			list.Rows = append(list.Rows, recordRow{
				ID: row.Question.ID, Number: row.Question.Number, State: row.State, Scale: row.Scale,
				Reason: row.Reason, Note: row.Note, Owner: row.Owner, Due: row.Due, Checked: row.Checked,
				With: row.With, Evidence: row.Evidence,
			})
		}
		r.Lists = append(r.Lists, list)
	}
	for _, a := range x.Plan() {
		r.Plan = append(r.Plan, recordAction{
			Question: a.Question.ID, Text: a.Text, Owner: a.Owner, Due: a.Due, Status: a.Status, Overdue: a.Overdue,
		})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(r); err != nil {
		return nil, fmt.Errorf("write machine data: %w", err)
	}
	return b.Bytes(), nil
}

// said leaves out the facts that the library has not said anything of.
func said(f app.Facts) app.Facts {
	out := app.Facts{}
	for _, fact := range app.AllFacts() {
		if f[fact] != "" {
			out[fact] = f[fact]
		}
	}
	return out
}
