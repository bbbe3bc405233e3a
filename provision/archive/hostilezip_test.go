package archive

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

func zipped(members ...member) func(testing.TB, string) io.Reader {
	return func(t testing.TB, _ string) io.Reader { return bytes.NewReader(zipOf(t, members...)) }
}

func hostileZips() []hostile {
	return []hostile{
		{"traversal", zipped(member{name: "../evil", body: "x"}), `leads out of its folder with ".."`},
		{"traversal further in", zipped(member{name: "a/b/../../../evil", body: "x"}), `leads out of its folder`},
		{"traversal by a folder", zipped(member{name: "../evil/", mode: fs.ModeDir | 0o755}), `leads out of its folder`},
		{"absolute", func(t testing.TB, outer string) io.Reader {
			return bytes.NewReader(zipOf(t, member{name: filepath.Join(outer, "evil"), body: "x"}))
		}, "absolute name"},
		{"backslashes", zipped(member{name: `..\evil`, body: "x"}), "backslash"},
		{"backslash between folders", zipped(member{name: `a\b`, body: "x"}), "backslash"},
		{"drive", zipped(member{name: "C:/evil", body: "x"}), "drive"},
		{"NUL", zipped(member{name: "good\x00/../../evil", body: "x"}), "NUL in its name"},
		{"no name", zipped(member{name: "", body: "x"}), "has no name"},
		{"over-long name", zipped(member{name: strings.Repeat("n", 256), body: "x"}), "has a name of 256 bytes"},
		{"over-long names in all", zipped(member{name: strings.Repeat("n/", 600), body: ""}), "has a name of 1200 bytes"},
		{"nested deeply", zipped(member{name: deep(150), body: "x"}), "folders deep"},
		{"link out", zipped(member{name: "l", body: "../secret", mode: fs.ModeSymlink | 0o777}), "outside the function's folder"},
		{"link out, then a file through it", zipped(member{name: "l", body: "..", mode: fs.ModeSymlink | 0o777}, member{name: "l/evil", body: "x"}), "outside the function's folder"},
		{"link inside, then a file through it", zipped(member{name: "d/", mode: fs.ModeDir | 0o755}, member{name: "l", body: "d", mode: fs.ModeSymlink | 0o777}, member{name: "l/evil", body: "x"}), `lies beneath "l"`},
		{"link by its full name", zipped(member{name: "l", body: "/etc/passwd", mode: fs.ModeSymlink | 0o777}), "no name in the function's folder"},
		{"link of 10,000 bytes", zipped(member{name: "l", body: strings.Repeat("a/", 5000), mode: fs.ModeSymlink | 0o777}), "link without a target that a file could have"},
		{"links in a circle", zipped(member{name: "a", body: "b", mode: fs.ModeSymlink | 0o777}, member{name: "b", body: "a", mode: fs.ModeSymlink | 0o777}), "round in a circle"},
		{"folder that is a link", zipped(member{name: "l/", body: "..", mode: fs.ModeSymlink | 0o777}), "only files, folders and links"},
		{"device", zipped(member{name: "d", mode: fs.ModeDevice | 0o666}), "is a device, pipe or socket"},
		{"character device", zipped(member{name: "d", mode: fs.ModeDevice | fs.ModeCharDevice | 0o666}), "is a device, pipe or socket"},
		{"named pipe", zipped(member{name: "p", mode: fs.ModeNamedPipe | 0o666}), "is a device, pipe or socket"},
		{"socket", zipped(member{name: "s", mode: fs.ModeSocket | 0o666}), "is a device, pipe or socket"},
		{"duplicate", zipped(member{name: "f", body: "x"}, member{name: "f", body: "y"}), "is in the archive twice"},
		{"file and folder of one name", zipped(member{name: "f", body: "x"}, member{name: "f/"}), "is in the archive twice"},
		{"case clash", zipped(member{name: "Main.py", body: "x"}, member{name: "main.py", body: "y"}), "upper and lower case alone"},
		{"too many entries", func(t testing.TB, _ string) io.Reader { return bytes.NewReader(crowd(t, 1001)) }, "more than 1000 entries"},
		{"more entries than the memory should hold", func(t testing.TB, _ string) io.Reader { return bytes.NewReader(crowd(t, 150_000)) }, "more than 1000 entries"},
		{"folders that no entry names", func(t testing.TB, _ string) io.Reader {
			var b zipBuilder
			for i := range 20 {
				b.add(t, member{name: fmt.Sprintf("x%d/%s", i, deep(80))})
			}
			return bytes.NewReader(b.bytes())
		}, "more than 1000 entries"},
	}
}

func damagedZips() []hostile {
	shared := zipOf(nil, member{name: "f0", body: strings.Repeat("0", 9000), deflate: true})
	return []hostile{
		{"bomb", zipped(member{name: "f", body: strings.Repeat("\x00", 8<<20), deflate: true}), "unpacks to more than 1048576 bytes"},
		{"bomb in many files", func(t testing.TB, _ string) io.Reader {
			var b zipBuilder
			for i := range 20 {
				b.add(t, member{name: fmt.Sprint("f", i), body: strings.Repeat("\x00", 1<<17), deflate: true})
			}
			return bytes.NewReader(b.bytes())
		}, "unpacks to more than 1048576 bytes"},
		{"bomb that says it is small", zipped(member{name: "f", body: strings.Repeat("\x00", 8<<20), deflate: true, size: put(uint64(10))}), "its sizes are not what it says"},
		{"file that says it is large", zipped(member{name: "f", body: "x", deflate: true, size: put(uint64(1000))}), "ends too early"},
		{"file that says it has 4 GiB", zipped(member{name: "f", body: "x", size: put(uint64(0xfffffffe))}), "unpacks to more than"},
		{"content beyond the file's end", zipped(member{name: "f", body: "x", packed: put(uint64(1 << 20)), size: put(uint64(1 << 19))}), "cannot be read"},
		{"entries that share all their content", func(t testing.TB, _ string) io.Reader {
			var b zipBuilder
			b.add(t, member{name: "f0", body: strings.Repeat("0", 9000), deflate: true})
			for i := range 9 {
				b.add(t, member{name: fmt.Sprint("f", i+1), body: strings.Repeat("0", 9000), deflate: true, noLocal: true, at: put(0)})
			}
			return bytes.NewReader(b.bytes())
		}, `shares its content with "f`},
		{"entry within another's content", func(t testing.TB, _ string) io.Reader {
			var inner, outer zipBuilder
			inner.add(t, member{name: "inner", body: "kernel"})
			outer.add(t, member{name: "outer", body: string(inner.out)})
			outer.add(t, member{name: "inner", body: "kernel", noLocal: true, at: put(30 + len("outer"))})
			return bytes.NewReader(outer.bytes())
		}, "shares its content with"},
		{"entry that begins nowhere", zipped(member{name: "f", body: "x", at: put(1 << 30)}), "cannot be read"},
		{"entry that begins in the middle", zipped(member{name: "f", body: "x", at: put(3)}), "cannot be read"},
		{"wrong sum", zipped(member{name: "f", body: "x", crc: put(uint32(1))}), "not what its checksum says"},
		{"encrypted", zipped(member{name: "f", body: "x", flags: 1}), "is encrypted"},
		{"uncommon compression", zipped(member{name: "f", body: "x", method: put(uint16(98))}), "compressed in an uncommon way"},
		{"broken deflate", zipped(member{name: "f", raw: []byte("\xff\xff\xff\xff"), body: "xxxx", method: put(uint16(8))}), "cannot be read"},
		{"folder with content", zipped(member{name: "d/", body: "x"}), "is a folder with content"},
		{"truncated", raw(shared[:len(shared)-30]), "no whole zip archive"},
		{"its beginning alone", raw(shared[:20]), "no whole zip archive"},
		{"its end alone", raw(shared[len(shared)-22:]), "no whole zip archive"},
		{"web page", raw([]byte("<html><body>404</body></html>")), "it looks like a web page"},
		{"tar.gz", raw([]byte("\x1f\x8b\x08....")), "it looks like gzip"},
		{"base64", raw([]byte("UEsDBBQAAAAIAA==")), "it looks like an archive in base64"},
		{"nothing", raw(), "it is empty"},
		{"no entries", zipped(), "the archive is empty"},
	}
}

// crowd is a zip with empty entries, as small as can be.
func crowd(t testing.TB, entries int) []byte {
	var b zipBuilder
	for i := range entries {
		b.add(t, member{name: fmt.Sprintf("%x", i), noLocal: true, at: put(0)})
	}
	return b.bytes()
}
