package archive

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xi2/xz"
)

// A tar's xz stream names the memory it needs: this is what `xz -9` asks for, and the most that a stranger's gets.
const xzMemory = 64 << 20

// A format is known by its first bytes. What cannot be opened is known to be named.
type format struct {
	name, magic string
	open        func(io.Reader) (io.Reader, error)
}

var formats = []format{
	{"gzip", "\x1f\x8b", func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
	{"bzip2", "BZh", func(r io.Reader) (io.Reader, error) { return bzip2.NewReader(r), nil }},
	{"xz", "\xfd7zXZ\x00", func(r io.Reader) (io.Reader, error) { return xz.NewReader(r, xzMemory) }},
	{"a zip archive", "PK\x03\x04", nil},
	{"an empty zip archive", "PK\x05\x06", nil},
	{"zstd", "\x28\xb5\x2f\xfd", nil},
	{"7z", "7z\xbc\xaf\x27\x1c", nil},
	{"rar", "Rar!", nil},
	{"lzip", "LZIP", nil},
	{"compress (.Z)", "\x1f\x9d", nil},
}

// plain gives a tar without its compression, which its first bytes tell.
func plain(source io.Reader) (io.Reader, error) {
	packed := bufio.NewReaderSize(source, 1<<16)
	start, _ := packed.Peek(512)
	for _, format := range formats {
		if bytes.HasPrefix(start, []byte(format.magic)) {
			return unpacked(format, packed)
		}
	}
	if !looksLikeTar(start) {
		return nil, fmt.Errorf("the source is no tar archive%s", Impression(start))
	}
	return packed, nil
}

func unpacked(as format, packed io.Reader) (io.Reader, error) {
	if as.open == nil {
		return nil, fmt.Errorf("the source is no tar archive but %s: a tar may be plain or compressed with gzip, bzip2 or xz", as.name)
	}
	opened, err := as.open(packed)
	if err != nil {
		return nil, fmt.Errorf("the source looks like a tar compressed with %s, but cannot be read: %w", as.name, readable(err))
	}
	content := bufio.NewReaderSize(&naming{opened, as.name}, 1<<16)
	start, err := content.Peek(512)
	if len(start) < 512 && err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("the source cannot be read: %w", err)
	}
	if !looksLikeTar(start) {
		return nil, fmt.Errorf("the source is compressed with %s, but no tar archive is in it", as.name)
	}
	return content, nil
}

// looksLikeTar says whether the first block may be a tar's header: of numbers in octal digits, and with the sum that it names.
func looksLikeTar(block []byte) bool {
	if len(block) < 512 {
		return false
	}
	if bytes.Count(block, []byte{0}) == 512 {
		return true // an empty one
	}
	var sum, named int64
	for i, b := range block[:512] {
		if 148 <= i && i < 156 {
			b = ' '
		}
		sum += int64(b)
	}
	_, err := fmt.Sscanf(strings.Trim(string(block[148:156]), " \x00"), "%o", &named)
	return err == nil && sum == named
}

// Impression says in words what something looks like that is not what it should be, or nothing.
func Impression(start []byte) string {
	text := strings.ToLower(strings.TrimSpace(string(start)))
	for _, format := range formats {
		if bytes.HasPrefix(start, []byte(format.magic)) {
			return ": it looks like " + format.name
		}
	}
	switch {
	case text == "":
		return ": it is empty"
	case strings.HasPrefix(text, "<!doctype html"), strings.HasPrefix(text, "<html"):
		return ": it looks like a web page"
	case strings.HasPrefix(text, "uesdb"), strings.HasPrefix(text, "h4si"), strings.HasPrefix(text, "qlpo"), strings.HasPrefix(text, "/td6wfo"):
		return ": it looks like an archive in base64, whose spec.function-content-type begins with base64+"
	}
	return ""
}

// naming tells which decompression failed.
type naming struct {
	io.Reader
	format string
}

func (n *naming) Read(p []byte) (int, error) {
	read, err := n.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("%s: %w", n.format, readable(err))
	}
	return read, err
}

// readable says in words what the libraries abbreviate.
func readable(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return errors.New("it ends too early")
	case errors.Is(err, tar.ErrHeader):
		return errors.New("one of its headers is damaged")
	case errors.Is(err, tar.ErrFieldTooLong):
		return errors.New("one of its headers is too long")
	case errors.Is(err, xz.ErrMemlimit):
		return fmt.Errorf("it wants more than %d MiB of memory: compress it with xz -9 or less", xzMemory>>20)
	}
	return err
}
