// Package prepare puts a function's source into its folder: out of the ConfigMap, or from a URL; as one file, or unpacked.
package prepare

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

const (
	defaultBytes   = 512 << 20
	defaultEntries = 100_000
)

// Places are the folders of the pod.
type Places struct {
	Source   string // the ConfigMap, read-only
	Function string // the function's folder
	Tools    string // where this program leaves itself for the next containers
	Temp     string
}

// Pod is where the reconciler mounts them.
var Pod = Places{Source: "/src", Function: "/kubeless", Tools: "/opt/tools", Temp: os.TempDir()}

// Settings are what the reconciler says about a source. README.md has them with their environment variables.
type Settings struct {
	Key      string
	Type     string // text, base64, url
	Archive  string // "", zip, compressedtar
	File     string // the file to write, without an archive
	SHA256   string // hex digits in lower case; "": not compared
	DepsFile string // "": none
	CABundle string // "": the system's certificates alone
	Bytes    int64
	Entries  int
	Tools    bool
}

var (
	types    = map[string]bool{"text": true, "base64": true, "url": true}
	archives = map[string]bool{"": true, "zip": true, "compressedtar": true}
	sha256   = regexp.MustCompile(`^([0-9a-f]{64})?$`)
)

// FromEnvironment reads the settings, given what looks a variable up ("" is "not set").
func FromEnvironment(get func(string) string) (Settings, error) {
	s := Settings{
		Key: get("SOURCE_KEY"), Type: get("SOURCE_TYPE"), Archive: get("SOURCE_ARCHIVE"), File: get("SOURCE_FILE"),
		SHA256: strings.ToLower(get("SOURCE_SHA256")), DepsFile: get("DEPS_FILE"), CABundle: get("CA_BUNDLE"), Tools: get("TOOLS") == "1",
	}
	switch {
	case s.Key == "":
		return s, fmt.Errorf("SOURCE_KEY is not set")
	case !types[s.Type]:
		return s, fmt.Errorf("SOURCE_TYPE is %q: text, base64 and url are known", s.Type)
	case !archives[s.Archive]:
		return s, fmt.Errorf("SOURCE_ARCHIVE is %q: zip and compressedtar are known", s.Archive)
	case s.Archive == "" && s.File == "":
		return s, fmt.Errorf("SOURCE_FILE is not set")
	case !local(s.Key), !local(s.File), !local(s.DepsFile):
		return s, fmt.Errorf("SOURCE_KEY %q, SOURCE_FILE %q and DEPS_FILE %q must be names within their folders", s.Key, s.File, s.DepsFile)
	case !sha256.MatchString(s.SHA256):
		return s, fmt.Errorf("spec.checksum is not sha256: and 64 hexadecimal digits")
	}
	var err error
	if s.Bytes, err = number(get, "SOURCE_LIMIT_BYTES", defaultBytes); err != nil {
		return s, err
	}
	entries, err := number(get, "SOURCE_LIMIT_ENTRIES", defaultEntries)
	s.Entries = int(entries)
	return s, err
}

func local(name string) bool { return name == "" || filepath.IsLocal(name) && name != "." }

func number(get func(string) string, name string, otherwise int64) (int64, error) {
	text := get(name)
	if text == "" {
		return otherwise, nil
	}
	value, err := strconv.ParseInt(text, 10, 64)
	if err != nil || value <= 0 || value > 1<<40 {
		return 0, fmt.Errorf("%s is %q: it must be a positive number", name, text)
	}
	return value, nil
}
