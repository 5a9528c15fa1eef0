package app

import (
	"fmt"
	"slices"
	"strings"
)

// Catalogue is everything that is asked in one country, in one edition. It does not change once [NewCatalogue] has
// made it.
type Catalogue struct {
	Jurisdiction Jurisdiction
	Edition      string
	Languages    []string
	Disclosure   Text // the sentence shown before something is sent
	Marking      Text // the marking on a protected paper, with its provision
	Authorities  []Authority
	Sources      []Source // sorted by id
	Lists        []*List
	Incidents    IncidentRules

	authorities map[string]Authority
	sources     map[string]Source
	questions   map[QuestionID]*Question
}

// NewCatalogue makes a catalogue of its parts: it gathers the questions of each list's sections in the list, tells each
// question where it stands, and makes all found by id. The parts belong to the catalogue from then on. An id that stands
// twice is [ErrContent].
func NewCatalogue(c Catalogue) (*Catalogue, error) {
	c.authorities, c.sources, c.questions = map[string]Authority{}, map[string]Source{}, map[QuestionID]*Question{}
	for _, a := range c.Authorities {
		if _, twice := c.authorities[a.ID]; twice {
			return nil, fmt.Errorf("authority %s stands twice: %w", a.ID, ErrContent)
		}
		c.authorities[a.ID] = a
	}
	for _, s := range c.Sources {
		if _, twice := c.sources[s.ID]; twice {
			return nil, fmt.Errorf("source %s stands twice: %w", s.ID, ErrContent)
		}
		c.sources[s.ID] = s
	}
	slices.SortFunc(c.Sources, func(a, b Source) int { return strings.Compare(a.ID, b.ID) })
	for i, l := range c.Lists {
		if slices.ContainsFunc(c.Lists[:i], func(x *List) bool { return x.ID == l.ID }) {
			return nil, fmt.Errorf("list %s stands twice: %w", l.ID, ErrContent)
		}
		if err := c.add(l); err != nil {
			return nil, err
		}
	}
	return &c, nil
}

func (c *Catalogue) add(l *List) error {
	for i := range l.Sections {
		for _, q := range l.Sections[i].Questions {
			q.Section = &l.Sections[i]
			l.Questions = append(l.Questions, q)
		}
	}
	for _, q := range l.Questions {
		if c.questions[q.ID] != nil {
			return fmt.Errorf("question %s stands twice: %w", q.ID, ErrContent)
		}
		q.List = l
		if q.Kind == "" {
			q.Kind = StateQuestion
		}
		c.questions[q.ID] = q
	}
	return nil
}

// Question returns the question with this id, retired ones too, or [ErrQuestion].
func (c *Catalogue) Question(id QuestionID) (*Question, error) {
	q, ok := c.questions[id]
	if !ok {
		return nil, fmt.Errorf("question %s: %w", id, ErrQuestion)
	}
	return q, nil
}

// List returns the list with this id, or nil.
func (c *Catalogue) List(id ListID) *List {
	for _, l := range c.Lists {
		if l.ID == id {
			return l
		}
	}
	return nil
}

// Source returns the source with this id and its authority, or zero values. Package content promises that every
// reference of a question resolves.
func (c *Catalogue) Source(id string) (Source, Authority) {
	s := c.sources[id]
	return s, c.authorities[s.Authority]
}
