package host

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strconv"
	"unsafe"

	"dromedary.dev/front/serve"
	"github.com/kubeless/kubeless/pkg/functions"
)

const signature = "func(functions.Event, functions.Context) (string, error)"

var (
	eventType   = reflect.TypeOf(functions.Event{})
	contextType = reflect.TypeOf(functions.Context{})
	errorType   = reflect.TypeOf((*error)(nil)).Elem()
)

// function calls the handler.
type function struct {
	call    func(functions.Event, functions.Context) (any, error)
	text    func(functions.Event, functions.Context) (string, error)
	context functions.Context
}

// functionOf takes a handler as it was written; the error says what it should be.
func functionOf(handler any, settings serve.Settings) (*function, error) {
	f := &function{context: functions.Context{
		FunctionName: settings.Handler,
		Timeout:      settings.Seconds(),
		Runtime:      settings.Runtime,
		MemoryLimit:  settings.MemoryLimit,
	}}
	switch typed := handler.(type) {
	case func(functions.Event, functions.Context) (string, error):
		f.text = typed
	case func(functions.Event, functions.Context) (any, error):
		f.call = typed
	default:
		call, ok := reflected(handler)
		if !ok {
			return nil, fmt.Errorf("the handler '%s' in %s/%s.go is a %T, but must be a %s",
				settings.Handler, settings.Folder, settings.Module, handler, signature)
		}
		f.call = call
	}
	return f, nil
}

// reflected takes a handler with a result of any type.
func reflected(handler any) (func(functions.Event, functions.Context) (any, error), bool) {
	value := reflect.ValueOf(handler)
	if value.Kind() != reflect.Func {
		return nil, false
	}
	kind := value.Type()
	if kind.NumIn() != 2 || kind.In(0) != eventType || kind.In(1) != contextType ||
		kind.NumOut() != 2 || kind.Out(1) != errorType {
		return nil, false
	}
	return func(event functions.Event, context functions.Context) (any, error) {
		results := value.Call([]reflect.Value{reflect.ValueOf(event), reflect.ValueOf(context)})
		err, _ := results[1].Interface().(error)
		return results[0].Interface(), err
	}, true
}

// Call calls the handler, and answers with what it returns.
func (f *function) Call(ctx context.Context, w http.ResponseWriter, event *serve.Event) error {
	given := functions.Event{
		// Nobody changes the body: who reads it once more gets a copy.
		Data:           unsafe.String(unsafe.SliceData(event.Body), len(event.Body)),
		EventID:        event.ID,
		EventType:      event.Type,
		EventTime:      event.Time,
		EventNamespace: event.Namespace,
		Extensions:     functions.Extension{Request: event.Request, Response: w, Context: ctx},
	}
	if f.text != nil {
		text, err := f.text(given, f.context)
		if err != nil {
			return err
		}
		return answerText(w, text)
	}
	result, err := f.call(given, f.context)
	if err != nil {
		return err
	}
	return answer(w, result)
}

// answer sends a result: text and bytes as they are, a reader piece by piece, anything else as JSON.
func answer(w http.ResponseWriter, result any) error {
	if value := reflect.ValueOf(result); value.Kind() == reflect.Pointer && value.IsNil() {
		return nil
	}
	switch typed := result.(type) {
	case nil:
		return nil
	case string:
		return answerText(w, typed)
	case []byte:
		return answerText(w, unsafe.String(unsafe.SliceData(typed), len(typed)))
	case io.Reader:
		return stream(w, typed)
	}
	text, err := json.Marshal(result)
	if err != nil {
		return fmt.Errorf("the result cannot be written as JSON: %w", err)
	}
	if w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", "application/json")
	}
	return answerText(w, string(text))
}

// Shorter ones are given their length by net/http.
const lengthIsKnown = 2000

func answerText(w http.ResponseWriter, text string) error {
	if text == "" {
		return nil
	}
	if len(text) > lengthIsKnown && w.Header().Get("Content-Length") == "" && w.Header().Get("Transfer-Encoding") == "" {
		// Without effect if the function has sent its headers already.
		w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	}
	_, err := io.WriteString(w, text)
	return err
}

func stream(w http.ResponseWriter, from io.Reader) error {
	if closer, ok := from.(io.Closer); ok {
		defer closer.Close()
	}
	buffer := make([]byte, 32<<10)
	for {
		count, err := from.Read(buffer)
		if count > 0 {
			if _, failed := w.Write(buffer[:count]); failed != nil {
				return failed
			}
			w.(http.Flusher).Flush()
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
