package workers

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// serviceOn is an HTTP server such as stands behind a worker.
func serviceOn(port string) {
	if os.Getenv("BROKEN") != "" {
		os.Exit(7)
	}
	handle := func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		switch r.Header.Get("Event-Type") {
		case "pid":
			fmt.Fprint(w, os.Getpid())
		case "stream":
			fmt.Fprint(w, "one")
			w.(http.Flusher).Flush()
			fmt.Fprint(w, "two")
		case "torn":
			fmt.Fprint(w, "one")
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		case "moved":
			http.Redirect(w, r, "/elsewhere", http.StatusFound)
		case "error":
			http.Error(w, "the reason", http.StatusInternalServerError)
		case "exit":
			os.Exit(3)
		case "hang":
			select {}
		default:
			w.Header().Set("X-Made", "yes")
			w.WriteHeader(http.StatusCreated)
			fmt.Fprintf(w, "%s %s %s %s|%s|%s", r.Method, r.RequestURI, r.Host, r.Header.Get("X-Custom"), r.Header.Get("Event-Id"), body)
		}
	}
	_ = http.ListenAndServe("127.0.0.1:"+port, http.HandlerFunc(handle))
}

func TestAServiceGetsTheRequestAndItsAnswerIsPassedOn(t *testing.T) {
	pool, _ := start(t, "bridge", 1)
	w, err := call(pool, "echo", "a\x00b", time.Minute)
	if err != nil || w.Code != 201 || w.Header().Get("X-Made") != "yes" {
		t.Fatal(err, w.Code, w.Header())
	}
	if want := "PUT /a/%C3%A9?b=%20c example.com 1|1|a\x00b"; w.Body.String() != want {
		t.Errorf("%q is not %q", w.Body, want)
	}
	if w, err := call(pool, "stream", "", time.Minute); err != nil || w.Body.String() != "onetwo" || !w.Flushed {
		t.Error(err, w)
	}
	if w, err := call(pool, "moved", "", time.Minute); err != nil || w.Code != 302 || w.Header().Get("Location") != "/elsewhere" {
		t.Error(err, w)
	}
}

func TestAServicesFailuresAreTheCallsAlone(t *testing.T) {
	pool, log := start(t, "bridge", 1)
	before, _ := call(pool, "pid", "", time.Minute)
	if _, err := call(pool, "error", "", time.Minute); err == nil || err.Error() != "the reason" {
		t.Error(err)
	}
	if _, err := call(pool, "torn", "", time.Minute); err == nil {
		t.Error("an answer that broke off was taken for whole")
	}
	after, _ := call(pool, "pid", "", time.Minute)
	if before.Body.String() == "" || before.Body.String() != after.Body.String() {
		t.Error("a failure cost the service", before, after)
	}
	if _, err := call(pool, "hang", "", 200*time.Millisecond); err == nil {
		t.Error("it hangs, and has answered")
	}
	eventually(t, func() bool { return isGone(t, before.Body.String()) })
	if _, err := call(pool, "exit", "", time.Minute); err == nil {
		t.Error("it ended, and has answered")
	}
	eventually(t, func() bool { return strings.Contains(log.String(), "ended with status 3") })
	if w, err := call(pool, "pid", "", time.Minute); err != nil || w.Code != http.StatusOK {
		t.Error(err, w)
	}
}

func isGone(t *testing.T, pid string) bool {
	t.Helper()
	_, err := os.Stat("/proc/" + pid)
	return os.IsNotExist(err)
}

func TestAServiceThatDoesNotStartIsNamed(t *testing.T) {
	t.Setenv("AS", "bridge")
	t.Setenv("BROKEN", "yes")
	_, err := Start(Options{Command: []string{os.Args[0]}, Size: 1, Say: func(string) {}})
	if err == nil || !strings.Contains(err.Error(), "ended with status 7 before it answered") {
		t.Error(err)
	}
}
