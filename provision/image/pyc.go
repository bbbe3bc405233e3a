package image

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// The header of a .pyc (PEP 552): magic number, flags, time of the source, size of the source.
const pycHeader = 16

// withFixedTime has what Python compiled belong to a source whose time is fixed too. Otherwise Python would compile at each start
// of a pod again, and two builds of the same folder would differ.
func withFixedTime(file io.Reader) (io.Reader, error) {
	header := make([]byte, pycHeader)
	read, err := io.ReadFull(file, header)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	if read == pycHeader && string(header[2:4]) == "\r\n" && binary.LittleEndian.Uint32(header[4:]) == 0 {
		binary.LittleEndian.PutUint32(header[8:], uint32(fixed.Unix()))
	}
	return io.MultiReader(bytes.NewReader(header[:read]), file), nil
}
