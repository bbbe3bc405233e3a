package archive

import (
	"encoding/binary"
	"hash/crc32"
	"io/fs"
	"syscall"
)

// links is how many names a file has.
func links(info fs.FileInfo) uint64 { return uint64(info.Sys().(*syscall.Stat_t).Nlink) }

// greedyXZ begins a stream whose dictionary is 4 GiB.
var greedyXZ = func() []byte {
	stream := append([]byte("\xfd7zXZ\x00"), 0, 1)
	stream = binary.LittleEndian.AppendUint32(stream, crc32.ChecksumIEEE(stream[6:]))
	block := []byte{2, 0, 0x21, 1, 40, 0, 0, 0}
	return append(binary.LittleEndian.AppendUint32(append(stream, block...), crc32.ChecksumIEEE(block)), make([]byte, 64)...)
}()
