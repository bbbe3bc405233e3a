package workers

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"

	"dromedary.dev/front/serve"
)

var (
	errFailed     = errors.New("the call failed")
	errEnded      = errors.New("the function ended its process")
	errClientGone = errors.New("the client is gone")
)

// Call has a worker make the call. A worker that runs over the call's time, that ends or that writes nonsense is killed.
func (p *Pool) Call(ctx context.Context, w http.ResponseWriter, event *serve.Event) error {
	for {
		worker, waited, err := p.take(ctx)
		if err != nil {
			return err
		}
		if waited {
			serve.Restart(ctx)
		}
		deadline, _ := ctx.Deadline()
		_ = worker.conn.SetDeadline(deadline)
		if err := reasonOf(writeCall(worker.conn, event)); err != nil {
			p.discard(worker, err)
			if errors.Is(err, context.DeadlineExceeded) {
				return err
			}
			// It ended before it had the call: another one gets it.
			continue
		}
		a := answer{pool: p, worker: worker, w: w}
		err = reasonOf(a.run())
		if a.worker != nil {
			p.discard(worker, err)
		}
		switch {
		case errors.Is(err, errClientGone):
			return nil
		case p.isClosed():
			// The process ends, and breaks the connection off: nobody shall take its end for the function's failure.
			select {}
		}
		return err
	}
}

func reasonOf(err error) error {
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return context.DeadlineExceeded
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed), isReset(err):
		return errEnded
	}
	return err
}

// An answer on its way from a worker to the client.
type answer struct {
	pool   *Pool
	worker *process // nil once it is given back
	w      http.ResponseWriter
	began  bool
}

func (a *answer) run() error {
	for {
		said, err := readFrame(a.worker.in)
		if err != nil {
			return err
		}
		switch {
		case said.kind == kindError:
			text, err := said.text(a.worker.in)
			if err != nil {
				return err
			}
			a.giveBack()
			if text == "" {
				return errFailed
			}
			return errors.New(text)
		case said.kind == kindAnswer && !a.began:
			return a.whole(said)
		case said.kind == kindBegin && !a.began, said.kind == kindPiece && a.began:
			if err := a.piece(said); err != nil {
				return err
			}
		case said.kind == kindEnd && a.began:
			a.giveBack()
			return nil
		default:
			return errNoFrame
		}
	}
}

func (a *answer) giveBack() {
	a.pool.put(a.worker)
	a.worker = nil
}

// whole passes an answer on. The worker is free before a client that takes its time is done with it.
func (a *answer) whole(said frame) error {
	status, err := writeHead(a.w, said.head)
	if err != nil {
		return err
	}
	if said.size > longestKept {
		return a.long(status, said.size)
	}
	body, err := said.body(a.worker.in)
	if err != nil {
		return err
	}
	a.giveBack()
	a.length(status, said.size)
	a.w.WriteHeader(status)
	_, _ = a.w.Write(body)
	return nil
}

// long passes a body on that is not kept.
func (a *answer) long(status int, size int64) error {
	a.length(status, size)
	a.w.WriteHeader(status)
	if _, err := io.CopyN(clientSide{a.w}, a.worker.in, size); err != nil {
		return err
	}
	a.giveBack()
	return nil
}

func (a *answer) length(status int, size int64) {
	if status != http.StatusNoContent && status != http.StatusNotModified {
		a.w.Header().Set("Content-Length", strconv.FormatInt(size, 10))
	}
}

// piece sends a piece at once.
func (a *answer) piece(said frame) error {
	if !a.began {
		status, err := writeHead(a.w, said.head)
		if err != nil {
			return err
		}
		a.began = true
		a.w.WriteHeader(status)
	}
	_, err := io.CopyN(clientSide{a.w}, a.worker.in, said.size)
	if err == nil {
		err = http.NewResponseController(a.w).Flush()
		if err != nil {
			err = errClientGone
		}
	}
	return err
}

// clientSide tells trouble with the client from trouble with the worker.
type clientSide struct{ io.Writer }

func (c clientSide) Write(b []byte) (int, error) {
	n, err := c.Writer.Write(b)
	if err != nil && !errors.Is(err, http.ErrBodyNotAllowed) {
		return n, errClientGone
	}
	return len(b), nil
}
