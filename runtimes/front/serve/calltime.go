package serve

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// callTime is the context of a call: it ends with the call, or with the call's time.
type callTime struct {
	// Nanoseconds from birth on; less than 0: it is over, and can begin no more.
	deadline atomic.Int64
	whole    time.Duration
	mutex    sync.Mutex
	done     chan struct{}
	err      error
}

func (c *callTime) begin(now time.Time, whole time.Duration) {
	c.whole = whole
	c.deadline.Store(int64(now.Sub(birth) + whole))
}

// Restart has the time of a call begin anew: until now its place was made ready, such as a process started. It gives false if
// the time is over already, or if the context is not that of a call.
func Restart(ctx context.Context) bool {
	c, ok := ctx.(*callTime)
	if !ok {
		return false
	}
	old := c.deadline.Load()
	return old > 0 && c.deadline.CompareAndSwap(old, int64(time.Since(birth)+c.whole))
}

// left is how much of the time there is; 0: it is over, from now on for good.
func (c *callTime) left() time.Duration {
	for {
		deadline := c.deadline.Load()
		left := time.Duration(deadline) - time.Since(birth)
		if deadline < 0 {
			return 0
		}
		if left > 0 || c.deadline.CompareAndSwap(deadline, -deadline) {
			return max(left, 0)
		}
	}
}

func (c *callTime) Deadline() (time.Time, bool) {
	deadline := c.deadline.Load()
	return birth.Add(time.Duration(max(deadline, -deadline))), true
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
