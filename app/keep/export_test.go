package keep

import (
	"encoding/json"
	"time"

	"trygghylla/app/vault"
)

// BackupName gives the name of the next backup.
func BackupName(k *Keeper, complete bool) string { return k.backupName(complete) }

// Patience sets how long a place may take, and gives what sets it back.
func Patience(most time.Duration) (back func()) {
	look, write := patience, patienceToWrite
	patience, patienceToWrite = most, most
	return func() { patience, patienceToWrite = look, write }
}

// Pending gives what is noted of an erasure that has begun, as it is saved.
func Pending(k *Keeper) (string, error) {
	x, _, err := vault.Get[json.RawMessage](k.v, drawerErase, keyPending)
	return string(x), err
}
