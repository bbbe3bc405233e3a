// Package workers keeps the processes that call the function, one call at a time each (PROTOCOL.md).
package workers

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

const (
	// What stands by once the function is loaded, and is replaced when it ends.
	standby = 2
	// A worker that ended before this age is not replaced for as long, unless a call needs one.
	young = time.Second
)

// Options say what a pool's workers are.
type Options struct {
	// Command loads the function and calls it.
	Command []string
	// Fork: the command forks when it is told to, and its children are the workers.
	Fork bool
	// Size is how many workers there may be.
	Size int
	// Say writes a line to the log.
	Say func(string)
}

// Pool lends workers to calls, and starts them as they are needed.
type Pool struct {
	options Options
	source  source

	mu       sync.Mutex
	idle     []*process // the last one that came back is the first to go
	live     map[*process]bool
	starting int
	waiting  []chan lent
	closed   bool
}

// A source of workers that are ready.
type source interface {
	next() (*process, error)
	close()
}

type lent struct {
	worker *process
	err    error
}

// Start loads the function. An error says why that failed.
func Start(options Options) (*Pool, error) {
	p := &Pool{options: options, live: make(map[*process]bool)}
	var err error
	if options.Fork {
		p.source, err = newForks(options, p.gone)
	} else {
		p.source = launches{options, p.gone}
	}
	if err != nil {
		return nil, err
	}
	worker, err := p.source.next()
	if err != nil {
		p.source.close()
		return nil, err
	}
	p.mu.Lock()
	p.live[worker] = true
	p.mu.Unlock()
	p.put(worker)
	return p, nil
}

// Close kills all workers, and what they have started.
func (p *Pool) Close() {
	p.mu.Lock()
	p.closed = true
	for worker := range p.live {
		worker.stop()
	}
	p.mu.Unlock()
	p.source.close()
}

func (p *Pool) isClosed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.closed
}

// take gives a worker that no other call has until it is put back or discarded, and whether there was none at once.
func (p *Pool) take(ctx context.Context) (worker *process, waited bool, err error) {
	p.mu.Lock()
	if last := len(p.idle) - 1; last >= 0 {
		worker := p.idle[last]
		p.idle = p.idle[:last]
		p.mu.Unlock()
		return worker, false, nil
	}
	turn := make(chan lent, 1)
	p.waiting = append(p.waiting, turn)
	p.fill()
	p.mu.Unlock()
	select {
	case got := <-turn:
		return got.worker, true, got.err
	case <-ctx.Done():
		p.giveUp(turn)
		return nil, true, ctx.Err()
	}
}

func (p *Pool) giveUp(turn chan lent) {
	p.mu.Lock()
	p.waiting = slices.DeleteFunc(p.waiting, func(other chan lent) bool { return other == turn })
	p.mu.Unlock()
	select {
	case got := <-turn:
		if got.worker != nil {
			p.put(got.worker)
		}
	default:
	}
}

// put gives a worker back that has done its call.
func (p *Pool) put(worker *process) {
	_ = worker.conn.SetDeadline(time.Time{})
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.closed || !p.live[worker]:
		worker.stop()
	case len(p.waiting) > 0:
		p.waiting[0] <- lent{worker: worker}
		p.waiting = p.waiting[1:]
	default:
		p.idle = append(p.idle, worker)
		p.fill()
	}
}

// discard takes no worker back that has ended, or has to.
func (p *Pool) discard(worker *process, reason error) {
	p.mu.Lock()
	p.forget(worker)
	p.fill()
	p.mu.Unlock()
	if !errors.Is(reason, errEnded) {
		worker.stop()
		return
	}
	// It has closed its channel, and is about to end by itself: who hears of the call's end can read why.
	select {
	case <-worker.said:
	case <-time.After(young / 5):
	}
	time.AfterFunc(young, func() {
		if !worker.over.Load() {
			worker.stop()
		}
	})
}

func (p *Pool) forget(worker *process) {
	delete(p.live, worker)
	p.idle = slices.DeleteFunc(p.idle, func(other *process) bool { return other == worker })
}

// gone is told of each worker that has ended, by whomever.
func (p *Pool) gone(worker *process, status int) {
	worker.over.Store(true)
	defer close(worker.said)
	if !worker.ready.Load() {
		// Who starts it reads its last words first.
		time.AfterFunc(young, worker.kill)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return
	}
	if worker.ready.Load() && !worker.ours.Load() {
		p.options.Say(fmt.Sprintf("worker %d %s; another will take its place", worker.pid, describe(status)))
	}
	p.forget(worker)
	// What it has started and left behind, and a channel that such a process may still hold.
	worker.kill()
	if left := young - time.Since(worker.born); left > 0 && len(p.waiting) == 0 {
		time.AfterFunc(left, func() {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.fill()
		})
		return
	}
	p.fill()
}

// fill starts what is wanted; the lock is held.
func (p *Pool) fill() {
	wanted := len(p.waiting)
	if wanted == 0 && len(p.live) < standby {
		wanted = standby - len(p.live)
	}
	for !p.closed && p.starting < wanted && len(p.live)+p.starting < p.options.Size {
		p.starting++
		go p.start()
	}
}

func (p *Pool) start() {
	worker, err := p.source.next()
	p.mu.Lock()
	p.starting--
	if err == nil {
		p.live[worker] = true
		p.mu.Unlock()
		p.put(worker)
		return
	}
	defer p.mu.Unlock()
	if !p.closed {
		p.options.Say("no worker could be started: " + err.Error())
	}
	for _, turn := range p.waiting {
		turn <- lent{err: err}
	}
	p.waiting = nil
}
