package workers

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// How long it takes until the end of a process is known.
const ending = 20 * time.Millisecond

// A service is a worker's HTTP server: a process that listens on loopback, and gets the worker's calls one after the other.
type service struct {
	channel io.Writer
	in      *bufio.Reader
	address string
	client  *http.Client
	ended   chan int
}

// AsService is a worker of what is an HTTP server: COMMAND listens on 127.0.0.1, on the port in SERVICE_PORT, and is ready when
// it answers GET /healthz. It gets each call as the request that it was; its 500 is a failure, whose text is the log's. The
// worker ends with its channel, and with the server, whose status it gives.
func AsService(channel io.ReadWriter, command []string) int {
	s := &service{channel: channel, in: bufio.NewReaderSize(channel, 16<<10), ended: make(chan int, 1)}
	// A connection for each call: of one that is kept nobody knows, when it breaks off, whether the call was taken.
	transport := &http.Transport{DisableKeepAlives: true, DisableCompression: true}
	s.client = &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	stop, err := s.start(command)
	if err != nil {
		return s.fail(err.Error())
	}
	defer stop()
	if status, ready := s.awaitReady(); !ready {
		return s.fail(fmt.Sprintf("%s ended with status %d before it answered", command[0], status))
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		s.run()
	}()
	select {
	case <-over:
		return 0
	case status := <-s.ended:
		return max(status, 1)
	}
}

func (s *service) start(command []string) (stop func(), err error) {
	probe, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s.address = probe.Addr().String()
	_ = probe.Close()
	_, port, _ := net.SplitHostPort(s.address)
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = append(os.Environ(), "SERVICE_PORT="+port)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	started := make(chan error)
	starts <- func() { started <- cmd.Start() }
	if err := <-started; err != nil {
		return nil, err
	}
	go func() {
		_ = cmd.Wait()
		s.ended <- statusOf(cmd.ProcessState)
	}()
	return func() { _ = cmd.Process.Kill() }, nil
}

// awaitReady waits until the server answers; false, and its status: it has ended.
func (s *service) awaitReady() (int, bool) {
	for {
		if answer, err := s.client.Get("http://" + s.address + "/healthz"); err == nil {
			_ = answer.Body.Close()
			s.write("ready 0 0\n")
			return 0, true
		}
		select {
		case status := <-s.ended:
			return status, false
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// run makes calls until the channel ends.
func (s *service) run() {
	for {
		call, err := readFrame(s.in)
		if err != nil {
			return
		}
		body := make([]byte, call.size)
		if _, err := io.ReadFull(s.in, body); err != nil {
			return
		}
		if err := s.call(call.head, body); err != nil {
			s.write(fmt.Sprintf("%s 0 %d\n%s", kindError, len(err.Error()), err))
		}
	}
}

func (s *service) call(head string, body []byte) error {
	request, err := s.request(head, body)
	if err != nil {
		return err
	}
	response, err := s.client.Do(request)
	if err != nil {
		// Where the server ended, so does the worker: that is all there is to say.
		time.Sleep(ending)
		return err
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusInternalServerError {
		reason, _ := io.ReadAll(io.LimitReader(response.Body, longestHead))
		return errors.New(strings.TrimSpace(string(reason)))
	}
	said := headOf(response)
	if response.ContentLength < 0 || response.ContentLength > longestKept {
		return s.stream(said, response.Body)
	}
	whole, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	s.write(fmt.Sprintf("%s %d %d\n%s%s", kindAnswer, len(said), len(whole), said, whole))
	return nil
}

// request is the call as the request that it was, with the event's fields as headers.
func (s *service) request(head string, body []byte) (*http.Request, error) {
	event, lines, _ := strings.Cut("\n"+head, "\n\n")
	first, lines, _ := strings.Cut(lines, "\n")
	words := strings.Split(first, " ")
	target, err := url.ParseRequestURI(words[min(1, len(words)-1)])
	if err != nil {
		return nil, err
	}
	target.Scheme, target.Host = "http", s.address
	request := &http.Request{Method: words[0], URL: target, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body))}
	if len(body) == 0 {
		request.Body = http.NoBody
	}
	for _, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		name, value, _ := strings.Cut(line, ": ")
		switch http.CanonicalHeaderKey(name) {
		case "", "Connection", "Content-Length", "Expect", "Transfer-Encoding":
		case "Host":
			request.Host = value
		default:
			request.Header.Add(name, value)
		}
	}
	for _, line := range strings.Split(strings.TrimSpace(event), "\n") {
		if name, value, ok := strings.Cut(line, ": "); ok && name != "remote" {
			request.Header.Set(name, value)
		}
	}
	return request, nil
}

func headOf(response *http.Response) string {
	var head strings.Builder
	head.WriteString(strconv.Itoa(response.StatusCode) + "\n")
	for name, values := range response.Header {
		for _, value := range values {
			head.WriteString(name + ": " + value + "\n")
		}
	}
	return head.String()
}

// stream passes a body on as it comes.
func (s *service) stream(head string, body io.Reader) error {
	s.write(fmt.Sprintf("%s %d 0\n%s", kindBegin, len(head), head))
	piece := make([]byte, 64<<10)
	for {
		count, err := body.Read(piece)
		if count > 0 {
			s.write(fmt.Sprintf("%s 0 %d\n%s", kindPiece, count, piece[:count]))
		}
		if errors.Is(err, io.EOF) {
			s.write(kindEnd + " 0 0\n")
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (s *service) fail(reason string) int {
	s.write(fmt.Sprintf("%s 0 %d\n%s", kindFailed, len(reason), reason))
	return 1
}

// write says something to the front: without one the worker ends by itself.
func (s *service) write(text string) {
	_, _ = io.WriteString(s.channel, text)
}
