package image

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/google/go-containerregistry/pkg/authn"
)

const (
	secretName = "kubeless-registry-credentials"
	configName = ".dockerconfigjson"
	dockerHub  = "index.docker.io"
)

// Docker Hub goes by several names.
var hubNames = []string{dockerHub, "docker.io", "registry-1.docker.io", "registry.hub.docker.com"}

// credentials are what the Secret kubeless-registry-credentials has for registries, by host (and port).
type credentials struct {
	byHost    map[string]authn.AuthConfig
	namespace string // the Secret's, for messages
}

func readCredentials(folder, namespace string) (credentials, error) {
	c := credentials{byHost: map[string]authn.AuthConfig{}, namespace: namespace}
	content, err := os.ReadFile(path.Join(folder, configName))
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	} else if err != nil {
		return c, fmt.Errorf("%s cannot be read: %w", c.secret(), err)
	}
	var config struct {
		Auths map[string]authn.AuthConfig `json:"auths"`
	}
	if err := json.Unmarshal(content, &config); err != nil {
		// The error might quote what is secret.
		return c, fmt.Errorf("%s is not of the type kubernetes.io/dockerconfigjson: its %s cannot be read", c.secret(), configName)
	}
	for key, auth := range config.Auths {
		c.byHost[hostOf(key)] = auth
	}
	return c, nil
}

func (c credentials) secret() string {
	return fmt.Sprintf("the Secret %s in the namespace %s", secretName, c.namespace)
}

// hostOf takes the host (and port) out of a key such as https://index.docker.io/v1/.
func hostOf(key string) string {
	if _, after, found := strings.Cut(key, "://"); found {
		key = after
	}
	host, _, _ := strings.Cut(key, "/")
	if slices.Contains(hubNames, host) {
		return dockerHub
	}
	return host
}

// only gives the one registry that there must be where the configuration names none, as Kubeless had it.
func (c credentials) only() (string, error) {
	if len(c.byHost) != 1 {
		var hosts []string
		for host := range c.byHost {
			hosts = append(hosts, host)
		}
		slices.Sort(hosts)
		return "", fmt.Errorf("%s must name exactly one registry, but names %d %v: leave one, or name the registry in the configuration",
			c.secret(), len(hosts), hosts)
	}
	for host := range c.byHost {
		return host, nil
	}
	return "", nil
}

// Resolve is what the library asks for each registry: nothing is sent to one that the Secret has nothing for.
func (c credentials) Resolve(registry authn.Resource) (authn.Authenticator, error) {
	auth, found := c.byHost[hostOf(registry.RegistryStr())]
	if !found || auth == (authn.AuthConfig{}) {
		return authn.Anonymous, nil
	}
	return authn.FromConfig(auth), nil
}

// hide takes out of a text what it must not say.
func (c credentials) hide(text string) string {
	for _, auth := range c.byHost {
		for _, secret := range []string{auth.Password, auth.Auth, auth.IdentityToken, auth.RegistryToken} {
			if secret != "" {
				text = strings.ReplaceAll(text, secret, "…")
			}
		}
	}
	return text
}
