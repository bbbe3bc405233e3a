package serve

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// talk gives a way to send requests one after another on one connection.
func (r *running) talk(t *testing.T) func(request string) *http.Response {
	t.Helper()
	conn, err := net.Dial("tcp", r.address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	from := bufio.NewReader(conn)
	return func(request string) *http.Response {
		fmt.Fprint(conn, request)
		answer, err := http.ReadResponse(from, nil)
		if err != nil {
			t.Fatal(err)
		}
		text := new(strings.Builder)
		_, _ = bufio.NewReader(answer.Body).WriteTo(text)
		answer.Status = text.String()
		return answer
	}
}

func TestEveryAnswerSaysOnceThatAnyOriginMayReadIt(t *testing.T) {
	r := start(t, Settings{}, Options{CORS: true}, func(_ context.Context, w http.ResponseWriter, e *Event) error {
		switch e.Type {
		case "early":
			w.WriteHeader(http.StatusEarlyHints)
		case "status":
			w.WriteHeader(http.StatusCreated)
			w.Header().Set("X-Late", "in vain")
		case "header":
			w.Header().Set("X-Set", "x")
		case "own":
			w.Header().Set("Access-Control-Allow-Origin", "https://one.example")
		case "none":
			w.Header().Del("Access-Control-Allow-Origin")
		case "error":
			return fmt.Errorf("no")
		case "long":
			_, err := w.Write(make([]byte, 100_000))
			return err
		}
		_, err := fmt.Fprint(w, "text")
		return err
	})
	send := r.talk(t)
	for _, kind := range []string{"", "early", "status", "header", "own", "none", "error", "long", ""} {
		expected := map[string]string{"own": "[https://one.example]", "none": "[]"}[kind]
		if expected == "" {
			expected = "[*]"
		}
		for path, expected := range map[string]string{"/": expected, "/healthz": "[*]"} {
			answer := send("GET " + path + " HTTP/1.1\r\nHost: h\r\nevent-type: " + kind + "\r\n\r\n")
			for answer.StatusCode == http.StatusEarlyHints {
				answer = send("")
			}
			if origins := fmt.Sprint(answer.Header.Values("Access-Control-Allow-Origin")); origins != expected {
				t.Error(kind, path, origins)
			}
			if length := len(answer.Status); length != map[string]int{"long": 100_000, "error": 21}[kind] && length != 4 && length != 2 {
				t.Error(kind, path, length)
			}
		}
	}
	if answer := r.raw(t, "GET / HTTP/1.0\r\n\r\n"); !strings.HasPrefix(answer, "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\n") {
		t.Error(answer)
	}
}

func TestEachCallOfAConnectionHasItsWholeTime(t *testing.T) {
	const whole = 1500 * time.Millisecond
	r := start(t, Settings{Timeout: whole}, Options{}, func(ctx context.Context, _ http.ResponseWriter, e *Event) error {
		pause := whole * 2 / 3
		if e.Type == "long" {
			pause = time.Minute
		}
		timer := time.NewTimer(pause)
		defer timer.Stop()
		select {
		case <-timer.C:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	send := r.talk(t)
	for count := 0; count < 2; count++ {
		if answer := send("GET / HTTP/1.1\r\nHost: h\r\n\r\n"); answer.StatusCode != http.StatusOK {
			t.Error(answer.StatusCode, answer.Status)
		}
	}
	begin := time.Now()
	answer := send("GET / HTTP/1.1\r\nHost: h\r\nevent-type: long\r\n\r\n")
	if took := time.Since(begin); answer.StatusCode != http.StatusRequestTimeout || took < whole || took > 4*whole {
		t.Error(answer.StatusCode, answer.Status, took)
	}
}

func TestAFunctionHearsOfAClientThatGoesAway(t *testing.T) {
	begun, gone := make(chan struct{}), make(chan struct{})
	r := start(t, Settings{Timeout: time.Minute}, Options{}, func(_ context.Context, _ http.ResponseWriter, e *Event) error {
		if e.Type == "wait" {
			close(begun)
			<-e.Request.Context().Done()
			close(gone)
		}
		return nil
	})
	conn, err := net.Dial("tcp", r.address)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: h\r\n\r\n")
	if answer, err := http.ReadResponse(bufio.NewReader(conn), nil); err != nil || answer.StatusCode != http.StatusOK {
		t.Fatal(answer, err)
	}
	fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: h\r\nevent-type: wait\r\n\r\n")
	<-begun
	_ = conn.Close()
	<-gone
}

func TestDeadlinesHoldWhetherOrNotTheSystemKnowsOfThem(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	accepted, _ := listener.Accept()
	c := &connection{TCPConn: accepted.(*net.TCPConn), slot: new(Slot)}
	defer c.TCPConn.Close()
	fmt.Fprint(client, "x")
	long := time.Unix(1, 0)
	piece := make([]byte, 9)
	_ = c.SetReadDeadline(long)
	if _, err := c.Read(piece); !os.IsTimeout(err) {
		t.Error(err)
	}
	_ = c.SetReadDeadline(time.Time{})
	if count, err := c.Read(piece); count != 1 || err != nil {
		t.Error(count, err)
	}
	refused := make(chan error)
	go func() { _, err := c.Read(piece); refused <- err }()
	eventually(t, "somebody reads", func() bool { return c.deadlines.readers.Load() == 1 })
	_ = c.SetReadDeadline(long)
	if err := <-refused; !os.IsTimeout(err) {
		t.Error(err)
	}
	_ = c.SetDeadline(time.Now().Add(20 * time.Millisecond))
	if _, err := c.Read(piece); !os.IsTimeout(err) {
		t.Error(err)
	}
	_ = c.SetDeadline(time.Time{})
	fmt.Fprint(client, "y")
	if count, err := c.Read(piece); count != 1 || err != nil {
		t.Error(count, err)
	}
}
