package desk

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"trygghylla/app"
	"trygghylla/app/disk"
	"trygghylla/app/vault"
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
	return d.Say(AnswerAt(id, Reason), reason)
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

// change makes a new answer out of the old one, checks it and saves it in one transaction.
func (d *Desk) change(id app.QuestionID, f func(*app.Answer) error) error {
	if _, err := d.c.Question(id); err != nil {
		return err
	}
	a := d.Answered(id)
	if err := f(&a); err != nil {
		return err
	}
	c, err := d.putAnswer(id, a)
	if err != nil {
		return err
	}
	return d.update(c.write, c.then)
}

// putAnswer checks an answer and saves it as given now.
func (d *Desk) putAnswer(id app.QuestionID, a app.Answer) (change, error) {
	q, err := d.c.Question(id)
	if err == nil {
		err = q.Check(a)
	}
	if err != nil {
		return change{}, err
	}
	a.At = d.p.Now()
	return change{
		func(tx *vault.Tx) error { return vault.Put(tx, drawerAnswer, string(id), a) },
		func() { d.dossier.Answers[id] = a },
	}, nil
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

// AttachFile attaches the file of a path, see [Desk.Attach]; it is measured before it is read. A folder is
// [ErrEvidenceType], a file that is not there fs.ErrNotExist.
func (d *Desk) AttachFile(id app.QuestionID, path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("attach a folder: %w", ErrEvidenceType)
	}
	content, err := disk.Read(path, vault.MaxAttachment)
	if errors.Is(err, disk.ErrTooLarge) {
		err = fmt.Errorf("attach: %w", vault.ErrTooLarge)
	}
	if err != nil {
		return err
	}
	return d.Attach(id, filepath.Base(path), content)
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
