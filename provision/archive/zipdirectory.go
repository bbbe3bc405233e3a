package archive

import (
	"bytes"
	"errors"
	"io"
)

// A zip's last part, its directory, is searched for in the last 65 KiB, which may hold part of it: as many entries may be seen twice.
const zipCommentEntries = 65 << 10 / 46

var zipDirectoryEntry = []byte("PK\x01\x02")

// A directoryGuard counts a zip's entries while the library reads its directory, which it keeps in memory whole, however many
// they are. What is no entry and looks like one counts too; whoever reads the directory counts exactly.
type directoryGuard struct {
	from  io.ReaderAt
	rules Rules
	most  int
	seen  int
	last  []byte // the end of what was read before, for what begins there
	end   int64  // where that was
	done  bool   // the directory is read
	err   error
}

func (g *directoryGuard) ReadAt(p []byte, offset int64) (int, error) {
	read, err := g.from.ReadAt(p, offset)
	if g.done {
		return read, err
	}
	g.count(p[:read], offset)
	if g.seen > g.most {
		g.err = g.rules.tooMany()
		return 0, g.err
	}
	if err != nil && !errors.Is(err, io.EOF) {
		g.err = err
	}
	return read, err
}

func (g *directoryGuard) count(part []byte, offset int64) {
	if offset == g.end && len(g.last) > 0 {
		joint := append(bytes.Clone(g.last), part[:min(len(part), 3)]...)
		g.seen += bytes.Count(joint, zipDirectoryEntry)
	}
	g.seen += bytes.Count(part, zipDirectoryEntry)
	g.end = offset + int64(len(part))
	g.last = bytes.Clone(part[max(0, len(part)-3):])
}
