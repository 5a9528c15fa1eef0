package desk

import (
	"time"

	"trygghylla/app"
)

// Round is what the program looks after by itself while a library is open.
type Round int

// The rounds.
const (
	NoRound       Round = iota
	BackupRound         // the usual backup
	CompleteRound       // to look whether the monthly backup of everything is due, see [Desk.CompleteDue]
)

// restAfterFailure is how long no backup is made by itself after one that no place took.
const restAfterFailure = 10 * time.Minute

// Rounds remembers when what was looked after. The zero Rounds has looked after nothing; it outlives a lock.
type Rounds struct {
	rests  time.Time // until when nothing is done by itself
	looked app.Date  // the day on which the monthly backup was last looked for
}

// Due returns what is to be done now. The look for the monthly backup counts as made.
func (r *Rounds) Due(d *Desk) Round {
	switch today := d.Today(); {
	case d.p.Now().Before(r.rests):
		return NoRound
	case d.BackupDue():
		return BackupRound
	case r.looked != today && d.HasEvidence():
		r.looked = today
		return CompleteRound
	}
	return NoRound
}

// Made tells how a backup that was made by itself went: after one that no place took there is a rest.
func (r *Rounds) Made(d *Desk, report BackupReport) {
	if report.Good() == 0 {
		r.rests = d.p.Now().Add(restAfterFailure)
	}
}

// How a second place for backups is offered: once there is something to lose, and twice a year after "not now".
const (
	worthKeeping  = 10 // answers
	laterInMonths = 6
)

// OffersSecondPlace reports whether a second place for backups is to be offered to a library that has none, and that was
// not to be asked before the day later.
func OffersSecondPlace(a *app.Assessment, later app.Date) bool {
	answered, _ := a.Progress()
	return answered >= worthKeeping && !a.Today.Before(later)
}

// SecondPlaceLater returns the day before which no second place is offered again after "not now".
func SecondPlaceLater(today app.Date) app.Date { return app.KeepUntil(today, laterInMonths) }
