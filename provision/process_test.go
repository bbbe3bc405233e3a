package main

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
	"regexp"
	"strings"
	"testing"
	"time"
)

// The tests in this folder run the program as processes. The program is this test, called so.
func TestMain(m *testing.M) {
	if os.Getenv("AS_PROVISION") != "" {
		os.Unsetenv("AS_PROVISION")
		main()
	}
	os.Exit(m.Run())
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// An end is what a process left.
type end struct {
	status      int
	out, log    string
	termination string // the container's termination message
}

func program(ctx context.Context, command string, environment ...string) *exec.Cmd {
	process := exec.CommandContext(ctx, os.Args[0], command)
	process.Env = append(append(os.Environ(), environment...), "AS_PROVISION=1")
	return process
}

func run(t testing.TB, command string, environment ...string) end {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	termination := filepath.Join(t.TempDir(), "termination-log")
	must(t, os.WriteFile(termination, nil, 0o600))
	process := program(ctx, command, append(environment, "TERMINATION_LOG="+termination)...)
	var out, log bytes.Buffer
	process.Stdout, process.Stderr = &out, &log
	err := process.Run()
	if process.ProcessState == nil {
		t.Fatal(err)
	}
	message, err := os.ReadFile(termination)
	must(t, err)
	return end{process.ProcessState.ExitCode(), out.String(), log.String(), string(message)}
}

func write(t testing.TB, name, content string) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(name), 0o755))
	must(t, os.WriteFile(name, []byte(content), 0o644))
}

func read(t testing.TB, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	must(t, err)
	return string(content)
}

// A cacheProcess is `provision cache` on loopback.
type cacheProcess struct {
	url, folder string
	process     *exec.Cmd
	log         *bytes.Buffer
}

func startCache(t *testing.T, folder string, environment ...string) *cacheProcess {
	t.Helper()
	c := &cacheProcess{folder: folder, log: &bytes.Buffer{}}
	c.process = program(context.Background(), "cache", append([]string{"CACHE_LISTEN=127.0.0.1:0", "CACHE_DIR=" + folder}, environment...)...)
	pipe, err := c.process.StderrPipe()
	must(t, err)
	must(t, c.process.Start())
	t.Cleanup(func() {
		_ = c.process.Process.Kill()
		_ = c.process.Wait()
	})
	line := make([]byte, 4096)
	length, err := pipe.Read(line)
	must(t, err)
	go func() { _, _ = io.Copy(c.log, pipe) }()
	address := regexp.MustCompile(`listens on ([0-9.:]+)`).FindStringSubmatch(string(line[:length]))
	if address == nil {
		t.Fatalf("the cache says %q", line[:length])
	}
	c.url = "http://" + address[1]
	return c
}

func (c *cacheProcess) settings(key string) []string {
	return []string{"CACHE_URL=" + c.url, "CACHE_KEY=" + key}
}

func (c *cacheProcess) metric(t *testing.T, name string) string {
	t.Helper()
	response, err := http.Get(c.url + "/metrics")
	must(t, err)
	defer response.Body.Close()
	all, err := io.ReadAll(response.Body)
	must(t, err)
	return regexp.MustCompile(`(?m)^dromedary_cache_` + name + ` (\d+)$`).FindStringSubmatch(string(all))[1]
}

func TestWithoutACommandItSaysWhichThereAre(t *testing.T) {
	for _, command := range []string{"", "bake"} {
		if got := run(t, command); got.status != 2 || !strings.Contains(got.log, "usage: provision") {
			t.Errorf("%q: %+v", command, got)
		}
	}
}

func TestPrepareSaysWhatIsWrongInOneLine(t *testing.T) {
	got := run(t, "prepare", "SOURCE_KEY=f", "SOURCE_FILE=f", "SOURCE_TYPE=ftp\x1b[31m\nsecond line")
	if got.status != 1 || !strings.HasPrefix(got.termination, "SOURCE_TYPE is ") || strings.ContainsAny(got.termination, "\n\x1b") {
		t.Errorf("it left %+v", got)
	}
	if got.log != "provision prepare: "+got.termination+"\n" {
		t.Errorf("its log is %q", got.log)
	}
}

func TestOutsideOfAPodThereIsNoTerminationMessage(t *testing.T) {
	process := program(context.Background(), "prepare", "TERMINATION_LOG=/nowhere/at/all")
	output, _ := process.CombinedOutput()
	if string(output) != "provision prepare: SOURCE_KEY is not set\n" {
		t.Errorf("it said %q", output)
	}
}

func TestTheCacheEndsWithWhatIsUnderWayDone(t *testing.T) {
	c := startCache(t, t.TempDir())
	connection, err := net.Dial("tcp", strings.TrimPrefix(c.url, "http://"))
	must(t, err)
	defer connection.Close()
	_, err = fmt.Fprintf(connection, "PUT /v1/n/k HTTP/1.1\r\nHost: c\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n")
	must(t, err)
	answer := make([]byte, 100)
	length, err := connection.Read(answer) // 100 Continue: it is under way
	must(t, err)
	must(t, c.process.Process.Signal(os.Interrupt))
	_, err = io.WriteString(connection, "data")
	must(t, err)
	length, err = connection.Read(answer)
	must(t, err)
	if !strings.HasPrefix(string(answer[:length]), "HTTP/1.1 201") {
		t.Errorf("it answered %q", answer[:length])
	}
	if err := c.process.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	if got := read(t, filepath.Join(c.folder, "n/k")); got != "data" {
		t.Errorf("it kept %q", got)
	}
}

func TestTheCacheDoesNotStartWithoutAFolder(t *testing.T) {
	got := run(t, "cache", "CACHE_LISTEN=127.0.0.1:0")
	if got.status != 1 || !strings.Contains(got.termination, "CACHE_DIR") {
		t.Errorf("it left %+v", got)
	}
}
