package supervise

import (
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"dromedary.dev/front/serve"
)

// process is a serving process, and what is answered if it ends.
type process struct {
	pid     int
	born    time.Time
	control *net.UnixConn
	board   *board
	memory  []byte
	// What it has told.
	ready, stuck, failed atomic.Bool
	leaving              bool
	dismissed            bool
	hung                 bool
	silent               sync.WaitGroup
	mutex                sync.Mutex
	// Connections by their slots' numbers.
	open map[uint32]int
}

// start starts a serving process: the program, with descriptors that say so.
func start(program string, listener, counts *os.File, heard chan<- struct{}) (*process, error) {
	file, err := newMemory("board", sizeOfBoard)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	p := &process{open: map[uint32]int{}, born: time.Now()}
	if p.board, p.memory, err = mapped[board](file); err != nil {
		return nil, err
	}
	control, theirs, err := pair()
	if err != nil {
		return nil, err
	}
	defer theirs.Close()
	p.control = control
	files := []uintptr{0, 1, 2, listener.Fd(), theirs.Fd(), counts.Fd(), file.Fd()}
	p.pid, err = syscall.ForkExec(program, []string{program}, &syscall.ProcAttr{
		Env:   append(os.Environ(), role+"=1"),
		Files: files,
		// At the head of a group of its own: what the function starts can be killed with it, and Ctrl-C does not reach it.
		Sys: &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL},
	})
	if err != nil {
		_ = control.Close()
		return nil, err
	}
	p.silent.Add(1)
	go p.listen(heard)
	return p, nil
}

// listen takes what the process tells, until it has ended.
func (p *process) listen(heard chan<- struct{}) {
	defer p.silent.Done()
	for {
		kind, slot, descriptor, err := receive(p.control)
		if err != nil {
			return
		}
		switch kind {
		case opened:
			p.take(slot, descriptor)
		case closed:
			p.drop(slot)
		case ready:
			p.ready.Store(true)
		case stuck:
			p.stuck.Store(true)
		case failed:
			p.failed.Store(true)
		}
		if kind != opened && kind != closed {
			select {
			case heard <- struct{}{}:
			default:
			}
		}
	}
}

func (p *process) take(slot uint32, descriptor int) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if slot < slots && descriptor >= 0 {
		p.open[slot] = descriptor
	}
}

func (p *process) drop(slot uint32) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if descriptor, known := p.open[slot]; known {
		_ = syscall.Close(descriptor)
		delete(p.open, slot)
	}
}

// hangs is whether a call has not even been given up long after its time.
func (p *process) hangs(timeout time.Duration) bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for slot := range p.open {
		if p.board.slots[slot].CallsFor() > timeout+grace {
			return true
		}
	}
	return false
}

func (p *process) signal(signal syscall.Signal) {
	_ = syscall.Kill(p.pid, signal)
}

// kill ends the process, and those that it started.
func (p *process) kill() {
	_ = syscall.Kill(-p.pid, syscall.SIGKILL)
}

// bury answers all that the process left unanswered, once it has ended.
func (p *process) bury(counts *serve.Counts, timeout time.Duration, cors bool) {
	p.silent.Wait()
	_ = p.control.Close()
	for page := range p.board.pages {
		p.board.pages[page].Flush(os.Stdout)
	}
	for slot, descriptor := range p.open {
		file := os.NewFile(uintptr(descriptor), "connection")
		conn, err := net.FileConn(file)
		_ = file.Close()
		if err != nil {
			continue
		}
		if conn, ok := conn.(*net.TCPConn); ok {
			p.board.slots[slot].Bereaved(conn, serve.Bereavement{Counts: counts, Log: os.Stdout, Timeout: timeout, CORS: cors})
		}
	}
	_ = syscall.Munmap(p.memory)
}
