// Package functions is what functions written for Kubeless import: the event and the context that their handler is called with.
package functions

import (
	"context"
	"net/http"
)

// Extension is the request behind an event, and the answer to it.
type Extension struct {
	Request  *http.Request
	Response http.ResponseWriter
	// Context ends with the call's time.
	Context context.Context
}

// Event is what the function is called for. A field that the caller did not set is empty.
type Event struct {
	Data           string
	EventID        string
	EventType      string
	EventTime      string
	EventNamespace string
	Extensions     Extension
}

// Context says what runs: the handler's name, the seconds that a call may take, the runtime string and the memory limit.
type Context struct {
	FunctionName string
	Timeout      string
	Runtime      string
	MemoryLimit  string
}
