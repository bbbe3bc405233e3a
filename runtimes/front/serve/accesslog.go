package serve

import (
	"io"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// How long a line may wait for others.
const gathering = 5 * time.Millisecond

// Page is a piece of the access log that is not written yet. It may stand in memory that another process sees.
type Page struct {
	length atomic.Uint32
	text   [64 << 10]byte
}

// accessLog writes a line for each call, in Apache's combined format. Lines are gathered while those before are written: a
// reader that is slow holds up no call, and what finds no room is dropped.
type accessLog struct {
	out     io.Writer
	mutex   sync.Mutex
	pages   *[2]Page
	current int
	dropped int
	wake    chan struct{}
	writing sync.Mutex
	second  int64
	stamp   []byte
}

func newAccessLog(out io.Writer, pages *[2]Page) *accessLog {
	if pages == nil {
		pages = new([2]Page)
	}
	log := &accessLog{out: out, pages: pages, wake: make(chan struct{}, 1)}
	go log.run()
	return log
}

// line adds a line; who is its beginning, request what comes after the time: see requestText.
func (l *accessLog) line(request []byte, status int, size int64) {
	l.mutex.Lock()
	page := &l.pages[l.current]
	used := int(page.length.Load())
	if len(request)+96 > len(page.text)-used {
		l.dropped++
		l.mutex.Unlock()
		return
	}
	text := appendLine(page.text[:used], request, l.time(), status, size)
	page.length.Store(uint32(len(text)))
	l.mutex.Unlock()
	if used == 0 {
		select {
		case l.wake <- struct{}{}:
		default:
		}
	}
}

// The address, a line feed, the request line in quotes, a line feed, and referer and agent, both in quotes.
func appendLine(text, request, stamp []byte, status int, size int64) []byte {
	first, second := 0, 0
	for first < len(request) && request[first] != '\n' {
		first++
	}
	for second = first + 1; second < len(request) && request[second] != '\n'; {
		second++
	}
	if second >= len(request) {
		return text
	}
	text = append(append(text, request[:first]...), " - - ["...)
	text = append(append(append(text, stamp...), "] "...), request[first+1:second]...)
	text = strconv.AppendInt(append(text, ' '), int64(status), 10)
	text = strconv.AppendInt(append(text, ' '), size, 10)
	return append(append(append(text, ' '), request[second+1:]...), '\n')
}

func (l *accessLog) time() []byte {
	now := time.Now()
	if second := now.Unix(); second != l.second {
		l.second = second
		l.stamp = now.UTC().AppendFormat(l.stamp[:0], "02/Jan/2006:15:04:05 +0000")
	}
	return l.stamp
}

// run writes lines of calls that end at about the same time together.
func (l *accessLog) run() {
	for range l.wake {
		time.Sleep(gathering)
		l.flush()
	}
}

// flush writes what is there.
func (l *accessLog) flush() {
	l.writing.Lock()
	defer l.writing.Unlock()
	l.mutex.Lock()
	page, dropped := &l.pages[l.current], l.dropped
	l.current, l.dropped = 1-l.current, 0
	l.mutex.Unlock()
	page.Flush(l.out)
	if dropped > 0 {
		say("%d lines of the access log were dropped: nobody read standard output", dropped)
	}
}

// Flush writes what is on the page, and empties it.
func (p *Page) Flush(out io.Writer) {
	if length := p.length.Load(); length > 0 && int(length) <= len(p.text) {
		// A log that cannot be written harms no call.
		_, _ = out.Write(p.text[:length])
		p.length.Store(0)
	}
}

// appendQuoted adds a header's text, in quotes; what could break the line is escaped.
func appendQuoted(text []byte, parts ...string) []byte {
	const digits = "0123456789abcdef"
	text = append(text, '"')
	for _, part := range parts {
		for index := 0; index < len(part); index++ {
			switch letter := part[index]; {
			case letter == '"' || letter == '\\':
				text = append(text, '\\', letter)
			case letter < ' ' || letter >= 0x7f:
				text = append(text, '\\', 'x', digits[letter>>4], digits[letter&15])
			default:
				text = append(text, letter)
			}
		}
	}
	return append(text, '"')
}
