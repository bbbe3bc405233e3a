package archive

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"os"
)

// Tar unpacks a tar archive, plain or compressed, into a folder. After an error the folder may hold a part of it.
func Tar(source io.Reader, into *os.Root, rules Rules) error {
	content, err := plain(source)
	if err != nil {
		return err
	}
	stream := &bounded{from: content, left: rules.Bytes + int64(rules.Entries)*perEntryInATar, rules: rules}
	to, reader := newTarget(into, rules), tar.NewReader(stream)
	seen := 0
	for {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return tarTrouble(err)
		}
		if seen++; seen > rules.Entries {
			return rules.tooMany()
		}
		if err := tarEntry(to, header, reader); err != nil {
			return err
		}
	}
	// What follows the archive's end counts too, and holds the sums that tell whether all of it arrived.
	if _, err := io.Copy(io.Discard, stream); err != nil {
		return tarTrouble(err)
	}
	return to.finish()
}

func tarEntry(to *target, header *tar.Header, content io.Reader) error {
	switch header.Typeflag {
	case tar.TypeReg, tar.TypeCont, tar.TypeGNUSparse:
		return to.file(header.Name, stat{header.FileInfo().Mode(), header.ModTime, header.Size}, content)
	case tar.TypeDir:
		return to.folder(header.Name)
	case tar.TypeSymlink:
		return to.symlink(header.Name, header.Linkname)
	case tar.TypeLink:
		return to.hardlink(header.Name, header.Linkname)
	case tar.TypeXGlobalHeader: // such as the commit that git writes
		return nil
	case tar.TypeChar, tar.TypeBlock:
		return refuse(header.Name, "is a device: only files, folders and links are taken")
	case tar.TypeFifo:
		return refuse(header.Name, "is a named pipe: only files, folders and links are taken")
	}
	return refuse(header.Name, "is of the unknown type %q: only files, folders and links are taken", header.Typeflag)
}

func tarTrouble(err error) error {
	var excess *Excess
	if errors.As(err, &excess) {
		return excess
	}
	return fmt.Errorf("the tar archive cannot be read: %w", readable(err))
}

// bounded ends a stream that gives more than an archive within its rules could have.
type bounded struct {
	from  io.Reader
	left  int64
	rules Rules
}

func (b *bounded) Read(p []byte) (int, error) {
	read, err := b.from.Read(p)
	if b.left -= int64(read); b.left < 0 {
		return 0, b.rules.tooLarge()
	}
	return read, err
}
