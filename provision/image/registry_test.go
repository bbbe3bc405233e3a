package image

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/registry"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A stand is a registry that tests push to: the process that clusters have, or the library's own where there is none, with a
// front that a test may stand before it.
type stand struct {
	*httptest.Server
	mu       sync.Mutex
	requests []string // method and path
}

const builder, password = "builder", "hush"

// htpasswd is builder's and hush.
const htpasswd = "builder:$2a$04$a1Sb5w1rK/TzL23r1j.Fsu07prK6VGE0TJhi04OYbi6wf3zLpH7sK\n"

func (s *stand) host() string { return s.Listener.Addr().String() }

func (s *stand) count(method, part string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, request := range s.requests {
		if strings.HasPrefix(request, method+" ") && strings.Contains(request, part) {
			n++
		}
	}
	return n
}

// A front stands before a registry: it answers, or passes on.
type front func(w http.ResponseWriter, r *http.Request, registry http.Handler)

func passOn(w http.ResponseWriter, r *http.Request, registry http.Handler) { registry.ServeHTTP(w, r) }

func newStand(t testing.TB, front front, settings ...string) *stand {
	t.Helper()
	return startStand(t, front, (*httptest.Server).Start, settings...)
}

func startStand(t testing.TB, front front, start func(*httptest.Server), settings ...string) *stand {
	t.Helper()
	behind := backend(t, settings...)
	s := &stand{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.requests = append(s.requests, r.Method+" "+r.URL.Path)
		s.mu.Unlock()
		front(w, r, behind)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	start(s.Server)
	t.Cleanup(s.Close)
	return s
}

// backend starts the registry's process with some more settings; without the program, the library's registry has none.
func backend(t testing.TB, settings ...string) http.Handler {
	t.Helper()
	program, err := exec.LookPath("docker-registry")
	if err != nil {
		t.Log("there is no docker-registry here: the library's own registry stands for it")
		return registry.New(registry.Logger(log.New(io.Discard, "", 0)))
	}
	folder, address := t.TempDir(), freeAddress(t)
	config := fmt.Sprintf("version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\nstorage: {filesystem: {rootdirectory: %q}}\nhttp: {addr: %q, relativeurls: true}\n%s",
		filepath.Join(folder, "data"), address, strings.ReplaceAll(strings.Join(settings, "\n"), "FOLDER", folder))
	must(t, os.WriteFile(filepath.Join(folder, "htpasswd"), []byte(htpasswd), 0o600))
	must(t, os.WriteFile(filepath.Join(folder, "config.yaml"), []byte(config), 0o600))
	process := exec.Command(program, "serve", filepath.Join(folder, "config.yaml"))
	must(t, process.Start())
	t.Cleanup(func() {
		_ = process.Process.Kill()
		_ = process.Wait()
	})
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if connection, err := net.Dial("tcp", address); err == nil {
			connection.Close()
			proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: address})
			proxy.ErrorLog = log.New(io.Discard, "", 0)
			return proxy
		}
		if time.Now().After(end) {
			t.Fatal("the registry did not start")
		}
	}
}

func freeAddress(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer listener.Close()
	return listener.Addr().String()
}

// basic asks for builder's password, where the registry behind does not do so by itself.
func basic(w http.ResponseWriter, r *http.Request, registry http.Handler) {
	if user, given, _ := r.BasicAuth(); user != builder || given != password {
		w.Header().Set("WWW-Authenticate", `Basic realm="test"`)
		refuse(w, 401, "UNAUTHORIZED", "authentication required")
		return
	}
	r.Header.Del("Authorization")
	registry.ServeHTTP(w, r)
}

// tokens asks for a token, which it gives at /token for builder's password. The token says what it is good for.
func tokens(w http.ResponseWriter, r *http.Request, registry http.Handler) {
	if r.URL.Path == "/token" {
		user, given, _ := r.BasicAuth()
		if user != builder || given != password {
			refuse(w, 401, "UNAUTHORIZED", "wrong user or password")
			return
		}
		fmt.Fprintf(w, `{"token":%q}`, "token-for-"+strings.Join(r.URL.Query()["scope"], "+"))
		return
	}
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	repository := strings.Split(strings.TrimPrefix(r.URL.Path, "/v2/"), "/blobs/")[0]
	repository = strings.Split(repository, "/manifests/")[0]
	if !strings.HasPrefix(token, "token-for-") || r.Method != "GET" && r.Method != "HEAD" && !strings.Contains(token, repository+":push") {
		w.Header().Set("WWW-Authenticate", fmt.Sprintf(`Bearer realm="http://%s/token",service="test"`, r.Host))
		refuse(w, 401, "UNAUTHORIZED", "authentication required")
		return
	}
	r.Header.Del("Authorization")
	registry.ServeHTTP(w, r)
}

// readOnly takes nothing.
func readOnly(w http.ResponseWriter, r *http.Request, registry http.Handler) {
	if r.Method != "GET" && r.Method != "HEAD" {
		refuse(w, 403, "DENIED", "requested access to the resource is denied")
		return
	}
	registry.ServeHTTP(w, r)
}

func refuse(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"errors":[{"code":%q,"message":%q,"detail":"hush"}]}`, code, message)
}
