package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"trygghylla/app"
	"trygghylla/app/report"
)

// attached returns the machine data of a package.
func attached(t *testing.T, paper []byte) []byte {
	t.Helper()
	all := insides(t, paper)
	from := bytes.Index(all, []byte("{\n \"format\""))
	if from < 0 {
		t.Fatal("no machine data in the package")
	}
	to := bytes.Index(all[from:], []byte("\n}\n"))
	if to < 0 {
		t.Fatal("the machine data has no end")
	}
	return all[from : from+to+3]
}

func TestMachineDataSaysWhatThePaperSays(t *testing.T) {
	for _, j := range app.Jurisdictions() {
		c := catalogue(t, j)
		dossier := filled(c)
		x := disclose(c, dossier)
		paper, err := report.Package(x, making(false))
		if err != nil {
			t.Fatal(err)
		}
		data := attached(t, paper)
		var got struct {
			Format  string
			Version int
			Country string
			Edition int
			Made    string
			Key     string
			Library struct{ Name, Region, Contact string }
			Lists   []struct {
				ID   string
				Rows []struct{ ID, State, Note, Reason, Owner, Due string }
			}
			Plan []struct{ Question, Text string }
		}
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatal(err)
		}
		if got.Format != "trygghylla-disclosure" || got.Version != 1 || got.Country != string(j) || got.Edition != 3 ||
			got.Made != "2026-05-28" || got.Library.Name != x.Library().Name || got.Library.Contact != x.Library().Contact {
			t.Errorf("%s: the head is %+v", j, got)
		}
		n := 0
		for _, l := range got.Lists {
			for _, r := range l.Rows {
				n++
				a := dossier.Answers[app.QuestionID(r.ID)]
				if r.State != string(a.State) || r.Note != a.Note || r.Reason != a.Reason || r.Owner != a.Owner || r.Due != string(a.Due) {
					t.Errorf("%s: %+v, but the answer is %+v", j, r, a)
				}
			}
		}
		want := 0
		for _, l := range x.Lists() {
			want += len(l.Rows)
		}
		if n != want || len(got.Plan) != len(x.Plan()) {
			t.Errorf("%s: %d rows and %d actions, want %d and %d", j, n, len(got.Plan), want, len(x.Plan()))
		}
		sum := fmt.Sprintf("%X", sha256.Sum256(data))
		if code := sum[:4] + "-" + sum[4:8]; tools() && !strings.Contains(strings.Join(text(t, paper, false), ""), code) {
			t.Errorf("%s: the check code %s is not on the paper", j, code)
		}
	}
}

// TestCheckCodeFollowsTheContent changes one letter of one note.
func TestCheckCodeFollowsTheContent(t *testing.T) {
	c := catalogue(t, app.Sweden)
	d := filled(c)
	data := func() []byte {
		paper, err := report.Package(disclose(c, d), making(false))
		if err != nil {
			t.Fatal(err)
		}
		return attached(t, paper)
	}
	before := data()
	q := c.List(app.Staff).Questions[0]
	a := d.Answers[q.ID]
	a.Note += "."
	d.Answers[q.ID] = a
	if bytes.Equal(before, data()) {
		t.Error("another note gives the same machine data")
	}
}
