package archive

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
	"io/fs"
	"testing"
)

// A member of a zip, written byte by byte, so that its two headers may say anything.
type member struct {
	name    string
	body    string
	mode    fs.FileMode
	deflate bool
	// What is not nil is written instead of the truth.
	size, packed *uint64
	crc          *uint32
	flags        uint16
	method       *uint16
	at           *int // where the directory says that the member begins
	noLocal      bool // the member stands in the directory alone
	raw          []byte
}

func put[T any](value T) *T { return &value }

func or[T any](given *T, otherwise T) T {
	if given != nil {
		return *given
	}
	return otherwise
}

func deflated(t testing.TB, body string) []byte {
	var out bytes.Buffer
	writer, err := flate.NewWriter(&out, flate.BestCompression)
	must(t, err)
	_, err = writer.Write([]byte(body))
	must(t, err)
	must(t, writer.Close())
	return out.Bytes()
}

type zipBuilder struct {
	out     []byte
	entries [][]byte
}

func (b *zipBuilder) add(t testing.TB, m member) {
	content, method := []byte(m.body), zip.Store
	if m.deflate {
		content, method = deflated(t, m.body), zip.Deflate
	}
	if m.raw != nil {
		content = m.raw
	}
	at := len(b.out)
	var fields []byte // what both headers have
	fields = binary.LittleEndian.AppendUint16(fields, 20)
	fields = binary.LittleEndian.AppendUint16(fields, m.flags)
	fields = binary.LittleEndian.AppendUint16(fields, or(m.method, method))
	fields = append(fields, 0, 0, 0x21, 0x50)
	fields = binary.LittleEndian.AppendUint32(fields, or(m.crc, crc32.ChecksumIEEE([]byte(m.body))))
	fields = binary.LittleEndian.AppendUint32(fields, uint32(or(m.packed, uint64(len(content)))))
	fields = binary.LittleEndian.AppendUint32(fields, uint32(or(m.size, uint64(len(m.body)))))
	fields = binary.LittleEndian.AppendUint16(fields, uint16(len(m.name)))
	if !m.noLocal {
		b.out = append(b.out, "PK\x03\x04"...)
		b.out = append(b.out, fields...)
		b.out = append(b.out, 0, 0)
		b.out = append(append(b.out, m.name...), content...)
	}
	header := fs.FileMode(0o644)
	if m.mode != 0 {
		header = m.mode
	}
	info := zip.FileHeader{}
	info.SetMode(header)
	directory := append([]byte("PK\x01\x02\x14\x03"), fields...)
	directory = append(directory, make([]byte, 2+2+2+2)...)
	directory = binary.LittleEndian.AppendUint32(directory, info.ExternalAttrs)
	directory = binary.LittleEndian.AppendUint32(directory, uint32(or(m.at, at)))
	b.entries = append(b.entries, append(directory, m.name...))
}

func (b *zipBuilder) bytes() []byte {
	at, count := len(b.out), len(b.entries)
	for _, entry := range b.entries {
		b.out = append(b.out, entry...)
	}
	end := []byte("PK\x05\x06\x00\x00\x00\x00")
	end = binary.LittleEndian.AppendUint16(end, uint16(count))
	end = binary.LittleEndian.AppendUint16(end, uint16(count))
	end = binary.LittleEndian.AppendUint32(end, uint32(len(b.out)-at))
	end = binary.LittleEndian.AppendUint32(end, uint32(at))
	return append(append(b.out, end...), 0, 0)
}

func zipOf(t testing.TB, members ...member) []byte {
	var b zipBuilder
	for _, m := range members {
		b.add(t, m)
	}
	return b.bytes()
}
