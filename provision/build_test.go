package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

func TestBuildSaysWhichImageItIs(t *testing.T) {
	server := httptest.NewServer(registry.New(registry.Logger(log.New(io.Discard, "", 0))))
	defer server.Close()
	host := strings.TrimPrefix(server.URL, "http://")
	reference, err := name.ParseReference(host + "/runtimes/python:3")
	must(t, err)
	base, err := random.Image(1000, 1)
	must(t, err)
	must(t, remote.Write(reference, base))
	folder, docker := filepath.Join(t.TempDir(), "kubeless"), t.TempDir()
	write(t, filepath.Join(folder, "hello.py"), "code")
	write(t, filepath.Join(docker, ".dockerconfigjson"), fmt.Sprintf(`{"auths":{"http://%s/v1/":{"username":"builder","password":"hush"}}}`, host))
	environment := []string{
		"BASE_IMAGE=" + reference.Name(), "FUNCTION_NAMESPACE=default", "FUNCTION_NAME=hello", "IMAGE_TAG=" + strings.Repeat("0", 64),
		"KUBELESS_INSTALL_VOLUME=" + folder, "DOCKER_CONFIG_FOLDER=" + docker,
	}
	got := run(t, "build", environment...)
	var message struct{ Image string }
	if err := json.Unmarshal([]byte(got.termination), &message); err != nil || got.status != 0 || got.out != got.termination+"\n" {
		t.Fatalf("it left %+v", got)
	}
	digest, err := name.NewDigest(message.Image)
	must(t, err)
	if !strings.HasPrefix(message.Image, host+"/builder/hello@sha256:") {
		t.Errorf("it is %s", message.Image)
	}
	if _, err := remote.Image(digest); err != nil {
		t.Errorf("it is not there: %v", err)
	}
	write(t, filepath.Join(docker, ".dockerconfigjson"), `{"auths":{"a.example.com":{},"b.example.com":{}}}`)
	got = run(t, "build", environment...)
	if got.status != 1 || !strings.Contains(got.termination, "must name exactly one registry") || strings.Contains(got.log, "hush") {
		t.Errorf("with two registries it left %+v", got)
	}
}
