package archive

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A hostile archive is refused with a message that says this, and writes nothing outside of the folder.
type hostile struct {
	name   string
	source func(t testing.TB, outside string) io.Reader
	says   string
}

var strict = Rules{Bytes: 1 << 20, Entries: 1000}

func TestHostileTarsWriteNothingOutside(t *testing.T) {
	for _, c := range append(hostileTars(), hostileTarTypes()...) {
		t.Run(c.name, func(t *testing.T) {
			outer, root := folderInFolder(t)
			before := everything(t, outer)
			start := time.Now()
			err := Tar(c.source(t, outer), root, strict)
			refused(t, err, c.says)
			unchanged(t, outer, before)
			if spent := time.Since(start); spent > 20*time.Second {
				t.Errorf("it took %v to refuse it", spent)
			}
		})
	}
}

func TestHostileZipsWriteNothingOutside(t *testing.T) {
	for _, c := range append(hostileZips(), damagedZips()...) {
		t.Run(c.name, func(t *testing.T) {
			outer, root := folderInFolder(t)
			before := everything(t, outer)
			content, err := io.ReadAll(c.source(t, outer))
			must(t, err)
			refused(t, Zip(bytes.NewReader(content), int64(len(content)), root, strict), c.says)
			unchanged(t, outer, before)
		})
	}
}

func TestTheCorpusIsLargeEnough(t *testing.T) {
	if n := len(hostileTars()) + len(hostileTarTypes()) + len(hostileZips()) + len(damagedZips()); n < 80 {
		t.Errorf("there are %d hostile archives", n)
	}
}

// folderInFolder makes a folder to unpack into, beside a file that an archive might go for.
func folderInFolder(t testing.TB) (outer string, root *os.Root) {
	t.Helper()
	outer = t.TempDir()
	must(t, os.WriteFile(filepath.Join(outer, "secret"), []byte("keep me"), 0o600))
	must(t, os.Mkdir(filepath.Join(outer, "root"), 0o755))
	root, err := os.OpenRoot(filepath.Join(outer, "root"))
	must(t, err)
	t.Cleanup(func() { root.Close() })
	return outer, root
}

// everything is what stands outside of the folder: names, modes, contents and how many names a file has.
func everything(t testing.TB, outer string) string {
	t.Helper()
	var out strings.Builder
	must(t, filepath.WalkDir(outer, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name == filepath.Join(outer, "root") {
			return fs.SkipDir
		}
		info, err := os.Lstat(name)
		if err != nil {
			return err
		}
		fmt.Fprintln(&out, name, info.Mode(), links(info))
		if info.Mode().IsRegular() {
			content, err := os.ReadFile(name)
			fmt.Fprintf(&out, "%q\n", content)
			return err
		}
		return nil
	}))
	return out.String()
}

func refused(t *testing.T, err error, says string) {
	t.Helper()
	if err == nil {
		t.Fatal("it was taken")
	}
	if !strings.Contains(err.Error(), says) {
		t.Errorf("it was refused with %q, not with %q", err, says)
	}
	if errors.Is(err, io.EOF) || strings.Contains(err.Error(), "archive/tar") || len(err.Error()) > 500 {
		t.Errorf("no message for a person: %q", err)
	}
}

func unchanged(t *testing.T, outer, before string) {
	t.Helper()
	if after := everything(t, outer); after != before {
		t.Errorf("outside of the folder stood\n%s\nand now\n%s", before, after)
	}
}
