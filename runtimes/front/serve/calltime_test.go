package serve

import (
	"context"
	"net/http"
	"testing"
	"time"
)

func TestWhatMakesReadyForACallIsNotOfItsTime(t *testing.T) {
	const whole = time.Second
	r := start(t, Settings{Timeout: whole}, Options{}, func(ctx context.Context, w http.ResponseWriter, _ *Event) error {
		for i := 0; i < 2; i++ {
			half, cancel := context.WithTimeout(ctx, whole*2/3)
			<-half.Done()
			cancel()
			if ctx.Err() != nil || i == 0 && !Restart(ctx) {
				return ctx.Err()
			}
		}
		_, err := w.Write([]byte("made"))
		return err
	})
	if answer, body := r.do(t, "GET", "/", ""); answer.StatusCode != http.StatusOK || body != "made" {
		t.Error(answer.StatusCode, body)
	}
	if Restart(context.Background()) {
		t.Error("this is no call's time")
	}
}
