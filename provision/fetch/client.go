package fetch

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"time"
)

const redirects = 10

// Client is an HTTP client that trusts a file of certificates besides the system's, and goes through the proxy that the
// environment names. The file may be empty.
func Client(caBundle string) (*http.Client, error) {
	transport, err := Transport(caBundle)
	if err != nil {
		return nil, err
	}
	return &http.Client{Transport: transport, CheckRedirect: follow}, nil
}

// Transport is what Client stands on.
func Transport(caBundle string) (*http.Transport, error) {
	roots, err := roots(caBundle)
	if err != nil {
		return nil, err
	}
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSClientConfig:       &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: 60 * time.Second,
		IdleConnTimeout:       60 * time.Second,
		ForceAttemptHTTP2:     true,
		// The checksum is of what the server has: nothing may be unpacked on the way.
		DisableCompression: true,
	}, nil
}

func roots(caBundle string) (*x509.CertPool, error) {
	if caBundle == "" {
		return nil, nil
	}
	bundle, err := os.ReadFile(caBundle)
	if err != nil {
		return nil, fmt.Errorf("the CA bundle cannot be read: %w", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(bundle) {
		return nil, fmt.Errorf("the CA bundle %s holds no certificate in PEM form", caBundle)
	}
	return pool, nil
}

func follow(next *http.Request, before []*http.Request) error {
	// It would tell the next server the query of the last.
	next.Header.Del("Referer")
	if len(before) > redirects {
		return fmt.Errorf("more than %d redirections", redirects)
	}
	if err := checkScheme(next.URL); err != nil {
		return fmt.Errorf("its redirection %w", err)
	}
	return nil
}

// requestTrouble says what kept an answer from coming. Trust that is missing does not come by waiting.
func requestTrouble(address *url.URL, err error) error {
	cause := bare(err)
	text := fmt.Sprintf("the URL in spec.function cannot be fetched from %s: %s", address.Host, withoutQuery(cause.Error()))
	var certificate *tls.CertificateVerificationError
	var network net.Error
	switch {
	case errors.As(cause, &certificate):
		return errors.New(text + "; a CA of your own goes into the installation's CA bundle")
	case errors.As(cause, &network), errors.Is(cause, io.EOF), errors.Is(cause, io.ErrUnexpectedEOF):
		return passing{errors.New(text)}
	}
	return errors.New(text)
}

// bare takes away what names the whole URL.
func bare(err error) error {
	var wrapped *url.Error
	for errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return err
}

var query = regexp.MustCompile(`\?[^\s"']+`)

// withoutQuery takes away what a library may have quoted of a URL.
func withoutQuery(text string) string { return query.ReplaceAllString(text, "?…") }
