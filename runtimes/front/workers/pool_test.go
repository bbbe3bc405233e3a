package workers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func TestAnAnswerComesWholeAndACallGoesWhole(t *testing.T) {
	forBoth(t, func(t *testing.T, as string) {
		pool, _ := start(t, as, 2)
		w, err := call(pool, "head", "a\x00b", time.Minute)
		if err != nil || w.Code != 201 || w.Header().Get("X-Made") != "yes" {
			t.Fatal(err, w.Code, w.Header())
		}
		body := w.Body.String()
		if w.Header().Get("Content-Length") != strconv.Itoa(len(body)) {
			t.Error(w.Header())
		}
		for _, part := range []string{"event-id: 1\n", "PUT /a/%C3%A9?b=%20c HTTP/1.1\n", "Host: example.com\n", "X-Custom: 1\n", "|a\x00b"} {
			if !strings.Contains(body, part) {
				t.Errorf("%q is not in %q", part, body)
			}
		}
	})
}

func TestPiecesAndLongBodiesArePassedOn(t *testing.T) {
	pool, _ := start(t, "worker", 1)
	if w, err := call(pool, "stream", "", time.Minute); err != nil || w.Body.String() != "onetwo" || !w.Flushed {
		t.Error(err, w)
	}
	if w, err := call(pool, "long", "", time.Minute); err != nil || w.Body.Len() != 6<<20 {
		t.Error(err, w.Body.Len())
	}
	first, _ := call(pool, "pid", "", time.Minute)
	second, _ := call(pool, "pid", "", time.Minute)
	if first.Body.String() == "" || first.Body.String() != second.Body.String() {
		t.Error("the worker was not kept", first, second)
	}
}

func TestAFailureIsTheCallsAlone(t *testing.T) {
	pool, _ := start(t, "worker", 1)
	before, _ := call(pool, "pid", "", time.Minute)
	if _, err := call(pool, "error", "", time.Minute); err == nil || err.Error() != "the reason" {
		t.Error(err)
	}
	after, _ := call(pool, "pid", "", time.Minute)
	if before.Body.String() != after.Body.String() {
		t.Error("a failure cost the worker")
	}
}

func TestAWorkerThatEndsEndsItsCallAlone(t *testing.T) {
	forBoth(t, func(t *testing.T, as string) {
		pool, log := start(t, as, 1)
		if _, err := call(pool, "exit", "", time.Minute); !errors.Is(err, errEnded) {
			t.Error(err)
		}
		if _, err := call(pool, "torn", "", time.Minute); !errors.Is(err, errEnded) {
			t.Error(err)
		}
		if w, err := call(pool, "pid", "", time.Minute); err != nil || w.Code != http.StatusOK {
			t.Error(err, w)
		}
		eventually(t, func() bool { return strings.Contains(log.String(), "ended with status 3; another") })
	})
}

func TestATimeOutKillsTheWorkerAndWhatItStarted(t *testing.T) {
	forBoth(t, func(t *testing.T, as string) {
		pool, log := start(t, as, 1)
		file := t.TempDir() + "/pid"
		if _, err := call(pool, "hang", file, time.Second); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		text, _ := os.ReadFile(file)
		started, err := strconv.Atoi(string(text))
		if err != nil {
			t.Fatal(err)
		}
		eventually(t, func() bool { return ended(started) })
		if w, err := call(pool, "pid", "", time.Minute); err != nil || w.Code != http.StatusOK {
			t.Error(err, w)
		}
		if log.String() != "" {
			t.Error(log.String())
		}
	})
}

func TestNonsenseIsKilled(t *testing.T) {
	pool, _ := start(t, "worker", 1)
	if _, err := call(pool, "nonsense", "", time.Minute); !errors.Is(err, errNoFrame) {
		t.Error(err)
	}
	if w, err := call(pool, "pid", "", time.Minute); err != nil || w.Code != http.StatusOK {
		t.Error(err, w)
	}
}

func TestWorkersAreStartedAsTheyAreNeeded(t *testing.T) {
	forBoth(t, func(t *testing.T, as string) {
		pool, _ := start(t, as, 4)
		var calls sync.WaitGroup
		for i := 0; i < 4; i++ {
			calls.Add(1)
			go func() {
				defer calls.Done()
				_, _ = call(pool, "hang", t.TempDir()+"/pid", time.Second)
			}()
		}
		eventually(t, func() bool {
			pool.mu.Lock()
			defer pool.mu.Unlock()
			return len(pool.live) == 4 && len(pool.idle) == 0
		})
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		defer cancel()
		if _, _, err := pool.take(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Error("there is a fifth", err)
		}
		calls.Wait()
	})
}

func TestTheParentIsReplaced(t *testing.T) {
	pool, log := start(t, "parent", 3)
	forks := pool.source.(*forks)
	forks.mu.Lock()
	_ = syscall.Kill(forks.parent.pid, syscall.SIGKILL)
	forks.mu.Unlock()
	eventually(t, func() bool {
		return strings.Contains(log.String(), "the process that had loaded the function ended by SIGKILL")
	})
	_, _ = call(pool, "exit", "", time.Minute)
	_, _ = call(pool, "exit", "", time.Minute)
	if w, err := call(pool, "pid", "", time.Minute); err != nil || w.Code != http.StatusOK {
		t.Error(err, w)
	}
}

func TestWhatCannotBeLoadedSaysWhy(t *testing.T) {
	for as, reason := range map[string]string{"broken": "no such handler: x", "silent": "ended while it loaded the function"} {
		for _, fork := range []bool{true, false} {
			t.Setenv("AS", as)
			_, err := Start(Options{Command: []string{os.Args[0]}, Fork: fork, Size: 1, Say: func(string) {}})
			if err == nil || !strings.Contains(err.Error(), reason) {
				t.Error(as, fork, err)
			}
		}
	}
}

func ended(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err != nil || strings.Contains(string(stat), ") Z ")
}

func eventually(t *testing.T, is func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !is(); {
		if time.Now().After(end) {
			t.Fatal("not within ten seconds")
		}
		time.Sleep(5 * time.Millisecond)
	}
}
