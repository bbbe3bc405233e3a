package install

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"dromedary.dev/provision/archive"
)

// What an installation may bring; the folder's own limit is the pod's.
var installed = archive.Rules{Bytes: 8 << 30, Entries: 2_000_000, Installed: true}

const staging = ".provision-install"

// unpack puts an archive into a folder: beside what is there at first, and over it when all of it has come.
func unpack(source io.Reader, folder string) (err error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := errors.Join(root.RemoveAll(staging), root.Mkdir(staging, 0o700)); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, root.RemoveAll(staging)) }()
	stage, err := root.OpenRoot(staging)
	if err != nil {
		return err
	}
	defer stage.Close()
	if err := archive.Tar(source, stage, installed); err != nil {
		return err
	}
	return merge(root, stage, ".")
}

// merge moves what is in one folder of the stage over the same folder of the root; whole folders where there is none yet.
func merge(root, stage *os.Root, folder string) error {
	entries, err := fs.ReadDir(stage.FS(), folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := entry.Name()
		if folder != "." {
			name = folder + "/" + name
		}
		there, err := root.Lstat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return err
		case there.IsDir() && entry.IsDir():
			if err := merge(root, stage, name); err != nil {
				return err
			}
			continue
		case there.IsDir() || entry.IsDir():
			if err := root.RemoveAll(name); err != nil {
				return err
			}
		}
		if err := root.Rename(staging+"/"+name, name); err != nil {
			return fmt.Errorf("%s cannot be put into place: %w", name, err)
		}
	}
	return nil
}
