package prepare

import (
	"io/fs"
	"os"
)

// clear takes away all that is in a folder, also what its owner may not write, as Go leaves its modules.
func clear(root *os.Root) error {
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if root.RemoveAll(entry.Name()) == nil {
			continue
		}
		openUp(root, entry.Name())
		if err := root.RemoveAll(entry.Name()); err != nil {
			return err
		}
	}
	return nil
}

// openUp lets the owner write all folders; what stays shut shows when it is removed.
func openUp(root *os.Root, name string) {
	_ = fs.WalkDir(root.FS(), name, func(name string, entry fs.DirEntry, err error) error {
		if entry != nil && entry.IsDir() {
			if err != nil {
				return fs.SkipDir
			}
			return root.Chmod(name, 0o700)
		}
		return nil
	})
}
