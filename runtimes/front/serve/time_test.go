package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"
)

func TestACallThatTakesTooLongIsA408AndLeavesItsPlace(t *testing.T) {
	end := make(chan struct{})
	r := start(t, Settings{}, Options{Abandons: true}, func(ctx context.Context, w http.ResponseWriter, e *Event) error {
		if e.Type == "hang" {
			<-end
			fmt.Fprint(w, "too late")
		}
		return nil
	})
	for count := 0; count < 3; count++ {
		answer, text := r.do(t, "GET", "/", "", "event-type", "hang")
		if answer.StatusCode != 408 || text != timeoutText {
			t.Error(answer, text)
		}
	}
	if answer, _ := r.do(t, "GET", "/", ""); answer.StatusCode != 200 {
		t.Error(answer)
	}
	eventually(t, "three run on", func() bool { return r.abandoned.Load() == 3 })
	close(end)
	eventually(t, "none runs on", func() bool { return r.abandoned.Load() == 0 })
	if failed := r.counts.methods[0].failures.Load(); failed != 3 {
		t.Error(failed)
	}
}

func TestTheContextEndsWithTheTime(t *testing.T) {
	r := start(t, Settings{}, Options{}, func(ctx context.Context, _ http.ResponseWriter, _ *Event) error {
		inner, cancel := context.WithTimeout(ctx, time.Hour)
		defer cancel()
		<-inner.Done()
		return fmt.Errorf("wrapped: %w", inner.Err())
	})
	if answer, text := r.do(t, "GET", "/", ""); answer.StatusCode != 408 || text != timeoutText {
		t.Error(answer, text)
	}
}

func TestAStreamThatFailsOrTakesTooLongBreaksOff(t *testing.T) {
	r := start(t, Settings{}, Options{}, func(ctx context.Context, w http.ResponseWriter, e *Event) error {
		fmt.Fprint(w, "piece")
		w.(http.Flusher).Flush()
		if e.Type == "hang" {
			<-ctx.Done()
		}
		return errors.New("failed")
	})
	for _, kind := range []string{"fail", "hang"} {
		request, _ := http.NewRequest("GET", "http://"+r.address, nil)
		request.Header.Set("event-type", kind)
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			continue // the reset was faster than the first piece
		}
		if _, err := io.ReadAll(answer.Body); err == nil {
			t.Error("whole: " + kind)
		}
	}
}
