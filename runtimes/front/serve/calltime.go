package serve

import (
	"context"
	"sync"
	"time"
)

// callTime is the context of a call: it ends with the call, or with the call's time.
type callTime struct {
	deadline time.Time
	whole    time.Duration
	timer    *time.Timer
	mutex    sync.Mutex
	done     chan struct{}
	err      error
}

// Restart has the time of a call begin anew: until now its place was made ready, such as a process started. It gives false if
// the time is over already, or if the context is not that of a call.
func Restart(ctx context.Context) bool {
	c, ok := ctx.(*callTime)
	if !ok || !c.timer.Stop() {
		return false
	}
	c.deadline = time.Now().Add(c.whole)
	c.timer.Reset(c.whole)
	return true
}

func (c *callTime) Deadline() (time.Time, bool) {
	return c.deadline, true
}

// Done is made when somebody asks for it: most functions do not.
func (c *callTime) Done() <-chan struct{} {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.done == nil {
		c.done = make(chan struct{})
		if c.err != nil {
			close(c.done)
		}
	}
	return c.done
}

func (c *callTime) Err() error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.err
}

func (c *callTime) Value(any) any {
	return nil
}

func (c *callTime) end(err error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.err != nil {
		return
	}
	c.err = err
	if c.done != nil {
		close(c.done)
	}
}

var _ context.Context = (*callTime)(nil)
