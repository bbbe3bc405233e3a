package cache

import (
	"errors"
	"os"
	"path"
	"strconv"
	"sync/atomic"
)

// Why an entry is not stored.
var (
	ErrPresent  = errors.New("it is stored already")
	ErrComing   = errors.New("another is storing it")
	ErrTooLarge = errors.New("it is larger than an entry may be")
	ErrFull     = errors.New("the cache is full of what is on its way in")
)

var uploads atomic.Int64

// An Upload is an entry on its way in. It appears whole, by Commit, or not at all, by Close before it.
type Upload struct {
	store *Store
	name  string
	temp  string
	file  *os.File
	size  int64
	done  bool
}

// Begin begins to store an entry.
func (s *Store) Begin(name string) (*Upload, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.entries[name] != nil {
		return nil, ErrPresent
	}
	if s.coming[name] {
		return nil, ErrComing
	}
	temp := path.Join(incoming, strconv.FormatInt(uploads.Add(1), 10))
	file, err := s.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	s.coming[name] = true
	return &Upload{store: s, name: name, temp: temp, file: file}, nil
}

// Write makes room first, so that the folder never holds more than its limit.
func (u *Upload) Write(part []byte) (int, error) {
	if u.size+int64(len(part)) > u.store.entryLimit {
		return 0, ErrTooLarge
	}
	if !u.store.grow(int64(len(part))) {
		return 0, ErrFull
	}
	u.size += int64(len(part))
	return u.file.Write(part)
}

func (s *Store) grow(more int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.makeRoom(more) {
		return false
	}
	s.bytes += more
	return true
}

// Commit has the entry appear.
func (u *Upload) Commit() error {
	if err := errors.Join(u.file.Sync(), u.file.Close()); err != nil {
		return err
	}
	s := u.store
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.root.MkdirAll(path.Dir(u.name), 0o700); err != nil {
		return err
	}
	if err := s.root.Rename(u.temp, u.name); err != nil {
		return err
	}
	u.done = true
	delete(s.coming, u.name)
	s.keep(entry{name: u.name, size: u.size})
	return nil
}

// Close takes back what was not committed.
func (u *Upload) Close() {
	if u.done {
		return
	}
	u.done = true
	_ = u.file.Close()
	s := u.store
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.root.Remove(u.temp)
	s.bytes -= u.size
	delete(s.coming, u.name)
}
