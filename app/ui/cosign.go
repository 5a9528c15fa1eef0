package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/parcel"
	"trygghylla/app/ui/kit"
)

// cosign is for the security officer on her own computer: open a package, look at it, co-sign it, send it back. It
// needs no library.
type cosign struct {
	s       *Shell
	found   *parcel.Received // nil: none opened yet
	signed  string           // where the co-signed package was put
	path    *kit.Field
	message *kit.Message
	form    *officerForm
	first   fyne.Focusable
}

func newCosign(s *Shell) *cosign { return &cosign{s: s} }

func (*cosign) Place() PlaceID { return NoPlace }

// Title names the screen.
func (c *cosign) Title() string { return c.s.T("cosign.title") }

func (c *cosign) Focus() fyne.Focusable { return c.first }

func (c *cosign) Key(k *fyne.KeyEvent) bool {
	if k.Name == fyne.KeyEscape {
		c.s.begin()
		return true
	}
	return false
}

func (c *cosign) Content() fyne.CanvasObject {
	s := c.s
	c.message = kit.NewMessage()
	c.path = kit.NewTextField(s.T("cosign.path"), "")
	c.path.OnSubmitted(func(string) { c.look(c.path.Text()) })
	c.first = c.path.Focusable()
	parts := []fyne.CanvasObject{
		kit.NewText(kit.Title, s.T("cosign.title")),
		kit.NewText(kit.Body, s.T("cosign.intro")),
		c.path,
		kit.NewRow(12,
			kit.NewButton(kit.Secondary, s.T("cosign.look"), func() { c.look(c.path.Text()) }),
			kit.NewButton(kit.Link, s.T("cosign.choose"), func() {
				s.choosePath(s.T("cosign.choose"), s.T("cosign.path"), []string{"*.pdf"}, c.look)
			})),
		c.message,
	}
	if c.found != nil {
		parts = append(parts, c.summary(c.found))
	}
	switch {
	case c.signed != "":
		c.message.Say(kit.Done, s.T("cosign.done"), filepath.Base(c.signed))
		parts = append(parts, kit.NewRow(12,
			kit.NewButton(kit.Secondary, s.T("button.show_folder"), func() { c.tell(s.p.ShowFile(c.signed)) })))
	case c.found != nil && !c.found.CoSigned():
		c.form = newOfficerForm(s, "", s.inFile(filepath.Join(s.p.Places.Settings, "officer.key")), c.sign)
		if first := c.form.first(); first != nil {
			c.first = first
		}
		parts = append(parts, kit.NewText(kit.Section, s.T("officer.title")), c.form.object)
	}
	return kit.NewPage(16, parts...).SetFoot(kit.NewSpread(12, kit.NewButton(kit.Secondary, s.T("button.back"), s.begin), kit.NewSpace(0)))
}

// look opens a package and verifies it.
func (c *cosign) look(path string) {
	found, err := parcel.Look(path)
	if err != nil {
		c.found = nil
		c.s.Refresh()
		c.path.SetText(path)
		c.s.focus()
		c.tell(err)
		return
	}
	c.found, c.signed = found, ""
	c.s.Refresh()
	c.path.SetText(path)
	c.s.focus()
}

func (c *cosign) tell(err error) {
	if err != nil {
		f := explain(c.s.words, err)
		c.message.Say(kit.Fault, f.what, f.hint+details(f))
	}
}

// summary is whose package it is, what it says in numbers, and who has signed it.
func (c *cosign) summary(r *parcel.Received) fyne.CanvasObject {
	s := c.s
	rec := r.Record
	parts := []fyne.CanvasObject{
		kit.NewText(kit.Section, rec.Library.Name),
		kit.NewText(kit.Body, s.T("cosign.edition", "n", rec.Edition, "day", string(rec.Made))),
	}
	for _, l := range rec.Lists {
		if l.ID == app.Survey {
			continue
		}
		missing, partly := 0, 0
		for _, row := range l.Rows {
			switch row.State {
			case app.Missing:
				missing++
			case app.Partly:
				partly++
			}
		}
		parts = append(parts, kit.NewQuiet(kit.Body, s.T("cosign.list", "list", s.T("cosign.list_"+string(l.ID)), "n", len(l.Rows), "missing", missing, "partly", partly)))
	}
	parts = append(parts, kit.NewText(kit.Body, s.T("cosign.signed", "who", r.Library.Name, "day", r.Library.At.Format("2006-01-02"), "key", r.Library.Fingerprint)))
	for _, e := range r.Earlier {
		parts = append(parts, kit.NewQuiet(kit.Body, s.T("cosign.vouched", "day", e.Until.Format("2006-01-02"), "key", e.Fingerprint)))
	}
	if r.Officer != nil {
		parts = append(parts, kit.NewText(kit.Body, s.T("cosign.signed", "who", r.Officer.Name, "day", r.Officer.At.Format("2006-01-02"), "key", r.Officer.Fingerprint)))
	}
	return kit.NewCard(6, append(parts, kit.NewRow(12, kit.NewButton(kit.Link, s.T("cosign.read"), func() { c.tell(s.p.OpenFile(r.Path)) })))...)
}

// sign co-signs exactly what was looked at, beside the file that was opened.
func (c *cosign) sign(pin []byte, then func(error)) {
	s, found := c.s, c.found
	key, err := parcel.OpenOfficer(filepath.Join(s.p.Places.Settings, "officer.key"))
	if err != nil {
		then(err)
		return
	}
	var path string
	s.Work(s.T("officer.signing"), func() (err error) {
		path, err = found.CoSign(key, pin, filepath.Dir(found.Path), s.p.Now())
		return err
	}, func(err error) {
		if then(err); err != nil {
			return
		}
		c.signed = path
		s.Refresh()
		s.focus()
	})
}
