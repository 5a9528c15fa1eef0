package desk

import (
	"encoding/json"
	"maps"
	"slices"

	"trygghylla/app"
	"trygghylla/app/vault"
)

// Everything writes all that a desk has in memory as text, the same for the same content.
func Everything(d *Desk) string {
	x := *d.dossier
	if len(x.Actions) == 0 {
		x.Actions = nil
	}
	if len(x.Editions) == 0 {
		x.Editions = nil
	}
	if len(x.Incidents) == 0 {
		x.Incidents = nil
	}
	if len(x.Library.Facts) == 0 {
		x.Library.Facts = nil
	}
	drafts := map[string]string{}
	for at, text := range d.drafts {
		drafts[at.String()] = text
	}
	b, err := json.MarshalIndent(struct {
		Dossier app.Dossier
		Drafts  map[string]string
		Setup   Setup
		Keeping keeping
	}{x, drafts, d.setup, d.keeping}, "", " ")
	if err != nil {
		panic(err) // these types always have a text
	}
	return string(b)
}

// JudgedAnew judges the dossier as it is in memory now, whatever the desk remembers.
func JudgedAnew(d *Desk) *app.Assessment { return app.Assess(d.c, d.dossier, d.Today()) }

// Plant puts something into a drawer that the desk itself would not.
func Plant(d *Desk, drawer vault.Drawer, key string, x any) error {
	return d.v.Update(func(tx *vault.Tx) error { return vault.Put(tx, drawer, key, x) })
}

// Drafts counts the drafts that are kept.
func Drafts(d *Desk) int { return len(d.drafts) }

// FieldsBeside lists every field of the record that a field is of, by name.
func FieldsBeside(at At) []At {
	var names []Field
	switch k := recordOf(at).(type) {
	case kind[app.Answer]:
		names = slices.Collect(maps.Keys(k.fields))
	case kind[app.Action]:
		names = slices.Collect(maps.Keys(k.fields))
	case kind[app.Incident]:
		names = slices.Collect(maps.Keys(k.fields))
	case kind[app.Library]:
		names = slices.Collect(maps.Keys(k.fields))
	case kind[app.Signoff]:
		names = slices.Collect(maps.Keys(k.fields))
	case kind[app.Year]:
		names = slices.Collect(maps.Keys(k.fields))
	case kind[keeping]:
		names = slices.Collect(maps.Keys(k.fields))
	case newIncident:
		names = append(slices.Clone(newTexts), Day)
	}
	slices.Sort(names)
	var all []At
	for _, f := range names {
		all = append(all, At{at.in, at.key, f})
	}
	return all
}
