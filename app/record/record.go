// Package record is the exchange format: what a package says, as machine data inside it, and the names of the fields in
// which it is signed. RECORD.md describes it. It is written from an [app.Disclosure] alone and, once released, read for
// ever.
package record

import (
	"errors"
	"time"

	"trygghylla/app"
)

// File is the name of the machine data inside a package.
const File = "trygghylla.json"

// The names of the two signature fields on the sign-off page.
const (
	LibrarianField = "Sign1" // the librarian signs first
	OfficerField   = "Sign2" // the municipality's security officer may co-sign
)

// The format of the machine data, which RECORD.md describes with an example. A version only ever gets new members; a member
// that changes its meaning, or a new value of one, makes a new version.
const (
	format  = "trygghylla-disclosure"
	version = 1
)

// MaxBytes is the longest machine data in bytes that is written or read.
const MaxBytes = 16 << 20

// What can be wrong with machine data, and with making it.
var (
	// ErrMalformed means that bytes are not the machine data of a package, or not as it is written.
	ErrMalformed = errors.New("not the machine data of a package")
	// ErrNewer means that a newer version of the program wrote the machine data.
	ErrNewer = errors.New("machine data of a newer version")
	// ErrPart means that a disclosure is not of the part that something is made of: protected notes
	// never get into what is sent.
	ErrPart = errors.New("made of the other part only")
)

// Record is what a package says, as machine data: what stands on the paper and nothing more. It is
// written by [Encode] and read by [Decode].
type Record struct {
	Format   string           `json:"format"`            // "trygghylla-disclosure"
	Version  int              `json:"version"`           // 1
	Example  bool             `json:"example,omitempty"` // the library is invented
	Country  app.Jurisdiction `json:"country"`
	Language string           `json:"language"` // BCP 47: "sv" or "nn"
	Content  string           `json:"content"`  // edition of the questions: "2026.1"
	Edition  int              `json:"edition"`  // of this package, from 1
	Made     app.Date         `json:"made"`
	Key      string           `json:"key,omitempty"`     // the short fingerprint that stands on the sign-off page
	Vouched  []Vouching       `json:"vouched,omitempty"` // since the key was renewed: oldest first
	Library  Library          `json:"library"`
	Signoff  app.Signoff      `json:"signoff"`
	Lists    []List           `json:"lists"`
	Plan     []Action         `json:"plan"`
	LeftOut  LeftOut          `json:"left_out"`

	Incidents *Incidents `json:"incidents,omitempty"` // left out: the library notes none in the program
}

// Vouching is what an earlier key of the library says of the one that came after it, of the last: of the one that signs. Only
// who checks the signature (package parcel) may believe it.
type Vouching struct {
	By        string    `json:"by"` // the whole fingerprint of the earlier key
	At        time.Time `json:"at"` // in UTC, to the second
	Signature []byte    `json:"signature"`
}

// MaxVouched is the largest number of earlier keys in machine data.
const MaxVouched = 16

// Library is the library card as far as the paper shows it.
type Library struct {
	Name         string    `json:"name"`
	Municipality string    `json:"municipality,omitempty"`
	Region       string    `json:"region,omitempty"`
	Contact      string    `json:"contact,omitempty"` // empty: the library manager stands in
	Facts        app.Facts `json:"facts,omitempty"`   // yes or no; not said yet: left out
}

// List is a checklist or the survey, with the questions that the library meets.
type List struct {
	ID   app.ListID `json:"id"`
	Kind string     `json:"kind"` // "checklist" or "survey"
	Rows []Row      `json:"rows"`
}

// Row is one question and its answer.
type Row struct {
	ID       app.QuestionID   `json:"id"`              // never changes its meaning
	Number   string           `json:"number"`          // what people say: "K7"
	Kind     app.QuestionKind `json:"kind,omitempty"`  // "scale" or "text" in the survey; left out: one of the five answers
	State    app.State        `json:"state,omitempty"` // in_order, partly, missing, not_applicable, unknown; left out: no answer
	Scale    int              `json:"scale,omitempty"` // the survey: 1 agree fully … 4 not at all
	Reason   string           `json:"reason,omitempty"`
	Note     string           `json:"note,omitempty"` // the open note; of a free text, the text
	Owner    string           `json:"owner,omitempty"`
	Due      app.Date         `json:"due,omitempty"`
	Checked  app.Date         `json:"checked,omitempty"`
	With     string           `json:"with,omitempty"`
	Evidence int              `json:"evidence,omitempty"` // attachments kept in the library
}

// Action is one line of the action plan.
type Action struct {
	Question app.QuestionID   `json:"question"`
	Text     string           `json:"text,omitempty"` // left out: nothing is planned yet
	Owner    string           `json:"owner,omitempty"`
	Due      app.Date         `json:"due,omitempty"`
	Status   app.ActionStatus `json:"status,omitempty"`
	Overdue  bool             `json:"overdue,omitempty"`
}

// LeftOut counts what stays in the library.
type LeftOut struct {
	ProtectedNotes int `json:"protected_notes"`
	Evidence       int `json:"evidence"`
}

// Incidents counts what has happened in the twelve months up to the day of the package. Nothing else of it leaves
// the library.
type Incidents struct {
	From  app.Date        `json:"from"`
	To    app.Date        `json:"to"`
	All   int             `json:"all"`
	Kinds []IncidentCount `json:"kinds,omitempty"` // those that occurred
}

// IncidentCount is how many incidents of one kind there were.
type IncidentCount struct {
	Kind  app.KindID `json:"kind"` // alike in both countries
	Count int        `json:"count"`
}

// Answered returns how many rows of the list say something.
func (l List) Answered() int {
	n := 0
	for _, r := range l.Rows {
		q := app.Question{Kind: r.Kind}
		if q.Answered(app.Answer{State: r.State, Scale: r.Scale, Note: r.Note}) {
			n++
		}
	}
	return n
}

// Counts returns how many rows of the checklists have each answer; the survey is not among them.
func (r *Record) Counts() map[app.State]int {
	counts := map[app.State]int{}
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
