package serve

import (
	"net"
	"os"
	"sync/atomic"
	"time"
)

// Of deadlines before it nobody has to ask whether they are over.
var birth = time.Now()

// deadlines spare the system what net/http asks for with each request though it changes nothing: a deadline that is none already,
// and one that is over for a reader that has not begun. net/http reads beside each call, to hear of a client that goes away, and
// breaks this off when the call ends: most calls end before that reader has begun.
type deadlines struct {
	readers atomic.Int32
	// Whether who reads is refused: its deadline is over, which the system need not know.
	refuses atomic.Bool
	// Whether the system knows of a deadline.
	reads, writes atomic.Bool
}

// read reads, unless the deadline is over.
func (d *deadlines) read(conn *net.TCPConn, into []byte) (int, error) {
	d.readers.Add(1)
	defer d.readers.Add(-1)
	if d.refuses.Load() {
		return 0, os.ErrDeadlineExceeded
	}
	return conn.Read(into)
}

func (d *deadlines) setRead(conn *net.TCPConn, end time.Time) error {
	over := !end.IsZero() && end.Before(birth)
	d.refuses.Store(over)
	if over && d.readers.Load() == 0 || end.IsZero() && !d.reads.Load() {
		return nil
	}
	d.reads.Store(!end.IsZero())
	return conn.SetReadDeadline(end)
}

func (d *deadlines) setWrite(conn *net.TCPConn, end time.Time) error {
	if end.IsZero() && !d.writes.Load() {
		return nil
	}
	d.writes.Store(!end.IsZero())
	return conn.SetWriteDeadline(end)
}

// SetReadDeadline is net.Conn's.
func (c *connection) SetReadDeadline(end time.Time) error {
	return c.deadlines.setRead(c.TCPConn, end)
}

// SetWriteDeadline is net.Conn's.
func (c *connection) SetWriteDeadline(end time.Time) error {
	return c.deadlines.setWrite(c.TCPConn, end)
}

// SetDeadline is net.Conn's.
func (c *connection) SetDeadline(end time.Time) error {
	if err := c.SetReadDeadline(end); err != nil {
		return err
	}
	return c.SetWriteDeadline(end)
}
