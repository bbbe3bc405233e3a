// Package image makes an image of a function: that of its runtime, with one more layer, which holds the function's folder. It
// needs no Docker engine and no rights: layers are files, and a registry is HTTP.
package image

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"

	"dromedary.dev/provision/report"
)

// Settings are what the reconciler says. README.md has them with their environment variables.
type Settings struct {
	Base        string // the runtime's image
	Namespace   string // the function's
	Function    string
	Tag         string // 64 hex digits over all that matters
	Registry    string // host, or host with the beginning of the repository's name; "": the one of the credentials
	Insecure    bool   // plain HTTP, and certificates that nobody vouches for, are fine
	CABundle    string
	Folder      string // what goes into the image, under the same name
	Credentials string // the folder of .dockerconfigjson
	Temp        string
}

var (
	tags = regexp.MustCompile(`^[0-9a-f]{64}$`)
	// Registries are stricter than the library, which would take _json_key.
	repositories = regexp.MustCompile(`^[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$`)
)

// Run is the command. It says in the container's termination message which image it is.
func Run(ctx context.Context) error {
	settings := Settings{
		Base: os.Getenv("BASE_IMAGE"), Namespace: os.Getenv("FUNCTION_NAMESPACE"), Function: os.Getenv("FUNCTION_NAME"), Tag: os.Getenv("IMAGE_TAG"),
		Registry: os.Getenv("REGISTRY"), Insecure: os.Getenv("REGISTRY_INSECURE") == "true", CABundle: os.Getenv("CA_BUNDLE"),
		Folder: or(os.Getenv("KUBELESS_INSTALL_VOLUME"), "/kubeless"), Credentials: or(os.Getenv("DOCKER_CONFIG_FOLDER"), "/docker"), Temp: os.TempDir(),
	}
	image, err := Build(ctx, settings)
	if err != nil {
		return err
	}
	message, err := json.Marshal(map[string]string{"image": image})
	if err != nil {
		return err
	}
	fmt.Println(string(message))
	return report.Message(string(message))
}

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

func (s Settings) check() error {
	for name, value := range map[string]string{"BASE_IMAGE": s.Base, "FUNCTION_NAMESPACE": s.Namespace, "FUNCTION_NAME": s.Function} {
		if value == "" {
			return fmt.Errorf("%s is not set", name)
		}
	}
	if !tags.MatchString(s.Tag) {
		return fmt.Errorf("IMAGE_TAG is not 64 hexadecimal digits")
	}
	return nil
}

// target is the name of the function's image: <registry>/<owner>/<function>:<tag>.
func (s Settings) target(known credentials) (name.Tag, error) {
	registry := strings.TrimSuffix(s.Registry, "/")
	if _, after, found := strings.Cut(registry, "://"); found {
		registry = after
	}
	var err error
	if registry == "" {
		if registry, err = known.only(); err != nil {
			return name.Tag{}, err
		}
		if known.byHost[registry].Username == "" {
			return name.Tag{}, fmt.Errorf("%s has no username for %s, which is the owner of the repository", known.secret(), registry)
		}
	}
	host, owner, _ := strings.Cut(registry, "/")
	if owner == "" {
		if owner = known.byHost[hostOf(host)].Username; owner == "" {
			owner = s.Namespace
		}
	}
	full := host + "/" + owner + "/" + s.Function + ":" + s.Tag
	tag, err := name.NewTag(full, s.strictness()...)
	if err != nil || !repositories.MatchString(owner) {
		return tag, fmt.Errorf("%s/%s/%s cannot be an image's name: name the registry together with the owner of its repositories in the configuration", host, owner, s.Function)
	}
	return tag, nil
}

func (s Settings) base() (name.Reference, error) {
	reference, err := name.ParseReference(s.Base, s.lenience()...)
	if err != nil {
		return nil, fmt.Errorf("the runtime's image %q is no image's name", s.Base)
	}
	return reference, nil
}

func (s Settings) strictness() []name.Option { return append(s.lenience(), name.StrictValidation) }

func (s Settings) lenience() []name.Option {
	if s.Insecure {
		return []name.Option{name.Insecure}
	}
	return nil
}
