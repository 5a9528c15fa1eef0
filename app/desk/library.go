package desk

import (
	"maps"

	"trygghylla/app"
	"trygghylla/app/vault"
)

// SetupStep is how far the first start has come.
type SetupStep string

// The steps that can be left and resumed; a finished set-up is empty.
const (
	SetupDone  SetupStep = ""
	SetupCode  SetupStep = "code"
	SetupCard  SetupStep = "card"
	SetupFacts SetupStep = "facts"
)

// Setup remembers the first start.
type Setup struct {
	Step SetupStep `json:"step,omitempty"`
}

// SetupStep returns the step at which the first start was left, or [SetupDone].
func (d *Desk) SetupStep() SetupStep { return d.setup.Step }

// ContinueSetup remembers that the first start has come to step.
func (d *Desk) ContinueSetup(step SetupStep) error {
	next := Setup{Step: step}
	return d.update(func(tx *vault.Tx) error {
		return vault.Put(tx, drawerLibrary, keySetup, next)
	}, func() { d.setup = next })
}

// Library returns the library card.
func (d *Desk) Library() app.Library {
	l := d.dossier.Library
	facts := app.Facts{}
	for f, v := range l.Facts {
		facts[f] = v
	}
	l.Facts = facts
	return l
}

// SetLibrary saves the library card, facts included.
func (d *Desk) SetLibrary(l app.Library) error {
	l.Facts = maps.Clone(l.Facts)
	return d.update(func(tx *vault.Tx) error {
		return vault.Put(tx, drawerLibrary, keyCard, l)
	}, func() { d.dossier.Library = l })
}

// SetFact saves one thing that the library has or does.
func (d *Desk) SetFact(f app.Fact, v app.YesNo) error {
	l := d.Library()
	l.Facts[f] = v
	return d.SetLibrary(l)
}

// Signoff returns what stands beside the signatures.
func (d *Desk) Signoff() app.Signoff { return d.dossier.Signoff }

// SetSignoff saves what stands beside the signatures.
func (d *Desk) SetSignoff(s app.Signoff) error {
	return d.update(func(tx *vault.Tx) error {
		return vault.Put(tx, drawerLibrary, keySignoff, s)
	}, func() { d.dossier.Signoff = s })
}

// Year returns what the library has said of this year's round.
func (d *Desk) Year() app.Year { return d.dossier.Year }

// SetYear saves the dates of this year's round.
func (d *Desk) SetYear(y app.Year) error {
	return d.update(func(tx *vault.Tx) error {
		return vault.Put(tx, drawerLibrary, keyYear, y)
	}, func() { d.dossier.Year = y })
}
