package app

import "errors"

// What can be wrong with something a librarian says. The screen gives them words.
var (
	// ErrDate means that a text is no calendar day written as 2026-05-28.
	ErrDate = errors.New("not a date")
	// ErrReason means that "not applicable" was chosen without saying why.
	ErrReason = errors.New("not applicable needs a reason")
	// ErrState means that an answer does not fit the kind of its question.
	ErrState = errors.New("answer does not fit the question")
	// ErrQuestion means that there is no such question in the catalogue.
	ErrQuestion = errors.New("no such question")
	// ErrEmpty means that a text that must say something is empty.
	ErrEmpty = errors.New("empty text")
	// ErrContent means that a content file breaks a rule of data/FORMAT.md.
	ErrContent = errors.New("content file is not valid")
)
