package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// RecordFile is the name of the machine data inside a package.
const RecordFile = "trygghylla.json"

// The format of the machine data, which RECORD.md describes with an example. A version only ever gets new members; a member
// that changes its meaning, or a new value of one, makes a new version.
const (
	recordFormat  = "trygghylla-disclosure"
	recordVersion = 1
)

// MaxRecord is the longest machine data in bytes that is written or read.
const MaxRecord = 16 << 20

// What can be wrong with machine data, and with making it.
var (
	// ErrRecord means that bytes are not the machine data of a package, or not as it is written.
	ErrRecord = errors.New("not the machine data of a package")
	// ErrRecordNewer means that a newer version of the program wrote the machine data.
	ErrRecordNewer = errors.New("machine data of a newer version")
	// ErrPart means that a disclosure is not of the part that something is made of: protected notes
	// never get into what is sent.
	ErrPart = errors.New("made of the other part only")
)

// Record is what a package says, as machine data: what stands on the paper and nothing more. It is
// written by [EncodeDisclosure] and read by [DecodeDisclosure].
type Record struct {
	Format   string         `json:"format"`            // "trygghylla-disclosure"
	Version  int            `json:"version"`           // 1
	Example  bool           `json:"example,omitempty"` // the library is invented
	Country  Jurisdiction   `json:"country"`
	Language string         `json:"language"` // BCP 47: "sv" or "nn"
	Content  string         `json:"content"`  // edition of the questions: "2026.1"
	Edition  int            `json:"edition"`  // of this package, from 1
	Made     Date           `json:"made"`
	Key      string         `json:"key,omitempty"` // the short fingerprint that stands on the sign-off page
	Library  RecordLibrary  `json:"library"`
	Signoff  Signoff        `json:"signoff"`
	Lists    []RecordList   `json:"lists"`
	Plan     []RecordAction `json:"plan"`
	LeftOut  RecordLeftOut  `json:"left_out"`

	Incidents *RecordIncidents `json:"incidents,omitempty"` // left out: the library notes none in the program
}

// RecordLibrary is the library card as far as the paper shows it.
type RecordLibrary struct {
	Name         string `json:"name"`
	Municipality string `json:"municipality,omitempty"`
	Region       string `json:"region,omitempty"`
	Contact      string `json:"contact,omitempty"` // empty: the library manager stands in
	Facts        Facts  `json:"facts,omitempty"`   // yes or no; not said yet: left out
}

// RecordList is a checklist or the survey, with the questions that the library meets.
type RecordList struct {
	ID   ListID      `json:"id"`
	Kind string      `json:"kind"` // "checklist" or "survey"
	Rows []RecordRow `json:"rows"`
}

// RecordRow is one question and its answer.
type RecordRow struct {
	ID       QuestionID   `json:"id"`              // never changes its meaning
	Number   string       `json:"number"`          // what people say: "K7"
	Kind     QuestionKind `json:"kind,omitempty"`  // "scale" or "text" in the survey; left out: one of the five answers
	State    State        `json:"state,omitempty"` // in_order, partly, missing, not_applicable, unknown; left out: no answer
	Scale    int          `json:"scale,omitempty"` // the survey: 1 agree fully … 4 not at all
	Reason   string       `json:"reason,omitempty"`
	Note     string       `json:"note,omitempty"` // the open note; of a free text, the text
	Owner    string       `json:"owner,omitempty"`
	Due      Date         `json:"due,omitempty"`
	Checked  Date         `json:"checked,omitempty"`
	With     string       `json:"with,omitempty"`
	Evidence int          `json:"evidence,omitempty"` // attachments kept in the library
}

// RecordAction is one line of the action plan.
type RecordAction struct {
	Question QuestionID   `json:"question"`
	Text     string       `json:"text,omitempty"` // left out: nothing is planned yet
	Owner    string       `json:"owner,omitempty"`
	Due      Date         `json:"due,omitempty"`
	Status   ActionStatus `json:"status,omitempty"`
	Overdue  bool         `json:"overdue,omitempty"`
}

// RecordLeftOut counts what stays in the library.
type RecordLeftOut struct {
	ProtectedNotes int `json:"protected_notes"`
	Evidence       int `json:"evidence"`
}

// RecordIncidents counts what has happened in the twelve months up to the day of the package. Nothing else of it leaves
// the library.
type RecordIncidents struct {
	From  Date             `json:"from"`
	To    Date             `json:"to"`
	All   int              `json:"all"`
	Kinds []RecordIncident `json:"kinds,omitempty"` // those that occurred
}

// RecordIncident is how many incidents of one kind there were.
type RecordIncident struct {
	Kind  KindID `json:"kind"` // alike in both countries
	Count int    `json:"count"`
}

// Answered returns how many rows of the list say something.
func (l RecordList) Answered() int {
	n := 0
	for _, r := range l.Rows {
		q := Question{Kind: r.Kind}
		if q.Answered(Answer{State: r.State, Scale: r.Scale, Note: r.Note}) {
			n++
		}
	}
	return n
}

// Counts returns how many rows of the checklists have each answer; the survey is not among them.
func (r *Record) Counts() map[State]int {
	counts := map[State]int{}
	for _, l := range r.Lists {
		for _, row := range l.Rows {
			if row.Kind == "" {
				counts[row.State]++
			}
		}
	}
	return counts
}

// Progress returns how many of all questions are answered, and how many there are.
func (r *Record) Progress() (answered, questions int) {
	for _, l := range r.Lists {
		answered += l.Answered()
		questions += len(l.Rows)
	}
	return answered, questions
}

// EncodeDisclosure writes an open disclosure as machine data: JSON (RFC 8259) in UTF-8, a line feed at the
// end. key is the short fingerprint of the library's key, example marks an invented library. The same
// disclosure gives the same bytes. A protected disclosure is [ErrPart]; more than [MaxRecord] bytes are [ErrRecord].
func EncodeDisclosure(x *Disclosure, key string, example bool) ([]byte, error) {
	if x.part != Open {
		return nil, fmt.Errorf("write machine data: %w", ErrPart)
	}
	r := Record{
		Format: recordFormat, Version: recordVersion, Example: example,
		Country: x.catalogue.Jurisdiction, Language: x.Language(), Content: x.catalogue.Edition,
		Edition: x.edition, Made: x.made, Key: key,
		Library: RecordLibrary{
			Name: x.library.Name, Municipality: x.library.Municipality, Region: x.library.Region,
			Contact: x.library.Contact, Facts: said(x.library.Facts),
		},
		Signoff: x.signoff, Lists: []RecordList{}, Plan: []RecordAction{},
		LeftOut: RecordLeftOut{ProtectedNotes: x.counts.ProtectedNotes, Evidence: x.counts.Evidence},
	}
	for _, l := range x.lists {
		list := RecordList{ID: l.List.ID, Kind: l.List.Kind, Rows: []RecordRow{}}
		for _, row := range l.Rows {
			list.Rows = append(list.Rows, recordRow(row))
		}
		r.Lists = append(r.Lists, list)
	}
	for _, a := range x.plan {
		r.Plan = append(r.Plan, RecordAction{
			Question: a.Question.ID, Text: a.Text, Owner: a.Owner, Due: a.Due, Status: a.Status, Overdue: a.Overdue,
		})
	}
	r.Incidents = recordIncidents(x.incidents)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(r); err != nil {
		return nil, fmt.Errorf("write machine data: %w", err)
	}
	if b.Len() > MaxRecord {
		return nil, fmt.Errorf("write machine data: %w: %d bytes", ErrRecord, b.Len())
	}
	return b.Bytes(), nil
}

func recordRow(row DisclosedRow) RecordRow {
	r := RecordRow{
		ID: row.Question.ID, Number: row.Question.Number, State: row.State, Scale: row.Scale,
		Reason: row.Reason, Note: row.Note, Owner: row.Owner, Due: row.Due, Checked: row.Checked,
		With: row.With, Evidence: row.Evidence,
	}
	if row.Question.Kind != StateQuestion {
		r.Kind = row.Question.Kind
	}
	return r
}

func recordIncidents(sum *IncidentCounts) *RecordIncidents {
	if sum == nil {
		return nil
	}
	r := &RecordIncidents{From: sum.From, To: sum.To, All: sum.All}
	for _, k := range sum.Kinds {
		r.Kinds = append(r.Kinds, RecordIncident{Kind: k.Kind.ID, Count: k.Count})
	}
	return r
}

// said leaves out the facts that the library has not said anything of.
func said(f Facts) Facts {
	out := Facts{}
	for _, fact := range AllFacts() {
		if f[fact] != "" {
			out[fact] = f[fact]
		}
	}
	return out
}
