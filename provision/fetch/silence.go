package fetch

import (
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"time"
)

// A silence ends an attempt when nothing has come for too long.
type silence struct {
	host  string
	most  time.Duration
	timer *time.Timer
	fell  atomic.Bool
}

func newSilence(host string, most time.Duration, cancel func()) *silence {
	s := &silence{host: host, most: most}
	s.timer = time.AfterFunc(most, func() {
		s.fell.Store(true)
		cancel()
	})
	return s
}

func (s *silence) broken() { s.timer.Reset(s.most) }

func (s *silence) stop() { s.timer.Stop() }

func (s *silence) explain(err error) error {
	if err != nil && s.fell.Load() {
		return passing{fmt.Errorf("%s, which the URL in spec.function names, sent nothing for %v", s.host, s.most)}
	}
	return err
}

// incoming is a body that tells of each part, and keeps the network's trouble apart from the disk's.
type incoming struct {
	from  io.Reader
	watch *silence
	err   error
}

func (i *incoming) Read(p []byte) (int, error) {
	read, err := i.from.Read(p)
	if read > 0 {
		i.watch.broken()
	}
	if err != nil && !errors.Is(err, io.EOF) {
		i.err = err
	}
	return read, err
}
