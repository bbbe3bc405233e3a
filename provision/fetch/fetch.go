// Package fetch downloads a function's source. What it says of a failure names hosts alone: a path or query may hold a secret.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A Download is what to get, and within which bounds.
type Download struct {
	URL    string
	Bytes  int64 // the most
	Client *http.Client
	// Attempts are made on trouble that may pass; Pause is before the second, and doubles.
	Attempts int
	Pause    time.Duration
	// Silence is how long a server may send nothing, Whole how long an attempt may take.
	Silence, Whole time.Duration
}

// Usual is a download as pods make it.
func Usual(address string, most int64, client *http.Client) Download {
	return Download{
		URL: address, Bytes: most, Client: client,
		Attempts: 4, Pause: time.Second, Silence: 30 * time.Second, Whole: 10 * time.Minute,
	}
}

// A passing trouble may be gone at the next attempt.
type passing struct{ error }

func (p passing) Unwrap() error { return p.error }

// To writes the download. Each attempt begins at the start of to.
func (d Download) To(ctx context.Context, to Rewindable) error {
	address, err := Address(d.URL)
	if err != nil {
		return err
	}
	for attempt, pause := 1, d.Pause; ; attempt, pause = attempt+1, pause*2 {
		err = d.attempt(ctx, address, to)
		var again passing
		if err == nil || !errors.As(err, &again) {
			return err
		}
		if attempt >= d.Attempts {
			return fmt.Errorf("%w (tried %d times)", err, attempt)
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
	}
}

// Rewindable is where a download goes: a file.
type Rewindable interface {
	io.WriteSeeker
	Truncate(size int64) error
}

// Address checks a URL that a user wrote.
func Address(text string) (*url.URL, error) {
	address, err := url.Parse(strings.TrimSpace(text))
	if err != nil {
		// The error would quote all of it.
		return nil, errors.New("spec.function is no URL")
	}
	if err := checkScheme(address); err != nil {
		return nil, fmt.Errorf("spec.function %w", err)
	}
	if address.Hostname() == "" {
		return nil, errors.New("spec.function is a URL without a host")
	}
	return address, nil
}

func checkScheme(address *url.URL) error {
	if address.Scheme != "http" && address.Scheme != "https" {
		return errors.New("is not a URL that begins with http:// or https://")
	}
	return nil
}

func (d Download) attempt(ctx context.Context, address *url.URL, to Rewindable) error {
	ctx, cancel := context.WithTimeout(ctx, d.Whole)
	defer cancel()
	watch := newSilence(address.Host, d.Silence, cancel)
	defer watch.stop()
	err := d.get(ctx, address, watch, to)
	if err != nil && ctx.Err() == context.DeadlineExceeded {
		return fmt.Errorf("the download from %s took longer than %v", address.Host, d.Whole)
	}
	return watch.explain(err)
}

func (d Download) get(ctx context.Context, address *url.URL, watch *silence, to Rewindable) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return errors.New("spec.function is no URL that can be asked for")
	}
	request.Header.Set("User-Agent", "dromedary-provision")
	response, err := d.Client.Do(request)
	if err != nil {
		return requestTrouble(address, err)
	}
	defer response.Body.Close()
	if err := d.accept(response); err != nil {
		return err
	}
	return d.save(response, watch, to)
}

func (d Download) accept(response *http.Response) error {
	host, status := response.Request.URL.Host, response.StatusCode
	switch {
	case status == http.StatusOK && response.ContentLength > d.Bytes:
		return d.tooLarge(host)
	case status == http.StatusOK:
		return nil
	}
	err := fmt.Errorf("%s answered %d %s to the URL in spec.function", host, status, http.StatusText(status))
	if status >= 500 || status == http.StatusTooManyRequests {
		return passing{err}
	}
	return err
}

func (d Download) tooLarge(host string) error {
	return fmt.Errorf("the source at %s has more than %d bytes: make it smaller", host, d.Bytes)
}

func (d Download) save(response *http.Response, watch *silence, to Rewindable) error {
	if _, err := to.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := to.Truncate(0); err != nil {
		return err
	}
	host := response.Request.URL.Host
	body := &incoming{from: io.LimitReader(response.Body, d.Bytes+1), watch: watch}
	written, err := io.Copy(to, body)
	switch {
	case body.err != nil:
		return passing{fmt.Errorf("the download from %s broke off after %d bytes: %w", host, written, bare(body.err))}
	case err != nil:
		return err
	case written > d.Bytes:
		return d.tooLarge(host)
	}
	return nil
}
