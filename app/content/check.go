package content

import (
	"fmt"

	"trygghylla/app"
)

// check demands that everything that is named is there: authorities, sources, clocks and questions.
func check(c *app.Catalogue) error {
	for _, s := range c.Sources {
		if _, a := c.Source(s.ID); a.ID == "" {
			return fmt.Errorf("source %s names authority %q: %w", s.ID, s.Authority, app.ErrContent)
		}
	}
	for _, l := range c.Lists {
		for _, q := range l.Questions {
			if err := checkSources(c, string(q.ID), q.Sources); err != nil {
				return err
			}
		}
	}
	return checkIncidents(c)
}

func checkSources(c *app.Catalogue, of string, refs []app.Reference) error {
	for _, r := range refs {
		if s, _ := c.Source(r.ID); s.ID == "" {
			return fmt.Errorf("%s names source %q: %w", of, r.ID, app.ErrContent)
		}
	}
	return nil
}

// checkIncidents demands besides that each clock and each kind of incident stands once.
func checkIncidents(c *app.Catalogue) error {
	rules := &c.Incidents
	if err := checkSources(c, "how long incidents are kept", rules.Sources); err != nil {
		return err
	}
	clocks := map[app.ClockID]bool{}
	for _, k := range rules.Rules {
		if clocks[k.ID] {
			return fmt.Errorf("clock %s stands twice: %w", k.ID, app.ErrContent)
		}
		clocks[k.ID] = true
		if err := checkSources(c, "clock "+string(k.ID), k.Sources); err != nil {
			return err
		}
	}
	kinds := map[app.KindID]bool{}
	for _, k := range rules.Kinds {
		if kinds[k.ID] {
			return fmt.Errorf("kind of incident %s stands twice: %w", k.ID, app.ErrContent)
		}
		kinds[k.ID] = true
		for _, id := range k.Clocks {
			if !clocks[id] {
				return fmt.Errorf("kind of incident %s names clock %q: %w", k.ID, id, app.ErrContent)
			}
		}
		for _, id := range k.Questions {
			if _, err := c.Question(id); err != nil {
				return fmt.Errorf("kind of incident %s: %w: %w", k.ID, app.ErrContent, err)
			}
		}
	}
	return nil
}
