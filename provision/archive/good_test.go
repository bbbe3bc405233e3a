package archive

import (
	"archive/tar"
	"bytes"
	"encoding/base64"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var roomy = Rules{Bytes: 64 << 20, Entries: 10_000}

// tree is what a folder holds: by name, what one sees of it.
func tree(t testing.TB, folder string) map[string]string {
	t.Helper()
	found := map[string]string{}
	must(t, filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		short, _ := filepath.Rel(folder, name)
		switch info.Mode().Type() {
		case fs.ModeDir:
			found[short] = "folder"
		case fs.ModeSymlink:
			to, err := os.Readlink(name)
			found[short] = "link to " + to
			return err
		default:
			content, err := os.ReadFile(name)
			found[short] = fmt.Sprintf("%v %q", info.Mode(), content)
			return err
		}
		return nil
	}))
	return found
}

func same(t *testing.T, want, got map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got[name] != want[name] {
			t.Errorf("%s is %.80s, and should be %.80s", name, got[name], want[name])
		}
	}
	for name := range got {
		if _, wanted := want[name]; !wanted {
			t.Errorf("%s should not be there", name)
		}
	}
}

// sourceTree is what a function's archive holds in the field.
func sourceTree(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for name, content := range map[string]string{
		"hello.py": "print('hello')\n", "empty": "", "large.bin": noise(300_000), "zeros.bin": strings.Repeat("\x00", 1<<18),
		"bin/run": "#!/bin/sh\n", "a/b/c/d/e/deep.txt": "deep", "Grüße.txt": "umlaut", "with blank.txt": "blank", ".hidden": "dot",
		strings.Repeat("long", 30) + "/" + strings.Repeat("name", 40) + ".txt": "long", "..dots..": "no traversal", "co:lon": "no drive",
	} {
		must(t, os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o755))
		must(t, os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644))
	}
	must(t, os.Chmod(filepath.Join(folder, "bin/run"), 0o755))
	must(t, os.Mkdir(filepath.Join(folder, "nothing"), 0o755))
	must(t, os.Symlink("hello.py", filepath.Join(folder, "main.py")))
	must(t, os.Symlink("../../large.bin", filepath.Join(folder, "a/b/link")))
	must(t, os.Symlink("a/b", filepath.Join(folder, "folder-link")))
	must(t, os.Symlink("later", filepath.Join(folder, "dangling")))
	must(t, os.Link(filepath.Join(folder, "hello.py"), filepath.Join(folder, "second.py")))
	return folder
}

// What the system's own tools pack comes out as it went in, and as they unpack it.
func TestArchivesOfTheSystemsToolsUnpackByteExactly(t *testing.T) {
	packed := filepath.Join(t.TempDir(), "packed")
	for _, c := range []struct{ name, pack, unpack string }{
		{"plain tar", "tar cf $OUT .", "tar xf $OUT"},
		{"tar with names", "tar cf $OUT *", "tar xf $OUT"},
		{"tar.gz", "tar czf $OUT .", "tar xf $OUT"},
		{"tar.bz2", "tar cjf $OUT .", "tar xf $OUT"},
		{"tar.xz", "tar cJf $OUT .", "tar xf $OUT"},
		{"tar.xz in many blocks", "tar cf - . | xz -0 --block-size=100000 > $OUT", "tar xf $OUT"},
		{"tar.gz in two parts", "tar cf whole.tar --exclude=whole.tar . && (head -c 100000 whole.tar | gzip; tail -c +100001 whole.tar | gzip) > $OUT; rm whole.tar", "tar xf $OUT"},
		{"PAX tar", "tar c --format=pax -f $OUT .", "tar xf $OUT"},
		{"sparse tar", "tar c --sparse -f $OUT .", "tar xf $OUT"},
		{"sparse PAX tar", "tar c --format=pax --sparse -f $OUT .", "tar xf $OUT"},
		{"zip with links", "zip -qry $OUT .", "unzip -q $OUT"},
		{"stored zip", "zip -qry0 $OUT .", "unzip -q $OUT"},
		{"zip with data descriptors", "zip -qr - . -x dangling | cat > $OUT", "unzip -q $OUT"},
		{"bzip2 zip", "zip -qry -Z bzip2 $OUT .", "unzip -q $OUT"},
		{"zip behind a script", "(echo '#!/bin/sh'; zip -qr - . -x dangling | cat) > $OUT", "unzip -q $OUT 2>/dev/null || [ $? = 1 ]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			name := packed + strings.ReplaceAll(c.name, " ", "-") + ".zip"
			from, theirs := sourceTree(t), t.TempDir()
			if !shell(t, from, c.pack, name) || !shell(t, theirs, c.unpack, name) {
				return
			}
			ours := unpack(t, name)
			want := tree(t, from)
			same(t, tree(t, theirs), tree(t, ours))
			if !strings.ContainsAny(c.pack, "*|") {
				same(t, want, tree(t, ours))
			}
		})
	}
}

// shell runs a line, and says whether this machine has what it takes.
func shell(t *testing.T, in, line, out string) bool {
	t.Helper()
	for _, tool := range []string{"tar", "zip", "unzip", "xz", "bzip2", "gzip"} {
		if _, err := exec.LookPath(tool); err != nil && strings.Contains(line+line, tool) {
			t.Logf("there is no %s here", tool)
			return false
		}
	}
	command := exec.Command("sh", "-c", line)
	command.Dir, command.Env = in, append(os.Environ(), "OUT="+out)
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", line, err, output)
	}
	return true
}

func unpack(t *testing.T, name string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	root, err := os.OpenRoot(folder)
	must(t, err)
	defer root.Close()
	file, err := os.Open(name)
	must(t, err)
	defer file.Close()
	info, err := file.Stat()
	must(t, err)
	start := make([]byte, 512)
	_, err = file.ReadAt(start, 0)
	must(t, err)
	if bytes.Contains(start, []byte("PK\x03\x04")) {
		must(t, Zip(file, info.Size(), root, roomy))
	} else {
		must(t, Tar(file, root, roomy))
	}
	return folder
}

func TestCompressionsAreToldByTheirContent(t *testing.T) {
	const bzip = "QlpoOTFBWSZTWci07s4AAHV7hMsQCEBQYWWAAEBiZd4gAACACCAAdQ0k0PUGQeoaGEPUElTIZABoANB9H25jUIHzAJF+DyDXzFsiSBgYMGxZ3CyDZ7iIoGQxStyMzgbQwOiH8aRExNgaECyp6+imPlVzkkH4u5IpwoSGRad2cA=="
	const xz = "/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4Cf/AG9dADQZSe6N8Lmxq8PJuO9LOtXH7Rd0c76cxkv9RGLiA1NsRJndOAskXcPK9JnYe8h9xL+aASYJ/Smp3s/viIqfQhLZXiAxiiHQ6vZbVr87Z6FIFTktP50CKLe6nXkomx437bsrjtCCzYOnQuj8f1K0AAAAlIvojh1KARcAAYsBgFAAAP2BpwuxxGf7AgAAAAAEWVo="
	plain := tarOf(t, entry{name: "hello.py", body: "print(\"hello\")\n"})
	for name, content := range map[string][]byte{"bzip2": decoded(t, bzip), "xz": decoded(t, xz), "gzip": gzipped(t, plain), "plain": plain} {
		outer, root := folderInFolder(t)
		if err := Tar(bytes.NewReader(content), root, strict); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		got := tree(t, filepath.Join(outer, "root"))
		same(t, map[string]string{".": "folder", "hello.py": `-rw-r--r-- "print(\"hello\")\n"`}, got)
	}
}

func decoded(t *testing.T, text string) []byte {
	t.Helper()
	content, err := base64.StdEncoding.DecodeString(text)
	must(t, err)
	return content
}

func TestOfAModeOnlyWhatMakesAProgramIsKept(t *testing.T) {
	outer, root := folderInFolder(t)
	must(t, Tar(bytes.NewReader(tarOf(t,
		entry{name: "setuid", body: "x", mode: 0o6755}, entry{name: "sticky", body: "x", mode: 0o1666}, entry{name: "shut", body: "x", mode: 0o200},
		entry{name: "group", body: "x", mode: 0o654}, entry{name: "closed/", kind: tar.TypeDir, mode: 0o1000}, entry{name: "closed/in", body: "x"},
	)), root, strict))
	folder := filepath.Join(outer, "root")
	got := tree(t, folder)
	same(t, map[string]string{
		".": "folder", "setuid": `-rwxr-xr-x "x"`, "sticky": `-rw-r--r-- "x"`, "shut": `-rw-r--r-- "x"`, "group": `-rwxr-xr-x "x"`,
		"closed": "folder", "closed/in": `-rw-r--r-- "x"`,
	}, got)
	info, err := os.Stat(filepath.Join(folder, "closed"))
	must(t, err)
	if info.Mode().Perm() != 0o755 {
		t.Errorf("the folder's mode is %v", info.Mode())
	}
}

func TestFilesKeepTheirTimes(t *testing.T) {
	outer, root := folderInFolder(t)
	when := time.Date(2020, 2, 29, 12, 0, 0, 0, time.UTC)
	var out bytes.Buffer
	writer := tar.NewWriter(&out)
	must(t, writer.WriteHeader(&tar.Header{Name: "f", Mode: 0o644, ModTime: when}))
	must(t, writer.WriteHeader(&tar.Header{Name: "weird", Mode: 0o644, ModTime: time.Unix(1<<40, 0)}))
	must(t, writer.Close())
	must(t, Tar(&out, root, strict))
	info, err := os.Stat(filepath.Join(outer, "root", "f"))
	must(t, err)
	if !info.ModTime().Equal(when) {
		t.Errorf("it has %v", info.ModTime())
	}
}

func TestWhatIsPackedTwiceWithoutHarmIsTaken(t *testing.T) {
	outer, root := folderInFolder(t)
	must(t, Tar(bytes.NewReader(tarOf(t,
		entry{name: "./", kind: tar.TypeDir}, entry{name: "d/", kind: tar.TypeDir}, entry{name: "d/f", body: "x"}, entry{name: "./d//", kind: tar.TypeDir},
		entry{name: "l", kind: tar.TypeSymlink, link: "d/f"}, entry{name: "m", kind: tar.TypeLink, link: "l"}, entry{name: "h", kind: tar.TypeLink, link: "./d/f"},
	)), root, strict))
	same(t, map[string]string{".": "folder", "d": "folder", "d/f": `-rw-r--r-- "x"`, "l": "link to d/f", "m": "link to d/f", "h": `-rw-r--r-- "x"`},
		tree(t, filepath.Join(outer, "root")))
}

// What a command left on a Linux file system comes back, whatever it is called and wherever it leads.
func TestWhatWasInstalledMayHaveAnyNameAndLink(t *testing.T) {
	outer, root := folderInFolder(t)
	installed := strict
	installed.Installed = true
	must(t, Tar(bytes.NewReader(tarOf(t,
		entry{name: "README", body: "x"}, entry{name: "readme", body: "y"}, entry{name: `systemd\x2d`, body: "z"}, entry{name: "c:", body: "z"},
		entry{name: "bin/python", kind: tar.TypeSymlink, link: "/usr/bin/python3"}, entry{name: "tool", body: "t", mode: 0o750},
	)), root, installed))
	same(t, map[string]string{
		".": "folder", "README": `-rw-r--r-- "x"`, "readme": `-rw-r--r-- "y"`, `systemd\x2d`: `-rw-r--r-- "z"`, "c:": `-rw-r--r-- "z"`,
		"bin": "folder", "bin/python": "link to /usr/bin/python3", "tool": `-rwxr-x--- "t"`,
	}, tree(t, filepath.Join(outer, "root")))
	refused(t, Tar(bytes.NewReader(tarOf(t, entry{name: "bin2", kind: tar.TypeSymlink, link: "/tmp"}, entry{name: "bin2/evil", body: "x"})), root, installed), "no folder")
}

func TestAnEmptyInstallationIsNoError(t *testing.T) {
	_, root := folderInFolder(t)
	must(t, Tar(bytes.NewReader(tarEnd), root, Rules{Bytes: 1, Entries: 1, Installed: true}))
}
