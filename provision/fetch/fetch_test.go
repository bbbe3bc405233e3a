package fetch

import (
	"context"
	"encoding/pem"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func bundle(t *testing.T, server *httptest.Server) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "ca.crt")
	must(t, os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600))
	return name
}

// get downloads as a pod does, but for the times.
func get(t *testing.T, address, caBundle string) (string, error) {
	t.Helper()
	client, err := Client(caBundle)
	must(t, err)
	file, err := os.CreateTemp(t.TempDir(), "")
	must(t, err)
	defer file.Close()
	download := Usual(address, 100_000, client)
	download.Pause, download.Silence = time.Millisecond, time.Second
	if err := download.To(context.Background(), file); err != nil {
		return "", err
	}
	content, err := os.ReadFile(file.Name())
	must(t, err)
	return string(content), nil
}

func answer(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, text) }
}

func TestATrustedServerIsAsked(t *testing.T) {
	server := httptest.NewTLSServer(answer("source"))
	defer server.Close()
	content, err := get(t, server.URL, bundle(t, server))
	if err != nil || content != "source" {
		t.Errorf("got %q, %v", content, err)
	}
}

func TestAnUnknownCertificateIsRefusedAtOnce(t *testing.T) {
	var calls atomic.Int32
	server := httptest.NewUnstartedServer(answer("source"))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			calls.Add(1)
		}
	}
	server.Config.ErrorLog = quiet
	server.StartTLS()
	defer server.Close()
	_, err := get(t, server.URL+"/f?signature=hush", "")
	says(t, err, "cannot be fetched from "+host(server), "CA bundle")
	if calls.Load() != 1 {
		t.Errorf("it was asked %d times", calls.Load())
	}
}

func TestABundleWithoutCertificatesIsNamed(t *testing.T) {
	name := filepath.Join(t.TempDir(), "ca.crt")
	must(t, os.WriteFile(name, []byte("no PEM"), 0o600))
	_, err := Client(name)
	says(t, err, "holds no certificate in PEM form")
}

func TestRedirectionsAreFollowedWithoutTellingTheQuery(t *testing.T) {
	var referer atomic.Value
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		referer.Store(r.Header.Get("Referer"))
		fmt.Fprint(w, "source")
	}))
	defer target.Close()
	first := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, target.URL+"/f", http.StatusFound)
	}))
	defer first.Close()
	content, err := get(t, first.URL+"/?signature=hush", "")
	if err != nil || content != "source" || referer.Load() != "" {
		t.Errorf("got %q, %v; the second server was told %q", content, err, referer.Load())
	}
}

func TestWhatAServerAnswers(t *testing.T) {
	for _, c := range []struct {
		name    string
		handler func(call int32, w http.ResponseWriter, r *http.Request)
		calls   int32
		want    string
		says    []string
	}{
		{"500, then 200", func(call int32, w http.ResponseWriter, _ *http.Request) {
			if call == 1 {
				http.Error(w, "long trouble", 500)
				return
			}
			fmt.Fprint(w, "source")
		}, 2, "source", nil},
		{"429, then 200", func(call int32, w http.ResponseWriter, _ *http.Request) {
			if call == 1 {
				w.WriteHeader(429)
				return
			}
			fmt.Fprint(w, "source")
		}, 2, "source", nil},
		{"503 for ever", func(_ int32, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }, 4, "", []string{"answered 503 Service Unavailable", "tried 4 times"}},
		{"404 with a page", func(_ int32, w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(404)
			fmt.Fprint(w, "<html>not here</html>")
		}, 1, "", []string{"answered 404 Not Found"}},
		{"206", func(_ int32, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(206) }, 1, "", []string{"answered 206"}},
		{"204", func(_ int32, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, 1, "", []string{"answered 204"}},
		{"broken off once", func(call int32, w http.ResponseWriter, _ *http.Request) {
			if call > 1 {
				fmt.Fprint(w, "source")
				return
			}
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, strings.Repeat("long", 100))
		}, 2, "source", nil},
		{"always broken off", func(_ int32, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, "short")
		}, 4, "", []string{"broke off after 5 bytes"}},
		{"silence", func(_ int32, w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, "begin")
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, 4, "", []string{"sent nothing for 1s"}},
		{"slow and steady", func(_ int32, w http.ResponseWriter, _ *http.Request) {
			for range 15 {
				fmt.Fprint(w, "s")
				_ = http.NewResponseController(w).Flush()
				time.Sleep(100 * time.Millisecond) // that is the test: a server that takes longer than the silence, and is never silent
			}
		}, 1, "sssssssssssssss", nil},
		{"endless", func(_ int32, w http.ResponseWriter, _ *http.Request) {
			for {
				if _, err := fmt.Fprint(w, strings.Repeat("x", 10_000)); err != nil {
					return
				}
			}
		}, 1, "", []string{"has more than 100000 bytes"}},
		{"too large by its own word", func(_ int32, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "10000000000")
			_ = http.NewResponseController(w).Flush()
		}, 1, "", []string{"has more than 100000 bytes"}},
		{"redirection in a circle", func(_ int32, w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/again?signature=hush", 302)
		}, 11, "", []string{"more than 10 redirections"}},
		{"redirection to a file", func(_ int32, w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(302)
		}, 1, "", []string{"is not a URL that begins with http:// or https://"}},
		{"redirection to nonsense", func(_ int32, w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "http://%zz/?signature=hush")
			w.WriteHeader(302)
		}, 1, "", []string{"cannot be fetched"}},
		{"content encoding", func(_ int32, w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, "asked for: ", r.Header.Get("Accept-Encoding"))
		}, 1, "asked for: ", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var calls atomic.Int32
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { c.handler(calls.Add(1), w, r) }))
			defer server.Close()
			content, err := get(t, server.URL+"/path/f.zip?signature=hush", "")
			if len(c.says) == 0 && (err != nil || content != c.want) {
				t.Errorf("got %q, %v", content, err)
			}
			if len(c.says) > 0 {
				says(t, err, append(c.says, host(server))...)
			}
			if calls.Load() != c.calls {
				t.Errorf("it was asked %d times, not %d", calls.Load(), c.calls)
			}
		})
	}
}

func TestNobodyListensOrResolves(t *testing.T) {
	server := httptest.NewServer(answer(""))
	server.Close()
	_, err := get(t, server.URL+"/?signature=hush", "")
	says(t, err, "cannot be fetched from "+host(server), "refused", "tried 4 times")
}

func TestWhatIsNoURL(t *testing.T) {
	for text, why := range map[string]string{
		"ftp://example.com/hush": "http:// or https://", "file:///etc/hush": "http:// or https://", "hush": "http:// or https://",
		"http://": "without a host", "http://exa mple/hush": "is no URL", "http://[::1/hush": "is no URL", "": "http:// or https://", "https:///hush": "without a host",
	} {
		_, err := get(t, text, "")
		says(t, err, "spec.function", why)
	}
}

func TestCredentialsInTheURLAreSentAndNotSaid(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user == "u" && password == "hush" {
			fmt.Fprint(w, "source")
			return
		}
		w.WriteHeader(401)
	}))
	defer server.Close()
	if content, err := get(t, "http://u:hush@"+host(server), ""); err != nil || content != "source" {
		t.Errorf("got %q, %v", content, err)
	}
	_, err := get(t, "http://u:hushhush@"+host(server), "")
	says(t, err, host(server)+" answered 401 Unauthorized")
}

func host(server *httptest.Server) string { return server.Listener.Addr().String() }

// says compares an error, which never says what is secret.
func says(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("there was no error")
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not say %q", err, part)
		}
	}
	if strings.Contains(err.Error(), "hush") {
		t.Errorf("%q says what is secret", err)
	}
}
