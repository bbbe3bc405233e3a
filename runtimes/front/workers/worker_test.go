package workers

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"dromedary.dev/front/serve"
)

// The tests' program is the worker, and the parent of workers, too.
func TestMain(m *testing.M) {
	as := os.Getenv("AS")
	if as == "" {
		os.Exit(m.Run())
	}
	channel := os.NewFile(3, "channel")
	switch as {
	case "bridge":
		_ = os.Setenv("AS", "service")
		os.Exit(AsService(channel, []string{os.Args[0]}))
	case "service":
		serviceOn(os.Getenv("SERVICE_PORT"))
	case "worker":
		workerOn(channel)
	case "parent":
		parentOn(channel)
	case "child":
		conn, err := net.Dial("unix", os.Getenv("DROMEDARY_SOCKET"))
		if err != nil {
			os.Exit(9)
		}
		workerOn(conn)
	case "broken":
		fmt.Fprint(channel, "failed 0 18\nno such handler: x")
	case "silent":
	}
	os.Exit(0)
}

func parentOn(channel *os.File) {
	fmt.Fprint(channel, "ready 0 0\n")
	in := bufio.NewReader(channel)
	for {
		if line, err := in.ReadString('\n'); err != nil || line != "fork 0 0\n" {
			os.Exit(0)
		}
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), "AS=child")
		child.Stderr = os.Stderr
		child.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
		if child.Start() != nil {
			os.Exit(8)
		}
		go func() {
			_ = child.Wait()
			head := fmt.Sprintf("%d %d\n", child.Process.Pid, statusOf(child.ProcessState))
			fmt.Fprintf(channel, "ended %d 0\n%s", len(head), head)
		}()
	}
}

func workerOn(channel io.ReadWriter) {
	fmt.Fprint(channel, "ready 0 0\n")
	in := bufio.NewReader(channel)
	for {
		call, err := readFrame(in)
		if err != nil {
			os.Exit(0)
		}
		body, _ := call.body(in)
		event, request, _ := strings.Cut(call.head, "\n\n")
		do(channel, event, request, string(body))
	}
}

func do(channel io.Writer, event, request, body string) {
	_, kind, _ := strings.Cut(event, "event-type: ")
	kind, _, _ = strings.Cut(kind, "\n")
	switch kind {
	case "pid":
		reply(channel, "200\n", strconv.Itoa(os.Getpid()))
	case "head":
		reply(channel, "201\nX-Made: yes\nContent-Length: 77\n", event+"|"+request+"|"+body)
	case "stream":
		fmt.Fprint(channel, "begin 4 3\n200\none")
		fmt.Fprint(channel, "piece 0 3\ntwo")
		fmt.Fprint(channel, "end 0 0\n")
	case "torn":
		fmt.Fprint(channel, "begin 4 3\n200\none")
		os.Exit(4)
	case "long":
		fmt.Fprintf(channel, "answer 4 %d\n200\n%s", 6<<20, strings.Repeat("x", 6<<20))
	case "error":
		fmt.Fprint(channel, "error 0 10\nthe reason")
	case "exit":
		os.Exit(3)
	case "hang":
		child := exec.Command("sleep", "300")
		_ = child.Start()
		_ = os.WriteFile(body, []byte(strconv.Itoa(child.Process.Pid)), 0o600)
		select {}
	default:
		fmt.Fprint(channel, "what\n")
	}
}

func reply(channel io.Writer, head, body string) {
	fmt.Fprintf(channel, "answer %d %d\n%s%s", len(head), len(body), head, body)
}

type logged struct {
	sync.Mutex
	text strings.Builder
}

func (l *logged) say(line string) {
	l.Lock()
	defer l.Unlock()
	l.text.WriteString(line + "\n")
}

func (l *logged) String() string {
	l.Lock()
	defer l.Unlock()
	return l.text.String()
}

func start(t *testing.T, as string, size int) (*Pool, *logged) {
	t.Helper()
	t.Setenv("AS", as)
	log := &logged{}
	pool, err := Start(Options{Command: []string{os.Args[0]}, Fork: as == "parent", Size: size, Say: log.say})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool, log
}

// Both ways of having workers do the same.
func forBoth(t *testing.T, test func(t *testing.T, as string)) {
	for _, as := range []string{"worker", "parent"} {
		as := as
		t.Run(as, func(t *testing.T) { test(t, as) })
	}
}

func call(pool *Pool, kind, body string, within time.Duration) (*httptest.ResponseRecorder, error) {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	request := httptest.NewRequest("PUT", "/a/%C3%A9?b=%20c", strings.NewReader(body))
	request.Header.Set("X-Custom", "1")
	w := httptest.NewRecorder()
	err := pool.Call(ctx, w, &serve.Event{ID: "1", Type: kind, Body: []byte(body), Request: request})
	return w, err
}
