package cache

import (
	"cmp"
	"container/list"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"sync"
	"time"
)

const incoming = ".incoming"

// A Store is a folder of entries that never holds more than its limit: the least recently used go first. What is on its way
// in counts too.
type Store struct {
	root       *os.Root
	limit      int64
	entryLimit int64

	mu      sync.Mutex
	entries map[string]*list.Element // by name
	used    *list.List               // of entry, the last used in front
	coming  map[string]bool          // names that are being stored
	bytes   int64                    // in entries and on their way in
	evicted int64
}

type entry struct {
	name string
	size int64
	used time.Time
}

// Open takes a folder as it stands: after a restart its entries are still there, and what was half way in is gone.
func Open(folder string, limit, entryLimit int64) (*Store, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	s := &Store{
		root: root, limit: limit, entryLimit: min(limit, entryLimit),
		entries: map[string]*list.Element{}, used: list.New(), coming: map[string]bool{},
	}
	if err := root.RemoveAll(incoming); err != nil {
		return nil, err
	}
	if err := root.Mkdir(incoming, 0o700); err != nil {
		return nil, fmt.Errorf("the cache's folder cannot be written: %w", err)
	}
	return s, s.load()
}

func (s *Store) load() error {
	var found []entry
	files, err := fs.Glob(s.root.FS(), "*/*")
	if err != nil {
		return err
	}
	for _, name := range files {
		info, err := s.root.Lstat(name)
		if err == nil && info.Mode().IsRegular() && valid(path.Dir(name), path.Base(name)) {
			found = append(found, entry{name, info.Size(), info.ModTime()})
		}
	}
	slices.SortFunc(found, func(a, b entry) int { return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.name, b.name)) })
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, entry := range found {
		s.keep(entry)
		s.bytes += entry.size
	}
	s.makeRoom(0)
	return nil
}

func (s *Store) keep(e entry) { s.entries[e.name] = s.used.PushFront(e) }

// Get opens an entry for reading; nil if there is none.
func (s *Store) Get(name string) (*os.File, int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.entries[name]
	if at == nil {
		return nil, 0, nil
	}
	file, err := s.root.Open(name)
	if err != nil {
		s.forget(at)
		return nil, 0, err
	}
	s.used.MoveToFront(at)
	// It is what tells the order after a restart; the order of now does not hang on it.
	_ = s.root.Chtimes(name, time.Time{}, time.Now())
	return file, at.Value.(entry).size, nil
}

// makeRoom lets the least recently used go until there is room for some more bytes, and says whether there is.
func (s *Store) makeRoom(more int64) bool {
	for s.bytes+more > s.limit {
		oldest := s.used.Back()
		if oldest == nil {
			return false
		}
		s.forget(oldest)
		s.evicted++
	}
	return true
}

func (s *Store) forget(at *list.Element) {
	e := at.Value.(entry)
	s.used.Remove(at)
	delete(s.entries, e.name)
	s.bytes -= e.size
	_ = s.root.Remove(e.name)
	_ = s.root.Remove(path.Dir(e.name)) // if that was the last of its namespace
}

// State is how full the store is, for metrics.
type State struct {
	Entries        int
	Bytes, Evicted int64
}

// State is how full the store is.
func (s *Store) State() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	return State{s.used.Len(), s.bytes, s.evicted}
}
