package install

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"dromedary.dev/provision/fetch"
)

const (
	connecting = 3 * time.Second
	silence    = 20 * time.Second
	storing    = 3 * time.Minute
)

// Cache is where installations are kept.
type Cache struct {
	URL      string // "": there is none
	Key      string // <namespace>/<key>
	CABundle string
}

var errMissing = errors.New("it has no such entry")

type client struct {
	http *http.Client
	url  string
}

func newClient(c Cache) (*client, error) {
	if c.Key == "" {
		return nil, errors.New("CACHE_KEY is not set")
	}
	transport, err := fetch.Transport(c.CABundle)
	if err != nil {
		return nil, err
	}
	// It is near: no proxy, and no time to lose.
	transport.Proxy, transport.ExpectContinueTimeout, transport.ResponseHeaderTimeout = nil, 5*time.Second, silence
	transport.DialContext = (&net.Dialer{Timeout: connecting}).DialContext
	return &client{&http.Client{Transport: transport}, strings.TrimSuffix(c.URL, "/") + "/v1/" + c.Key}, nil
}

func (c *client) ask(ctx context.Context, method string, body io.Reader) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.url, body)
	if err != nil {
		return nil, errors.New("CACHE_URL is no URL")
	}
	if body != nil {
		request.Header.Set("Expect", "100-continue")
	}
	response, err := c.http.Do(request)
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return response, err
}

// load fills the folder from the cache, and says how many bytes came. After an error the folder is as it was.
func (c *client) load(ctx context.Context, folder string) (int64, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	response, err := c.ask(ctx, http.MethodGet, nil)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound:
		return 0, errMissing
	default:
		return 0, fmt.Errorf("it answered %s", response.Status)
	}
	body := &lively{from: response.Body, timer: time.AfterFunc(silence, cancel)}
	defer body.timer.Stop()
	if err := unpack(body, folder); err != nil {
		return 0, fmt.Errorf("its entry is not usable: %w", err)
	}
	return body.size, nil
}

// lively is a body that is given up when nothing comes for too long.
type lively struct {
	from  io.Reader
	timer *time.Timer
	size  int64
}

func (l *lively) Read(p []byte) (int, error) {
	read, err := l.from.Read(p)
	l.size += int64(read)
	l.timer.Reset(silence)
	return read, err
}

// store sends what changed in the folder since before, while it is packed.
func (c *client) store(ctx context.Context, folder string, before view) error {
	ctx, cancel := context.WithTimeout(ctx, storing)
	defer cancel()
	reader, writer := io.Pipe()
	// What cannot be packed breaks the request off, so that the cache does not take it for whole.
	go func() { writer.CloseWithError(pack(folder, before, writer)) }()
	defer reader.Close()
	response, err := c.ask(ctx, http.MethodPut, reader)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		why, _ := io.ReadAll(io.LimitReader(response.Body, 200))
		return fmt.Errorf("it answered %s: %s", response.Status, strings.TrimSpace(string(why)))
	}
	return nil
}
