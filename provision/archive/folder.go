package archive

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"
)

// A target is the folder that an archive is unpacked into.
type target struct {
	root  *os.Root
	rules Rules
	names names
	left  int64 // bytes that may still be written
	links []symlink
}

// A symlink is made when everything else is.
type symlink struct{ name, to string }

func newTarget(root *os.Root, rules Rules) *target {
	return &target{root: root, rules: rules, left: rules.Bytes, names: names{rules: rules}}
}

// place makes sure of the folders above an entry, and gives back its name.
func (t *target) place(entry string, as kind) (name string, fresh bool, err error) {
	parts, err := t.names.parts(entry)
	if err != nil {
		return "", false, err
	}
	if len(parts) == 0 {
		if as != folder {
			return "", false, refuse(entry, "stands for the function's folder itself")
		}
		return ".", false, nil
	}
	above, fresh, err := t.names.add(entry, parts, as)
	if err != nil {
		return "", false, err
	}
	for _, name := range above {
		if err := t.mkdir(name); err != nil {
			return "", false, err
		}
	}
	return strings.Join(parts, "/"), fresh, nil
}

func (t *target) mkdir(name string) error {
	return t.root.Mkdir(name, programMode)
}

func (t *target) folder(entry string) error {
	name, fresh, err := t.place(entry, folder)
	if err != nil || !fresh {
		return err
	}
	return t.mkdir(name)
}

// A stat is what is kept of a file beside its content.
type stat struct {
	mode fs.FileMode
	time time.Time
	size int64 // as the archive says; what counts is what comes
}

// file writes a file. Of its mode only what makes a program is kept: everyone may read it, its owner may write it.
func (t *target) file(entry string, stat stat, content io.Reader) error {
	if stat.size > t.left || stat.size < 0 {
		return t.rules.tooLarge()
	}
	name, _, err := t.place(entry, file)
	if err != nil {
		return err
	}
	if err := t.write(name, t.mode(stat.mode), content); err != nil {
		return entryTrouble(entry, err)
	}
	if stat.time.Unix() > 0 {
		// Python compares it with what it compiled earlier. A time that the file system cannot have is no reason to fail.
		_ = t.root.Chtimes(name, stat.time, stat.time)
	}
	return nil
}

func (t *target) mode(mode fs.FileMode) fs.FileMode {
	switch {
	case t.rules.Installed:
		return mode&permissionBits | readableByOwner
	case mode&anyoneMayRun != 0:
		return programMode
	default:
		return fileMode
	}
}

func entryTrouble(entry string, err error) error {
	var excess *Excess
	var ours *fs.PathError
	switch {
	case errors.As(err, &excess):
		return excess
	case errors.As(err, &ours):
		return err
	}
	return fmt.Errorf("the archive's entry %q cannot be read: %w", shown(entry), readable(err))
}

func (t *target) write(name string, mode fs.FileMode, content io.Reader) (err error) {
	file, err := t.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	defer func() {
		if closed := file.Close(); err == nil {
			err = closed
		}
	}()
	written, err := io.Copy(file, io.LimitReader(content, t.left+1))
	if t.left -= written; t.left < 0 {
		return t.rules.tooLarge()
	}
	return err
}

// symlink takes a link in, which is made by finish.
func (t *target) symlink(entry, to string) error {
	name, _, err := t.place(entry, link)
	if err != nil {
		return err
	}
	if err := t.checkLink(entry, name, to); err != nil {
		return err
	}
	t.links = append(t.links, symlink{name, to})
	return nil
}

func (t *target) checkLink(entry, name, to string) error {
	switch {
	case to == "" || len(to) > longestLink || strings.ContainsRune(to, 0):
		return refuse(entry, "is a link without a target that a file could have")
	case t.rules.Installed:
		return nil
	case path.IsAbs(to) || strings.ContainsRune(to, '\\'):
		return refuse(entry, "is a link to %q, which is no name in the function's folder", shown(to))
	case leavesRoot(path.Join(path.Dir(name), to)):
		return refuse(entry, "is a link to %q, which is outside the function's folder", shown(to))
	}
	return nil
}

func leavesRoot(clean string) bool { return clean == ".." || strings.HasPrefix(clean, "../") }

// hardlink gives an earlier file of the archive a second name.
func (t *target) hardlink(entry, to string) error {
	parts, err := t.names.parts(to)
	if err != nil {
		return refuse(entry, "is a link to %q, which is outside the function's folder", shown(to))
	}
	switch what, known := t.names.find(parts); {
	case !known || what == folder:
		return refuse(entry, "is a hard link to %q, which is no earlier file of the archive", shown(to))
	case what == link:
		return t.sameLink(entry, strings.Join(parts, "/"))
	}
	name, _, err := t.place(entry, file)
	if err != nil {
		return err
	}
	return t.root.Link(strings.Join(parts, "/"), name)
}

// sameLink is a second name of a symbolic link: one with the same target.
func (t *target) sameLink(entry, first string) error {
	for _, link := range t.links {
		if link.name == first {
			return t.symlink(entry, link.to)
		}
	}
	return refuse(entry, "is a hard link to a link that is not there")
}

// finish makes the links, and follows each to where it leads through others.
func (t *target) finish() error {
	if t.names.count == 0 && !t.rules.Installed {
		return errors.New("the archive is empty")
	}
	for _, link := range t.links {
		if err := t.root.Symlink(link.to, link.name); err != nil {
			return err
		}
	}
	if t.rules.Installed {
		return nil
	}
	for _, link := range t.links {
		if _, err := t.root.Stat(link.name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return refuse(link.name, "is a link to %q, which leads out of the function's folder or round in a circle", shown(link.to))
		}
	}
	return nil
}
