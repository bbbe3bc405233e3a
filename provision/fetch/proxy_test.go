package fetch

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
)

var quiet = log.New(io.Discard, "", 0)

// The environment is read once a process: this test asks a process of its own, which is this very test.
func TestTheProxyOfTheEnvironmentIsAsked(t *testing.T) {
	if os.Getenv("ASK_THE_PROXY") != "" {
		content, err := get(t, "http://source.example/f", "")
		must(t, err)
		if content != "for http://source.example/f" {
			t.Errorf("got %q", content)
		}
		return
	}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "for "+r.URL.String()) }))
	defer proxy.Close()
	again := exec.Command(os.Args[0], "-test.run=^TestTheProxyOfTheEnvironmentIsAsked$", "-test.v")
	again.Env = append(os.Environ(), "ASK_THE_PROXY=1", "HTTP_PROXY="+proxy.URL)
	output, err := again.CombinedOutput()
	if err != nil || !strings.Contains(string(output), "--- PASS") {
		t.Errorf("%v: %s", err, output)
	}
}
