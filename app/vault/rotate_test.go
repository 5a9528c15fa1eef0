package vault

import (
	"fmt"
	"testing"
	"time"
)

func TestSurplus(t *testing.T) {
	now := time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC)
	// Four backups a working day for two years.
	var all []StoredBackup
	seq := uint64(0)
	for day := 730; day >= 0; day-- {
		for hour := range 4 {
			seq++
			at := now.AddDate(0, 0, -day).Add(time.Duration(hour-4) * time.Hour)
			all = append(all, StoredBackup{Path: fmt.Sprint(seq), BackupInfo: BackupInfo{Seq: seq, Time: at}})
		}
	}
	other := StoredBackup{Path: "other", BackupInfo: BackupInfo{Vault: [16]byte{1}, Seq: 1, Time: now.AddDate(-5, 0, 0)}}
	whole := StoredBackup{Path: "whole", BackupInfo: BackupInfo{Complete: true, Seq: 1, Time: now.AddDate(-5, 0, 0)}}
	future := StoredBackup{Path: "future", BackupInfo: BackupInfo{Seq: 2, Time: now.AddDate(9, 0, 0)}}
	gone := map[string]bool{}
	for _, b := range Surplus(append([]StoredBackup{other, whole, future}, all...), now) {
		gone[b.Path] = true
	}
	if gone["other"] || gone["whole"] || gone["future"] {
		t.Error("the only one of its kind was called surplus")
	}
	var kept []StoredBackup
	for _, b := range all {
		if !gone[b.Path] {
			kept = append(kept, b)
		}
	}
	if len(kept) < 30 || len(kept) > keepLast+keepDays+keepWeeks+keepMonths {
		t.Errorf("%d kept", len(kept))
	}
	for i := range keepLast {
		if gone[fmt.Sprint(seq-uint64(i))] {
			t.Errorf("number %d of the last is surplus", i)
		}
	}
	// Something is left from each of the last days, weeks and months.
	for _, s := range []struct{ n, days int }{{keepDays, 1}, {keepWeeks, 7}, {keepMonths, 31}} {
		for i := range s.n {
			from, to := now.AddDate(0, 0, -(i+1)*s.days), now.AddDate(0, 0, -i*s.days)
			found := false
			for _, b := range kept {
				found = found || b.Time.After(from) && !b.Time.After(to)
			}
			if !found && s.days < 31 {
				t.Errorf("nothing kept between %v and %v", from, to)
			}
		}
	}
	if oldest := kept[0].Time; oldest.After(now.AddDate(0, -10, -20)) {
		t.Errorf("the oldest kept is of %v", oldest)
	}
	// Removing what is surplus leaves nothing more to remove.
	if again := Surplus(kept, now); len(again) > 0 {
		t.Errorf("%d more at the second look", len(again))
	}
}
