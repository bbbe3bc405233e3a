package serve

import (
	"io"
	"net"
	"net/http"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	idle      uint32 = iota // nothing of a request has been understood
	reading                 // the request is there, the function is not called yet
	calling                 // the function is called; nothing of an answer is on its way
	answering               // a part of the answer may have been sent
	over                    // the answer was given over the function's head
)

const (
	timeoutText    = "Timeout while processing the function"
	failureText    = "Internal Server Error"
	notStartedText = "The process that the connection belonged to ended; the request was not started"
)

// Slot is what must be known of a connection to answer for a process that has ended. It holds no pointer: processes share it.
type Slot struct {
	state  atomic.Uint32
	method uint32
	began  int64
	length uint32
	head   bool
	// Whether the call is counted already.
	counted atomic.Bool
	text    [464]byte
}

// keep notes the request, as the access log will have it; one that is too long is left out.
func (s *Slot) keep(request []byte, method uint32, head bool) {
	s.method, s.head, s.length = method, head, 0
	if len(request) <= len(s.text) {
		s.length = uint32(copy(s.text[:], request))
	}
}

// Clear makes the slot a new connection's.
func (s *Slot) Clear() {
	s.state.Store(idle)
}

// CallsFor is how long the function has been called for; 0: it is not, or has begun to answer.
func (s *Slot) CallsFor() time.Duration {
	if s.state.Load() != calling {
		return 0
	}
	return time.Duration(time.Now().UnixNano() - s.began)
}

// Bereavement is what an answer for a process that has ended needs.
type Bereavement struct {
	Counts  *Counts
	Log     io.Writer
	Timeout time.Duration
	CORS    bool
}

// Bereaved answers a request whose process has ended: 500 where the function was called, 408 where it had had its time, 503
// where it was not called yet. An answer that had begun breaks off.
func (s *Slot) Bereaved(conn *net.TCPConn, by Bereavement) {
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Second))
	switch state := s.state.Load(); state {
	case idle, reading:
		if state == reading || hasUnread(conn) {
			drain(conn)
			_, _ = conn.Write(rawAnswer(http.StatusServiceUnavailable, notStartedText, false, by.CORS))
		}
	case calling:
		status, text := http.StatusInternalServerError, failureText
		if s.CallsFor() > by.Timeout {
			status, text = http.StatusRequestTimeout, timeoutText
		}
		s.count(by.Counts)
		drain(conn)
		_, _ = conn.Write(rawAnswer(status, text, s.head, by.CORS))
		s.log(by.Log, status, len(text))
	case answering:
		s.count(by.Counts)
		_ = conn.SetLinger(0)
	}
}

func (s *Slot) count(counts *Counts) {
	if !s.counted.Load() {
		counts.end(s.method, time.Duration(time.Now().UnixNano()-s.began), true)
	}
}

func (s *Slot) log(out io.Writer, status, size int) {
	if s.length > 0 && int(s.length) <= len(s.text) {
		stamp := time.Now().UTC().AppendFormat(nil, "02/Jan/2006:15:04:05 +0000")
		_, _ = out.Write(appendLine(nil, s.text[:s.length], stamp, status, int64(size)))
	}
}

// rawAnswer is a whole answer that ends its connection.
func rawAnswer(status int, text string, head, cors bool) []byte {
	answer := "HTTP/1.1 " + strconv.Itoa(status) + " " + http.StatusText(status) + "\r\nContent-Type: text/plain; charset=utf-8\r\n"
	if cors {
		answer += "Access-Control-Allow-Origin: *\r\n"
	}
	if status == http.StatusServiceUnavailable {
		answer += "Retry-After: 1\r\n"
	}
	answer += "Content-Length: " + strconv.Itoa(len(text)) + "\r\nConnection: close\r\n\r\n"
	if head {
		return []byte(answer)
	}
	return []byte(answer + text)
}

func hasUnread(conn *net.TCPConn) bool {
	return unread(conn, syscall.MSG_PEEK|syscall.MSG_DONTWAIT) > 0
}

// drain reads what is there, so that the kernel does not reset the connection before the answer is read.
func drain(conn *net.TCPConn) {
	for tries := 0; tries < 64; tries++ {
		if unread(conn, syscall.MSG_DONTWAIT) <= 0 {
			return
		}
	}
}

func unread(conn *net.TCPConn, flags int) int {
	raw, err := conn.SyscallConn()
	if err != nil {
		return 0
	}
	buffer, count := make([]byte, 64<<10), 0
	_ = raw.Control(func(descriptor uintptr) {
		count, _, _ = syscall.Recvfrom(int(descriptor), buffer, flags)
	})
	return count
}
