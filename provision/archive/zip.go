package archive

import (
	"archive/zip"
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
)

const (
	zipLocalHeader = 30 // bytes before the name
	zipBzip2       = 12
	zipEncrypted   = 1
)

// Zip unpacks a zip archive into a folder. After an error the folder may hold a part of it.
func Zip(source io.ReaderAt, size int64, into *os.Root, rules Rules) error {
	reader, err := openZip(source, size, rules)
	if err != nil {
		return err
	}
	if err := refuseOverlap(reader.File); err != nil {
		return err
	}
	to := newTarget(into, rules)
	for _, entry := range reader.File {
		if err := zipEntry(to, entry); err != nil {
			return err
		}
	}
	return to.finish()
}

func openZip(source io.ReaderAt, size int64, rules Rules) (*zip.Reader, error) {
	guard := &directoryGuard{from: source, most: 2 * (rules.Entries + zipCommentEntries), rules: rules}
	reader, err := zip.NewReader(guard, size)
	if guard.err != nil {
		return nil, guard.err
	}
	if err != nil {
		start := make([]byte, 512)
		read, _ := source.ReadAt(start, 0)
		if impression := Impression(start[:read]); impression != "" && !bytes.HasPrefix(start, []byte("PK")) {
			return nil, fmt.Errorf("the source is no zip archive%s", impression)
		}
		return nil, fmt.Errorf("the source is no whole zip archive: %w", zipTrouble(err))
	}
	if len(reader.File) > rules.Entries {
		return nil, rules.tooMany()
	}
	guard.done = true
	reader.RegisterDecompressor(zipBzip2, func(r io.Reader) io.ReadCloser { return io.NopCloser(bzip2.NewReader(r)) })
	return reader, nil
}

func zipEntry(to *target, entry *zip.File) error {
	mode := entry.Mode()
	switch {
	case mode.IsDir() && mode.Type() == fs.ModeDir:
		if entry.UncompressedSize64 != 0 {
			return refuse(entry.Name, "is a folder with content")
		}
		return to.folder(entry.Name)
	case entry.Flags&zipEncrypted != 0:
		return refuse(entry.Name, "is encrypted: pack it without a password")
	case mode.IsRegular():
		return zipFile(to, entry)
	case mode.Type() == fs.ModeSymlink:
		return zipLink(to, entry)
	}
	return refuse(entry.Name, "is a device, pipe or socket: only files, folders and links are taken")
}

func zipFile(to *target, entry *zip.File) error {
	content, err := entry.Open()
	if err != nil {
		return zipEntryTrouble(entry, err)
	}
	defer content.Close()
	size := int64(min(entry.UncompressedSize64, 1<<62))
	return to.file(entry.Name, stat{entry.Mode(), entry.Modified, size}, &inWords{content})
}

func zipLink(to *target, entry *zip.File) error {
	content, err := entry.Open()
	if err != nil {
		return zipEntryTrouble(entry, err)
	}
	defer content.Close()
	name, err := io.ReadAll(io.LimitReader(content, longestLink+1))
	if err != nil {
		return zipEntryTrouble(entry, err)
	}
	return to.symlink(entry.Name, string(name))
}

func zipEntryTrouble(entry *zip.File, err error) error {
	return fmt.Errorf("the archive's entry %q cannot be read: %w", shown(entry.Name), zipTrouble(err))
}

// refuseOverlap finds content that several entries share: a few bytes that unpack to more than any archive could hold.
func refuseOverlap(entries []*zip.File) error {
	type extent struct {
		entry     *zip.File
		from, end int64
	}
	extents := make([]extent, 0, len(entries))
	for _, entry := range entries {
		data, err := entry.DataOffset()
		if err != nil {
			return zipEntryTrouble(entry, err)
		}
		size := int64(min(entry.CompressedSize64, 1<<62))
		// The header before the content is at least as long as this.
		extents = append(extents, extent{entry, data - zipLocalHeader - int64(len(entry.Name)), data + size})
	}
	slices.SortFunc(extents, func(a, b extent) int { return int(min(max(a.from-b.from, -1), 1)) })
	for i := 1; i < len(extents); i++ {
		if extents[i].from < extents[i-1].end {
			return refuse(extents[i].entry.Name, "shares its content with %q, as decompression bombs do", shown(extents[i-1].entry.Name))
		}
	}
	return nil
}

// inWords turns the library's errors into what a person understands.
type inWords struct{ from io.Reader }

func (w *inWords) Read(p []byte) (int, error) {
	read, err := w.from.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = zipTrouble(err)
	}
	return read, err
}

func zipTrouble(err error) error {
	switch {
	case errors.Is(err, zip.ErrFormat):
		return errors.New("it is damaged, or its sizes are not what it says")
	case errors.Is(err, zip.ErrChecksum):
		return errors.New("its content is not what its checksum says")
	case errors.Is(err, zip.ErrAlgorithm):
		return errors.New("it is compressed in an uncommon way: use deflate")
	}
	return readable(err)
}
