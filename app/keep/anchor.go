package keep

import "encoding/hex"

// Anchor is which vault this is and how far it has come. Neither is secret. Remembered outside the vault's
// folder it tells when the whole folder has been put back to an earlier day, which nothing inside can.
type Anchor struct {
	Vault string // hexadecimal
	Seq   uint64 // the number of the last save; it only grows
}

// Anchor returns the anchor of the vault as it is on disk.
func (k *Keeper) Anchor() Anchor {
	id := k.v.ID()
	return Anchor{Vault: hex.EncodeToString(id[:]), Seq: k.v.Seq()}
}
