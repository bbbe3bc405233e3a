package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
)

var errGoroutine = errors.New("the function ended its goroutine")

// exchange is a call of the function, and the answer to it.
type exchange struct {
	http.ResponseWriter
	server     *Server
	connection *connection
	request    *http.Request
	method     uint32
	began      time.Time
	status     atomic.Int64
	size       atomic.Int64
	settling   sync.Mutex
	settled    bool
	left       atomic.Bool
	time       callTime
	event      Event
}

// Header gives the answer's headers. With CORS the first of them is written by the connection, unless somebody asks for them:
// most functions do not, and a map costs more than the call.
func (x *exchange) Header() http.Header {
	header := x.ResponseWriter.Header()
	if x.connection.addsOrigin && x.status.Load() == 0 {
		x.connection.addsOrigin = false
		header["Access-Control-Allow-Origin"] = anyOrigin
	}
	return header
}

// WriteHeader sends the status; of those that stand for a whole answer only the first counts.
func (x *exchange) WriteHeader(status int) {
	if status >= 200 || status == http.StatusSwitchingProtocols {
		x.status.CompareAndSwap(0, int64(status))
	} else {
		x.Header()
	}
	x.ResponseWriter.WriteHeader(status)
}

func (x *exchange) Write(piece []byte) (int, error) {
	x.status.CompareAndSwap(0, http.StatusOK)
	count, err := x.ResponseWriter.Write(piece)
	x.size.Add(int64(count))
	return count, err
}

// WriteString writes text without a copy of it.
func (x *exchange) WriteString(piece string) (int, error) {
	x.status.CompareAndSwap(0, http.StatusOK)
	count, err := io.WriteString(x.ResponseWriter, piece)
	x.size.Add(int64(count))
	return count, err
}

// Flush sends what was written so far.
func (x *exchange) Flush() {
	x.status.CompareAndSwap(0, http.StatusOK)
	_ = http.NewResponseController(x.ResponseWriter).Flush()
}

// Unwrap is for http.ResponseController.
func (x *exchange) Unwrap() http.ResponseWriter {
	x.Header()
	return x.ResponseWriter
}

// call calls the function, and sees to it that there is an answer.
func (x *exchange) call(body []byte) {
	s := x.server
	c := x.connection
	s.counts.begin(x.method)
	x.began = time.Now()
	c.slot.began = x.began.UnixNano()
	c.slot.counted.Store(false)
	c.slot.state.Store(calling)
	c.addsOrigin = s.options.CORS
	x.time.begin(x.began, s.settings.Timeout)
	c.clock.begin(x)
	err := errGoroutine
	defer func() { // also where the function ended it
		c.clock.end()
		x.time.end(context.Canceled)
		x.leave()
		x.end(err)
	}()
	err = x.callSafely(body)
}

func (x *exchange) callSafely(body []byte) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("panic: %v\n%s", reason, debug.Stack())
		}
	}()
	header := x.request.Header
	x.event = Event{
		ID:        first(header, "Event-Id", "Ce-Id"),
		Type:      first(header, "Event-Type", "Ce-Type"),
		Time:      first(header, "Event-Time", "Ce-Time"),
		Namespace: first(header, "Event-Namespace", ""),
		Body:      body,
		Request:   x.request,
	}
	return x.server.caller.Call(&x.time, x, &x.event)
}

// first gives an event field: Kubeless' header, else CloudEvents'.
func first(header http.Header, ours, cloudEvents string) string {
	if values := header[ours]; len(values) > 0 {
		return values[0]
	}
	if values := header[cloudEvents]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// end answers what the function did not, and counts the call.
func (x *exchange) end(err error) {
	if !x.settle(nil) {
		if x.server.options.Abandons {
			x.server.abandoned.Add(-1)
		}
		panic(http.ErrAbortHandler)
	}
	// Before the answer: who has it sees it counted.
	x.count(err != nil)
	defer x.log()
	begun := x.status.Load() != 0
	switch {
	case err == nil:
		x.status.CompareAndSwap(0, http.StatusOK)
	case begun:
		say("the answer breaks off: %v", err)
	case errors.Is(err, context.DeadlineExceeded):
		x.replace(http.StatusRequestTimeout, timeoutText)
	default:
		say("%v", err)
		x.replace(http.StatusInternalServerError, failureText)
	}
	if err != nil && begun {
		x.connection.abort()
		panic(http.ErrAbortHandler)
	}
}

// replace answers with other headers than those that the function may have set.
func (x *exchange) replace(status int, text string) {
	clear(x.Header())
	x.server.answer(x, status, text)
	x.Flush()
}

// settle says once that it is decided what the call comes to, and does what follows before anybody else goes on.
func (x *exchange) settle(then func()) bool {
	x.settling.Lock()
	defer x.settling.Unlock()
	if x.settled {
		return false
	}
	x.settled = true
	if then != nil {
		then()
	}
	return true
}

// giveUp answers in the function's place when the call's time is over: no code of the function has to help.
func (x *exchange) giveUp() {
	if x.settle(x.answerInItsPlace) {
		x.time.end(context.DeadlineExceeded)
	}
}

func (x *exchange) answerInItsPlace() {
	c, s := x.connection, x.server
	x.count(true)
	if s.options.Abandons {
		x.leave()
		defer s.stuck(s.abandoned.Add(1))
	}
	if c.slot.state.CompareAndSwap(calling, over) {
		x.status.Store(http.StatusRequestTimeout)
		x.size.Store(int64(len(timeoutText)))
		answer := rawAnswer(http.StatusRequestTimeout, timeoutText, x.request.Method == http.MethodHead, s.options.CORS)
		_, _ = c.TCPConn.Write(answer)
		_ = c.Close()
	} else {
		say("the answer breaks off: %s", timeoutText)
		c.abort()
	}
	x.log()
}

func (x *exchange) count(failed bool) {
	x.connection.slot.counted.Store(true)
	x.server.counts.end(x.method, time.Since(x.began), failed)
}

func (x *exchange) log() {
	x.server.log.line(x.connection.text, int(x.status.Load()), x.size.Load())
}

func (x *exchange) leave() {
	if x.left.CompareAndSwap(false, true) {
		x.server.gate.leave()
	}
}
