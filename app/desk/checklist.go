package desk

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"trygghylla/app"
	"trygghylla/app/disk"
	"trygghylla/app/vault"
)

// Field names a text of an answer.
type Field string

// The texts of an answer.
const (
	Note      Field = "note"
	Protected Field = "protected"
	Owner     Field = "owner"
	Due       Field = "due"
	Checked   Field = "checked"
	With      Field = "with"
)

// Answered returns the answer to a question, empty when there is none.
func (d *Desk) Answered(id app.QuestionID) app.Answer {
	a := d.dossier.Answers[id]
	a.Evidence = slices.Clone(a.Evidence)
	return a
}

// Answer saves one of the five answers, or takes it back with [app.Unanswered]. "Not applicable" needs
// a reason: it is app.ErrReason unless one is there already, see [Desk.NotApplicable].
func (d *Desk) Answer(id app.QuestionID, s app.State) error {
	return d.change(id, func(a *app.Answer) error {
		a.State, a.Was, a.Reopened = s, "", ""
		return nil
	})
}

// NotApplicable saves that a question does not apply, and why.
func (d *Desk) NotApplicable(id app.QuestionID, reason string) error {
	return d.change(id, func(a *app.Answer) error {
		a.State, a.Was, a.Reopened = app.NotApplicable, "", ""
		a.Reason = strings.TrimSpace(reason)
		return nil
	})
}

// Scale saves a step of the survey's scale, 1 (agree fully) to 4 (not at all); 0 takes it back.
func (d *Desk) Scale(id app.QuestionID, step int) error {
	return d.change(id, func(a *app.Answer) error {
		a.State, a.Scale = app.Unanswered, step
		return nil
	})
}

// DontKnow saves "don't know" to a statement of the survey.
func (d *Desk) DontKnow(id app.QuestionID) error {
	return d.change(id, func(a *app.Answer) error {
		a.State, a.Scale = app.Unknown, 0
		return nil
	})
}

// Write saves a text of an answer. A day that is none is app.ErrDate; the text is then kept as a draft
// ([Desk.Draft]) so that it is there again after a lock. A saved text removes its draft.
func (d *Desk) Write(id app.QuestionID, f Field, text string) error {
	err := d.change(id, func(a *app.Answer) error { return write(a, f, text) })
	key := string(id) + "/" + string(f)
	if errors.Is(err, app.ErrDate) {
		return errors.Join(err, d.saveDraft(key, text))
	}
	if _, drafted := d.drafts[key]; err == nil && drafted {
		return d.saveDraft(key, "")
	}
	return err
}

func write(a *app.Answer, f Field, text string) error {
	var err error
	switch f {
	case Note:
		a.Note = text
	case Protected:
		a.Protected = text
	case Owner:
		a.Owner = strings.TrimSpace(text)
	case With:
		a.With = strings.TrimSpace(text)
	case Due:
		a.Due, err = app.ParseDate(strings.TrimSpace(text))
	case Checked:
		a.Checked, err = app.ParseDate(strings.TrimSpace(text))
	default:
		err = fmt.Errorf("field %q: %w", f, app.ErrState)
	}
	return err
}

// Draft returns a text that was typed but could not be saved as it stands, or the empty string.
func (d *Desk) Draft(id app.QuestionID, f Field) string { return d.drafts[string(id)+"/"+string(f)] }

// KeepDraft keeps a text that was typed somewhere else than in an answer and could not be saved as it stands, under
// a name of the caller's; the empty text removes it.
func (d *Desk) KeepDraft(name, text string) error {
	if d.drafts[keptAs(name)] == text {
		return nil
	}
	return d.saveDraft(keptAs(name), text)
}

// keptAs is the key of a draft that is not of an answer.
func keptAs(name string) string { return "/" + name }

// Kept returns what [Desk.KeepDraft] keeps under a name, or the empty string.
func (d *Desk) Kept(name string) string { return d.drafts[keptAs(name)] }

func (d *Desk) saveDraft(key, text string) error {
	return d.update(func(tx *vault.Tx) error {
		if text == "" {
			return vault.Delete(tx, drawerDraft, key)
		}
		return vault.Put(tx, drawerDraft, key, text)
	}, func() {
		if delete(d.drafts, key); text != "" {
			d.drafts[key] = text
		}
	})
}

// change makes a new answer out of the old one, checks it and saves it in one transaction.
func (d *Desk) change(id app.QuestionID, f func(*app.Answer) error) error {
	q, err := d.c.Question(id)
	if err != nil {
		return err
	}
	a := d.dossier.Answers[id]
	a.Evidence = slices.Clone(a.Evidence)
	if err := f(&a); err != nil {
		return err
	}
	if err := q.Check(a); err != nil {
		return err
	}
	a.At = d.p.Now()
	return d.update(func(tx *vault.Tx) error {
		return vault.Put(tx, drawerAnswer, string(id), a)
	}, func() { d.dossier.Answers[id] = a })
}

// What can be wrong with an attachment.
var (
	// ErrEvidenceType means that a file is neither a photo (JPEG, PNG) nor a PDF.
	ErrEvidenceType = errors.New("not a photo or a PDF")
	// ErrNoIncident means that there is no such incident, or no longer.
	ErrNoIncident = errors.New("no such incident")
	// ErrMonths means that a number of months for keeping is none that can be meant.
	ErrMonths = errors.New("not a number of months to keep")
	// ErrNoEvidence means that an answer has no attachment at that place.
	ErrNoEvidence = errors.New("no such attachment")
)

// Attach seals a photo or PDF and adds it to an answer. Another type is [ErrEvidenceType], too large a
// file vault.ErrTooLarge.
func (d *Desk) Attach(id app.QuestionID, name string, content []byte) error {
	kind := contentType(content)
	if kind == "" {
		return fmt.Errorf("attach: %w", ErrEvidenceType)
	}
	ref, err := d.v.Attach(content)
	if err != nil {
		return fmt.Errorf("attach: %w", err)
	}
	sealed, err := json.Marshal(ref)
	if err != nil {
		return fmt.Errorf("attach: %w", err)
	}
	err = d.change(id, func(a *app.Answer) error {
		a.Evidence = append(a.Evidence, app.Evidence{Name: name, Type: kind, Ref: sealed, Size: ref.Size})
		return nil
	})
	if err != nil {
		return errors.Join(err, d.v.Detach(ref))
	}
	return nil
}

// contentType tells a photo or a PDF by its first bytes, or is empty.
func contentType(content []byte) string {
	for start, kind := range map[string]string{
		"\xff\xd8\xff": "image/jpeg", "\x89PNG\r\n\x1a\n": "image/png", "%PDF-": "application/pdf",
	} {
		if strings.HasPrefix(string(content[:min(len(content), 16)]), start) {
			return kind
		}
	}
	return ""
}

// Evidence opens an attachment of an answer.
func (d *Desk) Evidence(e app.Evidence) ([]byte, error) {
	ref, err := attachment(e)
	if err != nil {
		return nil, err
	}
	return d.v.Attachment(ref)
}

// SaveEvidence writes an open copy of an attachment into folder, readable for this user alone, and returns its
// path. An existing file is never overwritten.
func (d *Desk) SaveEvidence(e app.Evidence, folder string) (string, error) {
	content, err := d.Evidence(e)
	if err != nil {
		return "", err
	}
	path, err := disk.Free(filepath.Join(folder, filepath.Base(e.Name)))
	if err != nil {
		return "", err
	}
	return path, disk.Put(path, disk.ForUser, content)
}

// Detach removes the attachment at index i of an answer, and its file.
func (d *Desk) Detach(id app.QuestionID, i int) error {
	old := d.dossier.Answers[id].Evidence
	if i < 0 || i >= len(old) {
		return fmt.Errorf("detach %d of %s: %w", i, id, ErrNoEvidence)
	}
	ref, err := attachment(old[i])
	if err != nil {
		return err
	}
	err = d.change(id, func(a *app.Answer) error {
		a.Evidence = slices.Delete(a.Evidence, i, i+1)
		return nil
	})
	if err != nil {
		return err
	}
	return d.v.Detach(ref)
}

func attachment(e app.Evidence) (vault.Attachment, error) {
	var ref vault.Attachment
	if err := json.Unmarshal(e.Ref, &ref); err != nil {
		return ref, fmt.Errorf("read attachment reference: %w: %w", vault.ErrDamaged, err)
	}
	return ref, nil
}
