package serve

import (
	"context"
	"sync/atomic"
)

// gate lets so many calls in at a time; some more may wait.
type gate struct {
	places  chan struct{}
	waiting atomic.Int64
	queue   int64
}

func newGate(concurrency, queue int) *gate {
	return &gate{places: make(chan struct{}, concurrency), queue: int64(queue)}
}

// enter waits for a place. It gives false if too many wait already, or if who waits is gone before.
func (g *gate) enter(waits context.Context) bool {
	select {
	case g.places <- struct{}{}:
		return true
	default:
	}
	defer g.waiting.Add(-1)
	if g.waiting.Add(1) > g.queue {
		return false
	}
	select {
	case g.places <- struct{}{}:
		return true
	case <-waits.Done():
		return false
	}
}

func (g *gate) leave() {
	<-g.places
}
