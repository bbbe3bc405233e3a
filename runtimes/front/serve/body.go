package serve

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

const (
	// Bytes that a client may send in vain.
	mostDiscarded = 256 << 20
	// Bytes that are set aside because a client announced them; more only as they come.
	mostTrusted = 1 << 20
)

// refusal is a request that the function is not called for; status 0: nobody is there to be told.
type refusal struct {
	status int
	text   string
}

// readBody reads the whole body, and puts it back for who reads the request.
func readBody(r *http.Request, limit int64) ([]byte, *refusal) {
	if r.ContentLength == 0 {
		return nil, nil
	}
	tooLong := &refusal{http.StatusRequestEntityTooLarge, fmt.Sprintf("The request body is longer than %d bytes", limit)}
	if r.ContentLength > limit {
		// One that asked for leave has sent nothing; another may not read the answer before it has sent all.
		if r.Header.Get("Expect") == "" {
			discard(r.Body)
		}
		return nil, tooLong
	}
	var body bytes.Buffer
	if r.ContentLength > 0 {
		body.Grow(int(min(r.ContentLength, mostTrusted)) + bytes.MinRead)
	}
	if _, err := body.ReadFrom(io.LimitReader(r.Body, limit+1)); errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, &refusal{}
	} else if err != nil {
		return nil, &refusal{http.StatusBadRequest, "The body cannot be read: " + err.Error()}
	}
	if int64(body.Len()) > limit {
		discard(r.Body)
		return nil, tooLong
	}
	return body.Bytes(), nil
}

func discard(body io.Reader) {
	_, _ = io.CopyN(io.Discard, body, mostDiscarded)
}

// saysJSON is whether a body's type is JSON, whatever its parameters.
func saysJSON(r *http.Request) bool {
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	return strings.EqualFold(strings.TrimSpace(kind), "application/json")
}

// badJSON gives a refusal for a body that says it is JSON and is not.
func badJSON(r *http.Request, body []byte) *refusal {
	if len(body) == 0 || !saysJSON(r) || json.Valid(body) {
		return nil
	}
	return &refusal{http.StatusBadRequest, "The body is not JSON"}
}
