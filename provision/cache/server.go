package cache

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"sync/atomic"
	"time"

	"dromedary.dev/provision/report"
)

const (
	pieceOut     = 1 << 20
	pieceIn      = 64 << 10
	mostUploads  = 8
	mostReadings = 64
)

// A pace is what a client must keep, or it is let go.
type pace struct {
	out    time.Duration // for a piece that goes out
	in     time.Duration // for a piece that comes in
	upload time.Duration // for a whole upload
}

// A Server is the store over HTTP.
type Server struct {
	pace     pace
	store    *Store
	uploads  chan struct{} // a place each
	readings chan struct{}
	metrics  metrics
	draining atomic.Bool
}

// NewServer serves a store.
func NewServer(store *Store) *Server {
	return &Server{
		pace:  pace{out: time.Minute, in: 15 * time.Second, upload: 15 * time.Minute},
		store: store, uploads: make(chan struct{}, mostUploads), readings: make(chan struct{}, mostReadings),
	}
}

// Handler is all that the server answers.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/{namespace}/{key}", s.placed(s.readings, s.get))
	mux.HandleFunc("PUT /v1/{namespace}/{key}", s.placed(s.uploads, s.put))
	mux.HandleFunc("GET /healthz", s.health)
	mux.HandleFunc("GET /metrics", s.expose)
	return mux
}

// placed lets in while there are places.
func (s *Server) placed(places chan struct{}, next func(http.ResponseWriter, *http.Request, string)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		namespace, key := r.PathValue("namespace"), r.PathValue("key")
		if !valid(namespace, key) {
			http.Error(w, "no such name: it is <namespace>/<key>", http.StatusBadRequest)
			return
		}
		name := namespace + "/" + key
		select {
		case places <- struct{}{}:
			defer func() { <-places }()
			next(w, r, name)
		default:
			w.Header().Set("Retry-After", "5")
			http.Error(w, "too many at a time", http.StatusServiceUnavailable)
		}
	}
}

func (s *Server) get(w http.ResponseWriter, r *http.Request, name string) {
	file, size, err := s.store.Get(name)
	if err != nil {
		report.Log("%s cannot be read: %v", name, err)
	}
	if file == nil {
		s.metrics.misses.Add(1)
		http.Error(w, "not stored", http.StatusNotFound)
		return
	}
	defer file.Close()
	w.Header().Set("Content-Type", "application/gzip")
	w.Header().Set("Content-Length", strconv.FormatInt(size, 10))
	if r.Method == http.MethodHead {
		return
	}
	s.metrics.hits.Add(1)
	s.send(w, file, size)
}

func (s *Server) send(w http.ResponseWriter, file *os.File, size int64) {
	control := http.NewResponseController(w)
	for sent := int64(0); sent < size; {
		if control.SetWriteDeadline(time.Now().Add(s.pace.out)) != nil {
			return
		}
		written, err := io.CopyN(w, file, min(pieceOut, size-sent))
		if sent += written; err != nil {
			return // the client sees that it is not whole by its length
		}
	}
}

func (s *Server) put(w http.ResponseWriter, r *http.Request, name string) {
	upload, err := s.store.Begin(name)
	if err == nil {
		defer upload.Close()
		if r.ContentLength > s.store.entryLimit {
			err = ErrTooLarge
		} else if err = s.receive(w, r.Body, upload); err == nil {
			err = upload.Commit()
		}
	}
	status := statusOf(err)
	if err != nil && status >= 400 {
		s.metrics.refused.Add(1)
		report.Log("%s is not stored: %v", name, err)
		http.Error(w, "not stored: "+reason(err, status), status)
		return
	}
	w.WriteHeader(status)
}

// receive reads a body in pieces, each of which must come in time.
func (s *Server) receive(w http.ResponseWriter, body io.Reader, upload *Upload) error {
	control, end := http.NewResponseController(w), time.Now().Add(s.pace.upload)
	part := make([]byte, pieceIn)
	for {
		next := time.Now().Add(s.pace.in)
		if next.After(end) {
			next = end
		}
		if err := control.SetReadDeadline(next); err != nil {
			return err
		}
		read, err := fill(part, body)
		if read > 0 {
			if _, err := upload.Write(part[:read]); err != nil {
				return err
			}
		}
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return broken{err}
		}
	}
}

// fill reads until the piece is full. A body says once whether it ended or broke off: io.ReadFull would not pass that on.
func fill(part []byte, body io.Reader) (read int, err error) {
	for read < len(part) && err == nil {
		var more int
		more, err = body.Read(part[read:])
		read += more
	}
	return read, err
}

// broken is an upload that the client did not finish.
type broken struct{ error }

func statusOf(err error) int {
	var cut broken
	switch {
	case err == nil:
		return http.StatusCreated
	case errors.Is(err, ErrPresent):
		return http.StatusOK
	case errors.Is(err, ErrComing):
		return http.StatusAccepted
	case errors.Is(err, ErrTooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.As(err, &cut):
		return http.StatusBadRequest
	}
	return http.StatusInsufficientStorage
}

func reason(err error, status int) string {
	if status == http.StatusInsufficientStorage && !errors.Is(err, ErrFull) {
		return "the disk does not take it"
	}
	return err.Error()
}

func (s *Server) health(w http.ResponseWriter, _ *http.Request) {
	if s.draining.Load() {
		http.Error(w, "ending", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprint(w, "OK")
}
