package supervise

import (
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

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
