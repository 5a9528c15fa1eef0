package app

// Dossier is everything a library has said. Only desk changes one, and only after the change is on disk.
type Dossier struct {
	Library  Library
	Answers  map[QuestionID]Answer
	Actions  []Action // in the order in which they were made
	Signoff  Signoff
	Year     Year
	Editions []Edition // oldest first

	Incidents []Incident // latest first
}

// NextEdition returns the number that the next package gets.
func (d *Dossier) NextEdition() int {
	n := 1
	for _, e := range d.Editions {
		n = max(n, e.Number+1)
	}
	return n
}
