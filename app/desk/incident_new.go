package desk

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"trygghylla/app"
)

// keyNew stands for the key of the incident that is being noted. It is part of the file format.
const keyNew = "new"

// newIncident is the incident that is being noted: its texts are drafts until it is saved, and when it was begun stands
// as its [Known].
type newIncident struct{}

// newTexts are what makes an incident begun; a day alone does not.
var newTexts = []Field{Kind, What, Reporter}

func (newIncident) has(_ *Desk, at At) bool {
	return slices.Contains(newTexts, at.field) || at.field == Day || at.field == Known
}

func (newIncident) said(d *Desk, at At) string {
	if _, begun := d.NewIncidentBegun(); !begun && at.field == Day {
		return string(d.Today())
	}
	return d.drafts[at]
}

// say keeps a text. The first one keeps with it when it was begun and today as its day, so that both stay what they were
// when it is saved later. Without any text nothing is kept.
func (n newIncident) say(d *Desk, at At, text string) error {
	if !n.has(d, at) || at.field == Known {
		return fmt.Errorf("field %s: %w", at, ErrNoRecord)
	}
	texts := map[At]string{at: text}
	_, begun := d.NewIncidentBegun()
	switch {
	case n.blank(d, at, text):
		return d.DropNewIncident()
	case !begun:
		texts[NewIncidentAt(Day)] = string(d.Today())
		texts[NewIncidentAt(Known)] = d.p.Now().Format(time.RFC3339Nano)
	}
	return d.keepDrafts(texts)
}

// blank reports whether nothing is said once a text stands in a field.
func (newIncident) blank(d *Desk, at At, text string) bool {
	for _, f := range newTexts {
		said := d.drafts[NewIncidentAt(f)]
		if f == at.field {
			said = text
		}
		if strings.TrimSpace(said) != "" {
			return false
		}
	}
	return true
}

// NewIncidentBegun returns when an incident was begun that is not saved yet; false when there is none.
func (d *Desk) NewIncidentBegun() (time.Time, bool) {
	at, err := time.Parse(time.RFC3339Nano, d.drafts[NewIncidentAt(Known)])
	return at, err == nil
}

// SaveNewIncident saves the incident that is being noted and returns its id; its drafts go in the same transaction. It
// became known when it was begun. A day that is none is app.ErrDate, one to come [ErrFuture], and without saying what
// happened it is app.ErrEmpty.
func (d *Desk) SaveNewIncident() (string, error) {
	said := func(f Field) string {
		text, _ := d.Said(NewIncidentAt(f))
		return strings.TrimSpace(text)
	}
	day, err := pastDay(d, said(Day))
	if err != nil {
		return "", err
	}
	known, _ := d.NewIncidentBegun()
	x := app.Incident{Kind: app.KindID(said(Kind)), Day: day, Known: known, What: said(What), Reporter: said(Reporter)}
	return d.noteIncident(x, d.draftsOf(drawerIncident, keyNew)...)
}

// DropNewIncident forgets the incident that is being noted.
func (d *Desk) DropNewIncident() error {
	texts := map[At]string{}
	for _, at := range d.draftsOf(drawerIncident, keyNew) {
		texts[at] = ""
	}
	return d.keepDrafts(texts)
}
