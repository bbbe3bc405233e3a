package install

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"

	"dromedary.dev/provision/report"
)

// grace is what the command has after SIGTERM.
const grace = 10 * time.Second

// ours is what the command is not told: code of strangers runs in it, and who knows the key may write the entry.
var ours = []string{"CACHE_URL=", "CACHE_KEY="}

// run has a shell run the line, as a group of processes that ends together. What it says on its outputs is the container's log.
func (s Settings) run(ctx context.Context) error {
	command := exec.CommandContext(ctx, "sh", "-c", s.Command)
	command.Dir, command.Stdout, command.Stderr = s.Folder, s.Output, s.Errors
	command.Env = slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return slices.ContainsFunc(ours, func(name string) bool { return strings.HasPrefix(variable, name) })
	})
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGTERM) }
	command.WaitDelay = grace
	err := command.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &exit):
		return &report.Silent{Status: status(exit)}
	case ctx.Err() != nil:
		return &report.Silent{Status: 128 + int(syscall.SIGTERM)}
	}
	return fmt.Errorf("the installation command cannot be run: %w", err)
}

// status is as a shell would say it.
func status(exit *exec.ExitError) int {
	if wait, ok := exit.Sys().(syscall.WaitStatus); ok && wait.Signaled() {
		return 128 + int(wait.Signal())
	}
	return exit.ExitCode()
}

// hideEnvironment keeps the command from reading in /proc what it was not told.
func hideEnvironment() {
	_, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_DUMPABLE, 0, 0)
}
