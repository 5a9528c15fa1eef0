package app_test

import (
	"fmt"
	"testing"

	"trygghylla/app"
)

func TestFileNameIsAsTheRegionKnowsIt(t *testing.T) {
	if got := app.FileName(app.Sweden, "Vadstena bibliotek", "2026-05-28", 3); got != "trygghylla-se-vadstena-2026-05-28-u3.pdf" {
		t.Errorf("got %s", got)
	}
	if got := app.FileName(app.Norway, "Ørsta folkebibliotek", "2026-05-28", 12); got != "trygghylla-no-orsta-2026-05-28-u12.pdf" {
		t.Errorf("got %s", got)
	}
}

func TestNextEdition(t *testing.T) {
	for _, x := range []struct {
		numbers []int
		want    int
	}{
		{nil, 1},
		{[]int{1}, 2},
		{[]int{1, 2, 3}, 4},
		{[]int{1, 4}, 5}, // two names were taken in the folder
		{[]int{7, 2}, 8}, // never a number a second time, in whatever order they stand
	} {
		t.Run(fmt.Sprint(x.numbers), func(t *testing.T) {
			d := &app.Dossier{}
			for _, n := range x.numbers {
				d.Editions = append(d.Editions, app.Edition{Number: n})
			}
			if got := d.NextEdition(); got != x.want {
				t.Errorf("next comes %d, want %d", got, x.want)
			}
		})
	}
}
