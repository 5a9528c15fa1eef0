package vault

import (
	"cmp"
	"slices"
	"time"
)

// StoredBackup is a backup in a place where backups are kept, as
// [PeekBackup] tells of it.
type StoredBackup struct {
	Path string
	BackupInfo
}

// What Surplus keeps.
const (
	keepLast   = 10
	keepDays   = 14
	keepWeeks  = 8
	keepMonths = 12
)

// Surplus tells which backups of a place are no longer needed. Kept are the
// last 10, and the last one of each of the last 14 days, 8 weeks and 12
// months that have any, by the dates in the backups. Of each vault, of
// backups with attachments and of those without, it thinks apart. Damaged
// files should not be in the list: a backup that cannot be read never makes
// another one surplus. A backup from the future, made by a wrong clock, is
// kept and counts for nothing.
func Surplus(all []StoredBackup, now time.Time) []StoredBackup {
	type kind struct {
		vault    [16]byte
		complete bool
	}
	groups := make(map[kind][]StoredBackup)
	for _, b := range all {
		if !b.Time.After(now.Add(24 * time.Hour)) {
			k := kind{b.Vault, b.Complete}
			groups[k] = append(groups[k], b)
		}
	}
	var surplus []StoredBackup
	for _, g := range groups {
		slices.SortFunc(g, func(a, b StoredBackup) int {
			return cmp.Or(cmp.Compare(b.Seq, a.Seq), b.Time.Compare(a.Time))
		})
		surplus = append(surplus, surplusOf(g)...)
	}
	slices.SortFunc(surplus, func(a, b StoredBackup) int { return cmp.Compare(a.Path, b.Path) })
	return surplus
}

// surplusOf decides for backups of one kind, the newest first.
func surplusOf(g []StoredBackup) []StoredBackup {
	type span struct{ unit, year, n int }
	most := [...]int{keepDays, keepWeeks, keepMonths}
	seen := make(map[span]bool)
	var taken [len(most)]int
	var surplus []StoredBackup
	for i, b := range g {
		keep := i < keepLast
		t := b.Time.UTC()
		year, week := t.ISOWeek()
		for unit, s := range [...]span{{0, t.Year(), t.YearDay()}, {1, year, week}, {2, t.Year(), int(t.Month())}} {
			if !seen[s] && taken[unit] < most[unit] {
				seen[s] = true
				taken[unit]++
				keep = true
			}
		}
		if !keep {
			surplus = append(surplus, b)
		}
	}
	return surplus
}
