package app

// Part says which of the two papers a disclosure is for.
type Part string

// The parts. What is sent becomes a public record with both parties (tryckfrihetsförordningen
// 2 kap.; offentleglova), so the open part is what leaves the library.
const (
	Open      Part = "open"
	Protected Part = "protected"
)

// Disclosure is what may leave the library, and the only thing that paper is made from. Its fields
// are unexported and filled by [Disclose] alone, so that a screen or a page can not add what the
// part does not hold. An open disclosure holds no protected note, no evidence and no evidence name.
type Disclosure struct {
	part      Part
	catalogue *Catalogue
	library   Library
	signoff   Signoff
	edition   int
	made      Date
	lists     []DisclosedList
	plan      []DisclosedAction
	counts    DisclosedCounts
	incidents *IncidentCounts
}

// DisclosedList is one list as it stands on paper.
type DisclosedList struct {
	List         *List
	Rows         []DisclosedRow
	Counts       map[State]int
	Answered     int
	MissingByLaw int
}

// Relevant returns the number of rows that are not answered "not applicable".
func (l DisclosedList) Relevant() int { return len(l.Rows) - l.Counts[NotApplicable] }

// DisclosedRow is one question as it stands on paper.
type DisclosedRow struct {
	Question *Question
	State    State
	Scale    int
	Note     string // the open part: the open note; the protected part: the protected note
	Reason   string // with "not applicable" only
	Owner    string
	Due      Date
	Checked  Date
	With     string
	Evidence int // the number of attachments kept in the library
}

// DisclosedAction is one line of the action plan on paper; Text is empty when nothing is planned yet.
type DisclosedAction struct {
	Question *Question
	State    State
	Text     string
	Owner    string
	Due      Date
	Status   ActionStatus
	Overdue  bool
}

// DisclosedCounts tells what the open part leaves out, as numbers only.
type DisclosedCounts struct {
	ProtectedNotes int
	Evidence       int
}

// Disclose decides what leaves the library, in the package of a number (see [Assessment.Edition]). It is the one place where
// that is decided.
// The open part takes the open half of each answer; the protected part takes only answers that
// have a protected note, and of those the note.
func Disclose(a *Assessment, part Part, edition int) *Disclosure {
	x := &Disclosure{
		part: part, catalogue: a.Catalogue, library: a.Library, signoff: a.Signoff,
		edition: edition, made: a.Today,
	}
	for _, l := range a.Lists {
		dl := DisclosedList{List: l.List, Counts: l.Counts, Answered: l.Answered, MissingByLaw: l.MissingByLaw}
		for _, r := range l.Rows {
			if r.Answer.Protected != "" {
				x.counts.ProtectedNotes++
			}
			x.counts.Evidence += len(r.Answer.Evidence)
			if row, ok := discloseRow(r, part); ok {
				dl.Rows = append(dl.Rows, row)
			}
		}
		if part == Open || len(dl.Rows) > 0 {
			x.lists = append(x.lists, dl)
		}
	}
	if part == Open {
		x.plan = disclosePlan(a)
		x.incidents = a.Incidents
	}
	return x
}

func discloseRow(r Row, part Part) (DisclosedRow, bool) {
	row := DisclosedRow{Question: r.Question, State: r.Answer.State, Scale: r.Answer.Scale}
	if part == Protected {
		row.Note = r.Answer.Protected
		return row, row.Note != ""
	}
	row.Note = r.Answer.Note
	if r.Answer.State == NotApplicable { // kept for a change of mind, but nobody sees it any more
		row.Reason = r.Answer.Reason
	}
	row.Owner, row.Due = r.Answer.Owner, r.Answer.Due
	row.Checked, row.With = r.Answer.Checked, r.Answer.With
	row.Evidence = len(r.Answer.Evidence)
	return row, true
}

func disclosePlan(a *Assessment) []DisclosedAction {
	var plan []DisclosedAction
	for _, item := range a.Plan {
		line := DisclosedAction{Question: item.Question, State: item.Answer.State}
		if len(item.Actions) == 0 {
			line.Owner, line.Due = item.Answer.Owner, item.Answer.Due
			line.Overdue = item.Answer.Due.Before(a.Today)
			plan = append(plan, line)
		}
		for _, x := range item.Actions {
			line.Text, line.Owner, line.Due = x.Text, x.Owner, x.Due
			line.Status, line.Overdue = x.Status, x.Overdue(a.Today)
			plan = append(plan, line)
		}
	}
	return plan
}

// Part returns which part this is.
func (x *Disclosure) Part() Part { return x.part }

// Catalogue returns the content that was answered.
func (x *Disclosure) Catalogue() *Catalogue { return x.catalogue }

// Language returns the language of the paper.
func (x *Disclosure) Language() string { return x.catalogue.Jurisdiction.Language() }

// Library returns the library card.
func (x *Disclosure) Library() Library { return x.library }

// Signoff returns what stands beside the signatures.
func (x *Disclosure) Signoff() Signoff { return x.signoff }

// Edition returns the number of the package, from 1.
func (x *Disclosure) Edition() int { return x.edition }

// Made returns the day of the package.
func (x *Disclosure) Made() Date { return x.made }

// Lists returns the lists in their order. The caller must not change them.
func (x *Disclosure) Lists() []DisclosedList { return x.lists }

// Plan returns the action plan; empty in the protected part. The caller must not change it.
func (x *Disclosure) Plan() []DisclosedAction { return x.plan }

// Incidents returns how many incidents the library has noted in a year, which is all that leaves it of them; nil when it
// notes none here, and in the protected part. The caller must not change it.
func (x *Disclosure) Incidents() *IncidentCounts { return x.incidents }

// LeftOut returns how many protected notes and attachments the open part leaves in the library.
func (x *Disclosure) LeftOut() DisclosedCounts { return x.counts }

// FileName returns the name of the package file.
func (x *Disclosure) FileName() string {
	return FileName(x.catalogue.Jurisdiction, x.library.Name, x.made, x.edition)
}
