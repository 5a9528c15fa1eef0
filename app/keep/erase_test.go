package keep_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"trygghylla/app/keep"
	"trygghylla/app/vault"
)

// TestErasureNotesNoKey: what is noted of an erasure lies in the file's free pages when it is over, so there is
// nothing in it that opens an attachment.
func TestErasureNotesNoKey(t *testing.T) {
	k, _, _, _ := keptVault(t)
	ref, _, err := vault.Get[vault.Attachment](k.Vault(), drawerFile, "larm.pdf")
	must(t, err)
	noted := ""
	remove := func(tx *vault.Tx) error { return vault.Delete(tx, drawerFile, "larm.pdf") }
	must(t, k.EraseRecords([]vault.Attachment{ref}, remove, func() {
		noted, err = keep.Pending(k)
		must(t, err)
	}))
	if !strings.Contains(noted, ref.ID) || strings.Contains(noted, base64.StdEncoding.EncodeToString(ref.Key)) {
		t.Errorf("noted is %s", noted)
	}
	if _, err := k.Vault().Attachment(ref); err == nil {
		t.Error("the attachment is still there")
	}
}

// TestTrashIsSearched: an attachment that a record refers to and that lies in the trash is back in its place after the
// next opening, however long it lay there.
func TestTrashIsSearched(t *testing.T) {
	k, o, c, _ := keptVault(t)
	ref, _, err := vault.Get[vault.Attachment](k.Vault(), drawerFile, "larm.pdf")
	must(t, err)
	must(t, k.Vault().Detach(ref))
	must(t, k.Close())
	c.now = c.now.AddDate(0, 2, 0)
	k, err = keep.Open(o, []byte(secret))
	must(t, err)
	defer func() { must(t, k.Close()) }()
	k.Tidy()
	if missing, err := k.Missing(); missing != 0 || err != nil {
		t.Errorf("%d are missing, %v", missing, err)
	}
}
