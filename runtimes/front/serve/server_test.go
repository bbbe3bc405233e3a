package serve

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestEventFieldsComeFromKubelessHeadersOrCloudEvents(t *testing.T) {
	r := start(t, Settings{}, Options{}, func(_ context.Context, w http.ResponseWriter, e *Event) error {
		fmt.Fprint(w, e.ID, "|", e.Type, "|", e.Time, "|", e.Namespace)
		return nil
	})
	_, text := r.do(t, "GET", "/", "", "event-id", "1", "ce-id", "2", "ce-type", "t", "CE-Time", "now", "event-namespace", "n")
	if text != "1|t|now|n" {
		t.Error(text)
	}
}

func TestHealthAndMetricsAreNeitherCountedNorLogged(t *testing.T) {
	r := start(t, Settings{}, Options{}, echo)
	_, text := r.do(t, "GET", "/healthz", "")
	if text != "OK" {
		t.Error(text)
	}
	r.do(t, "POST", "/x?y", "a", "User-Agent", "me\"", "Referer", "there")
	_, text = r.do(t, "GET", "/metrics", "")
	for _, line := range []string{
		"function_calls_total{method=\"POST\"} 1\n", "function_failures_total{method=\"POST\"} 0\n",
		"function_duration_seconds_bucket{method=\"POST\",le=\"1.0\"} 1\n", "function_duration_seconds_count{method=\"POST\"} 1\n",
	} {
		if !strings.Contains(text, line) {
			t.Error(line, text)
		}
	}
	eventually(t, "the line", func() bool { return strings.HasSuffix(r.out.String(), "\n") })
	line := r.out.String()
	if !strings.HasPrefix(line, "127.0.0.1 - - [") || !strings.HasSuffix(line, `"POST /x?y HTTP/1.1" 200 1 "there" "me\""`+"\n") {
		t.Error(line)
	}
}

func TestBodiesAreBounded(t *testing.T) {
	r := start(t, Settings{BodyLimit: 1000}, Options{}, echo)
	for length, status := range map[int]int{1000: 200, 1001: 413, 1 << 20: 413} {
		if answer, _ := r.do(t, "POST", "/", strings.Repeat("x", length)); answer.StatusCode != status {
			t.Error(length, answer.StatusCode)
		}
		body := io.MultiReader(strings.NewReader(strings.Repeat("x", length)))
		answer, err := http.Post("http://"+r.address, "text/plain", body)
		if err != nil || answer.StatusCode != status {
			t.Error(length, err, answer)
		}
	}
}

func TestWhatIsNoRequestIsRefused(t *testing.T) {
	r := start(t, Settings{}, Options{JSON: true}, echo)
	both := "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
	for _, request := range []string{
		"GET / HTTP/1.1\r\nno colon\r\n\r\n", both, "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json;x\r\nContent-Length: 1\r\n\r\n{",
	} {
		if answer := r.raw(t, request); !strings.HasPrefix(answer, "HTTP/1.1 400 ") {
			t.Error(request, answer)
		}
	}
	if answer := r.raw(t, "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"); !strings.HasSuffix(answer, "\r\n\r\nx") {
		t.Error(answer)
	}
}

func TestWhoIsGoneBeforeItsBodyIsCompleteIsNotAnswered(t *testing.T) {
	r := start(t, Settings{}, Options{}, echo)
	conn, err := net.Dial("tcp", r.address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhel")
	_ = conn.(*net.TCPConn).CloseWrite()
	if answer, _ := io.ReadAll(conn); len(answer) > 0 {
		t.Error(string(answer))
	}
	if calls := r.counts.methods[2].calls.Load(); calls != 0 {
		t.Error(calls)
	}
}

func TestAnOlderClientIsServed(t *testing.T) {
	r := start(t, Settings{}, Options{}, echo)
	answer := r.raw(t, "POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello")
	if !strings.HasPrefix(answer, "HTTP/1.1 200 ") || !strings.HasSuffix(answer, "\r\n\r\nhello") {
		t.Error(answer)
	}
}

func TestFailuresAre500AndTellNothing(t *testing.T) {
	failures := map[string]func() error{
		"error": func() error { return errors.New("secret") },
		"panic": func() error { panic("secret") },
		"exit":  func() error { runtime.Goexit(); return nil },
	}
	r := start(t, Settings{}, Options{}, func(_ context.Context, w http.ResponseWriter, e *Event) error {
		w.Header().Set("X-Set", "before")
		return failures[e.Type]()
	})
	for kind := range failures {
		answer, text := r.do(t, "GET", "/", "", "event-type", kind)
		if answer.StatusCode != 500 || text != "Internal Server Error" || answer.Header.Get("X-Set") != "" {
			t.Error(kind, answer, text)
		}
	}
	if failed := r.counts.methods[0].failures.Load(); failed != 3 {
		t.Error(failed)
	}
}

func TestTheQueueIsBounded(t *testing.T) {
	begun, end := make(chan struct{}, 9), make(chan struct{})
	r := start(t, Settings{Queue: 1, Timeout: time.Minute}, Options{}, func(context.Context, http.ResponseWriter, *Event) error {
		begun <- struct{}{}
		<-end
		return nil
	})
	statuses := make(chan int, 2)
	call := func() { answer, _ := r.do(t, "GET", "/", ""); statuses <- answer.StatusCode }
	go call()
	<-begun
	go call()
	eventually(t, "one waits", func() bool { return r.gate.waiting.Load() == 1 })
	answer, _ := r.do(t, "GET", "/", "")
	if answer.StatusCode != 503 || answer.Header.Get("Retry-After") != "1" {
		t.Error(answer)
	}
	if answer, _ := r.do(t, "GET", "/healthz", ""); answer.StatusCode != 200 {
		t.Error(answer)
	}
	close(end)
	if a, b := <-statuses, <-statuses; a != 200 || b != 200 {
		t.Error(a, b)
	}
}

func TestBrowsersAreAnswered(t *testing.T) {
	r := start(t, Settings{}, Options{CORS: true}, echo)
	answer, text := r.do(t, "OPTIONS", "/", "", "Access-Control-Request-Method", "PUT")
	if text != "" || answer.Header.Get("Access-Control-Allow-Methods") != "PUT" || r.counts.methods[6].calls.Load() != 0 {
		t.Error(answer)
	}
	answer, _ = r.do(t, "GET", "/", "")
	if answer.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Error(answer)
	}
}

func TestTheEndWaitsForCallsAndNotForSilence(t *testing.T) {
	begun, end := make(chan struct{}), make(chan struct{})
	settings := Settings{Timeout: time.Minute, ShutdownTimeout: time.Minute}
	r := start(t, settings, Options{}, func(_ context.Context, w http.ResponseWriter, _ *Event) error {
		close(begun)
		<-end
		fmt.Fprint(w, "done")
		return nil
	})
	silent, err := net.Dial("tcp", r.address)
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	conn, _ := net.Dial("tcp", r.address)
	fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: h\r\n\r\n")
	<-begun
	drained := make(chan struct{})
	go func() { r.drain(nil); close(drained) }()
	eventually(t, "it refuses", func() bool {
		_, err := net.Dial("tcp", r.address)
		return err != nil
	})
	select {
	case <-drained:
		t.Fatal("a call is under way")
	default:
	}
	close(end)
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil || !answer.Close {
		t.Error(answer, err)
	}
	<-drained
}
