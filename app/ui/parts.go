package ui

import (
	"fyne.io/fyne/v2"

	"trygghylla/app"
)

// mark is the shape of a state: always a shape and a colour, and a word stands beside it.
func mark(s app.State) fyne.Resource { return statusSymbol(string(s)) }

// stateWord is the word of a state.
func (s *Shell) stateWord(x app.State) string {
	if x == app.Unanswered {
		return s.T("state.none")
	}
	return s.T("state." + string(x))
}

// count writes how many there are, and nothing for none.
func count(n int) string {
	if n == 0 {
		return ""
	}
	return number(n)
}

// noKeys is embedded by screens that have no use for keys of their own.
type noKeys struct{}

func (noKeys) Key(*fyne.KeyEvent) bool { return false }
