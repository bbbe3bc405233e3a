package workers

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// How long a fork of what is loaded may take.
const forking = 10 * time.Second

// forks are workers that a parent forks, which has loaded the function once for all.
type forks struct {
	options  Options
	gone     func(*process, int)
	folder   string
	listener *net.UnixListener
	arrived  chan *process

	mu       sync.Mutex
	parent   *process      // nil: there is none now
	orphaned chan struct{} // closed when that parent has ended
	children map[int]*process
	closed   bool
}

func newForks(options Options, gone func(*process, int)) (*forks, error) {
	folder, err := os.MkdirTemp("", "front")
	if err != nil {
		return nil, err
	}
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(folder, "socket"), Net: "unix"})
	if err != nil {
		_ = os.RemoveAll(folder)
		return nil, err
	}
	f := &forks{options: options, gone: gone, folder: folder, listener: listener,
		arrived: make(chan *process, options.Size), children: make(map[int]*process)}
	go f.accept()
	return f, nil
}

func (f *forks) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	if f.parent != nil {
		f.parent.kill()
	}
	_ = f.listener.Close()
	_ = os.RemoveAll(f.folder)
}

func (f *forks) next() (*process, error) {
	late := time.After(forking)
	for {
		orphaned, err := f.order()
		if err != nil {
			return nil, err
		}
		select {
		case worker := <-f.arrived:
			return worker, nil
		case <-orphaned:
		case <-late:
			return nil, fmt.Errorf("the function's process did not fork within %s", forking)
		}
	}
}

// order has the parent fork, and starts one if there is none. What it gives is closed when that parent ends.
func (f *forks) order() (<-chan struct{}, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return nil, errors.New("the server ends")
	}
	if f.parent != nil && f.tell() == nil {
		return f.orphaned, nil
	}
	if err := f.load(); err != nil {
		return nil, err
	}
	return f.orphaned, f.tell()
}

func (f *forks) tell() error {
	_, err := fmt.Fprintf(f.parent.conn, "%s 0 0\n", kindFork)
	return err
}

func (f *forks) load() error {
	env := append(os.Environ(), "DROMEDARY_SOCKET="+f.listener.Addr().String())
	parent, err := launch(f.options.Command, env, f.parentEnded)
	if err != nil {
		return err
	}
	if err := parent.awaitReady(); err != nil {
		parent.kill()
		return loading(err)
	}
	f.parent, f.orphaned = parent, make(chan struct{})
	go f.listen(parent, f.orphaned)
	return nil
}

func (f *forks) parentEnded(parent *process, status int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	parent.over.Store(true)
	if !parent.ready.Load() {
		time.AfterFunc(young, parent.kill)
		return
	}
	if f.closed {
		return
	}
	if f.parent == parent {
		f.parent = nil
	}
	parent.kill()
	f.options.Say(fmt.Sprintf("the process that had loaded the function %s; another is started when it is needed", describe(status)))
}

// listen hears of the children that have ended.
func (f *forks) listen(parent *process, orphaned chan struct{}) {
	defer close(orphaned)
	for {
		said, err := readFrame(parent.in)
		if err != nil {
			return
		}
		var pid, status int
		if _, err := fmt.Sscan(strings.TrimSpace(said.head), &pid, &status); err != nil || said.kind != kindEnded || said.size != 0 {
			f.options.Say("the process that had loaded the function wrote what is no frame")
			parent.kill()
			return
		}
		f.mu.Lock()
		child := f.children[pid]
		delete(f.children, pid)
		f.mu.Unlock()
		if child != nil {
			f.gone(child, status)
		}
	}
}

func (f *forks) accept() {
	for {
		conn, err := f.listener.AcceptUnix()
		if err != nil {
			return
		}
		go f.greet(conn)
	}
}

func (f *forks) greet(conn *net.UnixConn) {
	pid, err := peerOf(conn)
	if err != nil {
		_ = conn.Close()
		return
	}
	worker := newProcess(pid, conn)
	// Before it is ready: the parent may tell of its end at once.
	f.mu.Lock()
	f.children[pid] = worker
	f.mu.Unlock()
	if worker.awaitReady() != nil {
		_ = conn.Close()
		return
	}
	f.arrived <- worker
}
