package workers

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"
)

// A process with a channel.
type process struct {
	pid   int
	conn  *net.UnixConn
	in    *bufio.Reader
	born  time.Time
	ready atomic.Bool   // it has loaded the function
	ours  atomic.Bool   // we have killed it
	over  atomic.Bool   // it has ended
	said  chan struct{} // closed when the log says so
}

// stop kills a process that has not ended by itself.
func (p *process) stop() {
	p.ours.Store(true)
	p.kill()
}

// kill ends the process and what it has started.
func (p *process) kill() {
	if syscall.Kill(-p.pid, syscall.SIGKILL) != nil && !p.over.Load() {
		_ = syscall.Kill(p.pid, syscall.SIGKILL)
	}
	_ = p.conn.Close()
}

func newProcess(pid int, conn *net.UnixConn) *process {
	return &process{pid: pid, conn: conn, in: bufio.NewReaderSize(conn, 16<<10), born: time.Now(), said: make(chan struct{})}
}

// awaitReady waits until the process has loaded the function; an error is the reason why it has not.
func (p *process) awaitReady() error {
	said, err := readFrame(p.in)
	if err != nil {
		return err
	}
	text, err := said.text(p.in)
	switch {
	case err != nil:
		return err
	case said.kind == kindReady:
		p.ready.Store(true)
		return nil
	case said.kind == kindFailed:
		return Failure(text)
	}
	return errNoFrame
}

// Failure is what a worker said when it could not load the function.
type Failure string

func (f Failure) Error() string { return string(f) }

// One thread starts all processes, and lives as long as we do: they are killed when it ends (PDEATHSIG).
var starts = make(chan func())

func init() {
	go func() {
		runtime.LockOSThread()
		for start := range starts {
			start()
		}
	}()
}

// launch starts a command at the head of a process group, with a channel as its descriptor 3. `ended` is called with its
// status, as a shell has it, once it has ended.
func launch(command, env []string, ended func(*process, int)) (*process, error) {
	ours, theirs, err := channel()
	if err != nil {
		return nil, err
	}
	defer theirs.Close()
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = env
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.ExtraFiles = []*os.File{theirs}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	started := make(chan error)
	starts <- func() { started <- cmd.Start() }
	if err := <-started; err != nil {
		_ = ours.Close()
		return nil, err
	}
	preferVictim(cmd.Process.Pid)
	p := newProcess(cmd.Process.Pid, ours)
	go func() {
		_ = cmd.Wait()
		ended(p, statusOf(cmd.ProcessState))
	}()
	return p, nil
}

func channel() (*net.UnixConn, *os.File, error) {
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, err
	}
	file := os.NewFile(uintptr(pair[0]), "channel")
	defer file.Close()
	theirs := os.NewFile(uintptr(pair[1]), "channel")
	conn, err := net.FileConn(file)
	if err != nil {
		_ = theirs.Close()
		return nil, nil, err
	}
	return conn.(*net.UnixConn), theirs, nil
}

// preferVictim has the kernel take this process, and those that it forks, before the front when memory runs out.
func preferVictim(pid int) {
	_ = os.WriteFile("/proc/"+strconv.Itoa(pid)+"/oom_score_adj", []byte("1000"), 0)
}

func statusOf(state *os.ProcessState) int {
	status, ok := state.Sys().(syscall.WaitStatus)
	if ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return state.ExitCode()
}

func describe(status int) string {
	switch status {
	case 128 + int(syscall.SIGKILL):
		return "ended by SIGKILL, which is what the kernel does when it takes more memory than there is"
	default:
		return fmt.Sprintf("ended with status %d", status)
	}
}

// peerOf is the process at the other end.
func peerOf(conn *net.UnixConn) (int, error) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return 0, err
	}
	var peer *syscall.Ucred
	var failed error
	err = raw.Control(func(fd uintptr) {
		peer, failed = syscall.GetsockoptUcred(int(fd), syscall.SOL_SOCKET, syscall.SO_PEERCRED)
	})
	if err != nil {
		return 0, err
	}
	if failed != nil {
		return 0, failed
	}
	return int(peer.Pid), nil
}
