package keep

import "time"

// How far the clock may be from the last time that was sure, before it is not believed: a little back, for zones and
// computers that differ, and ahead for longer than anybody lets a vault lie.
const (
	clockBack  = 24 * time.Hour
	clockAhead = 400 * 24 * time.Hour
	// clockEvery is how old the last sure time may grow before an opening writes a new one.
	clockEvery = 30 * 24 * time.Hour
)

// Clock is what a clock says that is not believed, and the last time that was sure.
type Clock struct{ Says, Last time.Time }

// WrongClock tells of a clock that has jumped against what was saved and backed up: an empty battery puts it to 1970, a
// slip to 2099. Until it is right, or [Keeper.ClockIsRight] was said, nothing is deleted, rotated or expired on its word.
func (k *Keeper) WrongClock() (Clock, bool) {
	last, right := k.sure()
	return Clock{Says: k.now(), Last: last}, !right
}

// ClockIsRight remembers that the clock is right, because a person says so.
func (k *Keeper) ClockIsRight() error {
	return k.changeNote(func(n *backupNote) { n.Clock = k.now() })
}

// sure is the time that deleting may go by, and whether it is the clock's: else it is the last one that was sure, and
// the true time is not before it.
func (k *Keeper) sure() (time.Time, bool) {
	n, err := k.note()
	if err != nil {
		return k.now(), false
	}
	return k.sureBy(n)
}

func (k *Keeper) sureBy(n backupNote) (time.Time, bool) {
	last, now := n.Clock, k.now()
	if last.IsZero() { // from before it was noted
		last = k.found
		for _, t := range []time.Time{n.CodeSeen, n.lastAt()} {
			if t.After(last) {
				last = t
			}
		}
	}
	if !last.IsZero() && (now.Before(last.Add(-clockBack)) || now.After(last.Add(clockAhead))) {
		return last, false
	}
	return now, true
}

// lastAt is when the last backup was made, or the zero time.
func (n backupNote) lastAt() time.Time {
	if n.Last == nil {
		return time.Time{}
	}
	return n.Last.At
}

// Sure is the time by which something may be said to be over: the clock's, or the last one that was sure if the clock
// is wrong.
func (k *Keeper) Sure() time.Time {
	at, _ := k.sure()
	return at
}

// noteClock remembers the time at an opening, now and then. If it cannot now, it can at the next.
func (k *Keeper) noteClock() {
	n, err := k.note()
	if err != nil || k.v.ReadOnly() {
		return
	}
	if now, right := k.sureBy(n); right && now.Sub(n.Clock) > clockEvery {
		_ = k.changeNote(func(*backupNote) {})
	}
}
