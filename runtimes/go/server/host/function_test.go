package host

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"dromedary.dev/front/serve"
	"github.com/kubeless/kubeless/pkg/functions"
)

func call(t *testing.T, handler any) (*httptest.ResponseRecorder, error) {
	t.Helper()
	f, err := functionOf(handler, serve.Settings{Handler: "Handler", Timeout: 3e9, Runtime: "go1"})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	event := &serve.Event{ID: "1", Type: "t", Time: "now", Namespace: "n", Body: []byte("data"), Request: httptest.NewRequest("GET", "/", nil)}
	return w, f.Call(context.Background(), w, event)
}

func TestTheHandlerGetsEventAndContext(t *testing.T) {
	w, err := call(t, func(e functions.Event, c functions.Context) (string, error) {
		return strings.Join([]string{
			e.Data, e.EventID, e.EventType, e.EventTime, e.EventNamespace, e.Extensions.Request.Method, c.FunctionName, c.Timeout, c.Runtime, c.MemoryLimit,
		}, "|"), e.Extensions.Context.Err()
	})
	if err != nil || w.Body.String() != "data|1|t|now|n|GET|Handler|3|go1|" {
		t.Error(err, w.Body)
	}
}

func TestResultsAreAnswers(t *testing.T) {
	type object struct {
		Text string `json:"text"`
	}
	long := strings.Repeat("x", 5000)
	for expected, handler := range map[string]any{
		"text":   func(functions.Event, functions.Context) (string, error) { return "text", nil },
		"bytes":  func(functions.Event, functions.Context) ([]byte, error) { return []byte("bytes"), nil },
		"reader": func(functions.Event, functions.Context) (io.Reader, error) { return strings.NewReader("reader"), nil },
		"buffer": func(functions.Event, functions.Context) (*bytes.Buffer, error) {
			return bytes.NewBufferString("buffer"), nil
		},
		`{"text":"é"}`: func(functions.Event, functions.Context) (object, error) { return object{"é"}, nil },
		"[1]":          func(functions.Event, functions.Context) (any, error) { return []int{1}, nil },
		"":             func(functions.Event, functions.Context) (*object, error) { return nil, nil },
		long:           func(functions.Event, functions.Context) (any, error) { return long, nil },
	} {
		if w, err := call(t, handler); err != nil || w.Body.String() != expected {
			t.Error(err, expected, w.Body)
		}
	}
	if _, err := call(t, func(functions.Event, functions.Context) (int, error) { return 0, errors.New("no") }); err == nil {
		t.Error("no error")
	}
}

func TestWhatIsNoHandlerIsNamed(t *testing.T) {
	for _, handler := range []any{1, func() {}, func(functions.Event) (string, error) { return "", nil }} {
		_, err := functionOf(handler, serve.Settings{Folder: "/kubeless", Module: "m", Handler: "h"})
		if err == nil || !strings.Contains(err.Error(), "'h' in /kubeless/m.go") || !strings.Contains(err.Error(), signature) {
			t.Error(err)
		}
	}
}
