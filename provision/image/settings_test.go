package image

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func withSecret(t *testing.T, config string) Settings {
	t.Helper()
	folder := t.TempDir()
	if config != "" {
		must(t, os.WriteFile(filepath.Join(folder, configName), []byte(config), 0o600))
	}
	return Settings{Base: "b", Namespace: "team-a", Function: "hello", Tag: tag, Credentials: folder}
}

func TestWhatAFunctionsImageIsCalled(t *testing.T) {
	const one = `{"auths":{"https://registry.example.com:5000/v2/":{"username":"u","password":"hush"}}}`
	for _, c := range []struct{ name, config, registry, want string }{
		{"Kubeless' form", one, "", "registry.example.com:5000/u/hello"},
		{"Docker Hub", `{"auths":{"https://index.docker.io/v1/":{"auth":"dXNlcjpodXNo"}}}`, "", "index.docker.io/user/hello"},
		{"Docker Hub by another name", `{"auths":{"docker.io":{"username":"u"}}}`, "", "index.docker.io/u/hello"},
		{"plain HTTP", `{"auths":{"http://10.0.0.1:5000/v1":{"username":"u"}}}`, "", "10.0.0.1:5000/u/hello"},
		{"host alone", `{"auths":{"ghcr.io":{"username":"u"}}}`, "", "ghcr.io/u/hello"},
		{"named registry", one, "https://registry.example.com:5000/", "registry.example.com:5000/u/hello"},
		{"named registry with an owner", one, "registry.example.com:5000/team/functions", "registry.example.com:5000/team/functions/hello"},
		{"named registry without credentials", one, "other.example.com", "other.example.com/team-a/hello"},
		{"named registry without a Secret", "", "10.0.0.2:5001", "10.0.0.2:5001/team-a/hello"},
		{"several credentials, one named", `{"auths":{"a.example.com":{"username":"a"},"b.example.com":{"username":"b"}}}`, "b.example.com", "b.example.com/b/hello"},
	} {
		t.Run(c.name, func(t *testing.T) {
			settings := withSecret(t, c.config)
			settings.Registry = c.registry
			known, err := readCredentials(settings.Credentials, settings.Namespace)
			must(t, err)
			got, err := settings.target(known)
			must(t, err)
			if got.Name() != c.want+":"+tag {
				t.Errorf("it is %s", got.Name())
			}
		})
	}
}

func TestWhatIsWrongWithTheSecretIsSaid(t *testing.T) {
	for _, c := range []struct {
		name, config, registry string
		says                   []string
	}{
		{"none", "", "", []string{"the Secret kubeless-registry-credentials in the namespace team-a must name exactly one registry, but names 0"}},
		{"empty", `{"auths":{}}`, "", []string{"names 0"}},
		{"two registries", `{"auths":{"b.example.com":{"username":"b"},"https://a.example.com/v1/":{"username":"a"}}}`, "", []string{"must name exactly one registry, but names 2 [a.example.com b.example.com]", "leave one, or name the registry"}},
		{"no JSON", `hush`, "", []string{"is not of the type kubernetes.io/dockerconfigjson"}},
		{"no base64", `{"auths":{"a.example.com":{"auth":"hush:hush"}}}`, "", []string{"is not of the type kubernetes.io/dockerconfigjson"}},
		{"no user", `{"auths":{"a.example.com":{"identitytoken":"hush"}}}`, "", []string{"has no username for a.example.com"}},
		{"user that is no owner", `{"auths":{"gcr.io":{"username":"_json_key","password":"hush"}}}`, "", []string{"gcr.io/_json_key/hello cannot be an image's name", "together with the owner"}},
		{"nonsense for a registry", "", "a b", []string{"cannot be an image's name"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			settings := withSecret(t, c.config)
			settings.Registry = c.registry
			_, err := Build(context.Background(), settings)
			says(t, err, c.says...)
		})
	}
}

func TestSettingsThatMustBeThere(t *testing.T) {
	for name, spoil := range map[string]func(*Settings){
		"BASE_IMAGE": func(s *Settings) { s.Base = "" }, "FUNCTION_NAMESPACE": func(s *Settings) { s.Namespace = "" },
		"FUNCTION_NAME": func(s *Settings) { s.Function = "" }, "IMAGE_TAG": func(s *Settings) { s.Tag = "latest" },
	} {
		settings := withSecret(t, "")
		spoil(&settings)
		_, err := Build(context.Background(), settings)
		says(t, err, name)
	}
}

// The library goes over to plain HTTP for private addresses by itself.
func TestNothingIsSentInPlainUnlessAllowed(t *testing.T) {
	next := roundTrip(func(*http.Request) (*http.Response, error) { return &http.Response{StatusCode: 200}, nil })
	for url, want := range map[string][2]bool{ // strict, insecure
		"https://10.0.0.1/v2/": {true, true}, "http://10.0.0.1/v2/": {false, true}, "http://registry.local/v2/": {false, true},
		"http://127.0.0.1:5000/v2/": {true, true}, "http://localhost:5000/v2/": {true, true}, "http://[::1]:5000/": {true, true}, "http://localhost.example.com/": {false, true},
	} {
		for i, insecure := range []bool{false, true} {
			request, err := http.NewRequest("GET", url, nil)
			must(t, err)
			_, err = (&guard{next, insecure}).RoundTrip(request)
			if (err == nil) != want[i] {
				t.Errorf("%s, insecure %v: %v", url, insecure, err)
			}
			if err != nil && !strings.Contains(err.Error(), "function-registry-tls-verify") {
				t.Errorf("%v does not say what to do", err)
			}
		}
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (r roundTrip) RoundTrip(request *http.Request) (*http.Response, error) { return r(request) }

func TestWhatIsNeitherFileFolderNorLinkIsSaid(t *testing.T) {
	s := newStand(t, passOn)
	baseImage(t, s.host()+"/runtimes/python:3")
	settings := function(t, s.host()+"/runtimes/python:3", s.host())
	must(t, os.WriteFile(filepath.Join(settings.Folder, "short.pyc"), []byte("short"), 0o644))
	built(t, settings)
	settings.Tag = strings.Repeat("4", 64)
	must(t, syscall.Mkfifo(filepath.Join(settings.Folder, "pipe"), 0o600))
	_, err := Build(context.Background(), settings)
	says(t, err, "the layer of the function's folder cannot be made", "pipe is neither file, folder nor link")
}
