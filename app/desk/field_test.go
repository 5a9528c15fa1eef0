package desk_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/vault"
)

// allKinds is a library with a record of every kind that has fields, and a field of each of them.
func allKinds(t *testing.T) (d *desk.Desk, p desk.Params, each map[string]desk.At) {
	t.Helper()
	d, p, _ = create(t, app.Sweden)
	q := first(d)
	must(t, d.Answer(q, app.Partly))
	action, err := d.AddAction(q, "en åtgärd")
	must(t, err)
	incident, err := d.NoteIncident(app.Incident{Kind: app.ThreatIncident, What: "ett hot"})
	must(t, err)
	return d, p, map[string]desk.At{
		"answer": desk.AnswerAt(q, desk.Note), "action": desk.ActionAt(action, desk.Text), "incident": desk.IncidentAt(incident, desk.What),
		"new incident": desk.NewIncidentAt(desk.What), "card": desk.CardAt(desk.Name), "signoff": desk.SignoffAt(desk.On),
		"year": desk.YearAt(desk.SendBy), "keeping": desk.KeepingAt(),
	}
}

// fitting is a text that a field takes.
func fitting(at desk.At) string {
	switch name := at.String(); name[strings.LastIndex(name, "/")+1:] {
	case "due", "checked", "day", "feedback", "keep_until", "on", "send_by", "follow_up", "answered", "followed":
		return "2026-03-02"
	case "known":
		return "2026-03-02 14.05"
	case "status":
		return string(app.Doing)
	case "kind":
		return string(app.ITIncident)
	case "months":
		return "7"
	}
	return "sagt i " + at.String()
}

// TestEveryFieldIsSaidAndRead says something in every field of every kind of record: it is there after a lock, and so is
// what does not fit, as a draft, until it is put right.
func TestEveryFieldIsSaidAndRead(t *testing.T) {
	t.Parallel()
	d, p, each := allKinds(t)
	said, unfit := map[string]string{}, map[string]bool{}
	must(t, d.Say(each["new incident"], "begun")) // a day alone is not kept
	for _, name := range []string{"answer", "action", "incident", "new incident", "card", "signoff", "year", "keeping"} {
		fields := desk.FieldsBeside(each[name])
		if len(fields) == 0 {
			t.Fatalf("%s has no fields", name)
		}
		for _, at := range fields {
			t.Run(at.String(), func(t *testing.T) {
				must(t, d.Say(at, fitting(at)))
				said[at.String()] = fitting(at)
				const no = "inte så"
				if err := d.Say(at, no); errors.Is(err, app.ErrDate) || errors.Is(err, desk.ErrMonths) {
					unfit[at.String()] = true
				} else if err != nil && !errors.Is(err, app.ErrState) {
					t.Fatalf("%q gives %v", no, err)
				}
				text, draft := d.Said(at)
				if draft != unfit[at.String()] {
					t.Errorf("%q is a draft: %v", text, draft)
				}
				must(t, d.Say(at, fitting(at)))
				if text, draft := d.Said(at); text != fitting(at) || draft {
					t.Errorf("put right it reads %q, a draft: %v", text, draft)
				}
				if unfit[at.String()] {
					_ = d.Say(at, no) // the draft is to be there after the lock
					said[at.String()] = no
				}
			})
		}
	}
	must(t, d.Close())
	d, err := desk.Open(p, []byte(secret))
	must(t, err)
	got, drafts := map[string]string{}, map[string]bool{}
	for _, at := range each {
		for _, at := range desk.FieldsBeside(at) {
			text, draft := d.Said(at)
			if got[at.String()] = text; draft {
				drafts[at.String()] = true
			}
		}
	}
	if diff := cmp.Diff(said, got); diff != "" {
		t.Errorf("said and, after a lock, read:\n%s", diff)
	}
	if diff := cmp.Diff(unfit, drafts); diff != "" || len(unfit) < 10 {
		t.Errorf("%d drafts kept and, after a lock, read:\n%s", len(unfit), diff)
	}
	must(t, d.Close())
}

// TestDraftsGoWithTheirRecord: for every kind of record that can be removed.
func TestDraftsGoWithTheirRecord(t *testing.T) {
	for name, remove := range map[string]func(d *desk.Desk, id string) error{
		"answer":       func(d *desk.Desk, id string) error { return d.Erase(app.QuestionID(id)) },
		"action":       func(d *desk.Desk, id string) error { return d.RemoveAction(id) },
		"incident":     func(d *desk.Desk, id string) error { return d.RemoveIncident(id) },
		"new incident": func(d *desk.Desk, _ string) error { return d.DropNewIncident() },
	} {
		t.Run(name, func(t *testing.T) {
			d, p, each := allKinds(t)
			must(t, d.Say(each["new incident"], "något"))
			kept := desk.Drafts(d)
			if name != "new incident" {
				must(t, d.DropNewIncident())
				kept = 0
				for _, at := range desk.FieldsBeside(each[name]) {
					if err := d.Say(at, "inte så"); errors.Is(err, app.ErrDate) {
						kept++
					}
				}
			}
			if kept == 0 || desk.Drafts(d) != kept {
				t.Fatalf("%d drafts, want %d", desk.Drafts(d), kept)
			}
			id := strings.Split(each[name].String(), "/")[1]
			must(t, remove(d, id))
			if desk.Drafts(d) != 0 {
				t.Errorf("%d drafts are left", desk.Drafts(d))
			}
			must(t, d.Close())
			if names := draftNames(t, p); len(names) != 0 {
				t.Errorf("the file keeps %q", names)
			}
		})
	}
}

func TestNothingIsSaidOfNoRecord(t *testing.T) {
	d, _, _ := allKinds(t)
	for name, x := range map[string]struct {
		at   desk.At
		want error
	}{
		"no question": {desk.AnswerAt("se-none-01", desk.Note), app.ErrQuestion},
		"no field":    {desk.AnswerAt(first(d), "splendid"), desk.ErrNoRecord},
		"no measure":  {desk.ActionAt("none", desk.Text), desk.ErrNoRecord},
		"no incident": {desk.IncidentAt("none", desk.What), desk.ErrNoIncident},
		"when begun":  {desk.NewIncidentAt(desk.Known), desk.ErrNoRecord},
		"nothing":     {desk.At{}, desk.ErrNoRecord},
	} {
		t.Run(name, func(t *testing.T) {
			if err := d.Say(x.at, "i höst"); !errors.Is(err, x.want) {
				t.Errorf("it gives %v, want %v", err, x.want)
			}
			if text, draft := d.Said(x.at); text != "" || draft {
				t.Errorf("it reads %q", text)
			}
		})
	}
	if desk.Drafts(d) != 0 {
		t.Error("a draft is kept of it")
	}
	must(t, d.Close())
}

// raw opens the vault without a desk.
func raw(t *testing.T, p desk.Params) *vault.Vault {
	t.Helper()
	v, err := vault.Open(vault.Options{Dir: p.Dir, Schema: 1}, []byte(secret))
	must(t, err)
	return v
}

// draftNames are the names of the drafts in the file.
func draftNames(t *testing.T, p desk.Params) map[string]string {
	t.Helper()
	v, names := raw(t, p), map[string]string{}
	must(t, vault.Each(v, "draft", func(name, text string) error { names[name] = text; return nil }))
	must(t, v.Close())
	return names
}

// TestDraftsOfAnEarlierProgram: what it kept is read under the names of today, in the first opening and after it, and
// what belongs to nothing goes.
func TestDraftsOfAnEarlierProgram(t *testing.T) {
	d, p, each := allKinds(t)
	q := string(first(d))
	action, incident := strings.Split(each["action"].String(), "/")[1], strings.Split(each["incident"].String(), "/")[1]
	must(t, d.Close())
	former := map[string]string{
		q + "/due": "i höst", q + "/checked": "i våras", "/plan.when/" + action: "snart", "/plan.when/removed": "borta",
		"/incident.day/" + incident: "i går", "/incident.known/" + incident: "kl 9", "/incident.feedback/" + incident: "nästa vecka",
		"/incident.keep/" + incident: "länge", "/incident.months": "många", "/package.on": "i maj", "/overview.send_by_label": "före sommaren",
		"/overview.follow_up_label": "september", "/overview.answered_label": "juni", "/overview.followed_label": "sen",
		"se-none-01/due": "ingens", "/nonsense": "ingens", "action/removed/due": "ingens", "nonsense": "ingens", "": "ingens",
		"/incident": `{"kind":"breach","day":"2026-05-01","what":"Ett mejl","reporter":"vikarien","begun":"2026-05-02T09:00:00+02:00"}`,
	}
	want := map[string]string{
		"answer/" + q + "/due": "i höst", "answer/" + q + "/checked": "i våras", "action/" + action + "/due": "snart",
		"incident/" + incident + "/day": "i går", "incident/" + incident + "/known": "kl 9", "incident/" + incident + "/feedback": "nästa vecka",
		"incident/" + incident + "/keep_until": "länge", "library/keeping/months": "många", "library/signoff/on": "i maj",
		"library/year/send_by": "före sommaren", "library/year/follow_up": "september", "library/year/answered": "juni", "library/year/followed": "sen",
		"incident/new/kind": "breach", "incident/new/day": "2026-05-01", "incident/new/what": "Ett mejl", "incident/new/reporter": "vikarien",
		"incident/new/known": "2026-05-02T09:00:00+02:00",
	}
	v := raw(t, p)
	must(t, v.Update(func(tx *vault.Tx) error {
		for name, text := range former {
			if name == "" {
				continue // a vault has no such name
			}
			if err := vault.Put(tx, "draft", name, text); err != nil {
				return err
			}
		}
		return nil
	}))
	must(t, v.Close())

	for range 2 {
		d, err := desk.Open(p, []byte(secret))
		must(t, err)
		got := map[string]string{}
		for _, at := range each {
			for _, at := range append(desk.FieldsBeside(at), desk.NewIncidentAt(desk.Known)) {
				if text, _ := d.Said(at); want[at.String()] != "" {
					got[at.String()] = text
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("kept and read:\n%s", diff)
		}
		if begun, ok := d.NewIncidentBegun(); !ok || begun.Format("15.04") != "09.00" {
			t.Errorf("begun at %v", begun)
		}
		must(t, d.Close())
		if diff := cmp.Diff(want, draftNames(t, p)); diff != "" {
			t.Errorf("kept and in the file:\n%s", diff)
		}
	}
}
