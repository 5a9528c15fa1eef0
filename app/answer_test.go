package app_test

import (
	"testing"

	"trygghylla/app"
)

func TestIsPhoto(t *testing.T) {
	for kind, want := range map[string]bool{"image/jpeg": true, "image/png": true, "application/pdf": false, "": false} {
		t.Run(kind, func(t *testing.T) {
			if got := (app.Evidence{Type: kind}).IsPhoto(); got != want {
				t.Errorf("a photo: %v", got)
			}
		})
	}
}
