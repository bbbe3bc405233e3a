package serve

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
)

// Caller makes one call of the function; it writes the answer to w. ctx ends with the call's time.
// context.DeadlineExceeded becomes 408; any other error 500, and is logged. If the answer has begun, the connection is broken off.
type Caller interface {
	Call(ctx context.Context, w http.ResponseWriter, event *Event) error
}

// Event is what the function is called for. The body of Request can be read once more.
type Event struct {
	ID, Type, Time, Namespace string
	Body                      []byte
	Request                   *http.Request
}

// Options are what runtimes differ in. The zero value is fine.
type Options struct {
	// CORS: OPTIONS is answered for browsers, and every answer may be read by any origin.
	CORS bool
	// JSON: what says it is JSON and is not gets 400.
	JSON bool
	// Abandons: a call that has had its time may run on, and leaves its place to others.
	Abandons bool
	// Stuck is told how many of these run. May be nil.
	Stuck func(calls int64)
	// Listener is listened on; nil: the settings' host and port.
	Listener *net.TCPListener
	// Counts and Pages may be shared with other processes; nil: own ones.
	Counts *Counts
	Pages  *[2]Page
	// Watch is told of connections. May be nil.
	Watch Watch
	// Ready is called when requests are taken. May be nil.
	Ready func()
}

// Watch is told of connections, so that another process can answer if this one ends.
type Watch interface {
	// Opened gives a place for what must be known of a connection.
	Opened(conn *net.TCPConn) *Slot
	// Closed takes it back.
	Closed(slot *Slot)
}

// Server is a server for one function.
type Server struct {
	settings  Settings
	caller    Caller
	options   Options
	counts    *Counts
	log       *accessLog
	gate      *gate
	http      *http.Server
	abandoned atomic.Int64
	mutex     sync.Mutex
	open      map[*connection]struct{}
}

type connectionKey struct{}

var anyOrigin = []string{"*"}

func newServer(settings Settings, caller Caller, options Options, out io.Writer) *Server {
	s := &Server{settings: settings, caller: caller, options: options, counts: options.Counts, open: map[*connection]struct{}{}}
	if s.counts == nil {
		s.counts = new(Counts)
	}
	s.log = newAccessLog(out, options.Pages)
	s.gate = newGate(settings.Concurrency, settings.Queue)
	s.http = &http.Server{
		Handler:                      s,
		ErrorLog:                     log.New(os.Stderr, "dromedary: ", 0),
		DisableGeneralOptionsHandler: true,
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			return context.WithValue(ctx, connectionKey{}, c)
		},
		ConnState: func(c net.Conn, state http.ConnState) {
			if state == http.StateIdle {
				c.(*connection).isIdle()
			}
		},
	}
	return s
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := r.Context().Value(connectionKey{}).(*connection)
	c.requested(r)
	if r.Method == http.MethodGet && r.URL.Path == "/healthz" {
		s.answer(w, http.StatusOK, "OK")
		return
	}
	if r.Method == http.MethodGet && r.URL.Path == "/metrics" {
		w.Header().Set("Content-Type", metricsType)
		s.answer(w, http.StatusOK, s.counts.render())
		return
	}
	x := &exchange{ResponseWriter: w, server: s, connection: c, request: r, method: methodNumber(r.Method)}
	if s.options.CORS && r.Method == http.MethodOptions {
		s.answerBrowser(x)
		s.log.line(c.text, http.StatusOK, 0)
		return
	}
	body, refused := s.admit(c, r)
	if refused == nil {
		x.call(body)
		return
	}
	if refused.status == 0 {
		panic(http.ErrAbortHandler)
	}
	s.answer(x, refused.status, refused.text)
	s.log.line(c.text, refused.status, x.size.Load())
}

// admit reads the body and waits for a place, or says why the function is not called.
func (s *Server) admit(c *connection, r *http.Request) ([]byte, *refusal) {
	if r.ContentLength < 0 && c.saysTwoLengths() {
		r.Close = true
		return nil, &refusal{http.StatusBadRequest, "The request has both Content-Length and Transfer-Encoding"}
	}
	body, refused := readBody(r, s.settings.BodyLimit)
	if refused == nil && s.options.JSON {
		refused = badJSON(r, body)
	}
	if refused != nil {
		return nil, refused
	}
	if len(body) > 0 {
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	if !s.gate.enter(r.Context()) {
		if r.Context().Err() != nil {
			return nil, &refusal{}
		}
		return nil, &refusal{http.StatusServiceUnavailable, "Too many requests wait for the function"}
	}
	return body, nil
}

// answer sends a text of the server's own.
func (s *Server) answer(w http.ResponseWriter, status int, text string) {
	header := w.Header()
	if s.options.CORS {
		header["Access-Control-Allow-Origin"] = anyOrigin
	}
	if header.Get("Content-Type") == "" {
		header.Set("Content-Type", "text/plain; charset=utf-8")
	}
	switch status {
	case http.StatusServiceUnavailable:
		header.Set("Retry-After", "1")
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge:
		header.Set("Connection", "close")
	}
	header.Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text)
}

// answerBrowser lets a browser send what it asks for.
func (s *Server) answerBrowser(w http.ResponseWriter) {
	x := w.(*exchange)
	header := w.Header()
	header["Access-Control-Allow-Origin"] = anyOrigin
	for ours, asked := range map[string]string{
		"Access-Control-Allow-Methods": "Access-Control-Request-Method",
		"Access-Control-Allow-Headers": "Access-Control-Request-Headers",
	} {
		if value := x.request.Header.Get(asked); value != "" {
			header.Set(ours, value)
		}
	}
	w.WriteHeader(http.StatusOK)
}

func (s *Server) stuck(calls int64) {
	if s.options.Stuck != nil {
		s.options.Stuck(calls)
	}
}

func (s *Server) forget(c *connection) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	delete(s.open, c)
}

// Listen gives a listener for the settings' host and port; the error says why there is none.
func Listen(settings Settings) (*net.TCPListener, error) {
	listener, err := net.Listen("tcp", net.JoinHostPort(settings.Host, strconv.Itoa(settings.Port)))
	if err != nil {
		var number syscall.Errno
		if errors.As(err, &number) {
			err = number
		}
		return nil, fmt.Errorf("cannot listen on %s port %d: %w", settings.Host, settings.Port, err)
	}
	return listener.(*net.TCPListener), nil
}
