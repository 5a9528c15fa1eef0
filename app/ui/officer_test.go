package ui

import (
	"os"
	"path/filepath"
	"testing"

	"trygghylla/app"
	"trygghylla/app/parcel"
)

// TestOfficersKeyThatCannotBeReadIsTold: it is not taken for none, and nothing is written over it until she removes it.
func TestOfficersKeyThatCannotBeReadIsTold(t *testing.T) {
	path := filled(t, app.Sweden).export()
	her := newBench(t, "sv")
	s := her.s
	key := filepath.Join(s.p.Places.Settings, "officer.key")
	if err := os.WriteFile(key, []byte("not a key"), 0o600); err != nil {
		t.Fatal(err)
	}
	her.press(s.T("cosign.title"))
	her.write(s.T("cosign.path"), path)
	her.press(s.T("cosign.look"))
	her.reads(s.T("fail.key_file"))
	if her.shows(s.T("officer.make")) || her.shows(s.T("officer.sign")) {
		t.Error("it offers to make a key, or to sign")
	}
	if b, err := os.ReadFile(key); err != nil || string(b) != "not a key" {
		t.Errorf("the file is %q, %v", b, err)
	}
	her.press(s.T("officer.remove"))
	her.lastButton()
	her.reads(s.T("officer.intro"))
	her.silent(s.T("fail.key_file"))
	if _, err := os.Stat(key); !os.IsNotExist(err) {
		t.Errorf("the file is there: %v", err)
	}
}

// TestKeyIsRenewedOnThePackageScreen: the next package has another key, for which the old one vouches.
func TestKeyIsRenewedOnThePackageScreen(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		s := b.s
		old, err := parcel.Look(b.export())
		if err != nil {
			t.Fatal(err)
		}
		b.press(s.T("package.key_renew"))
		b.reads(s.T("package.key_renew_help", "now", b.now.Format("2006-01-02 15.04")))
		b.lastButton()
		b.silent(s.T("package.key", "key", old.Library.Fingerprint))
		renewed, err := parcel.Look(b.export())
		if err != nil {
			t.Fatal(err)
		}
		var trusted parcel.Trust
		if err := trusted.Add(old.Library.Full); err != nil {
			t.Fatal(err)
		}
		if got := renewed.Standing(trusted); got != parcel.Vouched || renewed.Library.Full == old.Library.Full {
			t.Errorf("it is signed by %+v, %q to whom knows the old key", renewed.Library, got)
		}
		c := newCosign(s)
		c.found = renewed
		s.Show(c)
		b.reads(s.T("cosign.vouched", "day", b.now.Format("2006-01-02"), "key", old.Library.Fingerprint))
	})
}
