package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"trygghylla/app/parcel"
	"trygghylla/locales"
)

// verified is what verify says of one file, in the form of -json. Others read it: names do not change.
type verified struct {
	File       string           `json:"file"`
	Intact     bool             `json:"intact"`
	Reason     parcel.Reason    `json:"reason,omitempty"` // why not
	Whole      bool             `json:"covers_whole_file"`
	Signatures []verifiedSigner `json:"signatures,omitempty"`
	Vouched    []string         `json:"vouched_by,omitempty"` // the library's earlier keys, oldest first
}

type verifiedSigner struct {
	Name        string    `json:"name"`
	Fingerprint string    `json:"fingerprint"`
	At          time.Time `json:"at"`
	Certifies   bool      `json:"certifies"`
	Known       bool      `json:"known"`
}

// verify says of each file whether it is intact and correctly signed, by whom and when.
func (p Program) verify(args []string) int {
	f := flags("verify")
	asJSON := f.Bool("json", false, "")
	language := f.String("lang", p.words.Lang(), "")
	var trusted parcel.Trust
	var wrong error // of a key that could not be read; flag forgets what an error means
	f.Func("trust", "", func(s string) error {
		wrong = errors.Join(wrong, trusted.Add(s))
		return nil
	})
	switch err := f.Parse(args); {
	case err != nil:
		return p.misused()
	case wrong != nil:
		fmt.Fprintln(p.Errs, p.words.T("command.trust_wrong"))
		return exitTrouble
	}
	words, err := locales.New(locales.Match(*language))
	if err != nil {
		fmt.Fprintln(p.Errs, err)
		return exitTrouble
	}
	p.words = words
	if f.NArg() == 0 {
		fmt.Fprintln(p.Errs, p.words.T("command.no_files"))
		return exitTrouble
	}
	code, all := p.verifyAll(f.Args(), trusted, !*asJSON)
	if *asJSON {
		enc := json.NewEncoder(p.Out)
		enc.SetIndent("", "  ")
		if err := enc.Encode(all); err != nil {
			fmt.Fprintln(p.Errs, err)
			return exitTrouble
		}
	}
	return code
}

// verifyAll judges files and, if asked to, says of each what was found as soon as it was.
func (p Program) verifyAll(names []string, trusted parcel.Trust, aloud bool) (code int, all []verified) {
	code, all = exitGood, []verified{} // none is written as an empty list
	for _, name := range names {
		v, err := parcel.Verify(name, trusted)
		switch {
		case err != nil:
			fmt.Fprintln(p.Errs, p.words.T("command.unreadable", "file", name, "why", err))
			code = exitTrouble
			continue
		case !v.Intact:
			code = max(code, exitBad)
		}
		if all = append(all, inJSON(name, v)); aloud {
			p.say(name, v)
		}
	}
	return code, all
}

func inJSON(name string, v parcel.Verdict) verified {
	x := verified{File: name, Intact: v.Intact, Reason: v.Reason, Whole: v.Whole}
	for _, s := range v.Signatures {
		x.Signatures = append(x.Signatures, verifiedSigner(s))
	}
	for _, e := range v.Earlier {
		x.Vouched = append(x.Vouched, e.Full)
	}
	return x
}

// say writes what verify found of one file in words.
func (p Program) say(name string, v parcel.Verdict) {
	w, out := p.words, p.Out
	if !v.Intact {
		key := "" // whose it is, where another was demanded
		if len(v.Signatures) > 0 {
			key = v.Signatures[0].Fingerprint
		}
		fmt.Fprintln(out, w.T("command.refused", "file", name, "why", w.T("why."+string(v.Reason), "key", key)))
		p.vouched(v)
		return
	}
	fmt.Fprintln(out, w.T("command.intact", "file", name))
	for _, s := range v.Signatures {
		fmt.Fprintln(out, w.T("command.signed_by", "who", s.Name, "at", s.At.Format("2006-01-02 15.04")))
		fmt.Fprintln(out, w.T("command.fingerprint", "key", s.Fingerprint))
		if s.Known {
			fmt.Fprintln(out, w.T("command.known"))
		} else {
			fmt.Fprintln(out, w.T("command.unknown"))
		}
	}
	p.vouched(v)
	fmt.Fprintln(out, w.T("command.whole"))
}

// vouched tells which earlier keys of the library vouch for its key.
func (p Program) vouched(v parcel.Verdict) {
	for _, e := range v.Earlier {
		fmt.Fprintln(p.Out, p.words.T("command.vouched", "key", e.Full, "day", e.Until.Format(time.DateOnly)))
	}
}
