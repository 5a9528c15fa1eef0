package system

import "fmt"

// Guard keeps the memory of this process from other programs of the same
// person, and out of what a crash leaves behind, as far as the system can
// forbid it. Call it before anything secret is in memory. An administrator may
// read on, and programs that this one starts are not guarded. After an error
// less is guarded than could be; the program may go on.
func Guard() error {
	if err := guard(); err != nil {
		return fmt.Errorf("guard memory: %w", err)
	}
	return nil
}
