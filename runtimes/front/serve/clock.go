package serve

import (
	"sync/atomic"
	"time"
)

// clock gives up calls of a connection whose time is over. One timer serves them all: it is set anew only once it has rung.
type clock struct {
	call  atomic.Pointer[exchange]
	set   atomic.Bool
	timer atomic.Pointer[time.Timer]
}

// begin has a call end with its time; end is called before the next one.
func (c *clock) begin(x *exchange) {
	c.call.Store(x)
	if c.set.CompareAndSwap(false, true) {
		c.ringAfter(x.server.settings.Timeout)
	}
}

func (c *clock) end() {
	c.call.Store(nil)
}

func (c *clock) ringAfter(period time.Duration) {
	if timer := c.timer.Load(); timer != nil {
		timer.Reset(period)
		return
	}
	c.timer.Store(time.AfterFunc(period, c.ring))
}

func (c *clock) ring() {
	for {
		if x := c.call.Load(); x != nil {
			left := x.time.left()
			if left > 0 {
				c.ringAfter(left)
				return
			}
			x.giveUp()
			c.call.CompareAndSwap(x, nil)
		}
		c.set.Store(false)
		// The next call may have begun meanwhile, and taken the timer for one that is set.
		if c.call.Load() == nil || !c.set.CompareAndSwap(false, true) {
			return
		}
	}
}

// stop lets go of the calls: the connection is closed.
func (c *clock) stop() {
	if timer := c.timer.Load(); timer != nil {
		timer.Stop()
	}
}
