package archive

import (
	"bytes"
	"io"
	"testing"
)

const largestSeed = 8 << 10

// Whatever bytes come: no panic, nothing outside of the folder, no more than the rules allow.
func FuzzTar(f *testing.F) {
	for _, c := range append(hostileTars(), hostileTarTypes()...) {
		seed(f, c)
	}
	f.Add(tarOf(f, entry{name: "f", body: "x"}))
	f.Fuzz(func(t *testing.T, content []byte) {
		outer, root := folderInFolder(t)
		before := everything(t, outer)
		_ = Tar(bytes.NewReader(content), root, Rules{Bytes: 1 << 16, Entries: 100})
		unchanged(t, outer, before)
	})
}

func FuzzZip(f *testing.F) {
	for _, c := range append(hostileZips(), damagedZips()...) {
		seed(f, c)
	}
	f.Add(zipOf(f, member{name: "f", body: "x", deflate: true}))
	f.Fuzz(func(t *testing.T, content []byte) {
		outer, root := folderInFolder(t)
		before := everything(t, outer)
		_ = Zip(bytes.NewReader(content), int64(len(content)), root, Rules{Bytes: 1 << 16, Entries: 100})
		unchanged(t, outer, before)
	})
}

func seed(f *testing.F, c hostile) {
	f.Helper()
	content, err := io.ReadAll(io.LimitReader(c.source(f, f.TempDir()), largestSeed))
	must(f, err)
	f.Add(content)
}
