// Package supervise keeps a function served whatever it does to its process: a supervisor, which runs no code of the function,
// starts serving processes, replaces those that end or hang, and answers for them.
package supervise

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
	"unsafe"

	"dromedary.dev/front/serve"
)

const (
	// Connections of a process that can be answered for; more are served, but break off if it ends.
	slots = 4096
	// Serving processes at a time: one, and those that end slowly.
	mostProcesses = 4
)

// The number of memfd_create, which package syscall does not know.
var memfdCreate = map[string]uintptr{"amd64": 319, "arm64": 279}

// board is what a serving process shares with the supervisor.
type board struct {
	pages [2]serve.Page
	slots [slots]serve.Slot
}

// newMemory gives a file without a name, filled with zeros.
func newMemory(name string, size uintptr) (*os.File, error) {
	text := []byte(name + "\x00")
	number, known := memfdCreate[runtime.GOARCH]
	if !known {
		return nil, fmt.Errorf("memory cannot be shared on %s", runtime.GOARCH)
	}
	const closeOnExec = 1
	descriptor, _, failed := syscall.Syscall(number, uintptr(unsafe.Pointer(&text[0])), closeOnExec, 0)
	if failed != 0 {
		return nil, fmt.Errorf("memory cannot be shared: %w", failed)
	}
	file := os.NewFile(descriptor, name)
	if err := file.Truncate(int64(size)); err != nil {
		return nil, fmt.Errorf("memory cannot be shared: %w", err)
	}
	return file, nil
}

// mapped gives the value that a file holds, shared with whoever maps it too.
func mapped[T any](file *os.File) (*T, []byte, error) {
	memory, err := syscall.Mmap(int(file.Fd()), 0, int(unsafe.Sizeof(*(*T)(nil))), syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return nil, nil, fmt.Errorf("memory cannot be shared: %w", err)
	}
	return (*T)(unsafe.Pointer(&memory[0])), memory, nil
}
