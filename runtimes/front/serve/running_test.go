package serve

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// function is a Caller.
type function func(ctx context.Context, w http.ResponseWriter, event *Event) error

func (f function) Call(ctx context.Context, w http.ResponseWriter, event *Event) error {
	return f(ctx, w, event)
}

// output is a log that may be read while it is written.
type output struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (o *output) Write(text []byte) (int, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.Write(text)
}

func (o *output) String() string {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.String()
}

type running struct {
	*Server
	address string
	out     *output
}

func start(t *testing.T, settings Settings, options Options, f function) *running {
	t.Helper()
	settings.Timeout = max(settings.Timeout, 50*time.Millisecond)
	settings.Concurrency = max(settings.Concurrency, 1)
	settings.BodyLimit = max(settings.BodyLimit, 1000)
	out := new(output)
	s := newServer(settings, f, options, out)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.http.Serve(&door{listener.(*net.TCPListener), s}) }()
	t.Cleanup(func() { _ = s.http.Close() })
	return &running{s, listener.Addr().String(), out}
}

func (r *running) raw(t *testing.T, request string) string {
	t.Helper()
	conn, err := net.Dial("tcp", r.address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	fmt.Fprint(conn, request)
	answer, _ := io.ReadAll(conn)
	return string(answer)
}

func (r *running) do(t *testing.T, method, path, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	request, _ := http.NewRequest(method, "http://"+r.address+path, strings.NewReader(body))
	for index := 0; index < len(headers); index += 2 {
		request.Header.Set(headers[index], headers[index+1])
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	return answer, string(text)
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); !is(); runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatal("never: " + what)
		}
	}
}

func echo(_ context.Context, w http.ResponseWriter, event *Event) error {
	_, err := w.Write(event.Body)
	return err
}
