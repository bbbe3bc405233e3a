package supervise

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"dromedary.dev/front/serve"
)

// TestMain is a supervisor or a serving process, if the tests start it as one.
func TestMain(m *testing.M) {
	settings, err := serve.ReadSettings(os.Getenv, 100)
	switch {
	case err != nil:
		os.Exit(m.Run())
	case os.Getenv(role) == "":
		os.Exit(Run(os.Args[0], settings, serve.Options{Abandons: true}))
	}
	if code, _ := strconv.Atoi(os.Getenv("FAILS_LOADING")); code != 0 {
		os.Exit(code)
	}
	worker, _ := Worker()
	os.Exit(worker.Serve(settings, function{}, serve.Options{Abandons: true}))
}

type function struct{}

func (function) Call(ctx context.Context, w http.ResponseWriter, event *serve.Event) error {
	switch event.Type {
	case "exit":
		os.Exit(3)
	case "panic":
		go panic("in a goroutine")
		select {}
	case "loop":
		for spin := 0; ; spin++ {
		}
	case "sleep":
		seconds, _ := strconv.ParseFloat(string(event.Body), 64)
		time.Sleep(time.Duration(seconds * float64(time.Second)))
	case "child":
		child := exec.Command("sleep", "300")
		_ = child.Start()
		fmt.Fprint(w, child.Process.Pid)
		return nil
	case "piece":
		fmt.Fprint(w, "piece")
		w.(http.Flusher).Flush()
		os.Exit(3)
	}
	fmt.Fprint(w, os.Getpid())
	return nil
}

type supervised struct {
	*exec.Cmd
	address     string
	termination string
	out         *output
	ended       chan error
}

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

func begin(t *testing.T, env ...string) *supervised {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := strconv.Itoa(free.Addr().(*net.TCPAddr).Port)
	_ = free.Close()
	s := &supervised{
		Cmd: exec.Command(os.Args[0]), address: "127.0.0.1:" + port, termination: filepath.Join(t.TempDir(), "log"), out: new(output),
		ended: make(chan error, 1),
	}
	_ = os.WriteFile(s.termination, nil, 0o600)
	s.Env = append(append(os.Environ(), "MOD_NAME=m", "FUNC_HANDLER=h", "FUNC_HOST=127.0.0.1", "FUNC_PORT="+port, "TERMINATION_LOG="+s.termination), env...)
	s.Stdout, s.Stderr = s.out, s.out
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { s.ended <- s.Wait() }()
	t.Cleanup(func() { _ = s.Process.Kill() })
	return s
}

func serving(t *testing.T, env ...string) *supervised {
	t.Helper()
	s := begin(t, env...)
	eventually(t, "it serves", func() bool { return s.try("", "") == nil })
	return s
}

func (s *supervised) try(kind, body string) error {
	_, _, err := s.send(kind, body)
	return err
}

func (s *supervised) send(kind, body string) (int, string, error) {
	request, _ := http.NewRequest("POST", "http://"+s.address, strings.NewReader(body))
	request.Header.Set("event-type", kind)
	// A connection of its own: it goes to a process that takes new ones.
	request.Close = true
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(text), err
}

func (s *supervised) metrics(t *testing.T) string {
	t.Helper()
	answer, err := http.Get("http://" + s.address + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	return string(text)
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for end := time.Now().Add(15 * time.Second); !is(); <-ticker.C {
		if time.Now().After(end) {
			t.Fatal("never: " + what)
		}
	}
}

func alive(pid string) bool {
	number, _ := strconv.Atoi(pid)
	return syscall.Kill(number, 0) == nil
}
