package image

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"runtime"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"dromedary.dev/provision/fetch"
)

// connect is how registries are spoken to.
func (s Settings) connect(ctx context.Context, known credentials) ([]remote.Option, error) {
	transport, err := fetch.Transport(s.CABundle)
	if err != nil {
		return nil, err
	}
	transport.TLSClientConfig.InsecureSkipVerify = s.Insecure
	return []remote.Option{
		remote.WithContext(ctx), remote.WithAuthFromKeychain(known), remote.WithTransport(&guard{transport, s.Insecure}),
		remote.WithUserAgent("dromedary-provision"), remote.WithPlatform(v1.Platform{OS: "linux", Architecture: runtime.GOARCH}),
	}, nil
}

// A guard keeps credentials and images off plain HTTP, which the library would fall back to for private addresses.
type guard struct {
	next     http.RoundTripper
	insecure bool
}

func (g *guard) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.URL.Scheme != "https" && !g.insecure && !isLoopback(request.URL.Hostname()) {
		return nil, errPlain{request.URL.Host}
	}
	return g.next.RoundTrip(request)
}

func isLoopback(host string) bool {
	address := net.ParseIP(host)
	return host == "localhost" || address != nil && address.IsLoopback()
}

type errPlain struct{ host string }

func (e errPlain) Error() string {
	return fmt.Sprintf("%s does not speak TLS: give it a certificate, or allow plain HTTP with function-registry-tls-verify: \"false\" in the configuration", e.host)
}
