package desk_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"trygghylla/app"
	"trygghylla/app/desk"
)

// onDisk reads a copy of the vault as it lies on the disk now, while the desk has it open: what a
// power cut would leave.
func onDisk(t testing.TB, p desk.Params, password string) string {
	t.Helper()
	return copied(t, p, func(p desk.Params) (*desk.Desk, error) { return desk.Open(p, []byte(password)) })
}

// copied is onDisk for what is opened in another way than by its password, which takes its time.
func copied(t testing.TB, p desk.Params, open func(desk.Params) (*desk.Desk, error)) string {
	t.Helper()
	elsewhere, err := os.MkdirTemp(t.TempDir(), "copy-*")
	must(t, err)
	must(t, os.CopyFS(filepath.Join(elsewhere, "vault"), os.DirFS(p.Dir)))
	p.Dir = filepath.Join(elsewhere, "vault")
	d, err := open(p)
	must(t, err)
	text := desk.Everything(d)
	must(t, errors.Join(d.Close(), os.RemoveAll(elsewhere)))
	return text
}

// different returns the first line in which two texts differ, or the empty string.
func different(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range max(len(x), len(y)) {
		if i >= len(x) || i >= len(y) || x[i] != y[i] {
			return fmt.Sprintf("%q and %q", x[min(i, len(x)-1)], y[min(i, len(y)-1)])
		}
	}
	return ""
}

// librarian does one random thing after another at a desk, right and wrong ones.
type librarian struct {
	rng      *rand.Rand
	password string
}

func pick[T any](l *librarian, from []T) T { return from[l.rng.IntN(len(from))] }

// act does one thing and tells what it was. Few questions are touched, so that they are touched again.
func (l *librarian) act(d *desk.Desk) (what string, err error) {
	lists := d.Catalogue().Lists
	q := pick(l, pick(l, lists).Questions[:3])
	text := pick(l, []string{"", "kort", "åäö ÅÄÖ æø 漢 \u200b\n\t\"", strings.Repeat("lång anteckning ", 200)})
	switch n := l.rng.IntN(20); n {
	case 0, 1, 2:
		s := pick(l, append(app.States(), app.Unanswered))
		return "answer " + string(s), d.Answer(q.ID, s)
	case 3:
		return "not applicable", d.NotApplicable(q.ID, text)
	case 4:
		return "scale", d.Scale(q.ID, l.rng.IntN(6))
	case 5:
		return "don't know", d.DontKnow(q.ID)
	case 6, 7, 8:
		f := pick(l, []desk.Field{desk.Note, desk.Protected, desk.Owner, desk.With})
		return "write " + string(f), d.Say(desk.AnswerAt(q.ID, f), text)
	case 9, 18, 19:
		q = lists[0].Questions[0] // the same each time, so that a draft is put right
		day := pick(l, []string{"", "2026-06-01", " 2026-07-01 ", "i höst", "2026-02-30"})
		return "write day " + day, d.Say(desk.AnswerAt(q.ID, desk.Due), day)
	case 10:
		_, err := d.AddAction(q.ID, text)
		return "add action", err
	case 11:
		if plan := d.Assessment().Plan; len(plan) > 0 && len(pick(l, plan).Actions) > 0 {
			for _, item := range plan {
				for _, x := range item.Actions {
					x.Status, x.Text = pick(l, app.ActionStatuses()), text
					return "change action", d.ChangeAction(x)
				}
			}
		}
		return "change no action", nil
	case 12:
		for _, item := range d.Assessment().Plan {
			if len(item.Actions) > 0 {
				return "remove action", d.RemoveAction(pick(l, item.Actions).ID)
			}
		}
		return "remove an action that is none", d.RemoveAction("none")
	case 13:
		if l.rng.IntN(3) == 0 {
			return "detach", d.Detach(q.ID, l.rng.IntN(2))
		}
		return "attach", d.Attach(q.ID, text+".pdf", []byte(pick(l, []string{"%PDF-1.4 x", "\xff\xd8\xff photo", "a text"})))
	case 14:
		return "fact", d.SetFact(pick(l, app.AllFacts()), pick(l, []app.YesNo{app.Yes, app.No, ""}))
	case 15:
		return l.card(d, text)
	case 16:
		return "edition", d.Exported(desk.Package{Edition: app.Edition{Number: d.Assessment().Edition, Made: d.Today(), File: "a.pdf"}})
	default:
		if l.rng.IntN(4) > 0 {
			_, err := d.Fingerprint()
			return "fingerprint", err
		}
		next := fmt.Sprint("lösenord ", l.rng.IntN(1000))
		err := d.ChangePassword([]byte(l.password), []byte(next))
		l.password = next
		return "password", err
	}
}

// card changes one of the sheets that stand beside the answers.
func (l *librarian) card(d *desk.Desk, text string) (string, error) {
	switch l.rng.IntN(4) {
	case 0:
		x := d.Library()
		x.Name, x.Contact = text, "Maja"
		return "card", d.SetLibrary(x)
	case 1:
		return "sign-off", d.SetSignoff(app.Signoff{CaseNumber: text, On: "2026-03-12"})
	case 2:
		return "year", d.SetYear(app.Year{SendBy: pick(l, []app.Date{"", "2026-06-10"}), Answered: "2026-06-15"})
	}
	return "set-up", d.ContinueSetup(pick(l, []desk.SetupStep{desk.SetupDone, desk.SetupCard, desk.SetupFacts}))
}

// TestEachActIsOneTransaction does 200 random things. After each of them the disk holds what the desk
// shows; a thing that was refused has changed neither.
func TestEachActIsOneTransaction(t *testing.T) {
	t.Parallel()
	now := noon
	p := params(t)
	p.Now = func() time.Time { now = now.Add(time.Second); return now }
	d, code, err := desk.Create(p, app.Sweden, []byte(secret))
	must(t, err)
	defer func() { must(t, d.Close()) }()
	byCode := func(p desk.Params) (*desk.Desk, error) { return desk.OpenWithCode(p, strings.Join(code[:], "-")) }
	l := &librarian{rng: rand.New(rand.NewPCG(2026, 5)), password: secret}
	done, refused := map[string]int{}, 0
	for i := range 200 {
		before := desk.Everything(d)
		what, err := l.act(d)
		after := desk.Everything(d)
		switch kind := strings.Fields(what)[0]; {
		case err == nil:
			done[kind]++
		case errors.Is(err, app.ErrDate): // its draft is kept
			refused++
		default:
			refused++
			if diff := different(before, after); diff != "" {
				t.Fatalf("act %d, %s, is refused with %v and changed %s", i, what, err, diff)
			}
		}
		if diff := different(after, copied(t, p, byCode)); diff != "" {
			t.Fatalf("act %d, %s (%v): the desk and the disk hold %s", i, what, err, diff)
		}
		if i%20 == 19 { // a lock between
			must(t, d.Close())
			if d, err = desk.Open(p, []byte(l.password)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(done) < 15 || refused < 10 {
		t.Errorf("too little was tried: %v done, %d refused", done, refused)
	}
	t.Logf("%v done, %d refused", done, refused)
}

// TestTheDeskKeepsItsOwn: who is given something cannot change what the desk holds without saving.
func TestTheDeskKeepsItsOwn(t *testing.T) {
	d, p, _ := create(t, app.Sweden)
	q := d.Catalogue().List(app.Staff).Questions[0].ID
	given := app.Library{Name: "Exempelby", Facts: app.Facts{app.HasWifi: app.Yes}}
	must(t, d.SetLibrary(given))
	must(t, d.Answer(q, app.Missing))
	must(t, d.Attach(q, "a.pdf", []byte("%PDF-1.4")))
	_, err := d.AddAction(q, "skriv")
	must(t, err)
	before := desk.Everything(d)
	given.Facts[app.HasWifi] = app.No
	d.Library().Facts[app.HasCameras] = app.No
	d.Answered(q).Evidence[0].Name = "another.pdf"
	a := d.Assessment()
	a.Plan[0].Actions[0].Text = "another"
	if diff := different(before, desk.Everything(d)); diff != "" {
		t.Errorf("changed without being saved: %s", diff)
	}
	if diff := different(before, onDisk(t, p, secret)); diff != "" {
		t.Errorf("the desk and the disk hold %s", diff)
	}
}

// TestSampleKeepsItsOrder: a measure that is added to the invented library stands last, after a lock too.
func TestSampleKeepsItsOrder(t *testing.T) {
	p, now := params(t), noon
	p.Now = func() time.Time { now = now.Add(time.Second); return now }
	d, _, err := desk.Create(p, app.Norway, []byte(secret))
	must(t, err)
	defer func() { must(t, d.Close()) }()
	s := loadSample(t, d)
	must(t, d.Fill(s))
	_, err = d.AddAction(s.Actions[0].Question, "eitt til")
	must(t, err)
	if diff := different(desk.Everything(d), onDisk(t, p, secret)); diff != "" {
		t.Errorf("the desk and the disk hold %s", diff)
	}
}
