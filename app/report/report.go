// Package report lays out what stands on paper: the package to the region, the empty lists to walk
// with, the action plan, the sheet with the recovery code, and the e-mail draft that carries the
// package.
//
// It sees a library only through an [app.Disclosure], so nothing that stays in the library can get
// onto a paper. It reads no file and no clock: the same disclosure and [Making] give the same bytes.
package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"time"

	"trygghylla/app"
	"trygghylla/app/pdf"
	"trygghylla/app/record"
	"trygghylla/assets"
	"trygghylla/locales"
)

// ErrPart tells that a disclosure is not of the part that the paper is made for: protected notes
// never get into a paper that is sent.
var ErrPart = record.ErrPart

// Making says when and with which key a paper is made.
type Making struct {
	At          time.Time         // goes into the file as the time of creation
	Fingerprint string            // the short fingerprint of the library's key; empty when there is none
	Vouched     []record.Vouching // what earlier keys of the library say of it; none while it has had one only
	Example     bool              // every page says that it is an example
}

// paper is a paper in the making. Doc is nil before begin.
type paper struct {
	*pdf.Doc
	w    *locales.Words
	x    *app.Disclosure // nil for the recovery sheet
	m    Making
	lang string
}

// words are those of each language that a paper was made in. They are read once: that takes as long as a few pages.
var words sync.Map

// start finds the words for a paper.
func start(lang string, x *app.Disclosure, m Making) (*paper, error) {
	w, found := words.Load(lang)
	if !found {
		read, err := locales.New(lang)
		if err != nil {
			return nil, fmt.Errorf("start paper: %w", err)
		}
		w, _ = words.LoadOrStore(lang, read)
	}
	return &paper{w: w.(*locales.Words), x: x, m: m, lang: lang}, nil
}

// frame is what stands around the text.
type frame struct {
	title     string // in the title bar of the reader's window
	right     string // in the head, before the date
	foot      string // to the left in the foot
	banner    string // white on black in the head of every page
	anonymous bool   // the paper names no library
}

// begin opens the paper.
func (p *paper) begin(f frame) error {
	text := pdf.PageText{
		HeadRight: p.m.At.Format(time.DateOnly), FootLeft: f.foot, FootMiddle: p.w.T("paper.made_with"),
		Page: func(page, total int) string { return p.w.T("paper.page", "n", page, "of", total) },
	}
	meta := pdf.Meta{Title: f.title, Language: p.lang, Creator: "Trygghylla", Created: p.m.At}
	if !f.anonymous {
		meta.Author = line(p.x.Library().Name)
		meta.Title = join(" – ", f.title, meta.Author)
		text.HeadLeft = clip(meta.Author)
		text.HeadRight = join(" · ", f.right, string(p.x.Made()))
	}
	text.Banner = f.banner
	if p.m.Example {
		text.Banner = join(" · ", f.banner, p.w.T("paper.example"))
	}
	d, err := pdf.New(meta, pdf.Fonts{Regular: assets.FontRegular(), Bold: assets.FontBold()}, text)
	if err != nil {
		return fmt.Errorf("start paper: %w", err)
	}
	p.Doc = d
	return nil
}

// finish returns the file.
func (p *paper) finish(what string) ([]byte, error) {
	file, err := p.Finish()
	if err != nil {
		return nil, fmt.Errorf("lay out %s: %w", what, err)
	}
	return file, nil
}

// code is the check code in the foot: what two people compare to see that they hold the same paper.
func code(data []byte) string {
	sum := sha256.Sum256(data)
	s := strings.ToUpper(hex.EncodeToString(sum[:4]))
	return s[:4] + "-" + s[4:]
}

// clip shortens what has only half a line at the top of a page.
func clip(s string) string {
	const most = 46
	if r := []rune(s); len(r) > most {
		return strings.TrimSpace(string(r[:most-1])) + "…"
	}
	return s
}

// line makes one line of a text.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

// join puts what is not blank together.
func join(sep string, parts ...string) string {
	var kept []string
	for _, s := range parts {
		if s = strings.TrimSpace(s); s != "" {
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, sep)
}

// solid keeps words on one line.
func solid(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") }

func cell(s string) pdf.Cell { return pdf.Cell{Runs: pdf.Plain(s)} }

func (p *paper) field(label, value string) pdf.Field {
	return pdf.Field{Label: p.w.T(label), Value: pdf.Plain(value)}
}

func (p *paper) columns(c ...pdf.Column) []pdf.Column {
	for i := range c {
		c[i].Head = p.w.T(c[i].Head)
	}
	return c
}

// mark is the sign of an answer.
func mark(s app.State) pdf.Mark {
	switch s {
	case app.InOrder:
		return pdf.InOrder
	case app.Partly:
		return pdf.Partly
	case app.Missing:
		return pdf.Missing
	case app.NotApplicable:
		return pdf.NotApplicable
	case app.Unknown:
		return pdf.DontKnow
	}
	return pdf.Unanswered
}

// state is an answer with its sign.
func (p *paper) state(s app.State) pdf.Cell {
	word := string(s)
	if s == app.Unanswered {
		word = "none"
	}
	return pdf.Cell{Mark: mark(s), Runs: pdf.Plain(p.w.T("state." + word))}
}

// statement is what a question says, with the mark of those that the law asks for.
func (p *paper) statement(q *app.Question) []pdf.Run {
	runs := pdf.Plain(q.Statement.In(p.lang))
	if q.Standing == app.Duty {
		runs = append(runs, pdf.Run{Text: " "}, pdf.Run{Text: solid(p.w.T("standing.duty")), Bold: true})
	}
	return runs
}
