package serve

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// drainPeriod is how often a server that ends looks whether it may.
const drainPeriod = 20 * time.Millisecond

// Run serves until SIGTERM, then finishes the calls it has. It gives the exit status: 0, unless the address cannot be listened on.
func Run(settings Settings, caller Caller, options Options) int {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	s := newServer(settings, caller, options, os.Stdout)
	listener := options.Listener
	if listener == nil {
		var err error
		if listener, err = Listen(settings); err != nil {
			return Fail(settings.TerminationLog, err.Error())
		}
	}
	ended := make(chan error, 1)
	go func() { ended <- s.http.Serve(&door{listener, s}) }()
	if options.Ready != nil {
		options.Ready()
	}
	select {
	case <-signals:
	case err := <-ended:
		if !errors.Is(err, http.ErrServerClosed) {
			return Fail(settings.TerminationLog, "The server ended: "+err.Error())
		}
	}
	s.drain(signals)
	s.log.flush()
	return 0
}

// drain refuses what is new, and waits for what is under way, for a bounded time; a second signal does not wait.
func (s *Server) drain(signals <-chan os.Signal) {
	ctx, cancel := context.WithTimeout(context.Background(), s.settings.ShutdownTimeout)
	defer cancel()
	go func() { _ = s.http.Shutdown(ctx) }()
	ticker := time.NewTicker(drainPeriod)
	defer ticker.Stop()
	for s.atWork() {
		select {
		case <-signals:
			return
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// atWork is whether a connection is open; those on which nothing was said are closed.
func (s *Server) atWork() bool {
	s.mutex.Lock()
	var silent []*connection
	count := len(s.open)
	for c := range s.open {
		if !c.touched.Load() {
			silent = append(silent, c)
		}
	}
	s.mutex.Unlock()
	for _, c := range silent {
		_ = c.Close()
	}
	return count > len(silent)
}

// door takes connections.
type door struct {
	*net.TCPListener
	server *Server
}

func (d *door) Accept() (net.Conn, error) {
	conn, err := d.AcceptTCP()
	if err != nil {
		return nil, err
	}
	c := &connection{TCPConn: conn, server: d.server, peer: "-"}
	if address, ok := conn.RemoteAddr().(*net.TCPAddr); ok {
		c.peer = address.IP.String()
	}
	c.keeping.Store(true)
	if watch := d.server.options.Watch; watch != nil {
		c.slot = watch.Opened(conn)
	}
	if c.slot == nil {
		c.slot = new(Slot)
	}
	d.server.mutex.Lock()
	defer d.server.mutex.Unlock()
	d.server.open[c] = struct{}{}
	return c, nil
}
