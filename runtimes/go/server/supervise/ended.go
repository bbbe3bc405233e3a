package supervise

import (
	"fmt"
	"syscall"
	"unsafe"
)

// describe says how a process ended.
func describe(status syscall.WaitStatus) string {
	switch {
	case status.Signaled() && status.Signal() == syscall.SIGKILL:
		return "killed, as it happens to one that takes too much memory"
	case status.Signaled():
		return status.Signal().String()
	}
	return fmt.Sprintf("exit status %d", status.ExitStatus())
}

// anyEnded gives the number of a child that has ended, and leaves it to be waited for; 0: there is none.
func anyEnded() int {
	const all, noWait = 0, 0x1000000
	var info [128]byte
	_, _, failed := syscall.Syscall6(syscall.SYS_WAITID, all, 0, uintptr(unsafe.Pointer(&info)),
		syscall.WEXITED|syscall.WNOHANG|noWait, 0, 0)
	if failed != 0 {
		return -1
	}
	return int(*(*int32)(unsafe.Pointer(&info[16])))
}
