// Package install runs the command that installs a function's dependencies, in the image of its runtime, or takes what the
// command would leave out of the cache. The cache only ever saves time: whatever is wrong with it, the command runs.
package install

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"dromedary.dev/provision/report"
)

// Settings are what the reconciler says. README.md has them with their environment variables.
type Settings struct {
	Command  string // a line for sh: the catalogue's, which is the administrator's
	Folder   string // the function's
	DepsFile string
	SHA256   string // of the dependency file; "": not compared
	Cache    Cache
	Output   io.Writer // the command's
	Errors   io.Writer
}

// Run is the command `provision install`.
func Run(ctx context.Context) error {
	settings := Settings{
		Command: os.Getenv("INSTALL_COMMAND"), Folder: os.Getenv("KUBELESS_INSTALL_VOLUME"), DepsFile: os.Getenv("KUBELESS_DEPS_FILE"),
		SHA256: os.Getenv("DEPS_SHA256"), Output: os.Stdout, Errors: os.Stderr,
		Cache: Cache{URL: os.Getenv("CACHE_URL"), Key: os.Getenv("CACHE_KEY"), CABundle: os.Getenv("CA_BUNDLE")},
	}
	if settings.Command == "" {
		return errors.New("INSTALL_COMMAND is not set")
	}
	if settings.Folder == "" {
		settings.Folder = "/kubeless"
	}
	hideEnvironment()
	return Install(ctx, settings)
}

// Install leaves the dependencies in the function's folder.
func Install(ctx context.Context, s Settings) error {
	if err := verify(s.DepsFile, s.SHA256); err != nil {
		return err
	}
	if s.Cache.URL == "" {
		return s.run(ctx)
	}
	client, err := newClient(s.Cache)
	if err != nil {
		report.Log("the cache of dependencies cannot be used: %v", err)
		return s.run(ctx)
	}
	size, err := client.load(ctx, s.Folder)
	if err == nil {
		report.Log("the dependencies come from the cache (%d bytes)", size)
		return nil
	}
	if !errors.Is(err, errMissing) {
		report.Log("the cache of dependencies cannot be used: %v", err)
		return s.run(ctx)
	}
	return s.runAndStore(ctx, client)
}

func (s Settings) runAndStore(ctx context.Context, client *client) error {
	before, err := look(s.Folder)
	if runErr := s.run(ctx); runErr != nil {
		return runErr
	}
	if err == nil {
		err = client.store(ctx, s.Folder, before)
	}
	if err != nil {
		report.Log("the dependencies are not kept in the cache: %v", err)
	}
	return nil
}

func verify(name, wanted string) error {
	if wanted == "" {
		return nil
	}
	file, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("the dependency file cannot be read: %w", err)
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return err
	}
	if found := hex.EncodeToString(sum.Sum(nil)); found != wanted {
		return fmt.Errorf("the dependency file %s should be that of spec.deps, with sha256:%s, but has sha256:%s", name, wanted, found)
	}
	return nil
}
