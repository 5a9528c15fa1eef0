package desk

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"trygghylla/app"
	"trygghylla/app/vault"
)

// ErrNotInCopy means that a copy no longer holds the record that was chosen.
var ErrNotInCopy = errors.New("record is not in the copy")

// CopyKind says what a record of a copy is.
type CopyKind string

// What is offered of a copy. Keys, packages and notes are not.
const (
	CopyAnswer  CopyKind = "answer"
	CopyAction  CopyKind = "action"
	CopyCard    CopyKind = "card"
	CopySignoff CopyKind = "signoff"
	CopyYear    CopyKind = "year"

	CopyIncident CopyKind = "incident"
)

// Copy is another copy of the library's file, such as a synchronising program makes when two computers have
// written.
type Copy struct {
	Path string
	// Time is when something was last saved in it.
	Time time.Time
	// Records are those that are newer there, or only there, in the order of the checklists.
	Records []CopyRecord
	// Problem is nil, or why it cannot be read: vault.ErrDamaged, also when it is another library's or from before
	// [Desk.Renew], or vault.ErrNewer.
	Problem error
}

// CopyRecord is one record that is newer in a copy than here.
type CopyRecord struct {
	Kind CopyKind
	// Question is what an answer or action is about, with its number as people know it; both empty else.
	Question app.QuestionID
	Number   string
	// There and Here are when the answer was given in the copy and here; zero when it is not an answer, or
	// there is none here.
	There, Here time.Time
	// Only says that there is none here.
	Only bool

	in  vault.Drawer
	key string
}

// Copies finds other copies of the library's file beside it, and what is newer there. It reads them without writing.
func (d *Desk) Copies() ([]Copy, error) {
	paths, err := d.v.Copies()
	if err != nil {
		return nil, fmt.Errorf("find copies: %w", err)
	}
	var copies []Copy
	for _, path := range paths {
		c := Copy{Path: path}
		info, err := d.v.ReadCopy(path)
		if errors.Is(err, vault.ErrClosed) {
			return nil, err
		}
		c.Problem, c.Time = err, info.Time
		for _, r := range info.Records {
			if x, ok := d.offer(r); ok {
				c.Records = append(c.Records, x)
			}
			clear(r.Text)
		}
		slices.SortFunc(c.Records, d.inOrder)
		copies = append(copies, c)
	}
	return copies, nil
}

// offer puts a record of a copy in the librarian's terms, and reports whether it is one to be offered.
func (d *Desk) offer(r vault.CopyRecord) (CopyRecord, bool) {
	x := CopyRecord{Only: !r.Here, in: r.In, key: r.Key}
	switch r.In {
	case drawerAnswer:
		var there app.Answer
		if json.Unmarshal(r.Text, &there) != nil {
			return x, false
		}
		x.Kind, x.Question, x.There = CopyAnswer, app.QuestionID(r.Key), there.At
		x.Here = d.dossier.Answers[x.Question].At
		if r.Here && !there.At.After(x.Here) {
			return x, false
		}
	case drawerAction:
		var there app.Action
		if json.Unmarshal(r.Text, &there) != nil {
			return x, false
		}
		x.Kind, x.Question = CopyAction, there.Question
	case drawerIncident:
		x.Kind = CopyIncident
	case drawerLibrary:
		kinds := map[string]CopyKind{keyCard: CopyCard, keySignoff: CopySignoff, keyYear: CopyYear}
		x.Kind = kinds[r.Key]
	}
	if x.Question != "" {
		q, err := d.c.Question(x.Question)
		if err != nil {
			return x, false
		}
		x.Number = q.Number
	}
	return x, x.Kind != "" && (x.Kind == CopyAnswer || r.Newer)
}

// inOrder sorts records as the checklists are, the rest after them.
func (d *Desk) inOrder(a, b CopyRecord) int {
	return cmp.Or(
		cmp.Compare(d.rank(a), d.rank(b)),
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.key, b.key),
	)
}

func (d *Desk) rank(r CopyRecord) int {
	n := 0
	for _, list := range d.c.Lists {
		for _, q := range list.Questions {
			if q.ID == r.Question {
				return n
			}
			n++
		}
	}
	return n
}

// TakeFromCopy lets one record of a copy take the place of the one here, whole and in one transaction. The copy is
// read and proven again. The attachments of an answer must be here already; [Desk.Evidence] tells.
func (d *Desk) TakeFromCopy(c Copy, r CopyRecord) error {
	info, err := d.v.ReadCopy(c.Path)
	if err != nil {
		return fmt.Errorf("take from copy: %w", err)
	}
	i := slices.IndexFunc(info.Records, func(x vault.CopyRecord) bool { return x.In == r.in && x.Key == r.key })
	if i < 0 {
		return fmt.Errorf("take from copy: %w", ErrNotInCopy)
	}
	text := info.Records[i].Text
	follow, err := d.follow(r, text)
	if err != nil {
		return fmt.Errorf("take from copy: %w", err)
	}
	return d.update(func(tx *vault.Tx) error { return vault.Put(tx, r.in, r.key, text) }, follow)
}

// follow checks the text of a record and makes what lets the dossier follow it.
func (d *Desk) follow(r CopyRecord, text []byte) (func(), error) {
	switch r.Kind {
	case CopyAnswer:
		var a app.Answer
		q, err := d.c.Question(r.Question)
		if err = errors.Join(err, json.Unmarshal(text, &a)); err != nil {
			return nil, err
		}
		return func() { d.dossier.Answers[r.Question] = a }, q.Check(a)
	case CopyAction:
		var x app.Action
		if err := json.Unmarshal(text, &x); err != nil {
			return nil, err
		}
		return func() {
			d.dossier.Actions = slices.Clone(d.dossier.Actions)
			if i := d.action(x.ID); i >= 0 {
				d.dossier.Actions[i] = x
				return
			}
			d.dossier.Actions = append(d.dossier.Actions, x)
			slices.SortFunc(d.dossier.Actions, func(a, b app.Action) int { return cmp.Compare(a.ID, b.ID) })
		}, x.Check()
	case CopyIncident:
		var x app.Incident
		if err := json.Unmarshal(text, &x); err != nil {
			return nil, err
		}
		return func() { d.followIncident(x) }, x.Check()
	case CopyCard:
		var x app.Library
		return func() { d.dossier.Library = x }, json.Unmarshal(text, &x)
	case CopySignoff:
		var x app.Signoff
		return func() { d.dossier.Signoff = x }, json.Unmarshal(text, &x)
	case CopyYear:
		var x app.Year
		return func() { d.dossier.Year = x }, json.Unmarshal(text, &x)
	}
	return nil, ErrNotInCopy
}

// SettleCopy puts a copy that was looked through away among the damaged files, so that it is not offered again.
func (d *Desk) SettleCopy(c Copy) error { return d.PutCopyAway(c.Path) }
