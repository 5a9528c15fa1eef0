// Package pdf makes the papers: it lays out A4 pages, tags them, finishes them
// as PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1), signs them and
// verifies what comes back.
//
// A paper is a list of blocks. The caller adds them in reading order with the
// methods of [Doc] and calls [Doc.Finish]; page breaks, repeated table heads,
// page numbers, bookmarks and the whole structure for screen readers follow
// from the blocks, so nothing has to be tagged by hand. All text is black on
// white and every status is told by shape and word, so that a paper survives a
// one-bit printer.
//
// Lengths are in points (1/72 inch) unless a name says otherwise.
package pdf

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Fonts holds the two TrueType files that are embedded, as bytes. Both must
// have a Unicode cmap and be allowed to be embedded.
type Fonts struct {
	Regular, Bold []byte
}

// Meta tells what the document is. Title and Language are required: ISO
// 14289-1 7.1 and 7.2 demand both.
type Meta struct {
	// Title is shown in the window's title bar by a reader.
	Title string
	// Language is a BCP 47 tag: "sv" or "nn-NO".
	Language string
	// Author and Subject may be empty.
	Author, Subject string
	// Creator names the program that the text comes from.
	Creator string
	// Created is written as both creation and modification time, to the second.
	Created time.Time
}

// PageText is what stands on every page outside the text. It is marked as an
// artifact: a screen reader does not read it aloud on each page.
type PageText struct {
	HeadLeft, HeadRight  string
	FootLeft, FootMiddle string
	// Page makes the words for the page number, such as "Sida 3 av 34". It is
	// called for each page and must be pure.
	Page func(page, total int) string
	// Banner, if any, stands white on black in the middle of the head of every
	// page: "EXEMPEL".
	Banner string
}

// Doc is a paper in the making. It records blocks and draws nothing before
// Finish, so its methods cannot fail; what is wrong with a block is said by
// Finish. A Doc is used by one goroutine.
type Doc struct {
	meta  Meta
	page  PageText
	fonts [2]*face

	// What the last call of atoms made, to be filled again.
	atomised []atom
	cleaned  []string

	blocks []block
	attach []Attachment
}

// New starts an empty paper on A4 upright. The error says which of the fonts
// or required words is missing or unusable.
func New(m Meta, f Fonts, p PageText) (*Doc, error) {
	if m.Title == "" || m.Language == "" {
		return nil, errors.New("start document: title and language are required")
	}
	if m.Created.IsZero() {
		return nil, errors.New("start document: the time of creation is required")
	}
	if p.Page == nil {
		return nil, errors.New("start document: words for the page number are required")
	}
	d := &Doc{meta: m, page: p}
	for i, b := range [][]byte{f.Regular, f.Bold} {
		var err error
		if d.fonts[i], err = faces.face(b); err != nil {
			return nil, fmt.Errorf("start document: read font %d: %w", i+1, err)
		}
	}
	for _, text := range []*string{&d.meta.Title, &d.meta.Author, &d.meta.Subject, &d.meta.Creator} {
		*text = strings.TrimSpace(d.oneLine(*text))
	}
	if d.meta.Title == "" {
		return nil, errors.New("start document: the title is empty")
	}
	return d, nil
}

// Attachment is a file inside the paper, an associated file in the sense of
// ISO 19005-3 6.8.
type Attachment struct {
	// Name is the file name, ASCII, without folders.
	Name string
	// MIME is the media type, such as "application/json".
	MIME string
	// Description is read by people in the list of attachments.
	Description string
	// Relationship is one of "Data", "Source", "Alternative", "Supplement"
	// and "Unspecified".
	Relationship string
	Data         []byte
}

// Attach embeds a file. The bytes are not copied and must not change before
// Finish has returned.
func (d *Doc) Attach(a Attachment) { d.attach = append(d.attach, a) }

func (d *Doc) add(b block) { d.blocks = append(d.blocks, b) }
