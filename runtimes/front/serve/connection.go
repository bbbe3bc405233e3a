package serve

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
)

// Most bytes of a request's head that are kept to look at.
const mostKept = 64 << 10

var errOver = errors.New("the call was answered over the function's head")

// connection is a client's, and knows in which state its request is.
type connection struct {
	*net.TCPConn
	server *Server
	slot   *Slot
	peer   string
	text   []byte
	head   []byte
	// Whether what is read belongs to a request's head.
	keeping atomic.Bool
	touched atomic.Bool
	// Whether the client speaks HTTP/1.0: net/http would say that we do too.
	old bool
	// Whether the head of the next answer has to say that every origin may read it.
	addsOrigin bool
	changed    []byte
	deadlines  deadlines
	clock      clock
	closed     sync.Once
}

func (c *connection) Read(into []byte) (int, error) {
	count, err := c.deadlines.read(c.TCPConn, into)
	if count > 0 {
		if !c.touched.Load() {
			c.touched.Store(true)
		}
		if c.keeping.Load() && len(c.head) < mostKept {
			c.head = append(c.head, into[:count]...)
		}
	}
	return count, err
}

func (c *connection) Write(answer []byte) (int, error) {
	first, err := c.answers()
	if err != nil {
		return 0, err
	}
	if !first || !c.old && !c.addsOrigin {
		return c.TCPConn.Write(answer)
	}
	count, err := c.TCPConn.Write(c.change(answer))
	return min(count, len(answer)), err
}

// change gives the beginning of an answer as the client gets it.
func (c *connection) change(answer []byte) []byte {
	line := bytes.IndexByte(answer, '\n') + 1
	if line < len("HTTP/1.x ") || !bytes.HasPrefix(answer, []byte("HTTP/1.")) {
		return answer
	}
	c.changed = append(append(c.changed[:0], "HTTP/1.1"...), answer[len("HTTP/1.x"):line]...)
	if c.addsOrigin {
		c.addsOrigin = false
		c.changed = append(c.changed, "Access-Control-Allow-Origin: *\r\n"...)
	}
	c.changed = append(c.changed, answer[line:]...)
	return c.changed
}

// ReadFrom sends a file without copying it through this process.
func (c *connection) ReadFrom(from io.Reader) (int64, error) {
	if _, err := c.answers(); err != nil {
		return 0, err
	}
	return c.TCPConn.ReadFrom(from)
}

// answers notes that an answer is on its way from now on; first is whether it was not before.
func (c *connection) answers() (first bool, err error) {
	switch c.slot.state.Load() {
	case calling:
		if !c.slot.state.CompareAndSwap(calling, answering) {
			return false, errOver
		}
		return true, nil
	case over:
		return false, errOver
	case answering:
		return false, nil
	}
	return true, nil
}

// Close ends the connection for the client even if another process holds it too.
func (c *connection) Close() error {
	err := net.ErrClosed
	c.closed.Do(func() {
		c.server.forget(c)
		c.clock.stop()
		if c.server.options.Watch != nil {
			_ = c.TCPConn.CloseWrite()
			_ = c.TCPConn.CloseRead()
		}
		err = c.TCPConn.Close()
		if c.server.options.Watch != nil {
			c.server.options.Watch.Closed(c.slot)
		}
	})
	return err
}

// abort breaks the connection off: nobody shall take what was sent for whole.
func (c *connection) abort() {
	_ = c.TCPConn.SetLinger(0)
	_ = c.Close()
}

// requested notes that a request is there.
func (c *connection) requested(r *http.Request) {
	c.keeping.Store(false)
	c.old = r.ProtoMinor == 0 && r.ProtoMajor == 1
	c.text = append(append(c.text[:0], c.peer...), '\n')
	c.text = append(appendQuoted(c.text, r.Method, " ", r.RequestURI, " ", r.Proto), '\n')
	c.text = append(appendQuoted(c.text, r.Header.Get("Referer")), ' ')
	c.text = appendQuoted(c.text, r.Header.Get("User-Agent"))
	if c.server.options.Watch != nil {
		c.slot.keep(c.text, methodNumber(r.Method), r.Method == http.MethodHead)
	}
	c.slot.state.Store(reading)
}

// isIdle notes that the answer is sent, and that the next request may come.
func (c *connection) isIdle() {
	c.slot.state.CompareAndSwap(answering, idle)
	c.slot.state.CompareAndSwap(calling, idle)
	c.slot.state.CompareAndSwap(reading, idle)
	c.head = c.head[:0]
	c.keeping.Store(true)
}

// saysTwoLengths is whether a chunked request has a Content-Length too, which net/http hides: some proxy may have believed it.
func (c *connection) saysTwoLengths() bool {
	head, _, _ := bytes.Cut(c.head, []byte("\r\n\r\n"))
	for _, line := range bytes.Split(head, []byte("\n")) {
		name, _, _ := bytes.Cut(line, []byte(":"))
		if bytes.EqualFold(name, []byte("content-length")) {
			return true
		}
	}
	return false
}
