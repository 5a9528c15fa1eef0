package content

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"

	"github.com/BurntSushi/toml"

	"trygghylla/app"
)

// Sample is an invented library, filled in as a real one would be, for trying the program and for
// showing its papers. Its file is sample.toml in the country's folder.
type Sample struct {
	Made     app.Date       `json:"made"`     // the day on which the sample is made
	Password string         `json:"password"` // printed for who tries it
	Library  app.Library    `json:"library"`
	Signoff  app.Signoff    `json:"signoff"`
	Year     app.Year       `json:"year"`
	Answers  []SampleAnswer `json:"answer"`
	Actions  []SampleAction `json:"action"`

	Incidents []SampleIncident `json:"incident"`
}

// SampleAnswer is an answer with its question.
type SampleAnswer struct {
	Question app.QuestionID `json:"question"`
	State    app.State      `json:"state"`
	Scale    int            `json:"scale"`
	Reason   string         `json:"reason"`
	Note     string         `json:"note"`
	Private  string         `json:"protected"`
	Owner    string         `json:"owner"`
	Due      app.Date       `json:"due"`
	Checked  app.Date       `json:"checked"`
	With     string         `json:"with"`
}

// Answer returns what the sample says to the question.
func (s SampleAnswer) Answer() app.Answer {
	return app.Answer{
		State: s.State, Scale: s.Scale, Reason: s.Reason, Note: s.Note, Protected: s.Private,
		Owner: s.Owner, Due: s.Due, Checked: s.Checked, With: s.With,
	}
}

// SampleAction is a measure with its question.
type SampleAction struct {
	Question app.QuestionID   `json:"question"`
	Text     string           `json:"text"`
	Owner    string           `json:"owner"`
	Due      app.Date         `json:"due"`
	Status   app.ActionStatus `json:"status"`
}

// SampleIncident is an incident, with the clocks that were done and those that were judged not to be needed.
type SampleIncident struct {
	Kind     app.KindID    `json:"kind"`
	Day      app.Date      `json:"day"`
	What     string        `json:"what"`
	Measures string        `json:"measures"`
	Reporter string        `json:"reporter"`
	Feedback app.Date      `json:"feedback"`
	Told     []app.ClockID `json:"told"`
	Not      []app.ClockID `json:"not"`
}

// LoadSample reads the invented library of a country from the content files and checks it against the
// catalogue; a mistake in it is app.ErrContent.
func LoadSample(files fs.FS, c *app.Catalogue) (*Sample, error) {
	name := path.Join(string(c.Jurisdiction), "sample.toml")
	var tree map[string]any
	if _, err := toml.DecodeFS(files, name, &tree); err != nil {
		return nil, fmt.Errorf("read content %s: %w: %w", name, app.ErrContent, err)
	}
	raw, err := json.Marshal(tree)
	if err != nil {
		return nil, fmt.Errorf("read content %s: %w: %w", name, app.ErrContent, err)
	}
	var s Sample
	strict := json.NewDecoder(bytes.NewReader(raw))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&s); err != nil {
		return nil, fmt.Errorf("read content %s: %w: %w", name, app.ErrContent, err)
	}
	for _, a := range s.Answers {
		q, err := c.Question(a.Question)
		if err == nil {
			err = q.Check(a.Answer())
		}
		if err != nil {
			return nil, fmt.Errorf("content %s: %w: %w", name, app.ErrContent, err)
		}
	}
	for _, x := range s.Actions {
		if _, err := c.Question(x.Question); err != nil {
			return nil, fmt.Errorf("content %s: %w: %w", name, app.ErrContent, err)
		}
	}
	for _, x := range s.Incidents {
		if c.Incidents.Kind(x.Kind) == nil {
			return nil, fmt.Errorf("content %s: incident of kind %q: %w", name, x.Kind, app.ErrContent)
		}
	}
	return &s, nil
}
