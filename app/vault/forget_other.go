//go:build !linux

package vault

import "os"

// forget would ask the system to drop what it keeps of a file in memory; here
// there is no way to ask.
func forget(*os.File) {}
