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

func TestACallThatEndsItsProcessGets500AndTheNextOneWorks(t *testing.T) {
	s := serving(t)
	neighbour := make(chan int)
	go func() { status, _, _ := s.send("sleep", "10"); neighbour <- status }()
	eventually(t, "a neighbour is called", func() bool { return strings.Contains(s.metrics(t), "total{method=\"POST\"} 2\n") })
	if status, text, err := s.send("exit", ""); status != 500 || text != "Internal Server Error" {
		t.Error(status, text, err)
	}
	if status := <-neighbour; status != 500 {
		t.Error(status)
	}
	if status, _, err := s.send("", ""); status != 200 {
		t.Error(status, err)
	}
	if status, _, err := s.send("panic", ""); status != 500 {
		t.Error(status, err)
	}
	metrics := s.metrics(t)
	if !strings.Contains(metrics, "function_failures_total{method=\"POST\"} 3\n") || !strings.Contains(metrics, "function_calls_total{method=\"POST\"} 5\n") {
		t.Error(metrics)
	}
	eventually(t, "the lines are there", func() bool { return strings.Count(s.out.String(), `"POST / HTTP/1.1" 500 21`) == 3 })
	if !strings.Contains(s.out.String(), "ended (exit status 3)") || !strings.Contains(s.out.String(), "in a goroutine") {
		t.Error(s.out)
	}
}

func TestAnAnswerThatHadBegunBreaksOffWithItsProcess(t *testing.T) {
	s := serving(t)
	if _, text, err := s.send("piece", ""); err == nil {
		t.Error("whole: " + text)
	}
}

func TestAProcessWithACallThatRunsOnIsReplaced(t *testing.T) {
	s := serving(t, "FUNC_TIMEOUT=0.3")
	_, first, _ := s.send("", "")
	if status, _, err := s.send("loop", ""); status != 408 {
		t.Error(status, err)
	}
	eventually(t, "another serves", func() bool {
		status, pid, _ := s.send("", "")
		return status == 200 && pid != first
	})
	eventually(t, "the first has ended", func() bool { return !alive(first) })
	if !strings.Contains(s.metrics(t), "function_failures_total{method=\"POST\"} 1\n") {
		t.Error(s.metrics(t))
	}
}

func TestAProcessThatHangsIsKilledAndItsCallGets408(t *testing.T) {
	s := serving(t, "FUNC_TIMEOUT=0.5")
	_, pid, _ := s.send("", "")
	status := make(chan int)
	go func() { code, _, _ := s.send("sleep", "30"); status <- code }()
	eventually(t, "it is called", func() bool { return strings.Contains(s.metrics(t), "total{method=\"POST\"} 3\n") })
	number, _ := strconv.Atoi(pid)
	_ = syscall.Kill(number, syscall.SIGSTOP)
	if code := <-status; code != 408 {
		t.Error(code)
	}
	eventually(t, "another serves", func() bool { return s.try("", "") == nil })
}

func TestOnSigtermCallsAreFinished(t *testing.T) {
	s := serving(t)
	status := make(chan int)
	go func() {
		code, _, err := s.send("sleep", "1")
		if err != nil {
			t.Log(err, s.out)
		}
		status <- code
	}()
	eventually(t, "it is called", func() bool { return strings.Contains(s.metrics(t), "total{method=\"POST\"} 2\n") })
	_ = s.Process.Signal(syscall.SIGTERM)
	eventually(t, "it refuses", func() bool { _, err := net.Dial("tcp", s.address); return err != nil })
	if code := <-status; code != 200 {
		t.Error(code)
	}
	if err := <-s.ended; err != nil {
		t.Error(err)
	}
}

func TestTheEndIsBoundedAndTakesAllAlong(t *testing.T) {
	s := serving(t, "SHUTDOWN_TIMEOUT=0.3")
	_, child, _ := s.send("child", "")
	_, server, _ := s.send("", "")
	go func() { _ = s.try("loop", "") }()
	eventually(t, "it is called", func() bool { return strings.Contains(s.metrics(t), "total{method=\"POST\"} 4\n") })
	_ = s.Process.Signal(syscall.SIGTERM)
	if err := <-s.ended; err != nil {
		t.Error(err)
	}
	eventually(t, "all have ended", func() bool { return !alive(child) && !alive(server) })
}

func TestAFunctionThatCannotBeLoadedIsTheReasonOfTheEnd(t *testing.T) {
	s := begin(t, "FAILS_LOADING=3")
	if err := <-s.ended; err == nil {
		t.Error("status 0")
	}
	text, _ := os.ReadFile(s.termination)
	if string(text) != "The function ended its process while it was loaded (exit status 3)" {
		t.Error(string(text))
	}
}

func TestAPortThatIsTakenIsNamed(t *testing.T) {
	s := serving(t)
	_, port, _ := net.SplitHostPort(s.address)
	other := begin(t, "FUNC_PORT="+port)
	if err := <-other.ended; err == nil {
		t.Error("status 0")
	}
	if !strings.Contains(other.out.String(), "port "+port+": address already in use") {
		t.Error(other.out)
	}
}
