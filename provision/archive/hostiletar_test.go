package archive

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
)

func of(entries ...entry) func(testing.TB, string) io.Reader {
	return func(t testing.TB, _ string) io.Reader { return bytes.NewReader(tarOf(t, entries...)) }
}

func raw(parts ...[]byte) func(testing.TB, string) io.Reader {
	return func(testing.TB, string) io.Reader { return bytes.NewReader(joined(parts...)) }
}

// outside has the entries name a place by its full name.
func outside(make func(outer string) []entry) func(testing.TB, string) io.Reader {
	return func(t testing.TB, outer string) io.Reader { return bytes.NewReader(tarOf(t, make(outer)...)) }
}

func hostileTars() []hostile {
	dir, sym, hard := byte(tar.TypeDir), byte(tar.TypeSymlink), byte(tar.TypeLink)
	return []hostile{
		{"traversal", of(entry{name: "../evil", body: "x"}), `leads out of its folder with ".."`},
		{"traversal further in", of(entry{name: "a/../../evil", body: "x"}), `leads out of its folder with ".."`},
		{"traversal that ends inside", of(entry{name: "a/../b", body: "x"}), `leads out of its folder with ".."`},
		{"traversal by a folder", of(entry{name: "../evil/", kind: dir, mode: 0o755}), `leads out of its folder`},
		{"absolute", outside(func(outer string) []entry { return []entry{{name: filepath.Join(outer, "evil"), body: "x"}} }), "absolute name"},
		{"absolute twice over", of(entry{name: "//tmp/evil", body: "x"}), "absolute name"},
		{"PAX traversal", raw(paxOf(record("path", "../evil")), block{name: "good", kind: '0'}.bytes(), tarEnd), `leads out of its folder`},
		{"GNU long name traversal", raw(gnuLong(strings.Repeat("a/../", 60)+"../../evil"), block{name: "good", kind: '0'}.bytes(), tarEnd), `leads out`},
		{"link to a file outside", of(entry{name: "l", kind: sym, link: "../secret"}), "outside the function's folder"},
		{"link to a file by its full name", of(entry{name: "l", kind: sym, link: "/etc/passwd"}), "no name in the function's folder"},
		{"link out, then a file through it", of(entry{name: "l", kind: sym, link: ".."}, entry{name: "l/evil", body: "x"}), "outside the function's folder"},
		{"link inside, then a file through it", of(entry{name: "d/", kind: dir}, entry{name: "l", kind: sym, link: "d"}, entry{name: "l/evil", body: "x"}), `lies beneath "l", which is no folder`},
		{"link, then a file of its name", of(entry{name: "l", kind: sym, link: "x"}, entry{name: "l", body: "x"}), "is in the archive twice"},
		{"link, then a folder of its name", of(entry{name: "l", kind: sym, link: "d"}, entry{name: "l/", kind: dir}), "is in the archive twice"},
		{"folder, then a link of its name", of(entry{name: "d/", kind: dir}, entry{name: "d", kind: sym, link: "x"}), "is in the archive twice"},
		{"file, then a link of its name", of(entry{name: "f", body: "x"}, entry{name: "f", kind: sym, link: "x"}), "is in the archive twice"},
		{"links that lead out together", of(entry{name: "d/e/", kind: dir}, entry{name: "d/e/up", kind: sym, link: "../.."}, entry{name: "d/e/out", kind: sym, link: "up/../secret"}), "leads out of the function's folder"},
		{"chain of links that leads out", of(entry{name: "d/e/up", kind: sym, link: "../.."}, entry{name: "d/e/a", kind: sym, link: "up"}, entry{name: "d/e/b", kind: sym, link: "a"}, entry{name: "d/e/c", kind: sym, link: "b/../secret"}), "leads out of the function's folder"},
		{"links in a circle", of(entry{name: "a", kind: sym, link: "b"}, entry{name: "b", kind: sym, link: "a"}), "round in a circle"},
		{"link to nothing", raw(block{name: "l", kind: '2'}.bytes(), tarEnd), "link without a target"},
		{"link with a backslash", of(entry{name: "l", kind: sym, link: `..\secret`}), "no name in the function's folder"},
		{"PAX link target", raw(paxOf(record("linkpath", "../secret")), block{name: "l", kind: '2', link: "good"}.bytes(), tarEnd), "outside the function's folder"},
		{"the folder itself as a link", of(entry{name: "./", kind: sym, link: "/tmp"}), "stands for the function's folder itself"},
		{"the folder itself as a file", of(entry{name: ".", body: "x"}), "stands for the function's folder itself"},
		{"hard link out", of(entry{name: "h", kind: hard, link: "../secret"}), "outside the function's folder"},
		{"hard link out by its full name", outside(func(outer string) []entry {
			return []entry{{name: "h", kind: hard, link: filepath.Join(outer, "secret")}}
		}), "outside the function's folder"},
		{"hard link to nothing", of(entry{name: "h", kind: hard, link: "missing"}), "no earlier file of the archive"},
		{"hard link to a folder", of(entry{name: "d/", kind: dir}, entry{name: "h", kind: hard, link: "d"}), "no earlier file of the archive"},
		{"hard link through a link", of(entry{name: "l", kind: sym, link: "d"}, entry{name: "h", kind: hard, link: "l/secret"}), "no earlier file of the archive"},
		{"hard link of a link that leads elsewhere from there", of(entry{name: "a/b/l", kind: sym, link: "../x"}, entry{name: "h", kind: hard, link: "a/b/l"}), "outside the function's folder"},
		{"hard link, then a file of its name", of(entry{name: "f", body: "x"}, entry{name: "h", kind: hard, link: "f"}, entry{name: "h", body: "y"}), "is in the archive twice"},
		{"duplicate", of(entry{name: "f", body: "x"}, entry{name: "./f", body: "y"}), "is in the archive twice"},
		{"case clash", of(entry{name: "Readme", body: "x"}, entry{name: "README", body: "y"}), "upper and lower case alone"},
		{"case clash of folders", of(entry{name: "A/x", body: "x"}, entry{name: "a/y", body: "y"}), "upper and lower case alone"},
		{"case clash beyond ASCII", of(entry{name: "Ärger", body: "x"}, entry{name: "ärger", body: "y"}), "upper and lower case alone"},
		{"file, then files beneath it", of(entry{name: "f", body: "x"}, entry{name: "f/g", body: "y"}), `lies beneath "f", which is no folder`},
		{"backslashes", of(entry{name: `..\..\evil`, body: "x"}), "backslash"},
		{"drive", of(entry{name: "C:/evil", body: "x"}), "drive"},
		{"drive without a slash", of(entry{name: "c:evil", body: "x"}), "drive"},
		{"over-long name", of(entry{name: strings.Repeat("n", 300), body: "x"}), "has a name of 300 bytes"},
		{"over-long names in all", of(entry{name: strings.Repeat("folder/", 600) + "f", body: "x"}), "has a name of 4201 bytes"},
		{"nested deeply", of(entry{name: deep(200), body: "x"}), "folders deep"},
	}
}

func hostileTarTypes() []hostile {
	huge := block{name: "f", kind: '0', size: octal(1 << 32)}.bytes()
	return []hostile{
		{"character device", of(entry{name: "null", kind: tar.TypeChar}), "is a device"},
		{"block device", of(entry{name: "sda", kind: tar.TypeBlock}), "is a device"},
		{"named pipe", of(entry{name: "pipe", kind: tar.TypeFifo}), "is a named pipe"},
		{"unknown type", raw(block{name: "v", kind: 'V'}.bytes(), tarEnd), "unknown type"},
		{"NUL in a PAX name", raw(paxOf(record("path", "good\x00/../x")), block{name: "good", kind: '0'}.bytes(), tarEnd), "cannot be read"},
		{"PAX record that lies about its length", raw(paxOf("99 path=good\n"), block{name: "good", kind: '0'}.bytes(), tarEnd), "cannot be read"},
		{"PAX header of 2 MiB", raw(paxOf(record("comment", strings.Repeat("c", 2<<20))), block{name: "g", kind: '0'}.bytes(), tarEnd), "cannot be read"},
		{"negative size", raw(block{name: "f", kind: '0', size: "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfe"}.bytes(), tarEnd), "cannot be read"},
		{"size of exabytes", raw(block{name: "f", kind: '0', size: "\x80\x00\x00\x00\x7f\xff\xff\xff\xff\xff\xff\xff"}.bytes(), tarEnd), "unpacks to more than 1048576 bytes"},
		{"more than its bytes", raw(huge, padded("short"), tarEnd), "unpacks to more than 1048576 bytes"},
		{"GNU sparse file of a terabyte", raw(block{name: "s", kind: 'S', ext: map[int]string{257: "ustar  \x00", 386: octal(1 << 40)[:12], 398: "00000000000\x00", 483: "\x80\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00"}}.bytes(), tarEnd), "unpacks to more than 1048576 bytes"},
		{"PAX sparse file of a terabyte", raw(paxOf(record("GNU.sparse.major", "1")+record("GNU.sparse.minor", "0")+record("GNU.sparse.realsize", "1099511627776")+record("GNU.sparse.name", "s")), block{name: "s", kind: '0', size: octal(512)}.bytes(), padded("0\n"), tarEnd), "unpacks to more than 1048576 bytes"},
		{"a million entries", many(func(n int) []byte { return block{name: fmt.Sprint("f", n), kind: '0'}.bytes() }), "more than 1000 entries"},
		{"a million names of one folder", many(func(int) []byte { return block{name: "d/", kind: '5'}.bytes() }), "more than 1000 entries"},
		{"a million folders that no entry names", many(func(n int) []byte {
			return joined(gnuLong(fmt.Sprintf("x%d/%s", n, deep(80))), block{name: "f", kind: '0'}.bytes())
		}), "more than 1000 entries"},
		{"endless file", many(func(n int) []byte {
			if n == 0 {
				return block{name: "f", kind: '0', size: octal(1 << 20)}.bytes()
			}
			return make([]byte, 1<<16)
		}), "unpacks to more than 1048576 bytes"},
		{"endless comments", many(func(n int) []byte { return paxOf(record("comment", "x")) }), "unpacks to more than"},
		{"bomb in many files", many(func(n int) []byte {
			return joined(block{name: fmt.Sprint("f", n), kind: '0', size: octal(1 << 16)}.bytes(), make([]byte, 1<<16))
		}), "unpacks to more than 1048576 bytes"},
		{"truncated", raw(tarOf(nil, entry{name: "f", body: strings.Repeat("x", 2000)})[:1024]), "ends too early"},
		{"truncated header", raw(tarOf(nil, entry{name: "f", body: "x"})[:1200]), "ends too early"},
		{"truncated gzip", func(t testing.TB, _ string) io.Reader {
			packed := gzipped(t, tarOf(t, entry{name: "f", body: noise(5000)}))
			return bytes.NewReader(packed[:len(packed)-20])
		}, "gzip: it ends too early"},
		{"gzip with a wrong sum", func(t testing.TB, _ string) io.Reader {
			packed := gzipped(t, tarOf(t, entry{name: "f", body: "x"}))
			packed[len(packed)-6] ^= 1
			return bytes.NewReader(packed)
		}, "gzip: invalid checksum"},
		{"xz that wants 4 GiB of memory", raw(greedyXZ), "wants more than 64 MiB of memory"},
		{"broken xz", raw([]byte("\xfd7zXZ\x00garbage that is no stream of xz")), "xz"},
		{"broken bzip2", raw([]byte("BZh9garbage that is no stream of bzip2 at all, whatever it says")), "bzip2"},
		{"gzip in gzip", func(t testing.TB, _ string) io.Reader {
			return bytes.NewReader(gzipped(t, gzipped(t, tarOf(t, entry{name: "f", body: "x"}))))
		}, "no tar archive is in it"},
		{"wrong sum in the header", raw(append([]byte("x"), tarOf(nil, entry{name: "f", body: "x"})[1:]...)), "no tar archive"},
		{"second header broken", raw(block{name: "f", kind: '0'}.bytes(), padded("this is no header"), tarEnd), "one of its headers is damaged"},
		{"web page", raw([]byte("<!DOCTYPE html><html><body>Please log in</body></html>")), "it looks like a web page"},
		{"base64", raw([]byte("H4sIAAAAAAAAA+3OMQ6AIBRE0")), "it looks like an archive in base64"},
		{"zip", raw([]byte("PK\x03\x04....")), "no tar archive but a zip archive"},
		{"zstd", raw([]byte("\x28\xb5\x2f\xfd....")), "plain or compressed with gzip, bzip2 or xz"},
		{"nothing", raw(), "it is empty"},
		{"no entries", raw(tarEnd), "the archive is empty"},
	}
}

func paxOf(records string) []byte {
	return joined(block{name: "pax", kind: 'x', size: octal(int64(len(records)))}.bytes(), padded(records))
}

// record is one of a PAX header, which begins with its own length.
func record(key, value string) string {
	text := fmt.Sprintf(" %s=%s\n", key, value)
	length := len(text) + 1
	for length != len(fmt.Sprint(length))+len(text) {
		length++
	}
	return fmt.Sprint(length) + text
}

func many(each func(number int) []byte) func(testing.TB, string) io.Reader {
	return func(testing.TB, string) io.Reader { return endless(each) }
}

// noise does not get smaller.
func noise(length int) string {
	out, state := make([]byte, length), uint32(1)
	for i := range out {
		state = state*1664525 + 1013904223
		out[i] = byte(state >> 24)
	}
	return string(out)
}
