package desk_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/disk"
	"trygghylla/app/seal"
)

// protectedWords are the protected notes of a library.
func protectedWords(t testing.TB, d *desk.Desk) []string {
	t.Helper()
	var words []string
	for _, l := range d.Assessment().Lists {
		for _, r := range l.Rows {
			if s := strings.TrimSpace(r.Answer.Protected); s != "" {
				words = append(words, s)
			}
		}
	}
	if len(words) == 0 {
		t.Fatal("the library has no protected note")
	}
	return words
}

// region makes the region's key pair as files.
func region(t testing.TB) (private, public string) {
	t.Helper()
	a, b, err := seal.NewWrapKey()
	must(t, err)
	dir := t.TempDir()
	private, public = filepath.Join(dir, "private"), filepath.Join(dir, "public")
	must(t, os.WriteFile(private, a, 0o600))
	must(t, os.WriteFile(public, b, 0o600))
	return private, public
}

func TestAnnexIsSignedAndStaysHere(t *testing.T) {
	t.Parallel()
	for _, j := range app.Jurisdictions() {
		d, folder := sample(t, j), t.TempDir()
		p, err := d.Export(folder)
		must(t, err)
		path, err := d.Annex(folder, "")
		must(t, err)
		if want := strings.TrimSuffix(p.Path, ".pdf") + "-s.pdf"; path != want {
			t.Errorf("it is called %s, want %s", path, want)
		}
		info, err := os.Stat(path)
		must(t, err)
		if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("others may read it: %v", info.Mode())
		}
		r := verify(t, path)
		if len(r.Signatures) != 1 || r.Signatures[0].Fingerprint.String() != p.Edition.Fingerprint || len(r.Attachments()) != 0 {
			t.Errorf("it is signed as %+v and carries %v", r.Signatures, r.Attachments())
		}
		if again, err := d.Annex(folder, ""); err != nil || again == path {
			t.Errorf("made twice it is %s, %v", again, err)
		}
		mail, err := d.Email(p)
		must(t, err)
		draft, err := os.ReadFile(mail)
		must(t, err)
		if bytes.Contains(draft, []byte(filepath.Base(path))) || bytes.Count(draft, []byte("application/pdf")) != 1 {
			t.Error("the draft carries the annex")
		}
		if !poppler(t) {
			continue
		}
		read, open := inOrder(t, path), inOrder(t, p.Path)
		for _, s := range protectedWords(t, d) {
			if !strings.Contains(read, squeezed(s)) {
				t.Errorf("%s: the annex does not say %q", j, s)
			}
			if strings.Contains(open, squeezed(s)) {
				t.Errorf("%s: the open package says %q", j, s)
			}
		}
	}
}

// inOrder returns what stands on a paper in the order in which it is read, without line breaks.
func inOrder(t *testing.T, path string) string {
	t.Helper()
	out, err := tool(t, "pdftotext", "-raw", "-enc", "UTF-8", path, "-")
	must(t, err)
	return squeezed(out)
}

// squeezed leaves out what line breaks change.
func squeezed(s string) string {
	return strings.NewReplacer(" ", "", "\n", "", "\f", "", "-", "", "\u00a0", "", "\u00ad", "").Replace(s)
}

func TestAnnexWrappedIsForTheRegionAlone(t *testing.T) {
	t.Parallel()
	d, folder := sample(t, app.Sweden), t.TempDir()
	private, public := region(t)
	path, err := d.Annex(folder, public)
	must(t, err)
	if got := entries(t, folder); len(got) != 1 || !strings.HasSuffix(path, "-u1-s.pdf.age") {
		t.Errorf("the folder holds %v: the annex itself must not touch the disk", got)
	}
	info, err := os.Stat(path)
	must(t, err)
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v", info.Mode())
	}
	wrapped, err := os.ReadFile(path)
	must(t, err)
	key, err := os.ReadFile(private)
	must(t, err)
	plain, err := seal.Unwrap(wrapped, key)
	must(t, err)
	opened := filepath.Join(t.TempDir(), "annex.pdf")
	must(t, os.WriteFile(opened, plain, 0o600))
	if r := verify(t, opened); len(r.Signatures) != 1 {
		t.Errorf("it is signed as %+v", r.Signatures)
	}
	for _, s := range append(protectedWords(t, d), "%PDF", d.Library().Name) {
		if bytes.Contains(wrapped, []byte(s)) {
			t.Errorf("the wrapped file shows %q", s)
		}
	}
	otherPrivate, _ := region(t)
	other, err := os.ReadFile(otherPrivate)
	must(t, err)
	if _, err := seal.Unwrap(wrapped, other); !errors.Is(err, seal.ErrNotForKey) {
		t.Errorf("another region's key: %v", err)
	}
	for i := 0; i < len(wrapped); i += 97 {
		bad := slices.Clone(wrapped)
		bad[i] ^= 1
		if _, err := seal.Unwrap(bad, key); err == nil {
			t.Fatalf("byte %d was changed unnoticed", i)
		}
	}
	again, err := d.Annex(folder, public)
	must(t, err)
	if again == path {
		t.Error("the same name was given twice")
	}
}

func TestAnnexIsRefused(t *testing.T) {
	t.Parallel()
	d, folder := sample(t, app.Norway), t.TempDir()
	private, public := region(t)
	text := filepath.Join(t.TempDir(), "text")
	must(t, os.WriteFile(text, []byte("hei"), 0o600))
	large := filepath.Join(t.TempDir(), "large")
	must(t, os.WriteFile(large, make([]byte, 1<<20), 0o600))
	gone := filepath.Join(folder, "gone")
	for name, x := range map[string]struct {
		folder, key string
		want        error
	}{
		"no key":          {folder, gone, desk.ErrRecipient},
		"a text":          {folder, text, desk.ErrRecipient},
		"a large file":    {folder, large, desk.ErrRecipient},
		"a folder":        {folder, folder, desk.ErrRecipient},
		"the private key": {folder, private, desk.ErrPrivateKey},
		"no folder":       {gone, public, disk.ErrNoFolder},
	} {
		if _, err := d.Annex(x.folder, x.key); !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %v", name, err, x.want)
		}
	}
	if _, err := d.Annex(gone, ""); !errors.Is(err, disk.ErrNoFolder) {
		t.Errorf("in a folder that is gone: %v", err)
	}
	if got := entries(t, folder); len(got) != 0 {
		t.Errorf("what was refused left %v", got)
	}
	empty, _, _ := create(t, app.Norway)
	if _, err := empty.Annex(folder, ""); !errors.Is(err, desk.ErrNothingProtected) {
		t.Errorf("without protected notes: %v", err)
	}
	if _, err := empty.Annex(folder, public); !errors.Is(err, desk.ErrNothingProtected) {
		t.Errorf("wrapped, without protected notes: %v", err)
	}
}
