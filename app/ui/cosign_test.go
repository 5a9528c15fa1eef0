package ui

import (
	"os"
	"path/filepath"
	"testing"

	"trygghylla/app"
	"trygghylla/app/parcel"
)

// export makes the package on the screen and returns where it lies.
func (b *bench) export() string {
	b.Helper()
	s := b.s
	s.settings.Folded["cosign"], s.settings.Folded["annex"] = true, true
	s.Show(newPackage(s))
	b.press(s.T("package.sign"))
	b.reads(s.T("package.ready"))
	return s.screen.(*packet).made.Path
}

// TestOfficerSignsInTheLibrary: her own key and PIN, a wrong PIN told, and both signatures on the package.
func TestOfficerSignsInTheLibrary(t *testing.T) {
	for _, j := range app.Jurisdictions() {
		b := filled(t, j)
		s := b.s
		b.export()
		b.field(s.T("officer.name")).SetText("Kim Exempel")
		b.write(s.T("officer.new_pin"), "12")
		b.write(s.T("officer.pin_again"), "12")
		b.press(s.T("officer.make"))
		b.reads(s.T("fail.short_pin"))
		b.field(s.T("officer.new_pin")).SetText("")
		b.field(s.T("officer.pin_again")).SetText("")
		b.write(s.T("officer.new_pin"), "246810")
		b.write(s.T("officer.pin_again"), "246810")
		b.press(s.T("officer.make"))
		b.reads(s.T("officer.done"))
		r, err := parcel.Look(s.screen.(*packet).made.Path)
		if err != nil || !r.CoSigned() || r.Officer.Name != "Kim Exempel" {
			t.Fatalf("the package is read as %+v, %v", r, err)
		}
		b.export() // a second edition, with the key that is there now
		b.write(s.T("officer.pin"), "135790")
		b.press(s.T("officer.sign"))
		b.reads(s.T("fail.pin"))
		b.field(s.T("officer.pin")).SetText("")
		b.write(s.T("officer.pin"), "246810")
		b.press(s.T("officer.sign"))
		b.reads(s.T("officer.done"))
	}
}

// TestOfficerSignsOnHerOwnComputer: no library there; the library takes back what she sends.
func TestOfficerSignsOnHerOwnComputer(t *testing.T) {
	library := filled(t, app.Sweden)
	path := library.export()
	her := newBench(t, "sv")
	her.now = library.now
	s := her.s
	her.press(s.T("cosign.title"))
	her.write(s.T("cosign.path"), filepath.Join(t.TempDir(), "gone.pdf"))
	her.press(s.T("cosign.look"))
	her.reads(s.T("fail.no_file"))
	her.field(s.T("cosign.path")).SetText("")
	her.write(s.T("cosign.path"), path)
	her.press(s.T("cosign.look"))
	her.reads("Exempelby bibliotek")
	her.field(s.T("officer.name")).SetText("Säkerhetsansvarige")
	her.write(s.T("officer.new_pin"), "lång pinkod")
	her.write(s.T("officer.pin_again"), "lång pinkod")
	her.press(s.T("officer.make"))
	her.reads(s.T("cosign.done"))
	signed := s.screen.(*cosign).signed
	back, err := library.s.desk.TakeCoSigned(signed)
	if err != nil || back.Edition.Number != 1 {
		t.Fatalf("the library does not take it back: %+v, %v", back, err)
	}
	broken := filepath.Join(t.TempDir(), "broken.pdf")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/3] ^= 1
	if err := os.WriteFile(broken, content, 0o600); err != nil {
		t.Fatal(err)
	}
	her.field(s.T("cosign.path")).SetText("")
	her.write(s.T("cosign.path"), broken)
	her.press(s.T("cosign.look"))
	if s.screen.(*cosign).found != nil {
		t.Error("a changed package is shown as if it were whole")
	}
}

// TestAnnexIsSavedHere: signed, for this user alone, and not in the e-mail draft.
func TestAnnexIsSavedHere(t *testing.T) {
	b := filled(t, app.Norway)
	s := b.s
	b.export()
	b.press(s.T("annex.save"))
	b.reads(s.T("annex.saved"))
	found, err := filepath.Glob(filepath.Join(s.settings.Folder, "*.pdf"))
	if err != nil || len(found) != 2 {
		t.Errorf("the folder holds %v, %v", found, err)
	}
}
