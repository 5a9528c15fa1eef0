package desk

// NewestBackup returns the newest backup in places, for a library that does not open. Whose backups they are cannot be
// told before: where there are those of several libraries it is none. It may run on any goroutine, and waits for places
// that do not answer.
func NewestBackup(places []string) (FoundBackup, bool) {
	var newest FoundBackup
	for _, b := range FindBackups(places) {
		switch {
		case b.Problem != nil:
		case newest.Path != "" && b.Vault != newest.Vault:
			return FoundBackup{}, false
		case b.Time.After(newest.Time):
			newest = b
		}
	}
	return newest, newest.Path != ""
}
