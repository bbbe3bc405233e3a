package install

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// A view is a folder as it stands: by name, what changes when the file does. The time of its last change cannot be set back, so
// that nothing needs to be read.
type view map[string]mark

type mark struct {
	mode    fs.FileMode
	size    int64
	inode   uint64
	written time.Time
	changed syscall.Timespec
}

func markOf(info fs.FileInfo) mark {
	m := mark{mode: info.Mode(), size: info.Size(), written: info.ModTime()}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		m.inode, m.changed = stat.Ino, stat.Ctim
	}
	if info.IsDir() {
		// A folder changes with each file in it, which says so itself.
		return mark{mode: m.mode, inode: m.inode}
	}
	return m
}

func look(folder string) (view, error) {
	seen := view{}
	err := walk(folder, func(name string, info fs.FileInfo) error {
		seen[name] = markOf(info)
		return nil
	})
	return seen, err
}

// walk visits all that is in a folder, in order, by names relative to it.
func walk(folder string, visit func(name string, info fs.FileInfo) error) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == folder {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		return visit(name, info)
	})
}

// pack writes, as a tar.gz, what is new or changed since before.
func pack(folder string, before view, to io.Writer) error {
	compressed, err := gzip.NewWriterLevel(to, gzip.BestSpeed)
	if err != nil {
		return err
	}
	archive := tar.NewWriter(compressed)
	err = walk(folder, func(name string, info fs.FileInfo) error {
		if before[name] == markOf(info) {
			return nil
		}
		return add(archive, folder, name, info)
	})
	if err != nil {
		return err
	}
	return errors.Join(archive.Close(), compressed.Close())
}

func add(archive *tar.Writer, folder, name string, info fs.FileInfo) error {
	full, target := filepath.Join(folder, name), ""
	switch info.Mode().Type() {
	case 0, fs.ModeDir:
	case fs.ModeSymlink:
		var err error
		if target, err = os.Readlink(full); err != nil {
			return err
		}
	default:
		return fmt.Errorf("%s is neither file, folder nor link", name)
	}
	header, err := tar.FileInfoHeader(info, target)
	if err != nil {
		return err
	}
	header.Name, header.Uname, header.Gname = name, "", ""
	if info.IsDir() {
		header.Name += "/"
	}
	if err := archive.WriteHeader(header); err != nil || !info.Mode().IsRegular() {
		return err
	}
	file, err := os.Open(full)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(archive, file)
	return err
}
