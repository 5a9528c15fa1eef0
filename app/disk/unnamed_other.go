//go:build !linux

package disk

import (
	"errors"
	"os"
)

// unnamed gives no file: only Linux has any without a name.
func unnamed(string) *os.File { return nil }

// link is never called where there are no unnamed files.
func link(*os.File, string) error { return errors.ErrUnsupported }
