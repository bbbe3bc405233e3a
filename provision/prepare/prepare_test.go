package prepare

import (
	"archive/zip"
	"bytes"
	"context"
	sums "crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A pod is a place with a ConfigMap of some entries.
func pod(t *testing.T, config map[string]string) Places {
	t.Helper()
	top := t.TempDir()
	places := Places{Source: top + "/src", Function: top + "/kubeless", Tools: top + "/tools", Temp: top + "/tmp"}
	for _, folder := range []string{places.Source, places.Function, places.Tools, places.Temp} {
		must(t, os.Mkdir(folder, 0o755))
	}
	for key, value := range config {
		must(t, os.WriteFile(filepath.Join(places.Source, key), []byte(value), 0o444))
	}
	return places
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func sum(content string) string {
	sum := sums.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

func zipped(t *testing.T, files map[string]string) string {
	t.Helper()
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	for name, content := range files {
		file, err := writer.Create(name)
		must(t, err)
		_, err = file.Write([]byte(content))
		must(t, err)
	}
	must(t, writer.Close())
	return out.String()
}

// prepared runs the command with the settings in the form that the reconciler gives them.
func prepared(t *testing.T, places Places, environment map[string]string) error {
	t.Helper()
	settings, err := FromEnvironment(func(name string) string { return environment[name] })
	if err != nil {
		return err
	}
	return Prepare(context.Background(), settings, places)
}

func files(t *testing.T, folder string) map[string]string {
	t.Helper()
	found := map[string]string{}
	must(t, filepath.WalkDir(folder, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(name)
		short, _ := filepath.Rel(folder, name)
		found[short] = string(content)
		return err
	}))
	return found
}

func holds(t *testing.T, folder string, want map[string]string) {
	t.Helper()
	got := files(t, folder)
	for name, content := range want {
		if got[name] != content {
			t.Errorf("%s is %q, not %q", name, got[name], content)
		}
	}
	if len(got) != len(want) {
		t.Errorf("there is %v, not %v", got, want)
	}
}

const code = "def run(event, context):\n  return 'it''s $HOME `id` \\'\n"

func TestSourcesGetIntoPlace(t *testing.T) {
	archive := zipped(t, map[string]string{"hello.py": code, "lib/more.py": "more", "requirements.txt": "theirs"})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(archive)) }))
	defer server.Close()
	for _, c := range []struct {
		name        string
		config, env map[string]string
		want        map[string]string
	}{
		{"text", map[string]string{"hello.py": code}, map[string]string{"SOURCE_TYPE": "text"}, map[string]string{"hello.py": code}},
		{"text with its sum", map[string]string{"hello.py": code}, map[string]string{"SOURCE_TYPE": "text", "SOURCE_SHA256": strings.ToUpper(sum(code))}, map[string]string{"hello.py": code}},
		{"text in a folder", map[string]string{"hello.py": code}, map[string]string{"SOURCE_TYPE": "text", "SOURCE_FILE": "a/b/hello.py"}, map[string]string{"a/b/hello.py": code}},
		{"text that is empty", map[string]string{"hello.py": ""}, map[string]string{"SOURCE_TYPE": "text"}, map[string]string{"hello.py": ""}},
		{"base64 with line ends", map[string]string{"hello.py": base64.StdEncoding.EncodeToString([]byte(code))[:20] + "\n" + base64.StdEncoding.EncodeToString([]byte(code))[20:] + "\n"}, map[string]string{"SOURCE_TYPE": "base64", "SOURCE_SHA256": sum(code)}, map[string]string{"hello.py": code}},
		{"base64 of a zip", map[string]string{"hello.py": base64.StdEncoding.EncodeToString([]byte(archive))}, map[string]string{"SOURCE_TYPE": "base64", "SOURCE_ARCHIVE": "zip"}, map[string]string{"hello.py": code, "lib/more.py": "more", "requirements.txt": "theirs"}},
		{"dependencies beside it", map[string]string{"hello.py": code, "requirements.txt": "six"}, map[string]string{"SOURCE_TYPE": "text", "DEPS_FILE": "requirements.txt"}, map[string]string{"hello.py": code, "requirements.txt": "six"}},
		{"dependencies over an archive's", map[string]string{"hello.py": base64.StdEncoding.EncodeToString([]byte(archive)), "requirements.txt": "six"}, map[string]string{"SOURCE_TYPE": "base64", "SOURCE_ARCHIVE": "zip", "DEPS_FILE": "requirements.txt"}, map[string]string{"hello.py": code, "lib/more.py": "more", "requirements.txt": "six"}},
		{"URL of a file", map[string]string{"hello.py": server.URL + "/f?signature=s\n"}, map[string]string{"SOURCE_TYPE": "url", "SOURCE_SHA256": sum(archive)}, map[string]string{"hello.py": archive}},
		{"URL of a zip", map[string]string{"hello.py": server.URL}, map[string]string{"SOURCE_TYPE": "url", "SOURCE_ARCHIVE": "zip"}, map[string]string{"hello.py": code, "lib/more.py": "more", "requirements.txt": "theirs"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			places := pod(t, c.config)
			c.env["SOURCE_KEY"] = "hello.py"
			if c.env["SOURCE_FILE"] == "" {
				c.env["SOURCE_FILE"] = "hello.py"
			}
			for range 2 { // the second time over what the first left
				must(t, prepared(t, places, c.env))
				holds(t, places.Function, c.want)
				holds(t, places.Temp, nil)
			}
		})
	}
}

func TestWhatIsWrongIsSaid(t *testing.T) {
	html := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("<!doctype html><p>Log in")) }))
	defer html.Close()
	bomb := base64.StdEncoding.EncodeToString([]byte(zipped(t, map[string]string{"f": strings.Repeat("\x00", 1<<20)})))
	two := base64.StdEncoding.EncodeToString([]byte(zipped(t, map[string]string{"f": "1", "g": "2"})))
	for _, c := range []struct {
		name, source string
		env          map[string]string
		says         string
	}{
		{"wrong sum", code, map[string]string{"SOURCE_TYPE": "text", "SOURCE_SHA256": strings.Repeat("0", 64)}, "spec.checksum is sha256:" + strings.Repeat("0", 64) + ", but the source has sha256:" + sum(code)},
		{"no sum", code, map[string]string{"SOURCE_TYPE": "text", "SOURCE_SHA256": "abc"}, "spec.checksum is not sha256: and 64 hexadecimal digits"},
		{"no base64", "###", map[string]string{"SOURCE_TYPE": "base64"}, "spec.function is not base64"},
		{"base64 cut off", "QUJ", map[string]string{"SOURCE_TYPE": "base64"}, "spec.function is not base64"},
		{"text as zip", code, map[string]string{"SOURCE_TYPE": "text", "SOURCE_ARCHIVE": "zip"}, "spec.function (text+zip): the source is no whole zip archive"},
		{"base64 as text+zip", two, map[string]string{"SOURCE_TYPE": "text", "SOURCE_ARCHIVE": "zip"}, "an archive in base64, whose spec.function-content-type begins with base64+"},
		{"web page as archive", html.URL, map[string]string{"SOURCE_TYPE": "url", "SOURCE_ARCHIVE": "compressedtar"}, "spec.function (url+compressedtar): the source is no tar archive: it looks like a web page"},
		{"bomb", bomb, map[string]string{"SOURCE_TYPE": "base64", "SOURCE_ARCHIVE": "zip", "SOURCE_LIMIT_BYTES": "1000"}, "unpacks to more than 1000 bytes"},
		{"too many entries", two, map[string]string{"SOURCE_TYPE": "base64", "SOURCE_ARCHIVE": "zip", "SOURCE_LIMIT_ENTRIES": "1"}, "more than 1 entries"},
		{"too large a download", html.URL, map[string]string{"SOURCE_TYPE": "url", "SOURCE_LIMIT_BYTES": "10"}, "has more than 10 bytes"},
		{"unknown type", code, map[string]string{"SOURCE_TYPE": "ftp"}, "SOURCE_TYPE"},
		{"unknown archive", code, map[string]string{"SOURCE_TYPE": "text", "SOURCE_ARCHIVE": "rar"}, "SOURCE_ARCHIVE"},
		{"no number", code, map[string]string{"SOURCE_TYPE": "text", "SOURCE_LIMIT_BYTES": "-1"}, "SOURCE_LIMIT_BYTES"},
		{"file outside", code, map[string]string{"SOURCE_TYPE": "text", "SOURCE_FILE": "../f"}, "within their folders"},
		{"no dependencies there", code, map[string]string{"SOURCE_TYPE": "text", "DEPS_FILE": "requirements.txt"}, "the dependency file cannot be read"},
		{"no CA bundle", "https://example.com", map[string]string{"SOURCE_TYPE": "url", "CA_BUNDLE": "/nowhere"}, "the CA bundle cannot be read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			places := pod(t, map[string]string{"hello.py": c.source})
			c.env["SOURCE_KEY"] = "hello.py"
			if c.env["SOURCE_FILE"] == "" {
				c.env["SOURCE_FILE"] = "hello.py"
			}
			err := prepared(t, places, c.env)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("it says %q, not %q", err, c.says)
			}
			holds(t, places.Function, nil)
		})
	}
}

func TestWhatALaterStepLeftGoes(t *testing.T) {
	places := pod(t, map[string]string{"hello.py": code})
	shut := filepath.Join(places.Function, "pkg/mod/shut")
	must(t, os.MkdirAll(shut, 0o755))
	must(t, os.WriteFile(shut+"/f", []byte("x"), 0o444))
	must(t, os.Symlink("/etc", filepath.Join(places.Function, "etc")))
	must(t, os.Chmod(shut, 0o555))
	must(t, os.Chmod(filepath.Dir(shut), 0o000))
	must(t, prepared(t, places, map[string]string{"SOURCE_KEY": "hello.py", "SOURCE_FILE": "hello.py", "SOURCE_TYPE": "text"}))
	holds(t, places.Function, map[string]string{"hello.py": code})
}

// An archive's link must not lead the dependency file elsewhere.
func TestTheDependencyFileReplacesALink(t *testing.T) {
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	header := &zip.FileHeader{Name: "requirements.txt"}
	header.SetMode(os.ModeSymlink | 0o777)
	file, err := writer.CreateHeader(header)
	must(t, err)
	_, err = file.Write([]byte("other"))
	must(t, err)
	other, err := writer.Create("other")
	must(t, err)
	_, err = other.Write([]byte("keep"))
	must(t, err)
	must(t, writer.Close())
	places := pod(t, map[string]string{"f": out.String(), "requirements.txt": "six"})
	must(t, prepared(t, places, map[string]string{"SOURCE_KEY": "f", "SOURCE_TYPE": "text", "SOURCE_ARCHIVE": "zip", "DEPS_FILE": "requirements.txt"}))
	holds(t, places.Function, map[string]string{"requirements.txt": "six", "other": "keep"})
}

func TestItLeavesItselfForTheNextContainers(t *testing.T) {
	places := pod(t, map[string]string{"hello.py": code})
	for range 2 {
		must(t, prepared(t, places, map[string]string{"SOURCE_KEY": "hello.py", "SOURCE_FILE": "hello.py", "SOURCE_TYPE": "text", "TOOLS": "1"}))
	}
	self, err := os.ReadFile("/proc/self/exe")
	must(t, err)
	left, err := os.ReadFile(places.Tools + "/provision")
	must(t, err)
	info, err := os.Stat(places.Tools + "/provision")
	must(t, err)
	if !bytes.Equal(self, left) || info.Mode() != 0o555 {
		t.Errorf("what it left is %v and the same: %v", info.Mode(), bytes.Equal(self, left))
	}
	if entries, _ := os.ReadDir(places.Tools); len(entries) != 1 {
		t.Errorf("there is more: %v", entries)
	}
}
