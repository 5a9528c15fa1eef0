package desk

import "encoding/hex"

// Anchor is which library this is and how far it has come. Neither is secret. Remembered outside the library's
// folder it tells when the whole folder has been put back to an earlier day, which nothing inside can.
type Anchor struct {
	Vault string // hexadecimal
	Seq   uint64 // the number of the last save; it only grows
}

// Anchor returns the anchor of the library as it is on disk.
func (d *Desk) Anchor() Anchor {
	id := d.v.ID()
	return Anchor{Vault: hex.EncodeToString(id[:]), Seq: d.v.Seq()}
}
