// Package kubeless is the function of the contract test: the event's type says what to do. Every language has the same
// (see ../../contract-test).
package kubeless

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/kubeless/kubeless/pkg/functions"
)

func init() {
	if seconds, err := strconv.ParseFloat(os.Getenv("CONTRACT_LOAD"), 64); err == nil {
		pause(seconds)
		_ = os.WriteFile(filepath.Join(os.Getenv("KUBELESS_INSTALL_VOLUME"), "loaded"), nil, 0o666)
	}
}

var kinds = map[string]func(functions.Event, functions.Context) (any, error){
	"":        hello,
	"hello":   hello,
	"echo":    echo,
	"binary":  echo,
	"event":   event,
	"request": request,
	"length":  func(e functions.Event, _ functions.Context) (any, error) { return strconv.Itoa(len(e.Data)), nil },
	"object":  object,
	"bytes":   bytes,
	"nothing": func(functions.Event, functions.Context) (any, error) { return nil, nil },
	"status":  status,
	"stream":  stream,
	"fail":    func(functions.Event, functions.Context) (any, error) { return nil, errors.New("the secret reason") },
	"sleep":   sleep,
	"loop":    loop,
	"exit":    func(functions.Event, functions.Context) (any, error) { os.Exit(3); return nil, nil },
	"print": func(functions.Event, functions.Context) (any, error) {
		fmt.Println("printed by the function")
		return "", nil
	},
	"write": write,
	"fork":  fork,
	"flood": flood,
	"leak":  leak,
}

func contract(e functions.Event, c functions.Context) (any, error) {
	return kinds[e.EventType](e, c)
}

func hello(functions.Event, functions.Context) (any, error) {
	return "hello world", nil
}

func echo(e functions.Event, _ functions.Context) (any, error) {
	return e.Data, nil
}

func event(e functions.Event, c functions.Context) (any, error) {
	var data any = e.Data
	if kind, _, _ := strings.Cut(e.Extensions.Request.Header.Get("Content-Type"), ";"); strings.EqualFold(kind, "application/json") {
		if err := json.Unmarshal([]byte(e.Data), &data); err != nil {
			return nil, err
		}
	}
	timeout, err := strconv.ParseFloat(c.Timeout, 64)
	return map[string]any{
		"data":          data,
		"id":            orNull(e.EventID),
		"type":          orNull(e.EventType),
		"time":          orNull(e.EventTime),
		"namespace":     orNull(e.EventNamespace),
		"function-name": c.FunctionName,
		"timeout":       timeout,
		"runtime":       c.Runtime,
		"memory-limit":  c.MemoryLimit,
	}, err
}

// A field that the caller did not set is empty.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func request(e functions.Event, _ functions.Context) (any, error) {
	r := e.Extensions.Request
	return map[string]any{
		"method":      r.Method,
		"path":        r.URL.Path,
		"query":       r.URL.RawQuery,
		"header":      r.Header.Get("X-Custom"),
		"topic":       r.Header.Get("event-topic"),
		"traceparent": orNull(r.Header.Get("traceparent")),
	}, nil
}

func object(functions.Event, functions.Context) (any, error) {
	return struct {
		Text string `json:"text"`
		List []any  `json:"list"`
	}{"é", []any{1, true, nil}}, nil
}

func bytes(functions.Event, functions.Context) (any, error) {
	all := make([]byte, 256)
	for value := range all {
		all[value] = byte(value)
	}
	return all, nil
}

func status(e functions.Event, _ functions.Context) (any, error) {
	e.Extensions.Response.Header().Set("X-Made", "yes")
	e.Extensions.Response.WriteHeader(201)
	return "made", nil
}

func stream(functions.Event, functions.Context) (any, error) {
	reader, writer := io.Pipe()
	go func() {
		for number := 0; number < 3; number++ {
			fmt.Fprintf(writer, "piece %d\n", number)
			pause(0.3)
		}
		_ = writer.Close()
	}()
	return reader, nil
}

func sleep(e functions.Event, _ functions.Context) (any, error) {
	seconds, err := strconv.ParseFloat(e.Data, 64)
	pause(seconds)
	return "slept", err
}

func pause(seconds float64) {
	time.Sleep(time.Duration(seconds * float64(time.Second)))
}

func loop(functions.Event, functions.Context) (any, error) {
	for {
	}
}

func write(functions.Event, functions.Context) (any, error) {
	var writable []string
	for _, folder := range []string{"/", "/opt", "/etc", "/tmp", "/kubeless"} {
		if os.WriteFile(filepath.Join(folder, "written"), nil, 0o666) == nil {
			writable = append(writable, folder)
		}
	}
	return struct {
		User     int      `json:"user"`
		Group    int      `json:"group"`
		Writable []string `json:"writable"`
	}{os.Getuid(), os.Getgid(), writable}, nil
}

func fork(functions.Event, functions.Context) (any, error) {
	for count := 0; count < 5; count++ {
		if err := exec.Command("sleep", "300").Start(); err != nil {
			return nil, err
		}
	}
	return "forked", nil
}

func flood(e functions.Event, _ functions.Context) (any, error) {
	count, err := strconv.Atoi(e.Data)
	line := strings.Repeat("x", 1023)
	for ; count > 0; count-- {
		fmt.Println(line)
	}
	return "flooded", err
}

func leak(functions.Event, functions.Context) (any, error) {
	for taken := [][]byte{}; ; {
		piece := make([]byte, 16<<20)
		for index := 0; index < len(piece); index += 4096 {
			piece[index] = 1
		}
		taken = append(taken, piece)
	}
}
