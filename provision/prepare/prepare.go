package prepare

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"

	"dromedary.dev/provision/archive"
)

// Run is the command: settings from the environment, folders of the pod.
func Run(ctx context.Context) error {
	settings, err := FromEnvironment(os.Getenv)
	if err != nil {
		return err
	}
	return Prepare(ctx, settings, Pod)
}

// Prepare leaves in the function's folder the source and the dependency file, and nothing else: it may run again where it, or a
// later step, ended half way. After an error the folder is empty.
func Prepare(ctx context.Context, settings Settings, places Places) error {
	root, err := os.OpenRoot(places.Function)
	if err != nil {
		return fmt.Errorf("the function's folder cannot be opened: %w", err)
	}
	defer root.Close()
	if err := clear(root); err != nil {
		return fmt.Errorf("the function's folder cannot be cleared: %w", err)
	}
	if err := fill(ctx, root, settings, places); err != nil {
		return errors.Join(err, clear(root))
	}
	if settings.Tools {
		return leaveTools(places.Tools)
	}
	return nil
}

func fill(ctx context.Context, root *os.Root, settings Settings, places Places) error {
	source, err := open(ctx, settings, places)
	if err != nil {
		return err
	}
	defer source.Close()
	if err := verify(source, settings.SHA256); err != nil {
		return err
	}
	if err := place(root, source, settings); err != nil {
		return err
	}
	if settings.DepsFile == "" {
		return nil
	}
	deps, err := os.Open(filepath.Join(places.Source, settings.DepsFile))
	if err != nil {
		return fmt.Errorf("the dependency file cannot be read: %w", err)
	}
	defer deps.Close()
	return write(root, settings.DepsFile, deps)
}

func place(root *os.Root, source *os.File, settings Settings) error {
	if _, err := source.Seek(0, io.SeekStart); err != nil {
		return err
	}
	rules := archive.Rules{Bytes: settings.Bytes, Entries: settings.Entries}
	switch settings.Archive {
	case "zip":
		info, err := source.Stat()
		if err != nil {
			return err
		}
		return ofContent(settings, archive.Zip(source, info.Size(), root, rules))
	case "compressedtar":
		return ofContent(settings, archive.Tar(source, root, rules))
	}
	return write(root, settings.File, source)
}

func ofContent(settings Settings, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("spec.function (%s+%s): %w", settings.Type, settings.Archive, err)
}

// write puts a file into the folder, in place of what an archive brought under that name.
func write(root *os.Root, name string, content io.Reader) (err error) {
	if above := path.Dir(name); above != "." {
		if err := root.MkdirAll(above, 0o755); err != nil {
			return err
		}
	}
	if err := root.RemoveAll(name); err != nil {
		return err
	}
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	_, err = io.Copy(file, content)
	return err
}

// leaveTools copies this program to where the next containers find it, whole or not at all.
func leaveTools(folder string) (err error) {
	self, err := os.Open("/proc/self/exe")
	if err != nil {
		return err
	}
	defer self.Close()
	copied, err := os.CreateTemp(folder, ".provision-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(copied.Name()))
		}
	}()
	_, err = io.Copy(copied, self)
	if err = errors.Join(err, copied.Chmod(0o555), copied.Close()); err != nil {
		return err
	}
	return os.Rename(copied.Name(), filepath.Join(folder, "provision"))
}
