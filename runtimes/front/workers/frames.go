package workers

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"

	"dromedary.dev/front/serve"
)

// The kinds of frames; PROTOCOL.md says what each means.
const (
	kindAnswer = "answer"
	kindBegin  = "begin"
	kindCall   = "call"
	kindEnd    = "end"
	kindEnded  = "ended"
	kindError  = "error"
	kindFailed = "failed"
	kindFork   = "fork"
	kindPiece  = "piece"
	kindReady  = "ready"
)

const (
	longestLine = 64
	longestHead = 1 << 20
	// A body that is longer is not kept, but passed on as it comes.
	longestKept = 4 << 20
)

var errNoFrame = errors.New("the worker wrote what is no frame")

// A frame whose body is still to be read.
type frame struct {
	kind string
	head string
	size int64
}

// readFrame reads a frame up to its body.
func readFrame(in *bufio.Reader) (frame, error) {
	line, err := in.ReadSlice('\n')
	if err != nil {
		if errors.Is(err, bufio.ErrBufferFull) {
			err = errNoFrame
		}
		return frame{}, err
	}
	kind, head, size, ok := parse(line)
	if !ok {
		return frame{}, errNoFrame
	}
	if head == 0 {
		return frame{kind: kind, size: size}, nil
	}
	text := make([]byte, head)
	_, err = io.ReadFull(in, text)
	return frame{kind, string(text), size}, err
}

func parse(line []byte) (kind string, head, size int64, ok bool) {
	if len(line) > longestLine {
		return
	}
	words := strings.Split(string(line[:len(line)-1]), " ")
	if len(words) != 3 {
		return
	}
	head, headErr := strconv.ParseInt(words[1], 10, 64)
	size, sizeErr := strconv.ParseInt(words[2], 10, 64)
	ok = headErr == nil && sizeErr == nil && head >= 0 && head <= longestHead && size >= 0
	return words[0], head, size, ok
}

// body reads the frame's body; what is longer than a body that is kept is no frame.
func (f frame) body(in io.Reader) ([]byte, error) {
	if f.size > longestKept {
		return nil, errNoFrame
	}
	body := make([]byte, f.size)
	_, err := io.ReadFull(in, body)
	return body, err
}

// text is the body as a message, without the line feed at its end.
func (f frame) text(in io.Reader) (string, error) {
	body, err := f.body(in)
	return strings.TrimSpace(string(body)), err
}

// writeCall writes the event as one frame, in one write.
func writeCall(out io.Writer, event *serve.Event) error {
	head := callHead(event)
	first := make([]byte, 0, longestLine+len(head))
	first = fmt.Appendf(first, "%s %d %d\n", kindCall, len(head), len(event.Body))
	first = append(first, head...)
	buffers := net.Buffers{first, event.Body}
	_, err := buffers.WriteTo(out)
	return err
}

func callHead(event *serve.Event) []byte {
	request := event.Request
	head := make([]byte, 0, 1024)
	line := func(name, value string) {
		head = append(head, name...)
		head = append(head, ": "...)
		head = append(head, value...)
		head = append(head, '\n')
	}
	field := func(name, value string) {
		if value != "" {
			line(name, value)
		}
	}
	field("event-id", event.ID)
	field("event-type", event.Type)
	field("event-time", event.Time)
	field("event-namespace", event.Namespace)
	if host, _, err := net.SplitHostPort(request.RemoteAddr); err == nil {
		field("remote", host)
	}
	head = append(head, '\n')
	head = append(head, request.Method+" "+request.RequestURI+" "+request.Proto+"\n"...)
	field("Host", request.Host)
	for name, values := range request.Header {
		for _, value := range values {
			line(name, value)
		}
	}
	if request.Header.Get("Content-Length") == "" && len(event.Body) > 0 {
		line("Content-Length", strconv.Itoa(len(event.Body)))
	}
	return head
}

// writeHead takes a worker's status and headers over.
func writeHead(w http.ResponseWriter, head string) (status int, err error) {
	first, lines, _ := strings.Cut(head, "\n")
	status, err = strconv.Atoi(first)
	if err != nil || status < 200 || status > 999 {
		return 0, fmt.Errorf("the answer's status is '%s'", first)
	}
	headers := w.Header()
	for lines != "" {
		var line string
		line, lines, _ = strings.Cut(lines, "\n")
		name, value, ok := strings.Cut(line, ":")
		if !ok || !isToken(name) {
			return 0, fmt.Errorf("the answer has the header '%s'", line)
		}
		switch http.CanonicalHeaderKey(name) {
		case "Connection", "Content-Length", "Keep-Alive", "Transfer-Encoding", "Upgrade":
		default:
			headers.Add(name, strings.TrimSpace(value))
		}
	}
	if headers.Get("Content-Type") == "" {
		// net/http would guess one.
		headers["Content-Type"] = nil
	}
	return status, nil
}

func isToken(name string) bool {
	for _, c := range []byte(name) {
		if c <= ' ' || c >= 127 || strings.IndexByte("\"(),/:;<=>?@[\\]{}", c) >= 0 {
			return false
		}
	}
	return name != ""
}
