package supervise

import (
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"
	"unsafe"

	"dromedary.dev/front/serve"
)

const (
	sizeOfBoard = unsafe.Sizeof(board{})
	// How often is looked after processes that hang.
	period = time.Second
	// What is waited before a process that ended young is replaced.
	rest = time.Second
)

// supervisor is the process that starts and ends the others.
type supervisor struct {
	program   string
	settings  serve.Settings
	options   serve.Options
	listener  *os.File
	memory    *os.File
	counts    *serve.Counts
	heard     chan struct{}
	processes map[int]*process
	served    bool
	draining  bool
	status    int
}

// Run supervises processes of a program until a signal, and gives the exit status.
func Run(program string, settings serve.Settings, options serve.Options) int {
	// The kernel kills our children when the thread that started them ends.
	runtime.LockOSThread()
	s := &supervisor{program: program, settings: settings, options: options, heard: make(chan struct{}, 1), processes: map[int]*process{}}
	if err := s.open(); err != nil {
		return serve.Fail(settings.TerminationLog, err.Error())
	}
	signals := make(chan os.Signal, 64)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP, syscall.SIGCHLD)
	if err := s.start(); err != nil {
		return serve.Fail(settings.TerminationLog, "The function's process cannot be started: "+err.Error())
	}
	s.run(signals)
	for _, p := range s.processes {
		p.kill()
	}
	return s.status
}

func (s *supervisor) open() error {
	listener, err := serve.Listen(s.settings)
	if err != nil {
		return err
	}
	defer listener.Close()
	if s.listener, err = listener.File(); err != nil {
		return err
	}
	var counts serve.Counts
	if s.memory, err = newMemory("counts", unsafe.Sizeof(counts)); err != nil {
		return err
	}
	s.counts, _, err = mapped[serve.Counts](s.memory)
	adopt()
	return err
}

// adopt makes us the parent of what the function's processes leave behind.
func adopt() {
	const setChildSubreaper = 36
	_, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, setChildSubreaper, 1, 0)
}

func (s *supervisor) start() error {
	p, err := start(s.program, s.listener, s.memory, s.heard)
	if err == nil {
		s.processes[p.pid] = p
	}
	return err
}

func (s *supervisor) run(signals <-chan os.Signal) {
	ticker := time.NewTicker(period)
	defer ticker.Stop()
	var end <-chan time.Time
	for {
		select {
		case received := <-signals:
			if received == syscall.SIGCHLD {
				if s.reap() {
					return
				}
				continue
			}
			if s.draining || !s.served {
				return
			}
			s.drain()
			end = time.After(s.settings.ShutdownTimeout)
		case <-end:
			return
		case <-s.heard:
			s.listen()
		case <-ticker.C:
			s.lookAfter()
		}
	}
}

// drain has the calls finished that are under way. While anybody holds the listener, whoever connects would wait.
func (s *supervisor) drain() {
	s.draining = true
	_ = s.listener.Close()
	for _, p := range s.processes {
		p.signal(syscall.SIGTERM)
	}
}

// listen acts on what the processes have told.
func (s *supervisor) listen() {
	for _, p := range s.processes {
		if p.stuck.Swap(false) {
			s.replace(p)
		}
	}
	for _, p := range s.processes {
		if p.ready.Load() && !p.leaving {
			s.served = true
			s.dismiss()
			return
		}
	}
}

// dismiss has the processes end whose place another has taken.
func (s *supervisor) dismiss() {
	for _, p := range s.processes {
		if p.leaving && !p.dismissed {
			p.dismissed = true
			p.signal(syscall.SIGTERM)
		}
	}
}

// replace starts another process; once it is ready, this one finishes the calls that it can, and ends.
func (s *supervisor) replace(p *process) {
	if s.draining || p.leaving || len(s.processes) >= mostProcesses {
		return
	}
	serve.Say("a call runs on after its time; another process takes the next ones")
	p.leaving = true
	s.fill()
}

// lookAfter ends processes that have not answered in time, and sees to it that one serves.
func (s *supervisor) lookAfter() {
	for _, p := range s.processes {
		if !p.hung && p.ready.Load() && p.hangs(s.settings.Timeout) {
			serve.Say("worker %d hangs; another will take its place", p.pid)
			p.hung = true
			p.kill()
		}
	}
	s.fill()
}

// fill starts a process if there is none that stays.
func (s *supervisor) fill() {
	if s.draining || !s.served {
		return
	}
	for _, p := range s.processes {
		if !p.leaving {
			return
		}
	}
	if err := s.start(); err != nil {
		serve.Say("the function's process cannot be started: %v", err)
	}
}

// reap takes leave of all that has ended, and is true if the supervisor has to end too.
func (s *supervisor) reap() bool {
	for {
		pid := anyEnded()
		if pid <= 0 {
			return false
		}
		p := s.processes[pid]
		if p != nil {
			// What it started, while its number cannot belong to others.
			p.kill()
		}
		var status syscall.WaitStatus
		if _, err := syscall.Wait4(pid, &status, 0, nil); err != nil || p == nil {
			continue
		}
		delete(s.processes, pid)
		if s.ended(p, status) {
			return true
		}
	}
}

func (s *supervisor) ended(p *process, status syscall.WaitStatus) bool {
	p.bury(s.counts, s.settings.Timeout, s.options.CORS)
	if s.draining {
		return len(s.processes) == 0
	}
	if !s.served {
		s.status = 1
		if !p.failed.Load() {
			serve.Fail(s.settings.TerminationLog, "The function ended its process while it was loaded ("+describe(status)+")")
		}
		return true
	}
	if !p.leaving || status.ExitStatus() != 0 {
		serve.Say("worker %d ended (%s); another will take its place", p.pid, describe(status))
	}
	if time.Since(p.born) > rest {
		s.fill()
	}
	return false
}
