package parcel_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app"
	"trygghylla/app/content"
	"trygghylla/app/desk"
	"trygghylla/app/disk"
	"trygghylla/app/parcel"
	"trygghylla/app/pdf"
	"trygghylla/app/vault"
	"trygghylla/data"
)

var (
	cost = vault.Cost{MemoryKiB: 8 << 10, Time: 1, Threads: 1}
	noon = time.Date(2026, 5, 28, 12, 0, 0, 0, time.UTC)
)

// chance is randomness that is the same in every run.
func chance(n byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{n}) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// paper is what a library makes.
type paper struct{ open, annex, lists []byte }

// papers are those of the invented library of each country, made once.
var papers = sync.OnceValues(func() (map[app.Jurisdiction]paper, error) {
	made := map[app.Jurisdiction]paper{}
	for _, j := range app.Jurisdictions() {
		dir, err := os.MkdirTemp("", "trygghylla-parcel-")
		if err != nil {
			return nil, err
		}
		p, err := makePapers(dir, j)
		if err = errors.Join(err, os.RemoveAll(dir)); err != nil {
			return nil, err
		}
		made[j] = p
	}
	return made, nil
})

func makePapers(dir string, j app.Jurisdiction) (p paper, err error) {
	d, _, err := desk.Create(desk.Params{
		Dir: filepath.Join(dir, "vault"), Data: data.Files, Now: func() time.Time { return noon }, Rand: chance(1), Cost: cost,
	}, j, []byte("fyra vanliga ord tillsammans"))
	if err != nil {
		return p, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	s, err := content.LoadSample(data.Files, d.Catalogue())
	if err != nil {
		return p, err
	}
	if err := d.Fill(s); err != nil {
		return p, err
	}
	open, err := d.Export(dir)
	annex, err2 := d.Annex(dir, "")
	lists, err3 := d.EmptyLists(dir)
	if err := errors.Join(err, err2, err3); err != nil {
		return p, err
	}
	for into, path := range map[*[]byte]string{&p.open: open.Path, &p.annex: annex, &p.lists: lists} {
		if *into, err = os.ReadFile(path); err != nil {
			return p, err
		}
	}
	return p, nil
}

func paperOf(t testing.TB, j app.Jurisdiction) paper {
	t.Helper()
	all, err := papers()
	must(t, err)
	return all[j]
}

// saved writes a file into a folder of its own.
func saved(t testing.TB, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.pdf")
	must(t, os.WriteFile(path, b, 0o600))
	return path
}

// looked looks at a package that must be one.
func looked(t testing.TB, path string) *parcel.Received {
	t.Helper()
	r, err := parcel.Look(path)
	must(t, err)
	return r
}

func names(t testing.TB, dir string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

// TestLookTellsWhatThePackageSays: whose it is, and from when.
func TestLookTellsWhatThePackageSays(t *testing.T) {
	for _, j := range app.Jurisdictions() {
		t.Run(string(j), func(t *testing.T) {
			path := saved(t, paperOf(t, j).open)
			r := looked(t, path)
			if r.CoSigned() || r.Officer != nil || r.Path != path || !bytes.Equal(r.Bytes(), paperOf(t, j).open) {
				t.Errorf("it is told as %s, signed by %+v", r.Path, r.Officer)
			}
			if x := r.Record; x.Country != j || x.Edition != 1 || x.Made != "2026-05-28" || !x.Example || x.Key != r.Library.Fingerprint {
				t.Errorf("it says %+v", x)
			}
			want := parcel.Signer{Name: r.Record.Library.Name, Fingerprint: r.Library.Full[:19], Full: r.Library.Full, At: noon}
			if diff := cmp.Diff(want, r.Library); diff != "" {
				t.Errorf("the signer:\n%s", diff)
			}
		})
	}
}

// TestOnlyPackagesAreAccepted holds Look to what it refuses, and Verify to the same where it is about signatures.
func TestOnlyPackagesAreAccepted(t *testing.T) {
	p, folder := paperOf(t, app.Norway), t.TempDir()
	flipped := bytes.Clone(p.open)
	flipped[len(flipped)/3] ^= 1
	large := saved(t, nil)
	must(t, os.Truncate(large, pdf.MaxFile+1))
	for name, x := range map[string]struct {
		path   string
		want   error
		reason parcel.Reason // of Verify; "file": it could not be read
	}{
		"no file":            {filepath.Join(folder, "gone.pdf"), parcel.ErrNoFile, "file"},
		"a folder":           {folder, parcel.ErrNoFile, "file"},
		"no plain file":      {os.DevNull, parcel.ErrNoFile, "file"},
		"the annex":          {saved(t, p.annex), parcel.ErrNotPackage, ""},
		"a paper not signed": {saved(t, p.lists), pdf.ErrNotSigned, "not_signed"},
		"text":               {saved(t, []byte("hej")), pdf.ErrMalformed, "malformed"},
		"nothing":            {saved(t, nil), pdf.ErrMalformed, "malformed"},
		"too large a file":   {large, pdf.ErrTooLarge, "too_large"},
		"one byte more":      {saved(t, append(bytes.Clone(p.open), '\n')), pdf.ErrTrailing, "trailing"},
		"one byte changed":   {saved(t, flipped), pdf.ErrChanged, "changed"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := parcel.Look(x.path)
			if r != nil || !errors.Is(err, x.want) {
				t.Fatalf("it gives %v, want %v", err, x.want)
			}
			if strings.Contains(err.Error(), filepath.Dir(x.path)) {
				t.Errorf("the error tells the folder: %v", err)
			}
			v, err := parcel.Verify(x.path, nil)
			switch {
			case x.reason == "file" && !errors.Is(err, parcel.ErrNoFile), x.reason != "file" && err != nil:
				t.Errorf("verified, it gives %v", err)
			case v.Reason != x.reason && x.reason != "file" || v.Intact != (x.reason == "") || v.Whole != v.Intact:
				t.Errorf("verified, it is %+v", v)
			}
		})
	}
}

// TestTrustIsForTheLibrarysKey: which signatures must be by a key that is demanded.
func TestTrustIsForTheLibrarysKey(t *testing.T) {
	path := saved(t, paperOf(t, app.Sweden).open)
	k := ownKey(t)
	both, err := looked(t, path).CoSign(k, []byte(filePIN), t.TempDir(), noon)
	must(t, err)
	library, officer := looked(t, path).Library.Full, k.Info().Full
	stranger := looked(t, saved(t, paperOf(t, app.Norway).open)).Library.Full
	for name, x := range map[string]struct {
		trusted []string
		intact  bool
		known   []bool
	}{
		"nobody":                  {nil, true, []bool{false, false}},
		"the library":             {[]string{library}, true, []bool{true, false}},
		"the library, small":      {[]string{strings.ToLower(library)}, true, []bool{true, false}},
		"both":                    {[]string{officer, library}, true, []bool{true, true}},
		"the library and another": {[]string{stranger, library}, true, []bool{true, false}},
		"another":                 {[]string{stranger}, false, []bool{false, false}},
		"the officer alone":       {[]string{officer}, false, []bool{false, true}},
	} {
		t.Run(name, func(t *testing.T) {
			var trusted parcel.Trust
			for _, key := range x.trusted {
				must(t, trusted.Add(key))
			}
			want := parcel.Verdict{Intact: x.intact, Whole: true, Signatures: []parcel.Signed{
				{Name: looked(t, path).Library.Name, Fingerprint: library, At: noon, Certifies: true, Known: x.known[0]},
				{Name: officerName, Fingerprint: officer, At: noon, Known: x.known[1]},
			}}
			if !x.intact {
				want.Reason = "untrusted"
			}
			got, err := parcel.Verify(both, trusted)
			must(t, err)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	var trusted parcel.Trust
	if err := trusted.Add(library[:19]); err == nil || len(trusted) != 0 {
		t.Errorf("the short fingerprint is taken for a key: %v", trusted)
	}
}

// TestCoSigningAddsOneSignature: a new file, whole, with what was there before unchanged, and never a third signature.
func TestCoSigningAddsOneSignature(t *testing.T) {
	for _, j := range app.Jurisdictions() {
		t.Run(string(j), func(t *testing.T) {
			before, k, folder := paperOf(t, j).open, ownKey(t), t.TempDir()
			path := saved(t, before)
			r := looked(t, path)
			must(t, os.Remove(path)) // what happens to the file after she looked does not matter
			if _, err := r.CoSign(k, []byte(pin), folder, noon); !errors.Is(err, parcel.ErrPIN) {
				t.Errorf("a wrong PIN: %v", err)
			}
			if _, err := r.CoSign(k, []byte(filePIN), filepath.Join(folder, "gone"), noon); !errors.Is(err, disk.ErrNoFolder) {
				t.Errorf("a folder that is gone: %v", err)
			}
			if _, err := r.CoSign(k, []byte(filePIN), folder, noon.AddDate(11, 0, 0)); !errors.Is(err, pdf.ErrValidity) {
				t.Errorf("after the end of her key: %v", err)
			}
			if got := names(t, folder); len(got) != 0 {
				t.Fatalf("the folder holds %v", got)
			}
			at := noon.Add(time.Hour)
			one, err := r.CoSign(k, []byte(filePIN), folder, at)
			must(t, err)
			two, err := r.CoSign(k, []byte(filePIN), folder, at)
			must(t, err)
			name := app.FileName(j, r.Record.Library.Name, "2026-05-28", 1)
			want := []string{strings.TrimSuffix(name, ".pdf") + "-2-2.pdf", strings.TrimSuffix(name, ".pdf") + "-2.pdf"}
			if diff := cmp.Diff(want, names(t, folder)); diff != "" || filepath.Base(one) != want[1] || filepath.Base(two) != want[0] {
				t.Errorf("they are called %s and %s\n%s", one, two, diff)
			}
			signed := looked(t, one)
			if !signed.CoSigned() || !bytes.HasPrefix(signed.Bytes(), before) {
				t.Fatal("what the librarian signed was changed")
			}
			officer := parcel.Signer{Name: officerName, Fingerprint: k.Info().Fingerprint, Full: k.Info().Full, At: at}
			if diff := cmp.Diff(officer, *signed.Officer) + cmp.Diff(r.Library, signed.Library) + cmp.Diff(r.Record, signed.Record); diff != "" {
				t.Error(diff)
			}
			if _, err := signed.CoSign(k, []byte(filePIN), folder, at); !errors.Is(err, parcel.ErrCoSigned) {
				t.Errorf("a third signature: %v", err)
			}
			if got := names(t, folder); len(got) != 2 {
				t.Errorf("the folder holds %v", got)
			}
		})
	}
}
