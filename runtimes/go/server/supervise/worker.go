package supervise

import (
	"net"
	"os"
	"sync"
	"syscall"
	"time"
	"unsafe"

	"dromedary.dev/front/serve"
)

// The variable that makes a program a serving process, and the descriptors that it finds.
const (
	role               = "DROMEDARY_SERVES"
	listenerDescriptor = 3
	controlDescriptor  = 4
	countsDescriptor   = 5
	boardDescriptor    = 6
)

// A call that ends soon after its time does no harm.
const grace = time.Second

// Serving is the side of a serving process.
type Serving struct {
	control *net.UnixConn
	board   *board
	counts  *serve.Counts
	mutex   sync.Mutex
	free    []uint32
}

// Worker gives the serving process that this one was started to be; nil: it was started by hand.
func Worker() (*Serving, error) {
	if os.Getenv(role) == "" {
		return nil, nil
	}
	_ = os.Unsetenv(role)
	for descriptor := listenerDescriptor; descriptor <= boardDescriptor; descriptor++ {
		syscall.CloseOnExec(descriptor)
	}
	s := new(Serving)
	var err error
	if s.control, err = controlOf(os.NewFile(controlDescriptor, "control")); err != nil {
		return nil, err
	}
	if s.counts, _, err = mapped[serve.Counts](os.NewFile(countsDescriptor, "counts")); err != nil {
		return nil, err
	}
	if s.board, _, err = mapped[board](os.NewFile(boardDescriptor, "board")); err != nil {
		return nil, err
	}
	for slot := uint32(slots); slot > 0; slot-- {
		s.free = append(s.free, slot-1)
	}
	return s, nil
}

// Failed tells that nothing can be served, and that the reason has been said.
func (s *Serving) Failed() {
	if s != nil {
		s.tell(message(failed, 0), nil)
	}
}

// Serve serves until the supervisor says otherwise, and gives the exit status.
func (s *Serving) Serve(settings serve.Settings, caller serve.Caller, options serve.Options) int {
	if s == nil {
		return serve.Run(settings, caller, options)
	}
	file := os.NewFile(listenerDescriptor, "listener")
	listener, err := net.FileListener(file)
	_ = file.Close()
	if err != nil {
		s.Failed()
		return serve.Fail(settings.TerminationLog, err.Error())
	}
	options.Listener = listener.(*net.TCPListener)
	options.Counts = s.counts
	options.Pages = &s.board.pages
	options.Watch = s
	options.Ready = func() { s.tell(message(ready, 0), nil) }
	options.Stuck = func(int64) { time.AfterFunc(grace, func() { s.tell(message(stuck, 0), nil) }) }
	// Each call is bounded, and the supervisor bounds the whole.
	settings.ShutdownTimeout += settings.Timeout
	return serve.Run(settings, caller, options)
}

// Opened gives a connection's slot, and the connection to the supervisor; nil: there is none left.
func (s *Serving) Opened(conn *net.TCPConn) *serve.Slot {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	raw, err := conn.SyscallConn()
	if err != nil || len(s.free) == 0 {
		return nil
	}
	number := s.free[len(s.free)-1]
	s.free = s.free[:len(s.free)-1]
	slot := &s.board.slots[number]
	slot.Clear()
	_ = raw.Control(func(descriptor uintptr) {
		s.tell(message(opened, number), syscall.UnixRights(int(descriptor)))
	})
	return slot
}

// Closed takes a slot back.
func (s *Serving) Closed(slot *serve.Slot) {
	offset := uintptr(unsafe.Pointer(slot)) - uintptr(unsafe.Pointer(&s.board.slots[0]))
	number := uint32(offset / unsafe.Sizeof(*slot))
	if uintptr(unsafe.Pointer(slot)) < uintptr(unsafe.Pointer(&s.board.slots[0])) || number >= slots {
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.tell(message(closed, number), nil)
	s.free = append(s.free, number)
}

func (s *Serving) tell(text, rights []byte) {
	_, _, _ = s.control.WriteMsgUnix(text, rights, nil)
}
