package desk

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"trygghylla/app"
	"trygghylla/app/vault"
)

// String is the name of the field's draft in [drawerDraft]: <drawer>/<key>/<field>. It is part of the file format.
func (at At) String() string { return string(at.in) + "/" + at.key + "/" + string(at.field) }

// parseAt reads what [At.String] writes.
func parseAt(name string) (At, bool) {
	first, last := strings.Index(name, "/"), strings.LastIndex(name, "/")
	if first <= 0 || last == first {
		return At{}, false
	}
	return At{vault.Drawer(name[:first]), name[first+1 : last], Field(name[last+1:])}, true
}

// keepUnfit keeps a text that a field cannot take as it stands as its draft, when that is why it cannot be saved.
func (d *Desk) keepUnfit(at At, text string, why error) error {
	if !errors.Is(why, app.ErrDate) && !errors.Is(why, ErrMonths) {
		return why
	}
	return errors.Join(why, d.keepDrafts(map[At]string{at: text}))
}

// keepDrafts keeps drafts in one transaction; an empty text removes one. What is kept already is not written again.
func (d *Desk) keepDrafts(texts map[At]string) error {
	for at, text := range texts {
		if d.drafts[at] == text {
			delete(texts, at)
		}
	}
	if len(texts) == 0 {
		return nil
	}
	return d.update(func(tx *vault.Tx) error {
		for at, text := range texts {
			var err error
			if text == "" {
				err = vault.Delete(tx, drawerDraft, at.String())
			} else {
				err = vault.Put(tx, drawerDraft, at.String(), text)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}, func() {
		for at, text := range texts {
			if delete(d.drafts, at); text != "" {
				d.drafts[at] = text
			}
		}
	})
}

// draftsOf lists the drafts of a record.
func (d *Desk) draftsOf(in vault.Drawer, key string) []At {
	var all []At
	for at := range d.drafts {
		if at.in == in && at.key == key {
			all = append(all, at)
		}
	}
	return all
}

// deleteDrafts deletes drafts as part of a transaction; [Desk.forgetDrafts] follows in memory.
func (d *Desk) deleteDrafts(tx *vault.Tx, drafts ...At) error {
	for _, at := range drafts {
		if _, there := d.drafts[at]; !there {
			continue
		}
		if err := vault.Delete(tx, drawerDraft, at.String()); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) forgetDrafts(drafts ...At) {
	for _, at := range drafts {
		delete(d.drafts, at)
	}
}

// loadDrafts reads the drafts, also those that have a name of an earlier program; what belongs to nothing is not read.
// The dossier is there already.
func (d *Desk) loadDrafts() error {
	d.drafts, d.stale = map[At]string{}, nil
	old := map[At]string{}
	err := vault.Each(d.v, drawerDraft, func(name, text string) error {
		at, ok := parseAt(name)
		if r := recordOf(at); ok && r != nil && r.has(d, at) {
			d.drafts[at] = text
			return nil
		}
		d.stale = append(d.stale, name)
		for at, text := range formerDraft(name, text) {
			if r := recordOf(at); r != nil && r.has(d, at) && text != "" {
				old[at] = text
			}
		}
		return nil
	})
	for at, text := range old {
		if _, newer := d.drafts[at]; !newer {
			d.drafts[at] = text
		}
	}
	return err
}

// sweepDrafts gives drafts of an earlier program the names they have now, and deletes those that belong to nothing. It is
// housekeeping: what cannot be done now is done at the next opening. After a rescue a record may be missing that a
// backup still has; nothing is deleted then.
func (d *Desk) sweepDrafts() {
	if len(d.stale) == 0 || d.v.ReadOnly() || d.v.Rescued() != nil {
		return
	}
	_ = d.v.Update(func(tx *vault.Tx) error {
		for at, text := range d.drafts {
			if err := vault.Put(tx, drawerDraft, at.String(), text); err != nil {
				return err
			}
		}
		for _, name := range d.stale {
			if err := vault.Delete(tx, drawerDraft, name); err != nil {
				return err
			}
		}
		return nil
	})
}

// formerNames are the fields by the names that their drafts had before [At.String]. Names that end with a slash are
// followed by the record's key.
var formerNames = map[string]At{
	"/plan.what/": {drawerAction, "", Text},
	"/plan.who/":  {drawerAction, "", Owner},
	"/plan.when/": {drawerAction, "", Due},

	"/incident.what/":     {drawerIncident, "", What},
	"/incident.day/":      {drawerIncident, "", Day},
	"/incident.known/":    {drawerIncident, "", Known},
	"/incident.measures/": {drawerIncident, "", Measures},
	"/incident.reporter/": {drawerIncident, "", Reporter},
	"/incident.feedback/": {drawerIncident, "", Feedback},
	"/incident.keep/":     {drawerIncident, "", KeepUntil},

	"/incident.months":          {drawerLibrary, keyKeeping, Months},
	"/package.with":             {drawerLibrary, keySignoff, With},
	"/package.on":               {drawerLibrary, keySignoff, On},
	"/package.case_number":      {drawerLibrary, keySignoff, CaseNumber},
	"/overview.send_by_label":   {drawerLibrary, keyYear, SendBy},
	"/overview.follow_up_label": {drawerLibrary, keyYear, FollowUp},
	"/overview.answered_label":  {drawerLibrary, keyYear, Answered},
	"/overview.followed_label":  {drawerLibrary, keyYear, Followed},
}

// formerDraft reads a draft under a name of an earlier program; nothing when it is none.
func formerDraft(name, text string) map[At]string {
	if name == "/incident" {
		return formerNewIncident(text)
	}
	if at, ok := formerNames[name]; ok {
		return map[At]string{at: text}
	}
	before, after, _ := strings.Cut(strings.TrimPrefix(name, "/"), "/")
	if !strings.HasPrefix(name, "/") { // the answers' drafts: <question>/<field>
		return map[At]string{AnswerAt(app.QuestionID(before), Field(after)): text}
	}
	if at, ok := formerNames["/"+before+"/"]; ok {
		at.key = after
		return map[At]string{at: text}
	}
	return nil
}

// formerNewIncident reads what was typed of a new incident when that was one text.
func formerNewIncident(text string) map[At]string {
	var x struct {
		Kind, Day, What, Reporter string
		Begun                     time.Time
	}
	if json.Unmarshal([]byte(text), &x) != nil || x.Begun.IsZero() {
		return nil
	}
	return map[At]string{
		NewIncidentAt(Kind): x.Kind, NewIncidentAt(Day): x.Day, NewIncidentAt(What): x.What,
		NewIncidentAt(Reporter): x.Reporter, NewIncidentAt(Known): x.Begun.Format(time.RFC3339Nano),
	}
}
