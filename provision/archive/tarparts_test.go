package archive

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"testing"
)

// An entry of a tar as tests write it; its content is its body.
type entry struct {
	name, body, link string
	kind             byte
	mode             int64
}

func tarOf(t testing.TB, entries ...entry) []byte {
	var out bytes.Buffer
	writer := tar.NewWriter(&out)
	for _, e := range entries {
		header := &tar.Header{
			Name: e.name, Linkname: e.link, Typeflag: e.kind, Mode: e.mode, Size: int64(len(e.body)),
		}
		if e.kind == 0 {
			header.Typeflag = tar.TypeReg
		}
		if e.mode == 0 {
			header.Mode = 0o644
		}
		must(t, writer.WriteHeader(header))
		_, err := io.WriteString(writer, e.body)
		must(t, err)
	}
	must(t, writer.Close())
	return out.Bytes()
}

func must(t testing.TB, err error) {
	if err != nil && t == nil {
		panic(err) // in a table
	} else if err != nil {
		t.Helper()
		t.Fatal(err)
	}
}

func gzipped(t testing.TB, content []byte) []byte {
	var out bytes.Buffer
	writer := gzip.NewWriter(&out)
	_, err := writer.Write(content)
	must(t, err)
	must(t, writer.Close())
	return out.Bytes()
}

// A block is a tar header by hand, for what the library would not write.
type block struct {
	name string
	kind byte
	size string // as it stands there, in octal
	link string
	ext  map[int]string // at other places
}

func (b block) bytes() []byte {
	header := make([]byte, 512)
	copy(header, b.name)
	copy(header[100:], "0000644\x000000000\x000000000\x00")
	size := b.size
	if size == "" {
		size = "00000000000\x00"
	}
	copy(header[124:], size)
	copy(header[136:], "00000000000\x00        ")
	header[156] = b.kind
	copy(header[157:], b.link)
	copy(header[257:], "ustar\x0000")
	for at, text := range b.ext {
		copy(header[at:], text)
	}
	sum := 0
	for _, c := range header {
		sum += int(c)
	}
	copy(header[148:], fmt.Sprintf("%06o\x00 ", sum))
	return header
}

func octal(size int64) string { return fmt.Sprintf("%011o\x00", size) }

func padded(text string) []byte {
	return append([]byte(text), make([]byte, (512-len(text)%512)%512)...)
}

func joined(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

var tarEnd = make([]byte, 1024)

// gnuLong is a GNU header that gives the next entry a name of any length.
func gnuLong(name string) []byte {
	return joined(block{name: "././@LongLink", kind: 'L', size: octal(int64(len(name) + 1))}.bytes(), padded(name+"\x00"))
}

// endless streams a tar of as many entries as are read.
func endless(each func(number int) []byte) io.Reader {
	reader, writer := io.Pipe()
	go func() {
		compressed := gzip.NewWriter(writer)
		for number := 0; ; number++ {
			if _, err := compressed.Write(each(number)); err != nil {
				return
			}
		}
	}()
	return reader
}

func deep(levels int) string { return strings.Repeat("d/", levels) + "f" }
