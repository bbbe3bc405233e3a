package image

import (
	"archive/tar"
	"context"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

var tag = strings.Repeat("0123456789abcdef", 4)

// asBuilder are credentials for pushing what a test starts from.
var asBuilder = remote.WithAuth(&authn.Basic{Username: builder, Password: password})

// baseImage puts a runtime's image of two layers into a registry.
func baseImage(t testing.TB, at string, options ...remote.Option) v1.Image {
	t.Helper()
	image, err := random.Image(20_000, 2)
	must(t, err)
	image, err = mutate.Config(image, v1.Config{Entrypoint: []string{"/opt/server"}, User: "1000:1000"})
	must(t, err)
	put(t, at, image, options...)
	return image
}

func put(t testing.TB, at string, image v1.Image, options ...remote.Option) {
	t.Helper()
	reference, err := name.ParseReference(at)
	must(t, err)
	must(t, remote.Write(reference, image, options...))
}

// function is a folder as the steps before leave it, with the settings of a build.
func function(t testing.TB, base string, registries ...string) Settings {
	t.Helper()
	top := t.TempDir()
	folder := filepath.Join(top, "kubeless")
	must(t, os.MkdirAll(filepath.Join(folder, "lib/__pycache__"), 0o755))
	must(t, os.WriteFile(filepath.Join(folder, "hello.py"), []byte("def run(): pass\n"), 0o644))
	must(t, os.WriteFile(filepath.Join(folder, "lib/tool"), []byte("#!/bin/sh\n"), 0o755))
	must(t, os.Symlink("lib/tool", filepath.Join(folder, "link")))
	must(t, os.WriteFile(filepath.Join(folder, "lib/__pycache__/a.pyc"), []byte("\xa7\r\r\n\x00\x00\x00\x00TIMEsize code"), 0o644))
	docker := filepath.Join(top, "docker")
	must(t, os.Mkdir(docker, 0o755))
	var auths []string
	for _, registry := range registries {
		auths = append(auths, fmt.Sprintf(`%q: {"auth": %q}`, registry, base64.StdEncoding.EncodeToString([]byte(builder+":"+password))))
	}
	must(t, os.WriteFile(filepath.Join(docker, configName), []byte(`{"auths": {`+strings.Join(auths, ",")+`}}`), 0o600))
	return Settings{Base: base, Namespace: "default", Function: "hello", Tag: tag, Folder: folder, Credentials: docker, Temp: t.TempDir()}
}

func built(t testing.TB, s Settings) string {
	t.Helper()
	image, err := Build(context.Background(), s)
	must(t, err)
	return image
}

func pulled(t testing.TB, at string, options ...remote.Option) v1.Image {
	t.Helper()
	reference, err := name.ParseReference(at)
	must(t, err)
	image, err := remote.Image(reference, options...)
	must(t, err)
	return image
}

func TestTheImageIsTheRuntimesWithTheFunctionsFolder(t *testing.T) {
	s := newStand(t, passOn)
	base := baseImage(t, s.host()+"/runtimes/python:3")
	got := built(t, function(t, s.host()+"/runtimes/python:3", "http://"+s.host()+"/v1/"))
	if !strings.HasPrefix(got, s.host()+"/builder/hello@sha256:") {
		t.Errorf("it is called %s", got)
	}
	image := pulled(t, got)
	digest, err := image.Digest()
	must(t, err)
	byTag, err := pulled(t, s.host()+"/builder/hello:"+tag).Digest()
	must(t, err)
	if !strings.HasSuffix(got, digest.String()) || byTag != digest {
		t.Errorf("%s is %s, and its tag %s", got, digest, byTag)
	}
	config, err := image.ConfigFile()
	must(t, err)
	theirs, err := base.ConfigFile()
	must(t, err)
	if config.Config.Entrypoint[0] != "/opt/server" || config.Config.User != "1000:1000" || len(config.RootFS.DiffIDs) != 3 || config.Created != theirs.Created {
		t.Errorf("its configuration is %+v", config)
	}
	if last := config.History[len(config.History)-1]; last.Comment != "Created by Dromedary" || !last.Created.Equal(fixed) {
		t.Errorf("its history ends with %+v", last)
	}
	layers, err := image.Layers()
	must(t, err)
	want := []string{
		"kubeless/ drwxr-xr-x ", "kubeless/hello.py -rw-r--r-- def run(): pass\n", "kubeless/lib/ drwxr-xr-x ", "kubeless/lib/__pycache__/ drwxr-xr-x ",
		"kubeless/lib/__pycache__/a.pyc -rw-r--r-- \xa7\r\r\n\x00\x00\x00\x00\x00\xa6\xce\x12size code", "kubeless/lib/tool -rwxr-xr-x #!/bin/sh\n", "kubeless/link Lrwxrwxrwx lib/tool",
	}
	if got := inside(t, layers[2]); strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("its layer holds\n%q, not\n%q", got, want)
	}
	// The base is in the same registry: its layers are not sent.
	if uploads := s.count("PATCH", "/v2/builder/hello/blobs/uploads/"); uploads > 2 {
		t.Errorf("there were %d uploads", uploads)
	}
}

// inside is what a layer holds, all of it user 1000's and of the fixed time.
func inside(t testing.TB, layer v1.Layer) []string {
	t.Helper()
	content, err := layer.Uncompressed()
	must(t, err)
	defer content.Close()
	var found []string
	for reader := tar.NewReader(content); ; {
		header, err := reader.Next()
		if err == io.EOF {
			return found
		}
		must(t, err)
		if header.Uid != 1000 || header.Gid != 1000 || !header.ModTime.Equal(fixed) || header.Uname != "" {
			t.Errorf("%s is of %d:%d and %v", header.Name, header.Uid, header.Gid, header.ModTime)
		}
		body, err := io.ReadAll(reader)
		must(t, err)
		found = append(found, fmt.Sprintf("%s %v %s%s", header.Name, header.FileInfo().Mode(), header.Linkname, body))
	}
}

func TestTheSameFolderGivesTheSameDigest(t *testing.T) {
	s := newStand(t, passOn)
	baseImage(t, s.host()+"/runtimes/python:3")
	first := built(t, function(t, s.host()+"/runtimes/python:3", s.host()))
	again := function(t, s.host()+"/runtimes/python:3", s.host())
	again.Tag = strings.Repeat("f", 64)
	must(t, os.WriteFile(filepath.Join(again.Folder, "lib/__pycache__/a.pyc"), []byte("\xa7\r\r\n\x00\x00\x00\x00LATEsize code"), 0o644))
	if second := built(t, again); second != first {
		t.Errorf("once it is %s, then %s", first, second)
	}
	changed := function(t, s.host()+"/runtimes/python:3", s.host())
	changed.Tag = strings.Repeat("e", 64)
	must(t, os.WriteFile(filepath.Join(changed.Folder, "hello.py"), []byte("other"), 0o644))
	if third := built(t, changed); third == first {
		t.Error("another folder has the same digest")
	}
}

func TestAnImageThatIsThereIsLeftAsItIs(t *testing.T) {
	s := newStand(t, passOn)
	baseImage(t, s.host()+"/runtimes/python:3")
	settings := function(t, s.host()+"/runtimes/python:3", s.host())
	first := built(t, settings)
	puts := s.count("PUT", "")
	settings.Base = "gone.invalid/not/needed:1"
	if second := built(t, settings); second != first || s.count("PUT", "") != puts {
		t.Errorf("%s became %s, with %d writes", first, second, s.count("PUT", "")-puts)
	}
}

func TestTheBaseMayBeInAnotherRegistry(t *testing.T) {
	public, private := newStand(t, passOn), newStand(t, passOn, "auth: {htpasswd: {realm: test, path: FOLDER/htpasswd}}")
	baseImage(t, public.host()+"/runtimes/python:3")
	pulled(t, built(t, function(t, public.host()+"/runtimes/python:3", private.host())), asBuilder)

	// Each registry is told what is known of it alone.
	theirs := newStand(t, basic)
	baseImage(t, theirs.host()+"/runtimes/python:3", asBuilder)
	settings := function(t, theirs.host()+"/runtimes/python:3", theirs.host(), public.host())
	settings.Registry = public.host() + "/team"
	if got := built(t, settings); !strings.HasPrefix(got, public.host()+"/team/hello@") {
		t.Errorf("it is called %s", got)
	}
}

func TestRegistriesThatAskWhoOneIs(t *testing.T) {
	for what, s := range map[string]*stand{
		"basic": newStand(t, basic), "tokens": newStand(t, tokens), "the registry's own": newStand(t, passOn, "auth: {htpasswd: {realm: test, path: FOLDER/htpasswd}}"),
	} {
		t.Run(what, func(t *testing.T) {
			baseImage(t, s.host()+"/runtimes/python:3", asBuilder)
			settings := function(t, s.host()+"/runtimes/python:3", "https://"+s.host()+"/v2/")
			pulled(t, built(t, settings), asBuilder)
			built(t, settings)
			must(t, os.WriteFile(filepath.Join(settings.Credentials, configName), fmt.Appendf(nil, `{"auths":{%q:{"username":"builder","password":"hushhush"}}}`, s.host()), 0o600))
			settings.Tag = strings.Repeat("1", 64)
			_, err := Build(context.Background(), settings)
			// The base cannot be read either, and comes first.
			says(t, err, s.host(), "does not let the runtime's image be read (runtimes/python:3)", "401 Unauthorized", "the Secret kubeless-registry-credentials in the namespace default")
		})
	}
}

func TestATLSRegistry(t *testing.T) {
	s := startStand(t, passOn, (*httptest.Server).StartTLS)
	baseImage(t, s.host()+"/runtimes/python:3", remote.WithTransport(s.Client().Transport))
	settings := function(t, s.host()+"/runtimes/python:3", s.host())
	_, err := Build(context.Background(), settings)
	says(t, err, s.host(), "certificate that is not trusted", "CA bundle", "function-registry-tls-verify")
	settings.CABundle = filepath.Join(t.TempDir(), "ca.crt")
	must(t, os.WriteFile(settings.CABundle, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}), 0o600))
	built(t, settings)
	settings.CABundle, settings.Insecure, settings.Tag = "", true, strings.Repeat("2", 64)
	built(t, settings)
}

func TestWhatRegistriesRefuse(t *testing.T) {
	s := newStand(t, readOnly)
	behind := newStand(t, passOn)
	baseImage(t, behind.host()+"/runtimes/python:3")
	broken := newStand(t, func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		refuse(w, 500, "UNKNOWN", "disk on fire")
	})
	for _, c := range []struct {
		name     string
		settings Settings
		says     []string
	}{
		{"push", function(t, behind.host()+"/runtimes/python:3", s.host()), []string{s.host(), "does not let the function's image be pushed (builder/hello)", "403 Forbidden, DENIED requested access", "rights in the Secret"}},
		{"missing base", function(t, behind.host()+"/runtimes/python:9", behind.host()), []string{behind.host(), "has no such image of the runtime (runtimes/python:9)", "404"}},
		{"base that is no name", function(t, "python 3", behind.host()), []string{`"python 3" is no image's name`}},
		{"trouble", function(t, behind.host()+"/runtimes/python:3", broken.host()), []string{broken.host(), "cannot be used for builder/hello", "500 Internal Server Error"}},
		{"nobody there", function(t, behind.host()+"/runtimes/python:3", freeAddress(t)), []string{"cannot be used for builder/hello", "connection refused"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Build(context.Background(), c.settings)
			says(t, err, c.says...)
		})
	}
}

func TestOfSeveralPlatformsThePodsOwnIsTaken(t *testing.T) {
	s := newStand(t, passOn)
	index := mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	own := map[string]v1.Hash{}
	for _, architecture := range []string{"s390x", runtime.GOARCH} {
		image, err := random.Image(1000, 1)
		must(t, err)
		image = mutate.MediaType(image, types.OCIManifestSchema1)
		own[architecture], err = mustLayer(t, image).Digest()
		must(t, err)
		index = mutate.AppendManifests(index, mutate.IndexAddendum{Add: image, Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: architecture}}})
	}
	reference, err := name.ParseReference(s.host() + "/runtimes/python:multi")
	must(t, err)
	must(t, remote.WriteIndex(reference, index))
	image := pulled(t, built(t, function(t, s.host()+"/runtimes/python:multi", s.host())))
	first, err := mustLayer(t, image).Digest()
	must(t, err)
	if first != own[runtime.GOARCH] {
		t.Error("it is another platform's")
	}
	manifest, err := image.Manifest()
	must(t, err)
	if manifest.MediaType != types.OCIManifestSchema1 || manifest.Layers[1].MediaType != types.OCILayer {
		t.Errorf("its manifest is %+v", manifest)
	}

	other := mutate.AppendManifests(empty.Index, mutate.IndexAddendum{Add: empty.Image, Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: "s390x"}}})
	reference, err = name.ParseReference(s.host() + "/runtimes/python:other")
	must(t, err)
	must(t, remote.WriteIndex(reference, other))
	settings := function(t, s.host()+"/runtimes/python:other", s.host())
	settings.Tag = strings.Repeat("3", 64)
	_, err = Build(context.Background(), settings)
	says(t, err, s.host(), "runtimes/python:other", "linux/"+runtime.GOARCH)
}

func mustLayer(t *testing.T, image v1.Image) v1.Layer {
	t.Helper()
	layers, err := image.Layers()
	must(t, err)
	return layers[0]
}

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
	if strings.Contains(err.Error(), password) || strings.Contains(err.Error(), "\n") {
		t.Errorf("%q says what is secret, or more than a line", err)
	}
}
