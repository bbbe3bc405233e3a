package cache

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func served(t *testing.T, limit, entryLimit int64) (*httptest.Server, *Server) {
	t.Helper()
	server := NewServer(opened(t, t.TempDir(), limit, entryLimit))
	front := httptest.NewServer(server.Handler())
	t.Cleanup(front.Close)
	return front, server
}

// ask gives back status and body.
func ask(t *testing.T, front *httptest.Server, method, name, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequest(method, front.URL+"/v1/"+name, strings.NewReader(body))
	must(t, err)
	response, err := front.Client().Do(request)
	must(t, err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	must(t, err)
	return response.StatusCode, string(answer)
}

func TestWhatIsPutIsGot(t *testing.T) {
	front, _ := served(t, 1<<20, 1<<20)
	large := strings.Repeat("0123456789abcdef", 20_000)
	for _, c := range []struct {
		method, body string
		status       int
		answer       string
	}{
		{"GET", "", 404, "not stored\n"}, {"HEAD", "", 404, ""}, {"PUT", large, 201, ""}, {"PUT", "other", 200, ""},
		{"HEAD", "", 200, ""}, {"GET", "", 200, large}, {"DELETE", "", 405, "Method Not Allowed\n"}, {"POST", "x", 405, "Method Not Allowed\n"},
	} {
		if status, answer := ask(t, front, c.method, "default/k", c.body); status != c.status || answer != c.answer {
			t.Errorf("%s answered %d %.50q, not %d %.50q", c.method, status, answer, c.status, c.answer)
		}
	}
	_, metrics := get(t, front, "/metrics")
	for _, line := range []string{"dromedary_cache_hits_total 1\n", "dromedary_cache_misses_total 2\n", fmt.Sprintf("dromedary_cache_stored_bytes %d\n", len(large))} {
		if !strings.Contains(metrics, line) {
			t.Errorf("the metrics do not say %q:\n%s", line, metrics)
		}
	}
}

func get(t *testing.T, front *httptest.Server, path string) (int, string) {
	t.Helper()
	response, err := front.Client().Get(front.URL + path)
	must(t, err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	must(t, err)
	return response.StatusCode, string(answer)
}

func TestNamesOutsideTheFolderAreRefused(t *testing.T) {
	front, _ := served(t, 1000, 1000)
	for name, want := range map[string]int{"..%2f..%2fetc/passwd": 400, "default/..%2fx": 400, ".incoming/1": 400, "default/a/b": 404, "default/%2e%2e": 400, "default/a%00": 400} {
		if status, _ := ask(t, front, "PUT", name, "x"); status != want {
			t.Errorf("%s was answered %d", name, status)
		}
	}
}

func TestWhatDoesNotFitIsRefused(t *testing.T) {
	front, server := served(t, 1000, 100)
	if status, _ := ask(t, front, "PUT", "n/k", strings.Repeat("x", 101)); status != 413 {
		t.Errorf("too large by its length: %d", status)
	}
	request, err := http.NewRequest("PUT", front.URL+"/v1/n/k", io.MultiReader(strings.NewReader(strings.Repeat("x", 101))))
	must(t, err)
	response, err := front.Client().Do(request)
	must(t, err)
	response.Body.Close()
	if response.StatusCode != 413 || server.store.State().Bytes != 0 {
		t.Errorf("too large without a length: %d, %+v", response.StatusCode, server.store.State())
	}
	for range cap(server.uploads) {
		server.uploads <- struct{}{}
	}
	if status, answer := ask(t, front, "PUT", "n/k", "x"); status != 503 || answer != "too many at a time\n" {
		t.Errorf("too many at a time: %d %q", status, answer)
	}
}

// raw sends a request by hand, and leaves the connection open.
func raw(t *testing.T, front *httptest.Server, length int, body string) net.Conn {
	t.Helper()
	connection, err := net.Dial("tcp", front.Listener.Addr().String())
	must(t, err)
	t.Cleanup(func() { connection.Close() })
	fmt.Fprintf(connection, "PUT /v1/n/k HTTP/1.1\r\nHost: c\r\nContent-Length: %d\r\n\r\n%s", length, body)
	return connection
}

func TestAClientThatGoesAwayLeavesNothing(t *testing.T) {
	front, server := served(t, 1000, 1000)
	raw(t, front, 100, "half").Close()
	eventually(t, func() bool { return server.metrics.refused.Load() == 1 })
	if status, _ := ask(t, front, "GET", "n/k", ""); status != 404 || server.store.State().Bytes != 0 {
		t.Errorf("it was kept: %d, %+v", status, server.store.State())
	}
	if status, _ := ask(t, front, "PUT", "n/k", "whole"); status != 201 {
		t.Errorf("the next is answered %d", status)
	}
}

func TestASlowClientIsLetGo(t *testing.T) {
	front, server := served(t, 1000, 1000)
	server.pace.in = 50 * time.Millisecond
	response, err := http.ReadResponse(bufio.NewReader(raw(t, front, 100, "slow")), nil)
	must(t, err)
	response.Body.Close()
	if response.StatusCode != 400 || server.store.State().Bytes != 0 {
		t.Errorf("it was answered %d; %+v", response.StatusCode, server.store.State())
	}
}

func TestWhatAnotherIsStoringIsNotSentTwice(t *testing.T) {
	front, server := served(t, 1000, 1000)
	first, err := server.store.Begin("n/k")
	must(t, err)
	if status, _ := ask(t, front, "PUT", "n/k", "x"); status != 202 {
		t.Errorf("it was answered %d", status)
	}
	first.Close()
}

func TestSettings(t *testing.T) {
	environment := map[string]string{"CACHE_DIR": "/d", "CACHE_LIMIT_BYTES": "10"}
	settings, err := Parse([]string{"-entry-limit-bytes", "5"}, func(name string) string { return environment[name] })
	if err != nil || settings != (Settings{Listen: ":8080", Folder: "/d", Limit: 10, EntryLimit: 5}) {
		t.Errorf("read %+v, %v", settings, err)
	}
	for _, wrong := range []map[string]string{{"CACHE_DIR": ""}, {"CACHE_LIMIT_BYTES": "much"}, {"CACHE_ENTRY_LIMIT_BYTES": "0"}} {
		_, err := Parse(nil, func(name string) string {
			if value, ok := wrong[name]; ok {
				return value
			}
			return environment[name]
		})
		for name := range wrong {
			if err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%v: %v", wrong, err)
			}
		}
	}
}

// eventually waits for what another goroutine does.
func eventually(t *testing.T, is func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !is(); {
		if time.Now().After(end) {
			t.Fatal("it did not come to be")
		}
		time.Sleep(time.Millisecond)
	}
}
