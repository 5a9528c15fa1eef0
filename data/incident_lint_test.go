package data_test

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"trygghylla/app"
	"trygghylla/app/content"
)

// The files of a country that are no lists.
const (
	incidentFile = "incidents.toml"
	sampleFile   = "sample.toml"
)

// clockIDs holds every clock ever released: what a library has said of one is kept under its id.
var clockIDs = map[string][]app.ClockID{
	"se": {"support", "av", "police", "recording", "it", "imy", "people", "own", "fk"},
	"no": {"support", "at", "police", "recording", "it", "dt", "people", "own", "register", "nav"},
}

var (
	// sentence matches the end of a sentence.
	sentence = regexp.MustCompile(`[.?…]( |$)`)
	// telling matches what could lead to a person: an address, and a number long enough to call or to name somebody by.
	telling = regexp.MustCompile(`@|\d[\d -]{5,}\d`)
)

// incidentTexts returns every wording about incidents, those of the sample included.
func (c country) incidentTexts() []text {
	var all []text
	put := func(file, id, field string, t app.Text) {
		for lang, words := range t {
			all = append(all, text{file, id, field, lang, "", words})
		}
	}
	file := path.Join(c.dir, incidentFile)
	put(file, "keep", "keep", c.incidents.Keep)
	for _, k := range c.incidents.Kinds {
		put(file, string(k.ID), "title", k.Title)
		put(file, string(k.ID), "examples", k.Examples)
	}
	for _, r := range c.incidents.Rules {
		put(file, string(r.ID), "title", r.Title)
		put(file, string(r.ID), "ask", r.Ask)
		put(file, string(r.ID), "do", r.Do)
	}
	file = path.Join(c.dir, sampleFile)
	lang := c.Jurisdiction.Language()
	for _, x := range c.sample.Incidents {
		put(file, string(x.Kind), "what", app.Text{lang: x.What})
		put(file, string(x.Kind), "measures", app.Text{lang: x.Measures})
		if x.Reporter != "" {
			put(file, string(x.Kind), "reporter", app.Text{lang: x.Reporter})
		}
	}
	return all
}

func lintIncidents(c country, bad *complaints) {
	file, rules := path.Join(c.dir, incidentFile), c.incidents
	if rules.KeepMonths < 1 || rules.KeepMonths > 120 {
		bad.add(file, "keep", "keep_months is %d, not 1–120", rules.KeepMonths)
	}
	lintLanguages(c, file, "keep", "keep", rules.Keep, bad)
	lintLength(file, "keep", "keep", rules.Keep, 40, 300, bad)
	lintStanding(c, file, "keep", app.Duty, rules.Sources, bad)
	var order []app.KindID
	used := map[app.ClockID]bool{}
	for _, k := range rules.Kinds {
		order = append(order, k.ID)
		lintKind(c, file, k, used, bad)
	}
	if !slices.Equal(order, app.IncidentKinds()) {
		bad.add(file, "", "the kinds are %v, not %v", order, app.IncidentKinds())
	}
	seen := map[app.ClockID]bool{}
	for _, r := range rules.Rules {
		if seen[r.ID] {
			bad.add(file, string(r.ID), "clock stands twice")
		}
		seen[r.ID] = true
		if !used[r.ID] {
			bad.add(file, string(r.ID), "clock belongs to no kind")
		}
		if !slices.Contains(clockIDs[c.dir], r.ID) {
			bad.add(file, string(r.ID), "clock is not among those released in the lint")
		}
		lintClock(c, file, r, bad)
	}
	for _, id := range clockIDs[c.dir] {
		if !seen[id] {
			bad.add(file, string(id), "clock was released and is gone")
		}
	}
}

func lintKind(c country, file string, k app.IncidentKind, used map[app.ClockID]bool, bad *complaints) {
	id := string(k.ID)
	lintLanguages(c, file, id, "title", k.Title, bad)
	lintLength(file, id, "title", k.Title, 4, 40, bad)
	lintLanguages(c, file, id, "examples", k.Examples, bad)
	lintLength(file, id, "examples", k.Examples, 20, 110, bad)
	lintWhen(file, id, k.When, bad)
	var when []app.Fact
	if k.ID == app.UnstaffedIncident {
		when = []app.Fact{app.HasUnstaffed}
	}
	if !slices.Equal(k.When, when) {
		bad.add(file, id, "when is %v, not %v", k.When, when)
	}
	if len(k.Clocks) == 0 {
		bad.add(file, id, "kind has no clock")
	}
	for i, clock := range k.Clocks {
		used[clock] = true
		if slices.Contains(k.Clocks[:i], clock) {
			bad.add(file, id, "names clock %s twice", clock)
		}
		if !slices.ContainsFunc(c.incidents.Rules, func(r app.ClockRule) bool { return r.ID == clock }) {
			bad.add(file, id, "names clock %q, which does not exist", clock)
		}
	}
	if n := len(k.Questions); (n < 3 || n > 10) && (n > 0 || k.ID != app.OtherIncident) {
		bad.add(file, id, "names %d questions, not 3–10", n)
	}
	for i, q := range k.Questions {
		if slices.Contains(k.Questions[:i], q) {
			bad.add(file, id, "names question %s twice", q)
		}
		if !c.asks(q) {
			bad.add(file, id, "names %s, which is no question of a checklist that is asked", q)
		}
	}
}

// asks reports whether a checklist of the country asks the question today.
func (c country) asks(id app.QuestionID) bool {
	return slices.ContainsFunc(c.lists, func(l list) bool {
		return !l.IsSurvey() && slices.ContainsFunc(l.all(), func(q *app.Question) bool { return q.ID == id && q.Retired == "" })
	})
}

func lintClock(c country, file string, r app.ClockRule, bad *complaints) {
	id := string(r.ID)
	if r.Hours < 0 || r.Hours > 72 {
		bad.add(file, id, "hours is %d, not 0–72", r.Hours)
	}
	switch {
	case !r.Soon && r.Standing != app.Duty:
		bad.add(file, id, "sets a time but is no duty")
	case r.Soon && r.Hours > 0:
		bad.add(file, id, "is both soon and within hours")
	}
	lintStanding(c, file, id, r.Standing, r.Sources, bad)
	lintWhen(file, id, r.When, bad)
	lintLanguages(c, file, id, "title", r.Title, bad)
	lintLength(file, id, "title", r.Title, 4, 48, bad)
	lintLanguages(c, file, id, "do", r.Do, bad)
	lintLength(file, id, "do", r.Do, 60, 340, bad)
	for lang, words := range r.Do {
		if n := len(sentence.FindAllString(words, -1)); n < 2 || n > 4 {
			bad.add(file, id, "do.%s has %d sentences, not 2–4", lang, n)
		}
	}
	if r.Ask != nil {
		lintLanguages(c, file, id, "ask", r.Ask, bad)
		lintLength(file, id, "ask", r.Ask, 12, 140, bad)
	}
}

// lintSampleIncidents holds what the invented library has noted to the rules, and to showing what the program does
// with it: a clock that runs, a reporter who has got an answer, and a note that is too old to keep.
func lintSampleIncidents(c country, bad *complaints) {
	file, made := path.Join(c.dir, sampleFile), c.sample.Made
	if n := len(c.sample.Incidents); n < 4 || n > 6 {
		bad.add(file, "incident", "%d incidents, not 4–6", n)
	}
	old, running, answered, recent := 0, 0, 0, 0
	for _, x := range c.sample.Incidents {
		lintSampleIncident(c, file, x, bad)
		left := c.left(x)
		if app.KeepUntil(x.Day, c.incidents.KeepMonths).Before(made) {
			if old++; left > 0 {
				bad.add(file, string(x.Kind), "%s is too old to keep and has %d clocks running", x.Day, left)
			}
		}
		if made.Before(app.KeepUntil(x.Day, 12)) {
			recent++
		}
		running += min(left, 1)
		if x.Feedback != "" {
			answered++
		}
	}
	if old != 1 || running == 0 || answered == 0 || 2*recent <= len(c.sample.Incidents) {
		bad.add(file, "incident", "%d too old to keep, %d with a clock running, %d answered, %d of the last year: "+
			"not what a demonstration needs", old, running, answered, recent)
	}
}

func lintSampleIncident(c country, file string, x content.SampleIncident, bad *complaints) {
	id, made := string(x.Kind), c.sample.Made
	for _, day := range []app.Date{x.Day, x.Feedback} {
		if _, err := app.ParseDate(string(day)); err != nil || made.Before(day) {
			bad.add(file, id, "%q is no day on or before %s", day, made)
		}
	}
	if strings.TrimSpace(x.What) == "" || strings.TrimSpace(x.Measures) == "" || x.Day == "" {
		bad.add(file, id, "does not say what happened, when, or what was done")
	}
	if x.Feedback != "" && (x.Reporter == "" || x.Feedback.Before(x.Day)) {
		bad.add(file, id, "feedback to nobody, or before it happened")
	}
	for _, words := range []string{x.What, x.Measures, x.Reporter} {
		if found := telling.FindString(words); found != "" {
			bad.add(file, id, "%q could lead to somebody", found)
		}
	}
	i := slices.IndexFunc(c.incidents.Kinds, func(k app.IncidentKind) bool { return k.ID == x.Kind })
	if i < 0 {
		bad.add(file, id, "is no kind of incident")
		return
	}
	for _, clock := range slices.Concat(x.Told, x.Not) {
		if !slices.Contains(c.incidents.Kinds[i].Clocks, clock) {
			bad.add(file, id, "has no clock %q", clock)
		}
	}
	for _, clock := range x.Not {
		if slices.Contains(x.Told, clock) || !c.decides(clock) {
			bad.add(file, id, "clock %s cannot be done without", clock)
		}
	}
}

// decides reports whether a question decides that the clock is needed.
func (c country) decides(id app.ClockID) bool {
	return slices.ContainsFunc(c.incidents.Rules, func(r app.ClockRule) bool { return r.ID == id && len(r.Ask) > 0 })
}

// left returns how many clocks of an incident are neither done nor judged not to be needed.
func (c country) left(x content.SampleIncident) int {
	n := 0
	for _, k := range c.incidents.Kinds {
		for _, clock := range k.Clocks {
			if k.ID == x.Kind && !slices.Contains(x.Told, clock) && !slices.Contains(x.Not, clock) {
				n++
			}
		}
	}
	return n
}
