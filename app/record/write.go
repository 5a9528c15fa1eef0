package record

import (
	"bytes"
	"encoding/json"
	"fmt"

	"trygghylla/app"
)

// Encode writes an open disclosure as machine data: JSON (RFC 8259) in UTF-8, a line feed at the
// end. key is the short fingerprint of the library's key, vouched what its earlier keys say of it, example marks an
// invented library. The same disclosure gives the same bytes, and [Decode] reads them: what it would refuse, and more than
// [MaxBytes] bytes, are [ErrMalformed]. A protected disclosure is [ErrPart].
func Encode(x *app.Disclosure, key string, vouched []Vouching, example bool) ([]byte, error) {
	if x.Part() != app.Open {
		return nil, fmt.Errorf("write machine data: %w", ErrPart)
	}
	r := of(x, key, vouched, example)
	if err := r.check(); err != nil {
		return nil, fmt.Errorf("write machine data: %w: %w", ErrMalformed, err)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(r); err != nil {
		return nil, fmt.Errorf("write machine data: %w", err)
	}
	if b.Len() > MaxBytes {
		return nil, fmt.Errorf("write machine data: %w: %d bytes", ErrMalformed, b.Len())
	}
	return b.Bytes(), nil
}

// of says what an open disclosure says.
func of(x *app.Disclosure, key string, vouched []Vouching, example bool) *Record {
	c, card, left := x.Catalogue(), x.Library(), x.LeftOut()
	r := &Record{
		Format: format, Version: version, Example: example,
		Country: c.Jurisdiction, Language: x.Language(), Content: c.Edition,
		Edition: x.Edition(), Made: x.Made(), Key: key, Vouched: vouched,
		Library: Library{
			Name: card.Name, Municipality: card.Municipality, Region: card.Region, Contact: card.Contact, Facts: said(card.Facts),
		},
		Signoff: x.Signoff(), Lists: []List{}, Plan: []Action{},
		LeftOut:   LeftOut{ProtectedNotes: left.ProtectedNotes, Evidence: left.Evidence},
		Incidents: counted(x.Incidents()),
	}
	for _, l := range x.Lists() {
		list := List{ID: l.List.ID, Kind: l.List.Kind, Rows: []Row{}}
		for _, row := range l.Rows {
			list.Rows = append(list.Rows, rowOf(row))
		}
		r.Lists = append(r.Lists, list)
	}
	for _, a := range x.Plan() {
		r.Plan = append(r.Plan, Action{
			Question: a.Question.ID, Text: a.Text, Owner: a.Owner, Due: a.Due, Status: a.Status, Overdue: a.Overdue,
		})
	}
	return r
}

func rowOf(row app.DisclosedRow) Row {
	r := Row{
		ID: row.Question.ID, Number: row.Question.Number, State: row.State, Scale: row.Scale,
		Reason: row.Reason, Note: row.Note, Owner: row.Owner, Due: row.Due, Checked: row.Checked,
		With: row.With, Evidence: row.Evidence,
	}
	if row.Question.Kind != app.StateQuestion {
		r.Kind = row.Question.Kind
	}
	return r
}

func counted(sum *app.IncidentCounts) *Incidents {
	if sum == nil {
		return nil
	}
	r := &Incidents{From: sum.From, To: sum.To, All: sum.All}
	for _, k := range sum.Kinds {
		r.Kinds = append(r.Kinds, IncidentCount{Kind: k.Kind.ID, Count: k.Count})
	}
	return r
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
