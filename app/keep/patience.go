package keep

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"trygghylla/app/disk"
)

// How long a place may keep the program waiting: a share that is gone can do so for minutes, or without an end.
var (
	patience        = 5 * time.Second  // to say that it is there, or what it holds
	patienceToWrite = 30 * time.Second // to take a backup of some megabytes and to give it back
)

// slowest is the least that a place with attachments must take in a second, in bytes: an old stick does.
const slowest = 1 << 20

// errSilent is the error of a place that does not answer.
var errSilent = fmt.Errorf("back up: no answer: %w", ErrPlaceMissing)

// silent holds the places that have not answered in time and still owe an answer, with the channel for it.
var silent sync.Map

// ask runs a job that waits for a place, and waits for it so long at most. Without an answer the job goes on by
// itself, and until it has come back nobody waits for that place again.
func ask[T any](place string, most time.Duration, job func() T) (answer T, answered bool) {
	if _, owes := silent.Load(place); owes {
		return answer, false
	}
	answers := make(chan T, 1)
	go func() {
		answers <- job()
		silent.CompareAndDelete(place, answers)
	}()
	select {
	case answer = <-answers:
		return answer, true
	case <-time.After(most):
	}
	silent.Store(place, answers)
	select {
	case answer = <-answers: // in the last moment
		silent.CompareAndDelete(place, answers)
		return answer, true
	default:
		return answer, false
	}
}

// IsPlace reports whether a folder is there and answers within some seconds.
func IsPlace(place string) bool {
	is, answered := ask(place, patience, func() bool {
		info, err := os.Stat(place)
		return err == nil && info.IsDir()
	})
	return is && answered
}

// MakePlace makes the folder of a place, if it is not there. The error is disk.ErrNoFolder, or [ErrPlaceMissing] when the
// place does not answer.
func MakePlace(place string) error {
	err, answered := ask(place, patience, func() error { return os.MkdirAll(place, 0o755) })
	switch {
	case !answered:
		return errSilent
	case err != nil:
		return errors.Join(disk.ErrNoFolder, err)
	}
	return nil
}

// patienceForAll is how long a place may take for everything, attachments too.
func (k *Keeper) patienceForAll() time.Duration {
	return patienceToWrite + time.Duration(k.v.AttachedSize()/slowest)*time.Second
}
